"""Trains the kernel's class archive by a real run, which also unpacks the engine's native library. Run in the environment."""

import os
import time

from jupyter_client.kernelspec import KernelSpec

from . import kernelspec
from .kernel import Kernel
from .steps import Failed

# the classes that a lesson loads: the compiler's, the engine's, those of data, training and figures
CELLS = (
    "1 + 1",
    'System.out.println("ready");',
    "record Point(int x, int y) {} new Point(1, 2)",
    "int square(int x) { return x * x; } square(3)",
    "device()",
    "var digits = Mnist.load(); digits",
    "digits.train().image(0)",
    "var net = LeNet.of(10); summary(net, digits)",
    "fit(net, digits, epochs(1), adam(1e-3))",
    "evaluate(net, digits.test())",
    "confusionMatrix(net, digits.test())",
    'featureMaps(net, digits.test().image(7), "relu1")',
)
MISTAKE = "undefined"
EXIT_SECONDS = 60


def main(project, arguments):
    """Runs the kernel once and keeps the classes it loaded."""
    archive = project.archive.with_suffix(".new")
    archive.unlink(missing_ok=True)
    with Kernel(spec=_recording(kernelspec.read(project.kernel), archive)) as kernel:
        for cell in CELLS:
            kernel.check(cell, timeout=300)
        kernel.run(MISTAKE)
        _exit(kernel)
    if archive.is_file():
        os.replace(archive, project.archive)
    else:
        raise Failed("The JVM wrote no class archive.")
    return 0


def _recording(spec, archive):
    arguments = [f"-XX:ArchiveClassesAtExit={archive}" if argument.startswith("-XX:SharedArchiveFile=") else argument
                 for argument in spec["argv"]]
    return KernelSpec(**{**spec, "argv": arguments})


def _exit(kernel):
    # the archive is written when the JVM ends by itself; JJava 1.0a8 does not end at a shutdown request
    kernel.client.execute("System.exit(0)")
    end = time.monotonic() + EXIT_SECONDS
    while kernel.is_alive() and time.monotonic() < end:
        time.sleep(0.1)
