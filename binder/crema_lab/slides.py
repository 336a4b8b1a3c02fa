"""`binder/lab slides`: a stored lesson as slides in one HTML file that needs no network. Run in the environment."""

import copy
import re
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter
from traitlets.config import Config

from . import check, header, lessons, notebook
from .steps import Failed

TEMPLATES = Path(__file__).parent / "templates"

# the colours of code, with contrast enough for a projector
STYLE = "vs"

# how high things are on a slide of 1280 × 720, in its pixels
ROOM = 680
CODE_LINE, TEXT_LINE, PROSE_LINE, HEADING, GAP = 27, 25, 37, 66, 24
CODE_WIDTH, PROSE_WIDTH = 100, 95
FIGURE = 560
# an output of a few lines stays with its code, on a page that is then drawn a little smaller
FEW_LINES = 4 * TEXT_LINE
HIDDEN_CODE = "output-only"

_REVEAL = "sphinx_revealjs/_static/revealjs"
_MATHJAX = "sphinx-mathjax-offline/static/mathjax/tex-svg.js"
_SIZE = re.compile(r'<img\b[^>]*\bwidth="(\d+)"[^>]*\bheight="(\d+)"')
_FENCE = re.compile(r"^(```|~~~|\$\$)")


def build(project, source):
    """Makes the slides of a lesson from its stored notebook; returns the HTML file."""
    found = check.check(source)
    if found:
        raise Failed(f"{source.stem} cannot be shown: {found[0]}. Run binder/lab run {source.stem}.")
    stored = nbformat.read(lessons.notebook_of(source), as_version=4)
    title = header.title(stored.cells[0].source)
    exporter = SlidesExporter(template_name="slides", extra_template_basedirs=[str(TEMPLATES)], exclude_anchor_links=True,
                              config=Config(CSSHTMLHeaderPreprocessor={"style": STYLE}))
    exporter.register_preprocessor(_hide_code, enabled=True)
    html, _ = exporter.from_notebook_node(deck(stored), {"slides": _resources(project.slide_files, title, stored)})
    project.slides.mkdir(parents=True, exist_ok=True)
    path = project.slides / f"{source.stem}.html"
    path.write_text(html, encoding="utf-8")
    return path


def deck(stored):
    """The notebook of the slides: pages that are not too full, and what the lecturer says as notes."""
    pages = _Pages()
    for cell, following in zip(stored.cells, [*stored.cells[1:], None]):
        kind = _kind(cell)
        if kind in ("skip", "notes"):
            pages.aside(cell, kind)
        elif cell.cell_type == "markdown":
            # the last words of a section are about what is above them
            last = following is None or _kind(following) == "slide"
            _prose(pages, cell, "-" if last and kind == "subslide" and _is_plain(cell.source) else kind)
        else:
            _code(pages, cell, kind)
    slides = copy.deepcopy(stored)
    slides.cells = pages.cells
    return slides


def _kind(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type")


class _Pages:
    """The cells of the slides, and how full the last slide is."""

    def __init__(self):
        self.cells, self.used = [], 0

    def add(self, cell, kind, height, room=ROOM):
        """Adds a cell as that kind of slide; below the others if it is of no kind and there is room, else on a page of its own."""
        if kind not in ("slide", "subslide", "fragment"):
            kind = "-"
        if kind != "slide" and self.used + height > room:
            kind = "subslide"
        self.used = height if kind in ("slide", "subslide") else self.used + GAP + height
        self._append(cell, kind)

    def aside(self, cell, kind):
        """Adds a cell that takes no room: skipped, or a note."""
        self._append(cell, kind)

    def _append(self, cell, kind):
        cell = copy.deepcopy(cell)
        cell.metadata["slideshow"] = {"slide_type": kind}
        cell.id = f"part-{len(self.cells)}"
        self.cells.append(cell)


def _prose(pages, cell, kind):
    """A part for each heading: what is read on the slide, then the rest as a note."""
    for part in re.split(r"\n(?=#{1,3} )", cell.source):
        heading = part.startswith("#")
        shown, said = divide(part)
        pages.add(nbformat.v4.new_markdown_cell(shown), "slide" if heading else kind, _prose_height(shown))
        if said:
            pages.aside(nbformat.v4.new_markdown_cell(said), "notes")
        kind = "subslide"


def divide(markdown):
    """What of a text is shown on a slide, and what is only said.

    Shown: headings, lists, tables, formulas, code, questions, the first paragraph, and one that leads up to something shown.
    """
    shown, said, first = [], [], True
    blocks = _blocks(markdown)
    for block, following in zip(blocks, [*blocks[1:], ""]):
        plain = _is_plain(block)
        if not plain or first or (following and not _is_plain(following) and block.endswith((":", "is"))):
            shown.append(block)
        else:
            said.append(block)
        first &= not plain
    return "\n\n".join(shown), "\n\n".join(said)


def _blocks(markdown):
    blocks, fence = [[]], None
    for line in markdown.splitlines():
        mark = _FENCE.match(line)
        if fence:
            fence = None if line.rstrip().endswith(fence) else fence
        elif mark and not (mark[1] == "$$" and line.rstrip()[2:].endswith(("$$", "$$,", "$$."))):
            fence = mark[1]
        if line.strip() or fence:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]


def _is_plain(block):
    return not re.match(r"#|\||[-*] |\d+\. |\$\$|```|~~~|!\[|<|\*\*Try it", block)


def _prose_height(markdown):
    height = 0
    for block in _blocks(markdown):
        lines = block.splitlines() if block.startswith(("|", "- ", "* ", "1.", "```")) else [" ".join(block.splitlines())]
        wrapped = sum(-(-len(line) // PROSE_WIDTH) for line in lines)
        height += HEADING if block.startswith("#") else wrapped * PROSE_LINE + GAP // 2
    return height


def _code(pages, cell, kind):
    """The code, and below it or on the next page each of its outputs."""
    code = copy.deepcopy(cell)
    code.outputs = []
    lines = sum(max(1, -(-len(line) // CODE_WIDTH)) for line in cell.source.splitlines())
    pages.add(code, kind, lines * CODE_LINE + GAP)
    for output in cell.outputs:
        shown = copy.deepcopy(cell)
        shown.outputs = [output]
        shown.metadata["tags"] = [HIDDEN_CODE]
        height = _output_height(output)
        pages.add(shown, "-", height, ROOM if height > FEW_LINES else ROOM + FEW_LINES)


def _output_height(output):
    data = output.get("data", {})
    html = data.get("text/html", "")
    size = _SIZE.search(html)
    if size:
        width, height = map(int, size.groups())
        return min(FIGURE, height * min(1, 1220 / width))
    if html:
        return html.count("<tr") * PROSE_LINE
    if any(mime.startswith("image/") for mime in data):
        return FIGURE
    text = notebook.plain(output.get("text", "") or data.get("text/plain", ""))
    return sum(max(1, -(-len(line) // CODE_WIDTH)) for line in text.splitlines()) * TEXT_LINE


def _hide_code(slides, resources):
    for cell in slides.cells:
        if HIDDEN_CODE in cell.metadata.get("tags", []):
            cell.metadata["transient"] = {"remove_source": True}
    return slides, resources


def _resources(files, title, stored):
    def read(path):
        return path.read_text(encoding="utf-8")

    reveal = files / _REVEAL
    maths = any("$" in cell.source for cell in stored.cells if cell.cell_type == "markdown")
    return {
        "title": title,
        "css": read(TEMPLATES / "slides" / "slides.css"),
        "script": read(TEMPLATES / "slides" / "slides.js"),
        "reveal_css": read(reveal / "dist" / "reveal.css"),
        "reveal": read(reveal / "dist" / "reveal.js"),
        "notes": read(reveal / "plugin" / "notes" / "notes.js"),
        "mathjax": _without_network(read(files / _MATHJAX)) if maths else "",
    }


def _without_network(script):
    # where MathJax would get what it reads aloud with, which is off
    return re.sub(r"https://cdn\.[\w./@-]*", "", script)


def main(project, names):
    """Makes the slides of the named lessons and prints where they are."""
    for source in lessons.find(project, names):
        print(build(project, source))
    return 0
