"""Steps of the set-up: done once, skipped while what they depend on stays the same, repeated if they were interrupted."""

import os
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Callable

LAST_LINES = 30


class Failed(Exception):
    """A step that could not be done; the message says why and what to do."""


@dataclass(frozen=True)
class Step:
    """One step: `key` hashes what it depends on, `present` looks whether its result is there, `make` does it."""

    name: str
    key: Callable[[], str]
    present: Callable[[], bool]
    make: Callable[[], None]


def run(steps, stamps):
    """Does the steps in order, each unless its stamp in the directory `stamps` says that it is done; returns how many it did."""
    return sum(_run(step, stamps) for step in steps)


def pending(steps, stamps):
    """The names of the steps that run would do."""
    return [step.name for step in steps if not _done(step, stamps)]


def _stamp(step, stamps):
    return stamps / step.name.replace(" ", "-")


def _done(step, stamps):
    try:
        return _stamp(step, stamps).read_text() == step.key() and step.present()
    except OSError:
        return False


def _run(step, stamps):
    if _done(step, stamps):
        return False
    stamp = _stamp(step, stamps)
    start = time.perf_counter()
    stamp.unlink(missing_ok=True)
    with _ticking(step.name):
        step.make()
    print(f"  {step.name:24} {time.perf_counter() - start:6.1f} s", flush=True)
    stamps.mkdir(parents=True, exist_ok=True)
    stamp.write_text(step.key())
    return True


def command(arguments, log, env=None, cwd=None):
    """Runs a program, its output in the file `log`; raises Failed with the last lines if it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(list(map(str, arguments)), stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                   env={**os.environ, **(env or {})}, cwd=cwd)
        try:
            code = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code != 0:
        raise Failed(f"{arguments[0]} failed ({code}). Its last lines (all of them are in {log}):\n\n{_tail(log)}")


def _tail(log):
    with log.open(encoding="utf-8", errors="replace") as lines:
        return "".join(deque(lines, LAST_LINES))


@contextmanager
def _ticking(name):
    """Shows the name and the seconds gone on a terminal while the block runs."""
    if not sys.stdout.isatty():
        yield
        return
    over, start = threading.Event(), time.perf_counter()

    def tick():
        while not over.wait(0.5):
            print(f"\r  {name:24} {time.perf_counter() - start:6.0f} s ...", end="", flush=True)

    print(f"  {name} ...", end="", flush=True)
    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        over.set()
        ticker.join()
        print("\r" + " " * 50 + "\r", end="", flush=True)
