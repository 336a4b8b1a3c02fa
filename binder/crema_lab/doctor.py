"""`binder/lab doctor`: what runs here, what is wrong, and what to do about it."""

import json
import os
import subprocess
import sys

from . import kernelspec, tools
from .setup import unfinished

SET_UP = "run binder/lab setup"


class Report:
    """Prints what is found, line by line, and keeps what is wrong."""

    def __init__(self):
        self.problems = []

    def line(self, name, value):
        """Shows one finding."""
        print(f"{name:10} {value}", flush=True)

    def problem(self, what, remedy=None):
        """Notes what is wrong and what to do about it, unless the first says so already."""
        self.problems.append((what, remedy))

    def end(self):
        """Shows the problems; returns the exit code."""
        for what, remedy in self.problems:
            print(f"\nWrong: {what}" + (f"\n  Remedy: {remedy}" if remedy else ""))
        if not self.problems:
            print("\nNothing is wrong.")
        return 1 if self.problems else 0


def doctor(project):
    """Prints the state of the installation; returns 1 if something is wrong."""
    report = Report()
    jdk = _tool(report, "JDK", tools.find_jdk, lambda found: f"{found.full_version}, {found.home}")
    maven = _tool(report, "Maven", tools.find_maven, str)
    _tool(report, "Python", tools.check_python, lambda _: f"{sys.version.split()[0]}, {sys.executable}")
    report.line("project", project.root)
    report.line("installed", project.prefix)
    spec = kernelspec.read(project.kernel)
    report.line("kernel", f"{kernelspec.DISPLAY_NAME}, {project.kernel}" if spec else "none")
    if jdk and maven:
        for name in unfinished(project, jdk, maven):
            report.problem(f"the set-up is not up to date: {name}", SET_UP)
    if spec and project.python.is_file():
        _kernel(report, project, spec)
    report.line("cache", f"{project.cache}, {_size(project.cache) / 2**20:,.0f} MB")
    report.line("logs", f"{project.log}{os.sep}kernel-*.log")
    return report.end()


def _tool(report, name, find, describe):
    try:
        found = find()
    except tools.Missing as missing:
        report.line(name, "missing")
        report.problem(str(missing))
        return None
    report.line(name, describe(found))
    return found


def _kernel(report, project, spec):
    answers = _ask(project)
    if "error" in answers:
        report.problem(f"the kernel does not work: {answers['error']}", f"{SET_UP}; see the logs. {answers['printed']}".strip())
    if answers["printed"]:
        report.problem(f"the kernel prints at its start: {answers['printed'][:500]}", "remove JAVA_TOOL_OPTIONS and the like")
    if "seconds" in answers:
        archive = "from" if _archive_is_used(spec) else "without"
        report.line("start", f"{answers['seconds']:.1f} s, {archive} its class archive")
        if archive == "without":
            report.problem("the kernel starts without its class archive, which takes longer", SET_UP)
    for name, text in _engine_lines(answers):
        report.line(name, text)
    if answers.get("threads", "").isdigit() and int(answers["threads"]) > int(answers["processors"]):
        report.problem(f"{answers['threads']} threads on {answers['processors']} processors slow each other down",
                       f"set OMP_NUM_THREADS={answers['processors']} before starting binder/lab")


def _engine_lines(answers):
    if "java" in answers:
        yield "JVM", f"Java {answers['java']}, heap up to {answers.get('heap')} MB"
    if "engine" in answers:
        yield "engine", f"{answers['engine']}, DJL {answers.get('djl')}"
    if "threads" in answers:
        yield "device", f"{answers['device']}, {answers['gpus']} GPUs"
        yield "threads", f"{answers['threads']} of {answers['processors']} processors"


def _ask(project):
    asked = subprocess.run([project.python, "-B", "-m", "crema_lab", "probe"], capture_output=True, text=True, check=False,
                           env={**os.environ, "PYTHONPATH": str(project.binder)})
    try:
        return json.loads(asked.stdout)
    except ValueError:
        return {"error": f"cannot be asked: {asked.stderr.strip()[-500:]}", "printed": ""}


def _archive_is_used(spec):
    """Whether the JVM takes the archive: with -Xshare:on it refuses to start without."""
    end = spec["argv"].index(kernelspec.MAIN_CLASS)
    options = ["-Xshare:on" if option == "-Xshare:auto" else option for option in spec["argv"][:end]]
    return subprocess.run([*options, "-version"], capture_output=True, check=False).returncode == 0


def _size(directory):
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
