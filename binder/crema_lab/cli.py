"""The command line."""

import argparse
import os
import subprocess
import sys
import time

from . import kernelspec, tools
from .project import WINDOWS, project
from .setup import setup
from .steps import Failed

DESCRIPTION = """\
Deep learning in Java: sets up what is missing and opens the lessons in JupyterLab.

Without a command: set up, then open JupyterLab; what follows "--" is passed to it.
The first set-up takes some minutes, later ones less than a second.
"""


def main(arguments):
    """Runs the command; returns the exit code."""
    options = _parser().parse_args(arguments[: _separator(arguments)])
    options.rest = arguments[_separator(arguments) + 1 :]
    target = project(options.prefix)
    try:
        return options.command(target, options)
    except (tools.Missing, Failed) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is done is kept; run it again to go on.", file=sys.stderr)
        return 130


def _separator(arguments):
    return arguments.index("--") if "--" in arguments else len(arguments)


def _parser():
    parser = argparse.ArgumentParser(prog="binder/lab", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prefix", metavar="DIR", help="Python environment to install into (default: $CREMA_PREFIX, else .venv)")
    parser.set_defaults(command=_lab)
    commands = parser.add_subparsers(title="commands", metavar="")

    commands.add_parser("setup", help="set up, but open nothing").set_defaults(command=_setup)

    run = commands.add_parser("run", help="execute a lesson and write its notebook")
    run.add_argument("lessons", nargs="+", metavar="LESSON", help="a number such as 06, the start of a file name, or a path")
    run.set_defaults(command=_run)

    slides = commands.add_parser("slides", help="make slides of a stored lesson: one HTML file that needs no network")
    slides.add_argument("lessons", nargs="+", metavar="LESSON", help="as for run")
    slides.set_defaults(command=_slides)

    map_ = commands.add_parser("map", help="write notebooks/README.md, the page of all lessons, from their headers")
    map_.set_defaults(command=_map)

    check = commands.add_parser("check", help="check that lessons keep to the rules, and stored notebooks belong to them")
    check.add_argument("lessons", nargs="*", metavar="LESSON", help="as for run; default: all")
    check.set_defaults(command=_check)

    doctor = commands.add_parser("doctor", help="show what runs here and what is wrong")
    doctor.set_defaults(command=_doctor)

    bench = commands.add_parser("bench", help="run a benchmark of the project")
    bench.add_argument("name", nargs="?", metavar="NAME", help="without it: the list")
    bench.add_argument("--rounds", type=int, metavar="N", help="how often each side is measured")
    bench.add_argument("--only", metavar="WORK", help="one of the benchmark's works, by a part of its name (embedding: tsne-70000,umap-5000 …)")
    bench.add_argument("--peers", metavar="PEER", help="embedding: only beside these, such as opentsne,umaplearn")
    bench.set_defaults(command=_bench)

    test = commands.add_parser("test", help="run the tests of kernel and lessons; what follows \"--\" is passed to pytest")
    test.add_argument("--built", action="store_true", help="take the jars of the Maven build that is running")
    test.set_defaults(command=_test)
    return parser


def _setup(target, options):
    start = time.perf_counter()
    done = setup(target)
    print(f"{'Set up' if done else 'Everything was set up already'} ({time.perf_counter() - start:.1f} s).")
    return 0


def _lab(target, options):
    _setup(target, options)
    arguments = [
        f"--ServerApp.root_dir={target.notebooks}",
        "--ServerApp.answer_yes=True",
        f"--MultiKernelManager.default_kernel_name={kernelspec.NAME}",
        f"--KernelSpecManager.allowed_kernelspecs={kernelspec.NAME}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    return _become([target.program("jupyter-lab"), *arguments, *options.rest])


def _run(target, options):
    setup(target)
    return _python(target, "crema_lab", ["run", *options.lessons])


def _slides(target, options):
    setup(target)
    return _python(target, "crema_lab", ["slides", *options.lessons])


def _map(target, options):
    from . import map

    return map.main(target, [])


def _check(target, options):
    setup(target)
    return _python(target, "crema_lab", ["check", *options.lessons])


def _doctor(target, options):
    from .doctor import doctor

    return doctor(target)


def _bench(target, options):
    setup(target)
    rounds = ["--rounds", str(options.rounds)] if options.rounds else []
    chosen = [f"--{name}={value}" for name, value in {"only": options.only, "peers": options.peers}.items() if value]
    return _python(target, "crema_lab", ["bench", *([options.name] if options.name else []), *rounds, *chosen])


def _test(target, options):
    from .browser import find_chromium

    chromium = find_chromium(target.log)
    setup(target, built=options.built, testing=True)
    return _python(target, "pytest", ["-c", target.notebooks / "pytest.ini", *options.rest], CHROMIUM=chromium)


def _python(target, module, arguments, **env):
    return _become([target.python, "-B", "-m", module, *arguments],
                   CREMA_PREFIX=str(target.prefix), PYTHONPATH=str(target.binder), **env)


def _become(arguments, **env):
    """Goes on as another program; its exit code is ours."""
    arguments, env = list(map(str, arguments)), {**os.environ, **env}
    if WINDOWS:
        return subprocess.call(arguments, env=env)
    sys.stdout.flush()
    os.execve(arguments[0], arguments, env)
