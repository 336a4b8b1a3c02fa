"""The commands of binder/lab: run, check, doctor, bench."""

import json
import os
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from crema_lab import bench, check, lessons, notebook, steps

HEADER = """\
---
jupyter:
  kernelspec:
    display_name: Java (Crema)
    language: java
    name: crema
---

"""


@pytest.fixture
def lesson(tmp_path):
    """Writes a lesson of the given code cells; a cell that starts with "#" carries the tag "result"."""

    def write(*cells):
        source = tmp_path / "01-tiny.md"
        blocks = (f"```java tags=[\"result\"]\n{cell[1:]}\n```" if cell.startswith("#") else f"```java\n{cell}\n```" for cell in cells)
        source.write_text(HEADER + "# Tiny\n\n" + "\n\n".join(blocks) + "\n", encoding="utf-8")
        return source

    return write


def lab(here, *arguments, **options):
    """Starts the command that follows `binder/lab` after its set-up."""
    return subprocess.Popen([here.python, "-B", "-m", "crema_lab", *map(str, arguments)], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)


def said(process):
    """What a command printed, and its exit code."""
    output, _ = process.communicate(timeout=120)
    return output, process.returncode


def test_run_writes_the_notebook_and_ends_with_the_result(here, lesson):
    source = lesson("var x = 97;", 'System.out.println("training");', '#"test accuracy " + x + ".5 %"')
    output, code = said(lab(here, "run", source))
    assert code == 0, output
    assert "cell  3/3" in output
    last = output.splitlines()[-1]
    assert last.startswith("01-tiny: ") and last.endswith(" s, test accuracy 97.5 %")
    assert check.check(source) == []
    executed = nbformat.read(lessons.notebook_of(source), as_version=4)
    assert [cell.execution_count for cell in executed.cells if cell.cell_type == "code"] == [1, 2, 3]
    assert executed.metadata.kernelspec == notebook.KERNEL


def test_run_again_gives_the_same_bytes(here, lesson):
    source = lesson("var x = 1;", "x + 1", "var x = 1;")
    said(lab(here, "run", source))
    first = lessons.notebook_of(source).read_bytes()
    said(lab(here, "run", source))
    assert lessons.notebook_of(source).read_bytes() == first


@pytest.mark.parametrize("failing, error", [
    ('throw new IllegalStateException("no data here");', "no data here"),
    ("int y = nothing;", "cannot find symbol"),
    ('assert x > 1 : "x is " + x;', "x is 1"),
    ("Runtime.getRuntime().halt(1);", "The kernel died"),
])
def test_run_shows_the_cell_that_fails_and_keeps_the_good_notebook(here, lesson, failing, error):
    source = lesson("var x = 1;", failing)
    lessons.notebook_of(source).write_text("good")
    output, code = said(lab(here, "run", source))
    assert code == 1
    assert "Cell 2 of 2" in output and failing in output and error in output
    assert lessons.notebook_of(source).read_text() == "good"


def test_run_stopped_by_ctrl_c_leaves_no_kernel_and_keeps_the_notebook(here, lesson, tmp_path):
    pid_file = tmp_path / "pid"
    source = lesson(f'java.nio.file.Files.writeString(java.nio.file.Path.of("{pid_file}"), "" + ProcessHandle.current().pid());',
                    "while (true) { }")
    lessons.notebook_of(source).write_text("good")
    running = lab(here, "run", source)
    while "cell  1/2" not in running.stdout.readline():
        assert running.poll() is None, "ended before its first cell"
    running.send_signal(signal.SIGINT)
    output, code = said(running)
    assert code == 130, output
    assert "Traceback" not in output
    assert not alive(int(pid_file.read_text()))
    assert lessons.notebook_of(source).read_text() == "good"


def alive(pid, patience=10):
    """Whether a process still runs when the patience (seconds) is over."""
    for _ in range(patience * 10):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


def test_unknown_lesson_is_answered_with_the_list(here, tmp_path):
    with pytest.raises(steps.Failed, match='No lesson starts with "zz"'):
        lessons.find(here, ["zz"])
    with pytest.raises(steps.Failed, match="There is no lesson"):
        lessons.find(here, [str(tmp_path / "07-none.md")])


def stored(lesson, change):
    """What check finds in a good notebook of two cells after a change."""
    source = lesson("int x = 1;", "x")
    executed = notebook.read_source(source)
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        cell.execution_count = number
    executed.metadata[notebook.RAN] = {"code": notebook.code(executed)}
    change(executed, code)
    notebook.write(executed, lessons.notebook_of(source))
    return check.check(source)


def test_check_finds_nothing_in_a_good_notebook(lesson):
    assert stored(lesson, lambda executed, code: None) == []


def test_check_misses_a_notebook(lesson):
    assert check.check(lesson("1")) == ["01-tiny.ipynb is missing: run binder/lab run 01-tiny"]


def picture(metadata):
    return nbformat.v4.new_output("display_data", data={"image/png": "iVBORw0KGgo=", "text/plain": "a"}, metadata=metadata)


@pytest.mark.parametrize("finding, change", [
    ("cell 2 differs from the source", lambda executed, code: code[0].update(source="int x = 2;")),
    ("cell 1 differs from the source", lambda executed, code: executed.cells[0].metadata.pop("slideshow")),
    ("its outputs are those of other code", lambda executed, code: executed.metadata[notebook.RAN].update(code="0123456789abcdef")),
    ("its outputs are those of other code", lambda executed, code: executed.metadata.pop(notebook.RAN)),
    ("the source has 3 cells, the notebook 2", lambda executed, code: executed.cells.pop()),
    ("code cell 2: was not executed in its turn", lambda executed, code: code[1].update(execution_count=None)),
    ("code cell 2: was not executed in its turn", lambda executed, code: code[1].update(execution_count=7)),
    ("code cell 1: ended in an error: E: bad",
     lambda executed, code: code[0].outputs.append(nbformat.v4.new_output("error", ename="E", evalue="bad", traceback=[]))),
    ("code cell 1: wrote to standard error: WARN",
     lambda executed, code: code[0].outputs.append(nbformat.v4.new_output("stream", name="stderr", text="WARN\n"))),
    ("code cell 2: the image/png has no alt text", lambda executed, code: code[1].outputs.append(picture({}))),
    ("code cell 2: the image/png has no alt text", lambda executed, code: code[1].outputs.append(picture({"image/png": {"alt": " "}}))),
    ("code cell 1: 16 lines, more than 15", lambda executed, code: code[0].update(source="x\n" * 16)),
    ("bytes, more than 2,000,000",
     lambda executed, code: code[0].outputs.append(nbformat.v4.new_output("stream", name="stdout", text="x" * 2_000_001))),
    ('2 cells are tagged "result"', lambda executed, code: [cell.metadata.update(tags=["result"]) for cell in code]),
])
def test_check_finds(lesson, finding, change):
    assert any(finding in found for found in stored(lesson, change))


def test_check_accepts_a_picture_with_alt_text(lesson):
    described = picture({"image/png": {"alt": "a black square"}})
    assert stored(lesson, lambda executed, code: code[1].outputs.append(described)) == []


def test_doctor_asks_the_real_kernel(here):
    program = here.binder / "lab"
    done = subprocess.run([sys.executable, program, "--prefix", here.prefix, "doctor"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for expected in ("Java (Crema)", "from its class archive", "PyTorch 2.7.1, DJL 0.35.1", "threads", "Nothing is wrong."):
        assert expected in done.stdout


def test_doctor_says_what_is_not_set_up(here, tmp_path):
    program = here.binder / "lab"
    done = subprocess.run([sys.executable, program, "--prefix", tmp_path, "doctor"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Wrong: the set-up is not up to date: Python environment" in done.stdout
    assert "Remedy: run binder/lab setup" in done.stdout


def test_bench_startup_leaves_its_rows(here, tmp_path):
    bench.bench("startup", here, rounds=1, directory=tmp_path)
    rows = json.loads((tmp_path / "startup.json").read_text(encoding="utf-8"))["rows"]
    assert [row["work"] for row in rows] == ["kernel start → first result", "kernel start → first result → first DJL operation"]
    for row in rows:
        assert list(row) == ["work", "crema", "peer", "peerName", "unit", "ratio"]
        assert row["peerName"] == "bare JJava" and row["unit"] == "s"
        assert row["ratio"] == pytest.approx(row["peer"] / row["crema"], rel=0.01)


@pytest.mark.parametrize("name, expected", [("startup", "run whole"), ("training", "tiny, mlp, lenet")])
def test_bench_refuses_a_work_that_it_does_not_have(here, tmp_path, name, expected):
    with pytest.raises(steps.Failed, match=expected):
        bench.bench(name, here, rounds=1, directory=tmp_path, only="no such work")


@pytest.mark.parametrize("higher_is_better, ratio", [(False, 2), (True, 0.5)])
def test_ratio_above_one_means_that_we_are_better(higher_is_better, ratio):
    assert bench.Row("w", "p", "s", higher_is_better, crema=[1, 2, 9], peer=[2, 6, 18]).ratio == ratio
