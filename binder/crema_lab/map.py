"""`binder/lab map`: notebooks/README.md, the page of all lessons, written from their headers."""

from . import header, lessons

TOP = """\
# The lessons

This page is made by `binder/lab map` from the headers of the lessons.
"""

# the parts of the course by their first lessons
PARTS = {1: "Part I: how a network learns", 7: "Part II: seeing", 16: "Part III: sequences and words",
         20: "Part IV: making and breaking"}

COLUMNS = ("lesson", "what it shows", "it takes", "you need", "homework", "slides")


def page(project):
    """The text of the page."""
    lectures = lessons.lessons_in(project, lessons.LECTURES)
    homework = lessons.lessons_in(project, lessons.HOMEWORK)
    parts = [_part(title, [source for source in lectures if _first_of_part(source) == first]) for first, title in PARTS.items()]
    return TOP + "".join(parts) + _homework(homework)


def main(project, arguments):
    """Writes the page."""
    path = path_of(project)
    path.write_text(page(project), encoding="utf-8")
    print(path)
    return 0


def path_of(project):
    """Where the page lies."""
    return project.notebooks / "README.md"


def _first_of_part(source):
    return max(number for number in PARTS if number <= int(source.name[:2]))


def _part(title, sources):
    return f"\n## {title}\n\n" + _table(COLUMNS, map(_lesson, sources)) if sources else ""


def _lesson(source):
    text = source.read_text(encoding="utf-8")
    rows = header.rows(text)
    return (_link(source, text), rows.get(header.SHOWS, ""), _takes(rows), rows.get(header.NEEDS, ""), rows.get(header.HOMEWORK, ""),
            f"`binder/lab slides {source.name[:2]}`")


def _homework(sources):
    def row(source):
        text = source.read_text(encoding="utf-8")
        rows = header.rows(text)
        return _link(source, text), _takes(rows), rows.get(header.NEEDS, "")

    return "\n## Homework\n\n" + _table(("homework", "it takes", "you need"), map(row, sources)) if sources else ""


def _link(source, text):
    return f"[{header.title(text)}]({source.parent.name}/{source.stem}.ipynb)"


def _takes(rows):
    takes = header.Takes.stated(rows.get(header.TAKES, ""))
    return f"{takes.seconds} s, {takes.gigabytes:.1f} GB, {takes.device}" if takes else "not measured"


def _table(columns, rows):
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
