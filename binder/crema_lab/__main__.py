"""Runs a module of this package inside the environment: python -m crema_lab MODULE ARGUMENTS."""

import importlib
import os
import signal
import sys

from .project import project
from .steps import Failed


def stop_once(*_):
    """Answers Ctrl-C or a request to end, once: what follows is cleaning up, which ends the kernels."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def main(name, *arguments):
    """Calls main(project, arguments) of the module; returns the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop_once)
    try:
        # imported here so that Ctrl-C is answered from the start
        return importlib.import_module(f"crema_lab.{name}").main(project(os.environ.get("CREMA_PREFIX")), arguments)
    except Failed as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
