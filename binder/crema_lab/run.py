"""`binder/lab run`: executes a lesson in a fresh kernel, writes its notebook and what it took. Run in the environment."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from . import header, kernelspec, lessons, notebook
from .steps import Failed

# far above the two minutes a lesson may take: only ends what hangs
CELL_SECONDS = 600


# the share of the processors that others may use while a lesson is measured
OTHERS = 0.2

# asked once the lesson is over
DEVICE = 'device() + " " + Runtime.getRuntime().availableProcessors()'


class CellFailed(Failed):
    """A cell that did not end well; the message shows its source and the error."""


@dataclass(frozen=True)
class Execution:
    """A lesson that was executed: its notebook, the cells that were asked after it, and what it took.

    cells: the seconds of each of its code cells. seconds: all of it, with the start of the kernel. On a busy machine both are
    the kernel's processor seconds where those are fewer: near what the lesson takes by itself, where the clock says nothing.
    memory: the most that the kernel has held, in bytes. device: in words. busy: whether other programs took more than OTHERS
    of the processors meanwhile.
    """

    notebook: object
    afterwards: list
    cells: list
    seconds: float
    memory: int
    device: str
    busy: bool

    @property
    def takes(self):
        """What it took, as a header states it."""
        return header.Takes.measured(self.seconds, self.memory, self.device, self.cells)


def execute(source, progress=None, output=None, afterwards=()):
    """Executes the lesson `source` from top to bottom; returns an Execution, or raises CellFailed.

    output: an open file for what the kernel's process itself prints, such as libtorch's warnings.
    progress: called with (cell number, number of cells, cell, seconds it took) after each code cell.
    afterwards: code to execute in the same kernel when the lesson is over; its cells are no part of the notebook.
    """
    executed = notebook.read_source(source)
    length = len(executed.cells)
    executed.cells += [nbformat.v4.new_code_cell(code) for code in (DEVICE, *afterwards)]
    watch = _Watch(executed, length, progress)
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
    watch.client = client
    try:
        client.execute(stdout=output, stderr=output)
    except (CellExecutionError, CellTimeoutError, DeadKernelError, asyncio.CancelledError) as error:
        if client.stopped:
            raise KeyboardInterrupt from None
        raise watch.failure(_reason(error, watch.cell)) from None
    device, *asked = executed.cells[length:]
    executed.cells = executed.cells[:length]
    executed.metadata[notebook.RAN] = {"code": notebook.code(executed)}
    return Execution(notebook.normalise(executed), asked, [watch.took(*cell) for cell in watch.cells],
                     watch.took(watch.total, watch.worked), watch.memory, _device(device), watch.busy)


def _device(cell):
    name, processors = cell.outputs[-1].data["text/plain"].split()
    return f"a CPU with {processors} cores" if name.startswith("cpu") else "a GPU"


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

    def __init__(self, executed, length, progress):
        self.numbers = {}
        for index, cell in enumerate(executed.cells[:length]):
            if cell.cell_type == "code":
                self.numbers[index] = len(self.numbers) + 1
        self.progress, self.cell, self.index, self.started = progress, None, None, 0.0
        self.client, self.cells, self.memory = None, [], 0
        self.created, self.machine = time.perf_counter(), _busy()
        self.total, self.worked = 0.0, 0.0

    def start(self, cell, cell_index):
        """nbclient's hook before a cell."""
        self.cell, self.index, self.started = cell, cell_index, time.perf_counter()

    def end(self, cell, cell_index, execute_reply):
        """nbclient's hook after a cell."""
        if cell_index not in self.numbers:
            return
        process = psutil.Process(self.client.km.provisioner.pid)
        worked = sum(process.cpu_times()[:2])
        seconds = time.perf_counter() - self.started
        self.cells.append((seconds, worked - self.worked))
        self.total, self.worked = time.perf_counter() - self.created, worked
        self.memory = max(self.memory, _memory(process))
        if self.progress:
            self.progress(self.numbers[cell_index], len(self.numbers), cell, seconds)

    @property
    def busy(self):
        """Whether other programs kept the processors busy so far."""
        others = _busy() - self.machine - self.worked
        return others > OTHERS * (time.perf_counter() - self.created) * (psutil.cpu_count() or 1)

    def took(self, seconds, worked):
        """What to say of seconds by the clock of which the kernel worked so many."""
        return min(seconds, worked) if self.busy else seconds

    def failure(self, error):
        """What to raise for the cell that was running."""
        if self.index not in self.numbers:
            return CellFailed(f"{self.cell.source}\n\n{error}" if self.cell else error)
        return CellFailed(f"Cell {self.numbers[self.index]} of {len(self.numbers)}:\n\n{_indented(self.cell.source)}\n\n{error}")


def _busy():
    """The seconds that the machine's processors have worked."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0) - getattr(times, "guest", 0) - getattr(times, "guest_nice", 0)


def _memory(process):
    """The most memory that a process has held, in bytes; where the system does not keep count, what it holds now."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    except (OSError, IndexError):
        held = process.memory_info()
        return getattr(held, "peak_wset", held.rss)


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
    """Executes a lesson with progress on the terminal and writes its notebook, and what it took into its header."""
    print(f"{source.parent.name}/{source.stem}", flush=True)
    with log.open("w", encoding="utf-8") as output:
        execution = execute(source, _print_progress, output)
    executed = execution.notebook
    print(f"  {execution.takes}", flush=True)
    if os.environ.get("CREMA_MODE") == "full":
        print("  not stored: what is stored is of the quick mode", flush=True)
    else:
        if execution.busy:
            print("  measured on a busy machine, in processor seconds: a header that says something already stays", flush=True)
        header.state(source, execution.takes, only_if_missing=execution.busy)
        for cell, written in zip(executed.cells, notebook.read_source(source).cells):
            cell.source = written.source
        notebook.write(notebook.normalise(executed), lessons.notebook_of(source))
    reached = notebook.result(executed) or f'no cell is tagged "{notebook.RESULT}"'
    print(f"{source.stem}: {execution.seconds:.1f} s, {reached}", flush=True)


def main(project, names):
    """Runs the named lessons one after the other."""
    for source in lessons.find(project, names):
        run(source, project.log / f"run-{source.stem}.log")
    return 0
