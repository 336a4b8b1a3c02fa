"""Every lesson, from top to bottom, in a fresh kernel; and its stored notebook."""

import os
import time

import pytest

from crema_lab import check, lessons, notebook, run
from crema_lab.project import project

# what a lesson may take, in seconds, on two cores
LONGEST = 120

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
