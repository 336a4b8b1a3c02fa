"""Fixtures: running kernels. `crema_lab` is on the path because `binder/lab test` puts it there."""

import os

import pytest

from crema_lab.kernel import Kernel
from crema_lab.project import project


@pytest.fixture
def kernel():
    """A fresh kernel for one test: kernel.run(code) gives a Reply, kernel.check(code) also fails on an error."""
    with Kernel() as fresh:
        yield fresh


@pytest.fixture(scope="module")
def shared_kernel():
    """One kernel for all tests of a module that leave no trace in it; saves its start."""
    with Kernel() as shared:
        yield shared


@pytest.fixture(scope="session")
def here():
    """The project under test and its environment."""
    return project(os.environ["CREMA_PREFIX"])
