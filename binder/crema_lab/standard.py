"""What every lesson keeps to, as far as its source and its header tell. Run in the environment."""

import re

from . import header, lessons, notebook

FEWEST_CELLS, MOST_CELLS = 25, 45
LONGEST_SECONDS, MOST_GIGABYTES = 120, 2.0
FEWEST_QUESTIONS = 4
SWITCH = '"full".equals(System.getenv("CREMA_MODE"))'

# what the last cell of a lesson has
ENDING = ("## What you have seen", "**Read on:**", "**Homework:**")

_IMPORT = re.compile(r"^\s*import\s+(static\s+)?([\w.]+(?:\.\*)?)\s*;", re.MULTILINE)
_QUESTION = re.compile(r'answer\("([^"]+)",\s*(.*)\)')
_COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\n])*"', re.DOTALL)


def findings(source):
    """What of the course's rules a lesson or a homework breaks, a sentence each."""
    cells = notebook.read_source(source).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    if source.parent.name == lessons.HOMEWORK:
        return [*_header(cells, (header.NEEDS, header.TAKES)), *_imports(code)]
    return [*_title(source, cells), *_header(cells, (header.SHOWS, header.NEEDS, header.TAKES, header.HOMEWORK)), *_length(cells),
            *_switch(code), *_questions(source.name[:2], cells), *_imports(code), *_ending(cells)]


def _title(source, cells):
    title = header.title(cells[0].source)
    if title[:2] != source.name[:2]:
        yield f'the title is "{title}", it should begin with "# {source.name[:2]} "'


def _header(cells, names):
    rows = header.rows(cells[0].source)
    for name in names:
        if not rows.get(name) and name != header.TAKES:
            yield f'the header has no row "| **{name}** | … |"'
    takes = header.Takes.stated(rows.get(header.TAKES, ""))
    if takes is None:
        yield f'the header does not say what it takes: give it a row "| **{header.TAKES}** | |", and run it'
        return
    if takes.seconds > LONGEST_SECONDS:
        yield f"it takes {takes.seconds} s, more than {LONGEST_SECONDS}"
    if takes.gigabytes > MOST_GIGABYTES:
        yield f"it takes {takes.gigabytes} GB of memory, more than {MOST_GIGABYTES}"


def _length(cells):
    if not FEWEST_CELLS <= len(cells) <= MOST_CELLS:
        yield f"{len(cells)} cells, not {FEWEST_CELLS} to {MOST_CELLS}"


def _switch(code):
    if not code or SWITCH not in code[0]:
        yield f"the first code cell does not choose between quick and full by {SWITCH}"


def _questions(lesson, cells):
    asked, predicted = [], False
    for before, cell in zip(cells, cells[1:]):
        for name, given in _QUESTION.findall(cell.source) if cell.cell_type == "code" else ():
            asked.append(name)
            predicted |= "**Try it: predict" in before.source
            if given != "null":
                yield f'question {name} is answered in the source: answer("{name}", null)'
            if "**Try it" not in before.source:
                yield f'question {name} does not follow a text with "**Try it"'
    expected = [f"{lesson}.{number}" for number in range(1, len(asked) + 1)]
    if asked != expected:
        yield f"the questions are {', '.join(asked)}, not {', '.join(expected)}"
    if len(asked) < FEWEST_QUESTIONS:
        yield f'{len(asked)} questions with checked answers, fewer than {FEWEST_QUESTIONS}'
    if not predicted:
        yield 'no question is to be answered before running: one must begin "**Try it: predict"'


def _imports(code):
    together = _COMMENT_OR_TEXT.sub(" ", "\n".join(code))
    body = _IMPORT.sub("", together)
    for _, name in _IMPORT.findall(together):
        simple = name.rsplit(".", 1)[1]
        if simple == "*":
            yield f"imports {name}: name what is used"
        elif not re.search(rf"\b{re.escape(simple)}\b", body):
            yield f"imports {name} and does not use it"


def _ending(cells):
    last = cells[-1].source
    for part in ENDING:
        if part not in last:
            yield f'the last cell has no "{part}"'
