"""Where things lie."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = os.name == "nt"


@dataclass(frozen=True)
class Project:
    """The project's directory and the Python environment it is installed into."""

    root: Path
    prefix: Path

    @property
    def python(self):
        """The environment's Python."""
        return self.program("python")

    def program(self, name):
        """A program of the environment."""
        return self.prefix / "Scripts" / f"{name}.exe" if WINDOWS else self.prefix / "bin" / name

    @property
    def share(self):
        """What belongs to this project inside the environment."""
        return self.prefix / "share" / "crema"

    @property
    def library(self):
        """The kernel's jars."""
        return self.share / "lib"

    @property
    def slide_files(self):
        """What slides are made of: reveal.js and MathJax, in the packages that bundle them."""
        return self.share / "slides"

    @property
    def slides(self):
        """Where the slides of the lessons are made."""
        return self.notebooks / "target" / "slides"

    @property
    def stamps(self):
        """One file for each finished step of the set-up."""
        return self.share / "stamps"

    @property
    def kernels(self):
        """The directory of the environment's kernel specs."""
        return self.prefix / "share" / "jupyter" / "kernels"

    @property
    def jjava(self):
        """The kernel's own jar, which pip installs."""
        return self.kernels / "java" / "jjava.jar"

    @property
    def kernel(self):
        """The directory of our kernel spec."""
        return self.kernels / "crema"

    @property
    def archive(self):
        """The archive of loaded classes that the kernel starts from."""
        return self.kernel / "classes.jsa"

    @property
    def cache(self):
        """Everything that can be deleted and made again."""
        return self.root / ".cache"

    @property
    def djl_cache(self):
        """Where DJL unpacks its native libraries; shared with the Maven tests."""
        return self.cache / "djl"

    @property
    def log(self):
        """Log files of the kernels and of the set-up."""
        return self.cache / "log"

    @property
    def class_path(self):
        """The file in which the Maven build leaves the kernel's class path."""
        return self.notebooks / "target" / "classpath"

    @property
    def binder(self):
        """The directory of the environment's definition."""
        return self.root / "binder"

    @property
    def notebooks(self):
        """The directory of the lessons."""
        return self.root / "notebooks"


def project(prefix=None):
    """The project this file belongs to, with the environment at `prefix`, else at $CREMA_PREFIX, else in .venv."""
    chosen = prefix or os.environ.get("CREMA_PREFIX") or ROOT / ".venv"
    return Project(ROOT, Path(chosen).absolute())
