"""A lesson as a notebook: read from its source, kept free of what changes from run to run. Run in the environment."""

import hashlib
import os
import re

import jupytext
import nbformat

from . import kernelspec

KERNEL = {"display_name": kernelspec.DISPLAY_NAME, "language": "java", "name": kernelspec.NAME}
LANGUAGE = {"name": "java", "file_extension": ".jshell", "mimetype": "text/x-java-source", "pygments_lexer": "java",
            "codemirror_mode": "java"}

# the cell whose output says in one line what the lesson reached
RESULT = "result"

# tags with which a cell says what it is as a slide; a heading starts a slide by itself, other prose goes on below it
SLIDES = ("slide", "subslide", "fragment", "skip", "notes")

# the notebook's metadata that says of which code its outputs are
RAN = "crema"

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def read_source(source):
    """The notebook that a Markdown source stands for, without outputs."""
    notebook = jupytext.read(source)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count, cell.outputs = None, []
        kind = _slide(cell)
        if kind:
            cell.metadata.slideshow = nbformat.from_dict({"slide_type": kind})
    return normalise(notebook)


def _slide(cell):
    tagged = [tag for tag in cell.metadata.get("tags", []) if tag in SLIDES]
    if tagged or cell.cell_type == "code":
        return tagged[0] if tagged else None
    return "slide" if cell.source.startswith("#") else "subslide"


def normalise(notebook):
    """Removes what differs from run to run, so that running a lesson again changes only what has changed."""
    ran = notebook.metadata.get(RAN)
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE, **({RAN: ran} if ran else {})})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen = {}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        occurrence = seen[cell.source] = seen.get(cell.source, 0) + 1
        cell.id = hashlib.sha256(f"{occurrence}\n{cell.source}".encode()).hexdigest()[:8]
    return notebook


def code(notebook):
    """A digest of the code of a notebook: what its outputs hang on."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256("\0".join(cells).encode()).hexdigest()[:16]


def write(notebook, path):
    """Writes a notebook, all of it or nothing."""
    nbformat.validate(notebook)
    fresh = path.with_name(f".{path.name}.new")
    nbformat.write(notebook, fresh)
    os.replace(fresh, path)


def result(notebook):
    """The last line that the cell tagged "result" put out, None if no cell has that tag."""
    cells = [cell for cell in notebook.cells if RESULT in cell.metadata.get("tags", [])]
    lines = [line for cell in cells for output in cell.get("outputs", []) for line in _text(output).splitlines() if line.strip()]
    return lines[-1].strip() if lines else None


def plain(text):
    """Text without the escape sequences for colours."""
    return _ANSI.sub("", text)


def _text(output):
    return plain(output.get("text", "") or output.get("data", {}).get("text/plain", ""))
