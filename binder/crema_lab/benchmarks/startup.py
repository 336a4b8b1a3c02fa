"""How long a student waits: from the start of the kernel to the first result, and on to the first DJL operation.

The peer is JJava as pip installs it, with the same jars on its class path by JJAVA_CLASSPATH, on the same JDK.
"""

import json
import os
import subprocess
import time

from jupyter_client.kernelspec import KernelSpec

from .. import kernelspec
from ..bench import Row
from ..kernel import Kernel

ROUNDS = 9
PEER = "bare JJava"

FIRST_RESULT = ("1 + 1", "2")
FIRST_OPERATION = (
    "var manager = ai.djl.ndarray.NDManager.newBaseManager();"
    " manager.ones(new ai.djl.ndarray.types.Shape(2, 3)).sum().getFloat()",
    "6.0",
)


def measure(project, rounds):
    """Starts both kernels in turn, `rounds` times after one that is not counted."""
    result = Row("kernel start → first result", PEER)
    operation = Row("kernel start → first result → first DJL operation", PEER)
    for turn in range(rounds + 1):
        ours, theirs = _wait(_crema(project)), _wait(_bare(project))
        if turn > 0:
            for row, our, their in zip((result, operation), ours, theirs):
                row.crema.append(our)
                row.peer.append(their)
    return [result, operation]


def _wait(spec):
    start = time.perf_counter()
    with Kernel(spec=spec, output=subprocess.DEVNULL) as kernel:
        _ask(kernel, *FIRST_RESULT)
        first_result = time.perf_counter() - start
        _ask(kernel, *FIRST_OPERATION)
        return first_result, time.perf_counter() - start


def _ask(kernel, code, expected):
    text = kernel.check(code).text
    assert text == expected, f"{code} gave {text}"


def _crema(project):
    return KernelSpec(**kernelspec.read(project.kernel))


def _bare(project):
    installed = project.jjava.parent
    spec = json.loads((installed / "kernel.json").read_text(encoding="utf-8"))
    java = os.path.dirname(kernelspec.read(project.kernel)["argv"][0])
    env = {
        "JJAVA_CLASSPATH": str(project.library / "*.jar"),
        # only so that it finds the same unpacked native library, and the same JDK
        "DJL_CACHE_DIR": str(project.djl_cache),
        "PATH": java + os.pathsep + os.environ["PATH"],
    }
    argv = [argument.replace("{resource_dir}", str(installed)) for argument in spec["argv"]]
    return KernelSpec(**{**spec, "argv": argv, "env": env})
