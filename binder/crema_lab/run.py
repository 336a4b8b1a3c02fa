"""`binder/lab run`: executes a lesson in a fresh kernel and writes its notebook. Run in the environment."""

import asyncio
import signal
import time
from contextlib import suppress

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from . import kernelspec, lessons, notebook
from .steps import Failed

# far above the two minutes a lesson may take: only ends what hangs
CELL_SECONDS = 600


class CellFailed(Failed):
    """A cell that did not end well; the message shows its source and the error."""


def execute(source, progress=None, output=None):
    """Executes the lesson `source` from top to bottom; returns the notebook with its outputs, or raises CellFailed.

    output: an open file for what the kernel's process itself prints, such as libtorch's warnings.
    progress: called with (cell number, number of cells, cell, seconds it took) after each code cell.
    """
    executed = notebook.read_source(source)
    watch = _Watch(executed, progress)
    client = _Client(
        executed,
        kernel_name=kernelspec.NAME,
        timeout=CELL_SECONDS,
        record_timing=False,
        # a printf is a dozen messages
        coalesce_streams=True,
        # JJava 1.0a8 lives on after a shutdown request, and Jupyter would wait 5 s for it
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(source.parent)}},
        on_cell_execute=watch.start,
        on_cell_executed=watch.end,
    )
    try:
        client.execute(stdout=output, stderr=output)
    except (CellExecutionError, CellTimeoutError, DeadKernelError, asyncio.CancelledError) as error:
        if client.stopped:
            raise KeyboardInterrupt from None
        raise watch.failure(_reason(error, watch.cell)) from None
    return notebook.normalise(executed)


class _Client(NotebookClient):
    """A client that ends its kernel on Ctrl-C; nbclient's own handler cleans up twice and fails."""

    stopped = False

    async def async_start_new_kernel(self, **options):
        """Called by nbclient once it has installed its handler."""
        task = asyncio.current_task()

        def stop():
            self.stopped = True
            task.cancel()

        with suppress(NotImplementedError):  # Windows
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop)
        await super().async_start_new_kernel(**options)


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


def _reason(error, cell):
    if isinstance(error, CellTimeoutError):
        return f"The cell did not end within {CELL_SECONDS} s."
    if isinstance(error, DeadKernelError):
        return "The kernel died."
    # as the notebook shows it: JJava's reply holds only its own stack frames
    shown = [output for output in cell.outputs if output.output_type == "error"] if cell else []
    return notebook.plain("\n".join(shown[-1].traceback)) if shown else str(error)


def _indented(text):
    return "\n".join(f"    {line}" for line in text.splitlines())


def _print_progress(number, count, cell, seconds):
    first = cell.source.strip().splitlines()[0][:60] if cell.source.strip() else ""
    print(f"  cell {number:2}/{count}  {seconds:6.1f} s  {first}", flush=True)


def run(source, log):
    """Executes a lesson with progress on the terminal and writes its notebook."""
    print(f"{source.parent.name}/{source.stem}", flush=True)
    start = time.perf_counter()
    with log.open("w", encoding="utf-8") as output:
        executed = execute(source, _print_progress, output)
    seconds = time.perf_counter() - start
    notebook.write(executed, lessons.notebook_of(source))
    reached = notebook.result(executed) or f'no cell is tagged "{notebook.RESULT}"'
    print(f"{source.stem}: {seconds:.1f} s, {reached}", flush=True)


def main(project, names):
    """Runs the named lessons one after the other."""
    for source in lessons.find(project, names):
        run(source, project.log / f"run-{source.stem}.log")
    return 0
