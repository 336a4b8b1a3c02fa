"""The slides of the lessons, in a browser without a network."""

import os
import re

import nbformat
import pytest
import slides_page

from crema_lab import lessons, slides, steps
from crema_lab.project import project

HERE = project(os.environ["CREMA_PREFIX"])

# how far a slide that is too full may be made smaller: code of 20 px is then 14 px
SMALLEST = 0.7


@pytest.mark.parametrize("source", lessons.lessons_in(HERE, lessons.LECTURES), ids=lambda source: source.stem)
def test_slides_of_a_lesson_are_shown_without_a_network_and_fit(source):
    with slides_page.open_slides(slides.build(HERE, source)) as shown:
        pages = list(shown.each())
        assert len(pages) >= 20
        assert [page["text"][:40] for page in pages if page["smaller"] < SMALLEST] == []
        assert all(page["bottom"] <= 720 and page["right"] <= 1280 for page in pages)
        assert shown.asked == [] and shown.errors == []
        typeset = shown.page.locator("mjx-container").count()
        assert (typeset > 0) == ("$" in source.read_text(encoding="utf-8"))
        pictures = shown.page.locator("section img")
        assert all(picture.get_attribute("alt") for picture in pictures.all())


@pytest.mark.parametrize("source", lessons.lessons_in(HERE, lessons.LECTURES), ids=lambda source: source.stem)
def test_slides_name_no_place_on_the_network_to_load_from(source):
    html = re.sub(r"(<script\b[^>]*>).*?</script>", r"\1", slides.build(HERE, source).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "<script>" in html and re.findall(r'<(?:script|img|link|iframe)\b[^>]*\b(?:src|href)="(?!data:)[^"]*"', html) == []


def test_what_is_built_in_names_no_network_that_delivers_scripts():
    text = slides.build(HERE, lessons.find(HERE, ["06"])[0]).read_text(encoding="utf-8")
    assert "mathjax" in text.lower() and not re.search(r"cdn\.|cdnjs|unpkg", text)


def test_slides_of_a_notebook_that_was_not_run_are_refused(tmp_path):
    source = tmp_path / "lectures" / "01-tiny.md"
    source.parent.mkdir()
    source.write_text("# 01 Tiny\n", encoding="utf-8")
    with pytest.raises(steps.Failed, match="01-tiny cannot be shown: 01-tiny.ipynb is missing"):
        slides.build(HERE, source)


@pytest.mark.parametrize("markdown, shown, said", [
    ("## Head\n\nFirst.\n\nSecond.\n\n- one\n- two", "## Head\n\nFirst.\n\n- one\n- two", "Second."),
    ("First.\n\nThree parts:\n\n- one", "First.\n\nThree parts:\n\n- one", ""),
    ("First.\n\nIt is\n\n$$\nx\n\ny\n$$\n\nLast.", "First.\n\nIt is\n\n$$\nx\n\ny\n$$", "Last."),
    ("First.\n\n$$x$$\n\nLast.\n\n**Try it.** What?", "First.\n\n$$x$$\n\n**Try it.** What?", "Last."),
])
def test_slide_keeps_what_is_read_and_leaves_the_rest_to_be_said(markdown, shown, said):
    assert slides.divide(markdown) == (shown, said)


def code(source, *outputs, **slideshow):
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs))
    cell.metadata["slideshow"] = slideshow
    return cell


def kinds(*cells):
    return [(cell.cell_type, cell.metadata["slideshow"]["slide_type"])
            for cell in slides.deck(nbformat.v4.new_notebook(cells=list(cells))).cells]


def test_what_does_not_fit_below_goes_onto_the_next_page():
    text = nbformat.v4.new_markdown_cell("# Title\n\nFirst.\n\nSecond.")
    picture = nbformat.v4.new_output("display_data", data={"text/html": '<img alt="a" width="900" height="500" src="data:,">'})
    line = nbformat.v4.new_output("stream", name="stdout", text="one line\n")
    assert kinds(text, code("1", line)) == [("markdown", "slide"), ("markdown", "notes"), ("code", "-"), ("code", "-")]
    assert kinds(text, code("1\n" * 10, picture))[2:] == [("code", "-"), ("code", "subslide")]
    assert kinds(code("1\n" * 24, line)) == [("code", "-"), ("code", "-")], "a line of output stays with its code"
    assert ("code", "subslide") in kinds(code("1\n" * 24, *[line] * 5))
    assert kinds(text, code("1", line, slide_type="skip"))[2:] == [("code", "skip")]
    assert kinds(text, code("1", slide_type="fragment"))[2:] == [("code", "fragment")]


def prose(source, kind):
    cell = nbformat.v4.new_markdown_cell(source)
    cell.metadata["slideshow"] = {"slide_type": kind}
    return cell


def test_last_words_of_a_section_stand_below_what_they_are_about():
    section = [prose("# A", "slide"), code("1")]
    assert kinds(*section, prose("Look.", "subslide"), prose("## B", "slide"))[2:] == [("markdown", "-"), ("markdown", "slide")]
    assert kinds(*section, prose("Look.", "subslide"))[2:] == [("markdown", "-")]
    assert kinds(*section, prose("Look.", "subslide"), code("2"))[2] == ("markdown", "subslide")
    assert kinds(*section, prose("**Try it.** What?", "subslide"))[2:] == [("markdown", "subslide")]
