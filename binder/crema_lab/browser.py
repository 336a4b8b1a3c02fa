"""Chromium, in which the tests look at JupyterLab."""

import os
import shutil
import sys
from pathlib import Path

from .steps import Failed, command

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_chromium(log):
    """The browser of $CHROMIUM, else of the PATH, else installed by apt-get where this may be done; raises Failed."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        if shutil.which(chosen) is None:
            raise Failed(f"CHROMIUM={chosen} is not a program.")
        return chosen
    found = _installed()
    if found is None and _may_install():
        print("  Chromium: apt-get install chromium", flush=True)
        command(["apt-get", "update"], log / "apt.log")
        command(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], log / "apt.log",
                {"DEBIAN_FRONTEND": "noninteractive"})
        found = _installed()
    if found is None:
        raise Failed("The tests need Chromium or Chrome. Install one (Debian: sudo apt-get install chromium; "
                     "macOS: brew install --cask chromium), or set CHROMIUM to its program.")
    return found


def _installed():
    on_path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return on_path or (str(MACOS) if sys.platform == "darwin" and MACOS.is_file() else None)


def _may_install():
    # Ubuntu's package of that name is a snap, which containers cannot run
    return hasattr(os, "geteuid") and os.geteuid() == 0 and Path("/etc/debian_version").is_file() and shutil.which("apt-get")
