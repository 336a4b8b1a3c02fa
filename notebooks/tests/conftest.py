"""Fixtures: running kernels. `crema_lab.kernel` is on the path because `binder/lab test` puts it there."""

import pytest

from crema_lab.kernel import Kernel


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
