"""What a running kernel says of itself, as JSON on standard output. Run in the environment."""

import json
import os
import tempfile
import time

from .kernel import Kernel

QUESTIONS = {
    "java": 'Runtime.version().toString()',
    "processors": "Runtime.getRuntime().availableProcessors()",
    "heap": "Runtime.getRuntime().maxMemory() / (1 << 20)",
    "engine": 'var engine = ai.djl.engine.Engine.getInstance(); engine.getEngineName() + " " + engine.getVersion()',
    "djl": "ai.djl.engine.Engine.getDjlVersion()",
    "device": "engine.defaultDevice()",
    "gpus": "engine.getGpuCount()",
    "threads": "ai.djl.pytorch.jni.JniUtils.getNumThreads()",
    "sum": "try (var m = ai.djl.ndarray.NDManager.newBaseManager()) {"
           " System.out.print(m.ones(new ai.djl.ndarray.types.Shape(2, 3)).sum().getFloat()); }",
}


def ask():
    """Starts the kernel and asks it the QUESTIONS; each answer is a text, "error" the first thing that went wrong."""
    answers = {}
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        try:
            with Kernel(output=printed) as kernel:
                answers["seconds"] = time.perf_counter() - start
                for name, code in QUESTIONS.items():
                    reply = kernel.check(code)
                    answers[name] = reply.text or reply.stdout
        except Exception as problem:  # whatever it is, the doctor reports it
            answers["error"] = str(problem).strip() or type(problem).__name__
        printed.seek(0, os.SEEK_SET)
        answers["printed"] = printed.read().decode(errors="replace").strip()
    return answers


def main(project, arguments):
    """Prints the answers."""
    print(json.dumps(ask()))
    return 0
