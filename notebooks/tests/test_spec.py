"""The kernel spec "Java (Crema)": how the kernel starts."""

import os
import tempfile

import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from crema_lab import doctor, kernelspec, tools
from crema_lab.kernel import Kernel

ADD = "ai.djl.ndarray.NDManager.newBaseManager().ones(new ai.djl.ndarray.types.Shape(2, 3)).sum().getFloat()"


def start(directory, **options):
    return Kernel(spec=KernelSpec(resource_dir=str(directory), **kernelspec.read(directory)), **options)


@pytest.fixture
def jars(here):
    argv = kernelspec.read(here.kernel)["argv"]
    return argv[argv.index("-cp") + 1].split(":")


def test_jupyter_finds_it():
    spec = KernelSpecManager().get_kernel_spec("crema")
    assert (spec.display_name, spec.language, spec.interrupt_mode) == ("Java (Crema)", "java", "message")


def test_kernel_is_the_only_jvm_and_checks_assertions(kernel):
    assert kernel.check("ProcessHandle.current().parent().get().pid()").text == str(os.getpid())
    reply = kernel.run('assert 1 > 2 : "one is not more than two";')
    assert not reply.ok and "one is not more than two" in reply.error


def test_kernel_sees_the_course_and_the_engine(kernel):
    assert kernel.check("dev.crema.figures.Figure.class.getName()").text == "dev.crema.figures.Figure"
    reply = kernel.check(ADD)
    assert (reply.text, reply.stdout, reply.stderr) == ("6.0", "", "")


def test_class_archive_is_used(here):
    assert doctor._archive_is_used(kernelspec.read(here.kernel))


def test_engine_and_start_print_nothing():
    with tempfile.TemporaryFile() as printed:
        with Kernel(output=printed) as kernel:
            kernel.check(ADD)
        printed.seek(0)
        assert printed.read() == b""


@pytest.mark.parametrize("archive", [None, b"", b"not an archive" * 1000])
def test_kernel_starts_without_a_good_archive_and_says_nothing(here, jars, tmp_path, archive):
    kernelspec.write(tmp_path, tools.find_jdk(), jars, here.djl_cache, tmp_path / "log")
    if archive is not None:
        (tmp_path / "classes.jsa").write_bytes(archive)
    with tempfile.TemporaryFile() as printed:
        with start(tmp_path, output=printed) as kernel:
            assert kernel.check("1 + 1").text == "2"
        printed.seek(0)
        assert printed.read() == b""


def test_log_goes_to_a_file_wherever_the_project_lies(here, jars, tmp_path):
    strange = tmp_path / "Übung 100% 'new'"
    kernelspec.write(strange, tools.find_jdk(), jars, here.djl_cache, strange / "log")
    with start(strange) as kernel:
        reply = kernel.check('org.slf4j.LoggerFactory.getLogger("lesson").warn("a warning of a library");')
    assert reply.stderr == reply.stdout == ""
    logs = list((strange / "log").glob("kernel-*.log"))
    assert len(logs) == 1 and "a warning of a library" in logs[0].read_text(encoding="utf-8")


def test_heap_is_bounded_and_can_be_chosen(here, jars, tmp_path, monkeypatch):
    monkeypatch.setenv("CREMA_HEAP", "300m")
    kernelspec.write(tmp_path, tools.find_jdk(), jars, here.djl_cache, tmp_path / "log")
    with start(tmp_path) as kernel:
        assert 200 < int(kernel.check("Runtime.getRuntime().maxMemory() >> 20").text) <= 300


def test_engine_takes_no_more_threads_than_the_container_may_use(here):
    spec = kernelspec.read(here.kernel)
    spec["argv"].insert(1, "-XX:ActiveProcessorCount=1")
    with Kernel(spec=KernelSpec(**spec)) as kernel:
        kernel.check(ADD)
        assert kernel.check("ai.djl.pytorch.jni.JniUtils.getNumThreads()").text == "1"


def test_text_is_utf_8_whatever_the_locale(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    with Kernel() as kernel:
        reply = kernel.check('System.out.println("x ≥ 0 → ŷ"); "∑ é"')
    assert (reply.stdout, reply.text) == ("x ≥ 0 → ŷ\n", "∑ é")
