"""The tools that must be on the machine: a JDK, Maven, Python with venv."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .project import WINDOWS

OLDEST_JAVA = 17

# beside JAVA_HOME and the PATH
SYSTEM_JDKS = Path("/usr/lib/jvm")

HOW_TO_GET = {
    "JDK": {
        "Debian, Ubuntu": "sudo apt-get install openjdk-17-jdk",
        "macOS": "brew install temurin",
        "Windows": "winget install EclipseAdoptium.Temurin.21.JDK",
        "have one?": "set JAVA_HOME to its directory",
    },
    "Maven": {
        "Debian, Ubuntu": "sudo apt-get install maven",
        "macOS": "brew install maven",
        "Windows": "winget install Apache.Maven",
    },
    "Python": {
        "Debian, Ubuntu": "sudo apt-get install python3 python3-venv",
        "macOS": "brew install python",
        "Windows": "winget install Python.Python.3.12",
    },
}


class Missing(Exception):
    """Tools that are not there or too old: pairs of a name in HOW_TO_GET and what is wrong with it."""

    def __init__(self, *tools):
        super().__init__("\n".join(f"{what} How to get it:\n{_ways(tool)}" for tool, what in tools))
        self.tools = tools


def _ways(tool):
    return "\n".join(f"  {system:15} {how}" for system, how in HOW_TO_GET[tool].items())


@dataclass(frozen=True)
class Jdk:
    """A Java development kit."""

    home: Path
    version: int
    full_version: str

    @property
    def java(self):
        """Its virtual machine."""
        return self.home / "bin" / _executable("java")

    @property
    def identity(self):
        """A text that changes when this JDK is replaced by another build."""
        release = self.home / "release"
        return f"{self.home}\n{release.read_text(encoding='utf-8', errors='replace') if release.is_file() else ''}"


def find_all(*finders):
    """What each of the finders finds; raises one Missing that names everything they miss."""
    found, missing = [], []
    for finder in finders:
        try:
            found.append(finder())
        except Missing as problem:
            missing.append(problem)
    if missing:
        raise Missing(*(tool for problem in missing for tool in problem.tools))
    return found


def find_jdk():
    """The JDK of JAVA_HOME, else of the PATH, else the first in the system's usual places; raises Missing."""
    too_old = []
    for home in _candidates():
        jdk = _jdk(home)
        if jdk is not None and jdk.version >= OLDEST_JAVA:
            return jdk
        if jdk is not None:
            too_old.append(f"{jdk.full_version} in {jdk.home}")
    found = f" (found only {', '.join(too_old)})" if too_old else ""
    raise Missing(("JDK", f"No JDK of version {OLDEST_JAVA} or later{found}; a runtime without javac does not do."))


def find_maven():
    """The `mvn` program; raises Missing."""
    maven = shutil.which("mvn")
    if maven is None:
        raise Missing(("Maven", "Maven is not on the PATH."))
    return maven


def check_python():
    """Raises Missing if this Python is too old or cannot make virtual environments."""
    if sys.version_info < (3, 10):
        raise Missing(("Python", f"Python 3.10 or later is needed, this is {sys.version.split()[0]}."))
    try:
        import ensurepip  # noqa: F401  Debian splits it from python3, and venv fails half-way without it
        import venv  # noqa: F401
    except ImportError:
        raise Missing(("Python", "This Python cannot make virtual environments.")) from None


def _candidates():
    if os.environ.get("JAVA_HOME"):
        yield Path(os.environ["JAVA_HOME"])
    for program in filter(None, (shutil.which("javac"), shutil.which("java"))):
        yield Path(program).resolve().parent.parent
    if shutil.which("java"):
        yield from _ask_java()
    yield from sorted(SYSTEM_JDKS.glob("*"))


def _ask_java():
    # behind a shim (jenv, SDKMAN, macOS /usr/bin/java) only the JVM knows where it lives
    settings = subprocess.run(["java", "-XshowSettings:properties", "-version"], capture_output=True, text=True, check=False)
    match = re.search(r"java\.home = (.+)", settings.stderr)
    if match:
        yield Path(match[1].strip())


def _jdk(home):
    if not (home / "bin" / _executable("javac")).is_file():
        return None
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    match = re.search(r'JAVA_VERSION="([^"]+)"', release)
    if match is None:
        return None
    numbers = re.findall(r"\d+", match[1])
    version = int(numbers[1] if numbers[0] == "1" else numbers[0])
    return Jdk(home.resolve(), version, match[1])


def _executable(name):
    return f"{name}.exe" if WINDOWS else name
