"""Every lesson, from top to bottom, in a fresh kernel; its stored notebook; the page of all of them."""

import os
import re
from pathlib import Path

import nbformat
import pytest

from crema_lab import check, header, lessons, map, notebook, run, standard
from crema_lab.project import project

# how many times slower than its header says a cell may be
TIMES = 3

# what a lesson takes on average, in seconds, by the headers
MEAN_SECONDS = 60

QUESTIONS = Path(__file__).parents[2] / "kernel-ext/src/main/resources/dev/crema/homework"

HERE = project(os.environ["CREMA_PREFIX"])
LESSONS = lessons.all_lessons(HERE)


def questions(source):
    """The numbers of a lesson's questions, each with the expression that computes its answer."""
    path = QUESTIONS / f"{source.stem.split('-')[0]}.properties"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return re.findall(r"^(\d+)\.check=(.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("source", LESSONS, ids=lambda source: source.stem)
def test_lesson_runs_as_its_header_says_and_computes_the_answers_to_its_questions(source, tmp_path):
    lesson = source.stem.split("-")[0]
    checks = questions(source)
    asked = [code for question, computed in checks
             for code in (f'answer("{lesson}.{question}", {computed})', f'answer("{lesson}.{question}", "no such answer")')]
    execution = run.execute(source, afterwards=asked)
    assert check.findings(execution.notebook) == []
    stated = header.Takes.stated(header.rows(source.read_text(encoding="utf-8"))[header.TAKES])
    # on a busy machine the seconds are those of all cores together
    cores = os.cpu_count() if execution.busy else 1
    assert stated.too_slow(execution.cells, TIMES * cores) == []
    assert execution.memory <= standard.MOST_GIGABYTES * 1e9
    notebook.write(execution.notebook, tmp_path / "executed.ipynb")
    assert (tmp_path / "executed.ipynb").stat().st_size <= check.LARGEST_NOTEBOOK
    stored = nbformat.read(lessons.notebook_of(source), as_version=4)
    assert check.other_outputs(stored, execution.notebook) == []
    verdicts = [cell.outputs[-1].data["text/plain"] for cell in execution.afterwards]
    for (question, _), right, wrong in zip(checks, verdicts[::2], verdicts[1::2]):
        assert right.startswith("Right."), f"question {lesson}.{question}: {right}"
        assert wrong.startswith("Not yet."), f"question {lesson}.{question}: {wrong}"


@pytest.mark.parametrize("source", LESSONS, ids=lambda source: source.stem)
def test_lesson_keeps_to_the_rules_and_its_stored_notebook_belongs_to_it(source):
    assert standard.findings(source) + check.check(source) == []


@pytest.mark.parametrize("source", lessons.lessons_in(HERE, lessons.LECTURES), ids=lambda source: source.stem)
def test_every_question_of_a_lesson_has_an_answer_that_can_be_computed(source):
    asked = re.findall(rf'answer\("{source.name[:2]}\.(\d+)"', source.read_text(encoding="utf-8"))
    assert [question for question, _ in questions(source)] == asked


def test_lessons_take_a_minute_on_average():
    stated = [header.Takes.stated(header.rows(source.read_text(encoding="utf-8"))[header.TAKES]) for source in LESSONS]
    assert sum(takes.seconds for takes in stated) <= MEAN_SECONDS * len(stated)


def test_page_of_the_lessons_is_that_of_their_headers():
    assert map.path_of(HERE).read_text(encoding="utf-8") == map.page(HERE), "run binder/lab map"
