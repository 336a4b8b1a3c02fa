"""Every lesson, from top to bottom, in a fresh kernel; and its stored notebook."""

import os
import re
import time
from pathlib import Path

import pytest

from crema_lab import check, lessons, notebook, run
from crema_lab.project import project

# what a lesson may take, in seconds, on two cores
LONGEST = 120

QUESTIONS = Path(__file__).parents[2] / "kernel-ext/src/main/resources/dev/crema/homework"

LESSONS = lessons.all_lessons(project(os.environ["CREMA_PREFIX"]))


@pytest.mark.parametrize("source", LESSONS, ids=lambda source: source.stem)
def test_lesson_runs(source, tmp_path):
    start = time.perf_counter()
    executed = run.execute(source)
    assert time.perf_counter() - start <= LONGEST
    assert check.findings(executed) == []
    notebook.write(executed, tmp_path / "executed.ipynb")
    assert (tmp_path / "executed.ipynb").stat().st_size <= check.LARGEST_NOTEBOOK


@pytest.mark.parametrize("source", LESSONS, ids=lambda source: source.stem)
def test_stored_notebook_belongs_to_its_source(source):
    assert check.check(source) == []


@pytest.mark.parametrize("source", LESSONS, ids=lambda source: source.stem)
def test_answers_to_the_questions_are_those_that_the_lesson_computes(source, kernel):
    number = source.name[:2]
    questions = QUESTIONS / f"{number}.properties"
    checks = re.findall(r"^(\d+)\.check=(.*)$", questions.read_text(encoding="utf-8"), re.MULTILINE)
    assert {question for question, _ in checks} == set(re.findall(rf'answer\("{number}\.(\d+)"', source.read_text(encoding="utf-8")))
    for cell in notebook.read_source(source).cells:
        if cell.cell_type == "code":
            kernel.check(cell.source, timeout=600)
    for question, computed in checks:
        reply = kernel.check(f'answer("{number}.{question}", {computed})')
        assert reply.text.startswith("Right."), f"question {number}.{question}: {reply.text}"
