"""The set-up: Python environment, jars, kernel spec, engine."""

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

from . import digest, kernelspec, tools
from .steps import Failed, Step, command, pending, run

SOURCES = ("pom.xml", "datasets/pom.xml", "kernel-ext/pom.xml", "notebooks/pom.xml",
           "datasets/src/main", "datasets/data", "kernel-ext/src/main")

HERE = Path(__file__).parent


def setup(project, built=False, testing=False):
    """Does what is not done yet; returns the number of steps done.

    built: the jars are those of the Maven build that is running, so Maven is not called. testing: the test tools too.
    """
    jdk, maven, _ = tools.find_all(tools.find_jdk, lambda: None if built else tools.find_maven(), tools.check_python)
    with _alone(project):
        return run(_steps(project, jdk, maven, testing), project.stamps)


def unfinished(project, jdk, maven):
    """The names of the steps that a set-up would do."""
    return pending(_steps(project, jdk, maven, testing=False), project.stamps)


def _steps(project, jdk, maven, testing):
    steps = [_environment(project), _slides(project)]
    if testing:
        steps.append(_requirements(project, "test tools", "requirements-test.txt"))
    return [*steps, _jars(project, jdk, maven), _library(project), _kernel(project, jdk), _engine(project, jdk)]


def _environment(project):
    own = project.prefix == project.root / ".venv"

    def make():
        if own:
            # started afresh, so that nothing of an interrupted set-up or of older requirements stays
            clear = ["--clear"] if project.share.is_dir() else []
            command([sys.executable, "-m", "venv", *clear, project.prefix], project.log / "venv.log")
            project.share.mkdir(parents=True)
        elif not project.python.is_file():
            raise Failed(f"{project.prefix} is not a Python environment: it has no {project.python}.")
        _install(project, "requirements.txt")
        # JupyterLab would ask whether it may fetch news, and look for updates of itself
        settings = project.prefix / "share" / "jupyter" / "lab" / "settings"
        settings.mkdir(parents=True, exist_ok=True)
        shutil.copy(project.binder / "overrides.json", settings)

    return Step("Python environment", lambda: digest.of(project.binder / "requirements.txt", project.binder / "overrides.json"),
                lambda: project.python.is_file() and project.jjava.is_file(), make)


def _slides(project):
    def make():
        shutil.rmtree(project.slide_files, ignore_errors=True)
        _install(project, "requirements-slides.txt", "--no-deps", "--target", project.slide_files)

    return Step("slides", lambda: digest.of(project.binder / "requirements-slides.txt"), project.slide_files.is_dir, make)


def _requirements(project, name, file):
    return Step(name, lambda: digest.of(project.binder / file), lambda: True, lambda: _install(project, file))


def _install(project, file, *options):
    command([project.python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *options,
             "-r", project.binder / file], project.log / "pip.log")


def _jars(project, jdk, maven):
    def make():
        if maven is None:
            return
        command([maven, "-B", "-ntp", "-DskipTests", "-Dspotless.check.skip", "package"], project.log / "maven.log",
                {"JAVA_HOME": str(jdk.home)}, project.root)

    def there(jar):
        # in an image Maven's own copies may be gone once ours are there
        return jar.is_file() or (project.library / jar.name).is_file()

    return Step("jars", lambda: digest.of(*(project.root / source for source in SOURCES)),
                lambda: bool(_built_jars(project)) and all(map(there, _built_jars(project))), make)


def _built_jars(project):
    try:
        return [Path(jar) for jar in project.class_path.read_text(encoding="utf-8").strip().split(os.pathsep)]
    except OSError:
        return []


def _library(project):
    def own(jar):
        return jar.is_relative_to(project.root)

    def key():
        jars = _built_jars(project)
        if not jars:
            raise Failed(f"There is no {project.class_path}: build the project first (mvn -DskipTests package).")
        # a released jar never changes under its name
        return digest.of("\n".join(jar.name for jar in jars), *filter(own, jars))

    def make():
        fresh = project.library.with_name("lib.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for jar in _built_jars(project):
            _place(jar, fresh / jar.name, link=not own(jar))
        shutil.rmtree(project.library, ignore_errors=True)
        fresh.rename(project.library)

    return Step("class path", key, lambda: all((project.library / jar.name).is_file() for jar in _built_jars(project)), make)


def _place(jar, target, link):
    """Copies a jar with its time, which the class archive checks; links it if it is one that nobody writes to."""
    if link:
        try:
            os.link(jar, target)
            return
        except OSError:
            pass
    shutil.copy2(jar, target)


def class_path(project):
    """The kernel's jars in their order."""
    return [project.jjava, *(project.library / jar.name for jar in _built_jars(project))]


def _kernel_key(project, jdk):
    heap = os.environ.get("CREMA_HEAP", "")
    return digest.of(jdk.identity, "\n".join(map(str, class_path(project))), heap, HERE / "kernelspec.py")


def _kernel(project, jdk):
    return Step("kernel", lambda: _kernel_key(project, jdk),
                lambda: kernelspec.read(project.kernel) is not None and project.log.is_dir(),
                lambda: kernelspec.write(project.kernel, jdk, class_path(project), project.djl_cache, project.log))


def _engine(project, jdk):
    def key():
        jars = _read(project.stamps / "class-path")
        return digest.of(_kernel_key(project, jdk), jars, HERE / "warmup.py")

    def present():
        return project.archive.is_file() and any(project.djl_cache.glob("pytorch/*/*torch_cpu*"))

    def make():
        command([project.python, "-B", "-m", "crema_lab", "warmup"], project.log / "warmup.log",
                {"PYTHONPATH": str(project.binder), "CREMA_PREFIX": str(project.prefix)})

    return Step("engine", key, present, make)


def _read(stamp):
    return stamp.read_text() if stamp.is_file() else ""


@contextmanager
def _alone(project):
    """Waits for another set-up of this project to end."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    project.cache.mkdir(parents=True, exist_ok=True)
    with (project.cache / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another binder/lab is setting up; waiting for it ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
