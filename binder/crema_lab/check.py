"""`binder/lab check`: do the lessons keep to the course's rules, and their stored notebooks belong to them? Run in the environment."""

import nbformat

from . import lessons, notebook, standard

LARGEST_NOTEBOOK = 2_000_000
LONGEST_CELL = 15


def check(source):
    """What is wrong with a lesson's stored notebook, a sentence each; empty if nothing is."""
    stored = lessons.notebook_of(source)
    if not stored.is_file():
        return [f"{stored.name} is missing: run binder/lab run {source.stem}"]
    size = stored.stat().st_size
    too_large = [f"{size:,} bytes, more than {LARGEST_NOTEBOOK:,}"] if size > LARGEST_NOTEBOOK else []
    executed = nbformat.read(stored, as_version=4)
    return too_large + _differences(notebook.read_source(source), executed) + _of_other_code(executed) + findings(executed)


def findings(executed):
    """What is wrong with an executed notebook by itself."""
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    found = _results(executed)
    for number, cell in enumerate(cells, 1):
        found += [f"code cell {number}: {problem}" for problem in _problems(number, cell)]
    return found


def other_outputs(stored, executed):
    """Where a stored notebook shows other kinds of output than running it again did."""
    cells = [[cell for cell in book.cells if cell.cell_type == "code"] for book in (stored, executed)]
    return [f"code cell {number}: the stored outputs are {_kinds(old)}, those of a run {_kinds(new)}"
            for number, (old, new) in enumerate(zip(*cells), 1) if _kinds(old) != _kinds(new)]


def _kinds(cell):
    return [output.get("name") or sorted(output.get("data", {output.output_type: ""})) for output in cell.outputs]


def _of_other_code(executed):
    # an editor that saves the pair writes the new code above the old outputs
    ran = executed.metadata.get(notebook.RAN, {}).get("code")
    return [] if ran == notebook.code(executed) else ["its outputs are those of other code: run it again"]


def _results(executed):
    tagged = sum(notebook.RESULT in cell.metadata.get("tags", []) for cell in executed.cells)
    return [f'{tagged} cells are tagged "{notebook.RESULT}", only one can be'] if tagged > 1 else []


def _problems(number, cell):
    if cell.execution_count != number:
        yield f"was not executed in its turn (execution count {cell.execution_count})"
    lines = len(cell.source.splitlines())
    if lines > LONGEST_CELL:
        yield f"{lines} lines, more than {LONGEST_CELL}"
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"ended in an error: {output.ename}: {output.evalue}"
        elif output.get("name") == "stderr":
            yield f"wrote to standard error: {output.text.splitlines()[0]}"
        else:
            yield from _without_alt(output)


def _without_alt(output):
    metadata = output.get("metadata", {})
    for mime in output.get("data", {}):
        alt = metadata.get(mime, {}).get("alt") if mime.startswith("image/") else "not an image"
        if not (alt and alt.strip()):
            yield f"the {mime} has no alt text in its metadata"


def _differences(source, executed):
    if len(source.cells) != len(executed.cells):
        return [f"the source has {len(source.cells)} cells, the notebook {len(executed.cells)}: run it again"]
    return [f"cell {number} differs from the source: run it again"
            for number, (ours, stored) in enumerate(zip(source.cells, executed.cells), 1)
            if _identity(ours) != _identity(stored)]


def _identity(cell):
    return cell.cell_type, cell.source, cell.metadata.get("tags", []), cell.metadata.get("slideshow")


def main(project, names):
    """Checks the named lessons, all if none is named; returns 1 if something is wrong."""
    wrong = 0
    for source in lessons.find(project, names) if names else lessons.all_lessons(project):
        found = standard.findings(source) + check(source)
        print(f"{source.parent.name}/{source.stem}:{'' if found else ' ok'}")
        for finding in found:
            print(f"  {finding}")
        wrong += bool(found)
    return 1 if wrong else 0
