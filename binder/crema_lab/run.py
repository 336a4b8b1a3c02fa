"""`binder/lab run`: executes a lesson in a fresh kernel and writes its notebook. Run in the environment."""

import os
import sys
import time

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from . import kernelspec, lessons, notebook
from .project import project
from .steps import Failed

# far above the two minutes a lesson may take: only ends what hangs
CELL_SECONDS = 600


class CellFailed(Exception):
    """A cell that did not end well; the message shows its source and the error."""


def execute(source, progress=None):
    """Executes the lesson `source` from top to bottom; returns the notebook with its outputs, or raises CellFailed.

    progress: called with (cell number, number of cells, cell, seconds it took) after each code cell.
    """
    executed = notebook.read_source(source)
    watch = _Watch(executed, progress)
    client = NotebookClient(
        executed,
        kernel_name=kernelspec.NAME,
        timeout=CELL_SECONDS,
        record_timing=False,
        # JJava 1.0a8 lives on after a shutdown request, and Jupyter would wait 5 s for it
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(source.parent)}},
        on_cell_execute=watch.start,
        on_cell_executed=watch.end,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise watch.failure(notebook.plain(error.traceback or f"{error.ename}: {error.evalue}")) from None
    except CellTimeoutError:
        raise watch.failure(f"The cell did not end within {CELL_SECONDS} s.") from None
    except DeadKernelError:
        raise watch.failure("The kernel died.") from None
    return notebook.normalise(executed)


class _Watch:
    """Follows the execution: which cell runs, since when."""

    def __init__(self, executed, progress):
        self.numbers = {}
        for index, cell in enumerate(executed.cells):
            if cell.cell_type == "code":
                self.numbers[index] = len(self.numbers) + 1
        self.progress, self.cell, self.index, self.started = progress, None, None, 0.0

    def start(self, cell, cell_index):
        """nbclient's hook before a cell."""
        self.cell, self.index, self.started = cell, cell_index, time.perf_counter()

    def end(self, cell, cell_index, execute_reply):
        """nbclient's hook after a cell."""
        if self.progress and cell_index in self.numbers:
            self.progress(self.numbers[cell_index], len(self.numbers), cell, time.perf_counter() - self.started)

    def failure(self, error):
        """What to raise for the cell that was running."""
        if self.cell is None:
            return CellFailed(error)
        return CellFailed(f"Cell {self.numbers[self.index]} of {len(self.numbers)}:\n\n{_indented(self.cell.source)}\n\n{error}")


def _indented(text):
    return "\n".join(f"    {line}" for line in text.splitlines())


def _print_progress(number, count, cell, seconds):
    first = cell.source.strip().splitlines()[0][:60] if cell.source.strip() else ""
    print(f"  cell {number:2}/{count}  {seconds:6.1f} s  {first}", flush=True)


def run(source):
    """Executes a lesson with progress on the terminal and writes its notebook."""
    print(f"{source.parent.name}/{source.stem}", flush=True)
    start = time.perf_counter()
    executed = execute(source, _print_progress)
    seconds = time.perf_counter() - start
    notebook.write(executed, lessons.notebook_of(source))
    reached = notebook.result(executed) or f'no cell is tagged "{notebook.RESULT}"'
    print(f"{source.stem}: {seconds:.1f} s, {reached}", flush=True)


def main(names):
    """Runs the named lessons one after the other; returns the exit code."""
    try:
        for source in lessons.find(project(os.environ["CREMA_PREFIX"]), names):
            run(source)
    except (CellFailed, Failed) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the stored notebook is as it was.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
