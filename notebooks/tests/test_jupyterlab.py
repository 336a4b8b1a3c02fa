"""A lesson in JupyterLab, in a browser: what a student sees."""

import shutil
import time
from pathlib import Path

import jupyterlab_page
import pytest

LESSON = Path(__file__).parents[1] / "lectures" / "06-reading-digits.ipynb"
SCREENSHOTS = Path(__file__).parents[1] / "target" / "screenshots"
LONGEST = 240


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """JupyterLab with the stored lesson, in a directory of its own."""
    directory = tmp_path_factory.mktemp("lab")
    shutil.copy(LESSON, directory / LESSON.name)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with jupyterlab_page.server(directory, tmp_path_factory.mktemp("log") / "lab.log") as server:
        yield server.format(path=LESSON.name)


def test_stored_figures_are_seen_before_anything_has_run(address):
    with jupyterlab_page.open_page(address) as page:
        picture = page.figure("var confusion")
        assert picture.evaluate("image => image.complete && image.naturalWidth > 300")
        assert "Confusion matrix" in picture.get_attribute("alt")


def test_lesson_runs_with_a_live_curve_and_looks_right_in_light_and_dark(address):
    with jupyterlab_page.open_page(address) as page:
        page.run_all()
        curve = page.cell("var history = fit(")
        frames = set()
        deadline = time.monotonic() + LONGEST
        while page.running() and time.monotonic() < deadline:
            frames.update(picture.get_attribute("src") for picture in curve.locator("img").all())
            time.sleep(0.3)
        assert not page.running(), f"the lesson did not end within {LONGEST} s"
        assert len(frames) > 5, "the curve changes while the network trains"
        pictures = curve.locator("img").all()
        assert len(pictures) == 2, "the curve, drawn again and again in its place, and the chart of accuracies"
        assert "20 epochs" in pictures[0].get_attribute("alt")
        assert page.page.locator(".jp-OutputArea [data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        assert "test accuracy" in page.cell("test accuracy %.1f").locator(".jp-OutputArea-output").inner_text()
        for theme, dark in (("JupyterLab Light", False), ("JupyterLab Dark", True)):
            page.theme(theme)
            for name, text in (("data", "Mnist.load"), ("curve", "var history"), ("confusion", "var confusion"), ("map", "var some")):
                figure = page.figure(text)
                page.page.screenshot(path=SCREENSHOTS / f"{name}-{'dark' if dark else 'light'}.png")
                assert (page.brightness(figure) < 0.5) == dark, f"{name} follows the theme {theme}"
        assert page.errors == []
