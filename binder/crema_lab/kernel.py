"""A running kernel, spoken to as a notebook front end does: start it, run code, read what came back."""

import queue
import time
from dataclasses import dataclass, field

from jupyter_client.manager import KernelManager

START_TIMEOUT = 120


class KernelError(Exception):
    """A cell that ended in an error, or a kernel that died or did not answer in time."""


@dataclass
class Reply:
    """What one execution gave: its status, its output cells and the messages they came in."""

    status: str = "aborted"
    error: str = ""
    traceback: list = field(default_factory=list)
    outputs: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def ok(self):
        """Whether the cell ended without an error."""
        return self.status == "ok"

    @property
    def stdout(self):
        """Everything printed to standard output."""
        return self._stream("stdout")

    @property
    def stderr(self):
        """Everything printed to standard error."""
        return self._stream("stderr")

    @property
    def bundles(self):
        """The MIME bundles shown, in order: displays, then the value of the cell."""
        return [output["data"] for output in self.outputs if "data" in output]

    @property
    def value(self):
        """The MIME bundle of the cell's value, None if it has none."""
        values = [output["data"] for output in self.outputs if output["type"] == "execute_result"]
        return values[-1] if values else None

    @property
    def text(self):
        """The cell's value as text, the empty string if it has none."""
        return (self.value or {}).get("text/plain", "")

    def _stream(self, name):
        return "".join(output["text"] for output in self.outputs if output.get("name") == name)


class Kernel:
    """One kernel process. Use it in a `with` block: the process ends with the block."""

    def __init__(self, name="crema", spec=None, cwd=None, env=None, output=None):
        """Names an installed kernel spec, or takes a KernelSpec; starts nothing yet.

        cwd: its working directory. env: its whole environment. output: an open file for what the process itself prints.
        """
        self.manager = KernelManager(kernel_name=name)
        if spec is not None:
            self.manager._kernel_spec = spec
        self._start_options = {"cwd": str(cwd) if cwd else None, "env": env, "stdout": output, "stderr": output}
        self.client = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Starts the process and waits until it answers."""
        options = {name: value for name, value in self._start_options.items() if value is not None}
        try:
            self.manager.start_kernel(**options)
            self.client = self.manager.client()
            self.client.start_channels()
            self.client.wait_for_ready(timeout=START_TIMEOUT)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self, now=True):
        """Ends the process; with now=False asks it to shut down and gives it time to."""
        if self.client is not None:
            self.client.stop_channels()
            self.client = None
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=now)

    def interrupt(self):
        """Interrupts the running cell as the stop button does."""
        self.manager.interrupt_kernel()

    def is_alive(self):
        """Whether the process still runs."""
        return self.manager.is_alive()

    def run(self, code, timeout=60):
        """Runs code and returns its Reply; raises KernelError if the kernel dies or the time (seconds) is over."""
        return self.wait(self.client.execute(code), timeout)

    def check(self, code, timeout=60):
        """Like run, but an error in the code is raised as KernelError."""
        reply = self.run(code, timeout)
        if not reply.ok:
            raise KernelError(f"{reply.error}\n{chr(10).join(reply.traceback)}\n--- in\n{code}")
        return reply

    def wait(self, request, timeout=60):
        """Waits for the execution that client.execute(...) started under the id `request`."""
        start = time.perf_counter()
        reply, idle, answered = Reply(), False, False
        while not (idle and answered):
            if time.perf_counter() - start > timeout:
                raise KernelError(f"The kernel did not answer within {timeout} s.")
            message = self._next(request, self.client.get_iopub_msg, 0.05)
            if message is not None:
                reply.messages.append(message)
                idle |= _collect(reply.outputs, message)
                continue
            answer = self._next(request, self.client.get_shell_msg, 0)
            if answer is not None:
                answered = True
                _close(reply, answer["content"])
            elif not self.is_alive():
                raise KernelError("The kernel died.")
        reply.seconds = time.perf_counter() - start
        return reply

    @staticmethod
    def _next(request, receive, timeout):
        try:
            message = receive(timeout=timeout)
        except queue.Empty:
            return None
        return message if message["parent_header"].get("msg_id") == request else None


def _close(reply, content):
    reply.status = content["status"]
    reply.error = f"{content.get('ename', '')}: {content.get('evalue', '')}" if not reply.ok else ""
    reply.traceback = content.get("traceback", [])


def _collect(outputs, message):
    """Adds a message to the outputs as a notebook does; True once the kernel is idle again."""
    kind, content = message["msg_type"], message["content"]
    if kind == "stream":
        outputs.append({"type": kind, "name": content["name"], "text": content["text"]})
    elif kind in ("display_data", "execute_result"):
        outputs.append({"type": kind, **content})
    elif kind == "update_display_data":
        _update(outputs, content)
    elif kind == "error":
        outputs.append({"type": kind, **content})
    return kind == "status" and content["execution_state"] == "idle"


def _update(outputs, content):
    display_id = content["transient"]["display_id"]
    for output in outputs:
        if output.get("transient", {}).get("display_id") == display_id:
            output.update(data=content["data"], metadata=content["metadata"])
