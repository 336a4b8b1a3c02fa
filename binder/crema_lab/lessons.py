"""The lessons: sources in jupytext Markdown, notebooks/lectures/NN-title.md and notebooks/homework/hwN-title.md."""

from pathlib import Path

from .steps import Failed

LECTURES, HOMEWORK = "lectures", "homework"

_PATTERNS = {LECTURES: "[0-9][0-9]-*.md", HOMEWORK: "hw[0-9]*-*.md"}


def all_lessons(project):
    """The sources of all lessons and of all homework, in order."""
    return [source for directory in _PATTERNS for source in lessons_in(project, directory)]


def lessons_in(project, directory):
    """The sources in one of the two directories, in order."""
    return sorted((project.notebooks / directory).glob(_PATTERNS[directory]))


def find(project, names):
    """The sources meant by `names`: each a path, or the start of a file name; raises Failed."""
    return [_find(project, name) for name in names]


def notebook_of(source):
    """The executed notebook beside a source."""
    return source.with_suffix(".ipynb")


def _find(project, name):
    path = Path(name)
    if path.suffix in (".md", ".ipynb"):
        source = path.with_suffix(".md").absolute()
        if not source.is_file():
            raise Failed(f"There is no lesson {source}.")
        return source
    matching = [source for source in all_lessons(project) if source.name.startswith(name)]
    if len(matching) == 1:
        return matching[0]
    listed = matching or all_lessons(project)
    problem = f'"{name}" means more than one lesson' if matching else f'No lesson starts with "{name}"'
    names = "\n".join(f"  {source.parent.name}/{source.stem}" for source in listed)
    raise Failed(f"{problem}; there are:\n{names or '  (none yet)'}")
