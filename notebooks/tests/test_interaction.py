"""What scripts add to a figure: in a saved page and in JupyterLab, driven in a browser."""

import json
import os

import jupyterlab_page
import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import sync_playwright

HOSTILE = "</script><script>alert(1)</script>"

STEPS = """ConvolutionSteps.of(
    new double[][] {{3, 3, 2, 1, 0}, {0, 0, 1, 3, 1}, {3, 1, 2, 2, 3}, {2, 0, 0, 2, 2}, {2, 0, 0, 0, 1}},
    new double[][] {{0, 1, 2}, {2, 2, 0}, {0, 1, 2}})"""

MAP = f"""ScatterPlot.of("A map of three points")
    .points(new double[][] {{{{0, 0}}, {{1, 0}}, {{0, 1}}}})
    .colouredBy(new int[] {{0, 1, 1}}, List.of("{HOSTILE}", "b"))
    .thumbnails(IntStream.range(0, 3).mapToObj(i -> Pixels.grey(new float[] {{0, i / 2f, 1, 0}}, 2, 2)).toList())"""

EPOCHS = f"""Filmstrip.of("{HOSTILE}", "epoch {HOSTILE}", IntStream.range(1, 9)
    .mapToObj(n -> LineChart.of("Loss").line("loss", new double[] {{0, n}}, new double[] {{1, 1.0 / n}}))
    .toList())"""


class Watched:
    """A page of which everything that should not happen is kept."""

    def __init__(self, page):
        self.page = page
        self.wrong = []
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("console", lambda message: message.type == "error" and self.wrong.append(f"console: {message.text}"))
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _dialog(self, dialog):
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request):
        if not request.url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:")):
            self.wrong.append(f"request: {request.url}")

    def globals(self):
        """Names that scripts have added to the window beside those of an empty page."""
        return self.page.evaluate("""() => {
            const empty = document.body.appendChild(document.createElement("iframe"));
            const usual = new Set(Object.getOwnPropertyNames(empty.contentWindow));
            empty.remove();
            return Object.getOwnPropertyNames(window).filter(name => !usual.has(name) && isNaN(name));
        }""")


@pytest.fixture
def browser():
    """The Chromium that `binder/lab test` found; closed after each test, as playwright runs once at a time."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def saved(browser, shared_kernel, tmp_path):
    """A function: saves the figure of an expression as HTML and opens it."""
    contexts = []

    def opened(expression, **settings):
        file = tmp_path / "figure.html"
        shared_kernel.check(f"({expression}).draw().save(Path.of({json.dumps(str(file))}));")
        context = browser.new_context(**settings)
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.goto(file.as_uri())
        return watched

    yield opened
    for context in contexts:
        context.close()


def test_saved_convolution_is_stepped_with_buttons_and_keys(saved):
    watched = saved(STEPS)
    page = watched.page
    picture = page.locator(".crema-frames img")
    words = page.locator("output")
    assert words.inner_text() == "row 0, column 0 (1 of 9)"
    assert picture.get_attribute("alt").endswith("= 12.")
    assert page.get_by_role("button", name="previous frame").is_disabled()
    page.get_by_role("button", name="next frame").click()
    page.get_by_role("button", name="next frame").click()
    assert words.inner_text() == "row 0, column 2 (3 of 9)"
    assert picture.get_attribute("alt").endswith("= 17.")
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    assert words.inner_text() == "row 2, column 2 (9 of 9)"
    assert page.get_by_role("button", name="next frame").is_disabled()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    assert watched.globals() == []
    assert watched.wrong == []


SWEEP = """figure => {
    const [image, tip] = [figure.querySelector("img"), figure.querySelector(".crema-tip")];
    const box = image.getBoundingClientRect();
    const places = new Map();
    for (let x = 0; x < box.width; x += 18) {
        for (let y = 0; y < box.height; y += 18) {
            image.dispatchEvent(new PointerEvent("pointermove", {clientX: box.left + x, clientY: box.top + y}));
            if (tip.style.display !== "none") {
                places.set(tip.textContent, [x, y]);
            }
        }
    }
    return [...places.values()];
}"""


def _hovered(page, figure):
    """Looks where something is shown, and moves the pointer there; what was shown: pairs of a name and a place among the pictures."""
    picture = figure.locator("img").first
    tip = figure.locator(".crema-tip")
    seen = set()
    for x, y in figure.evaluate(SWEEP):
        picture.hover(position={"x": x, "y": y})
        assert tip.is_visible()
        seen.add((tip.locator(".crema-name").inner_text(),
                  tip.locator(".crema-thumbnail").evaluate("tile => getComputedStyle(tile).backgroundPosition")))
    page.mouse.move(0, 0)
    assert not tip.is_visible(), "nothing is shown beside the figure"
    return seen


def test_saved_map_shows_the_picture_and_the_name_under_the_pointer(saved):
    watched = saved(MAP)
    page = watched.page
    assert not page.locator(".crema-tip").is_visible()
    seen = _hovered(page, page.locator("figure"))
    assert {name for name, _ in seen} == {f"point 0: {HOSTILE}", "point 1: b", "point 2: b"}
    assert len({place for _, place in seen}) == 3, "each point has its own picture"
    assert watched.globals() == []
    assert watched.wrong == []


def test_saved_figures_beside_each_other_keep_what_each_can_do(saved):
    watched = saved(f'Figure.beside("All", "A map and two players.", {MAP}.draw(), {STEPS}.draw(), {EPOCHS}.draw())')
    page = watched.page
    names = {name for name, _ in _hovered(page, page.locator("figure"))}
    assert names == {f"point 0: {HOSTILE}", "point 1: b", "point 2: b"}
    players = page.locator(".crema-frames")
    assert players.count() == 2
    players.nth(0).get_by_role("button", name="next frame").click()
    assert players.nth(0).locator("output").inner_text() == "A 3×3 kernel over a 5×5 image, row 0, column 1 (2 of 9)"
    assert players.nth(1).locator("output").inner_text() == f"{HOSTILE}, epoch {HOSTILE} 1 (1 of 8)"
    assert watched.globals() == []
    assert watched.wrong == []


def test_saved_filmstrip_shows_hostile_names_and_runs_none(saved):
    watched = saved(EPOCHS)
    page = watched.page
    first = page.locator(".crema-frames img").get_attribute("src")
    page.get_by_role("slider").fill("7")
    assert page.locator("output").inner_text() == f"epoch {HOSTILE} 8 (8 of 8)"
    assert page.locator(".crema-frames img").get_attribute("src") != first
    assert page.title() == HOSTILE
    assert watched.wrong == []


def test_saved_figure_is_complete_without_scripts(saved):
    page = saved(STEPS, java_script_enabled=False).page
    picture = page.locator("figure > img")
    assert "[12 12 17; 10 17 19; 9 6 14]" in picture.get_attribute("alt")
    assert picture.bounding_box()["height"] > 300
    assert page.locator(".crema-frames").count() == 0
    assert page.get_by_text("document.currentScript").count() == 0


def _output(kernel, expression):
    """What a notebook stores of a cell."""
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": kernel.check(expression).value}


def _notebook(*outputs):
    """A notebook of two figures; with their outputs, or as it is before it has run."""
    def cell(i, source):
        return {"cell_type": "code", "id": f"cell-{i}", "execution_count": None, "metadata": {}, "source": source,
                "outputs": list(outputs[i:i + 1])}

    return json.dumps({
        "cells": [cell(0, STEPS), cell(1, MAP)], "nbformat": 4, "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "crema", "display_name": "Java (Crema)", "language": "java"}}})


def _used(lab, watched):
    """Uses the figures of an open notebook as a student does, with mouse and keys."""
    steps = lab.cell("ConvolutionSteps")
    words = steps.locator("output")
    words.wait_for(timeout=120_000)
    steps.get_by_role("button", name="next frame").click()
    assert words.inner_text() == "row 0, column 1 (2 of 9)"
    steps.get_by_role("slider").focus()
    lab.page.keyboard.press("ArrowRight")
    assert words.inner_text() == "row 0, column 2 (3 of 9)", "the arrow moves the slider, it does not go to another cell"
    lab.page.keyboard.press("End")
    lab.page.keyboard.press("a")
    assert words.inner_text() == "row 2, column 2 (9 of 9)"
    assert lab.page.locator(".jp-CodeCell").count() == 2, "a key for the slider makes no cell"
    lab.figure("ScatterPlot")
    names = {name for name, _ in _hovered(lab.page, lab.cell("ScatterPlot").locator("figure"))}
    assert names == {f"point 0: {HOSTILE}", "point 1: b", "point 2: b"}
    assert [wrong for wrong in watched.wrong if not wrong.startswith("console")] == []


def test_jupyterlab_steps_and_hovers_once_run_and_when_opened_again(tmp_path_factory):
    directory = tmp_path_factory.mktemp("trusted")
    (directory / "figures.ipynb").write_text(_notebook(), encoding="utf-8")
    with jupyterlab_page.server(directory, tmp_path_factory.mktemp("log") / "lab.log") as server:
        address = server.format(path="figures.ipynb")
        with jupyterlab_page.open_page(address) as lab:
            watched = Watched(lab.page)
            lab.run_all()
            _used(lab, watched)
            lab.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
            lab.open(address)
            assert not lab.running()
            _used(lab, watched)


def test_nbconvert_keeps_what_scripts_add(browser, shared_kernel, tmp_path):
    def page(*outputs):
        exporter = HTMLExporter(require_js_url="", mathjax_url="", mermaid_js_url="", jquery_url="")
        html, _ = exporter.from_notebook_node(nbformat.reads(_notebook(*outputs), 4))
        file = tmp_path / "figures.html"
        file.write_text(html, encoding="utf-8")
        watched = Watched(browser.new_page())
        watched.page.goto(file.as_uri())
        return watched

    usual = page().globals()
    watched = page(_output(shared_kernel, STEPS), _output(shared_kernel, MAP))
    player = watched.page.locator(".crema-frames")
    player.get_by_role("button", name="next frame").click()
    assert player.locator("output").inner_text() == "row 0, column 1 (2 of 9)"
    seen = _hovered(watched.page, watched.page.locator("figure").nth(1))
    assert {name for name, _ in seen} == {f"point 0: {HOSTILE}", "point 1: b", "point 2: b"}
    assert watched.globals() == usual
    assert watched.wrong == []


def test_jupyterlab_shows_the_static_figure_of_an_untrusted_notebook(shared_kernel, tmp_path_factory):
    directory = tmp_path_factory.mktemp("untrusted")
    outputs = [_output(shared_kernel, STEPS), _output(shared_kernel, MAP)]
    (directory / "figures.ipynb").write_text(_notebook(*outputs), encoding="utf-8")
    with jupyterlab_page.server(directory, tmp_path_factory.mktemp("log") / "lab.log") as server:
        with jupyterlab_page.open_page(server.format(path="figures.ipynb")) as lab:
            watched = Watched(lab.page)
            picture = lab.figure("ScatterPlot")
            assert picture.evaluate("image => image.complete && image.naturalWidth > 300")
            assert lab.page.locator(".crema-tip, .crema-frames").count() == 0
            assert lab.page.get_by_text("document.currentScript").count() == 0
            assert [wrong for wrong in watched.wrong if not wrong.startswith("console")] == []
