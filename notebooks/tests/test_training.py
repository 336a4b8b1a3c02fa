"""Training and bad input in the real kernel: what must not break a student's session."""

import re
import shutil
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "datasets" / "data"

TRAIN = """
var digits = Mnist.load();
var net = LeNet.of(10);
var history = fit(net, digits.train().first(1024), digits.validation().first(256), epochs(1), batchSize(64));
history.best().orElseThrow().validationAccuracy()
"""


# what is alive on the native side, by the virtual machine's own census, which collects garbage before it counts
CENSUS = """
var server = java.lang.management.ManagementFactory.getPlatformMBeanServer();
System.out.print(server.invoke(new javax.management.ObjectName("com.sun.management:type=DiagnosticCommand"),
    "gcClassHistogram", new Object[] {null}, new String[] {String[].class.getName()}));
"""
# hands the pages that the allocator keeps for later back to the system, so that what is resident is in use
TRIM = 'System.gc(); Thread.sleep(300); com.sun.jna.Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {0});'


# MB that 20 runs may add to what the census cannot see, such as native buffers without an array: the data set of each run is 31 MB
# of those, its activations 60 MB; the virtual machine's own compilers and classes come to −10 to 40 MB on a quiet machine
MOST_GROWTH = 60


def growth_of_20_runs(kernel):
    before = native(kernel)
    for _ in range(20):
        kernel.check(TRAIN)
    return native(kernel) - before


def alive(kernel):
    """How many native arrays and managers the kernel's variables hold; the least of a few looks, for arrays are freed some
    time after their owners are collected."""
    def count():
        kernel.check("System.gc(); Thread.sleep(300);")
        return [int(n) for n in re.findall(r"\s(\d+) +\d+ +ai\.djl\.pytorch\.engine\.(?:PtNDArray|PtNDManager)(?![\w$])", kernel.check(CENSUS).stdout)]
    return min(count() for _ in range(4))


def native(kernel):
    """Megabytes in use by the kernel process beside its Java heap: the least of a few looks, for compilers come and go."""
    return min(_native_now(kernel) for _ in range(3))


def _native_now(kernel):
    kernel.check(TRIM)
    pid = kernel.check("System.out.print(ProcessHandle.current().pid())").stdout
    kilobytes, heap = 0, False
    for line in Path("/proc", pid, "smaps").read_text(encoding="ascii", errors="replace").splitlines():
        address = re.match(r"([0-9a-f]+)-[0-9a-f]+ ", line)
        if address:
            # where the virtual machine puts a heap that fits there; the heap's own size is its affair
            heap = int(address[1], 16) < 1 << 32
        elif line.startswith("Rss:") and not heap:
            kilobytes += int(line.split()[1])
    return kilobytes / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's mappings are read from /proc")
def test_running_the_training_cell_again_and_again_leaves_memory_flat(kernel):
    # by then the class space and the compiled code have reached their sizes
    for _ in range(12):
        kernel.check(TRAIN)
    arrays = alive(kernel)
    # a leak grows in every stretch; on a slow machine compilers are still at work in the first
    grown = [growth_of_20_runs(kernel)]
    if grown[0] >= MOST_GROWTH:
        grown.append(growth_of_20_runs(kernel))
    assert len(arrays) == 2 and alive(kernel) == arrays
    print(f"{arrays} native arrays and managers, {grown} MB after 20 runs each")
    assert min(grown) < MOST_GROWTH


def test_same_seed_gives_the_same_curve_in_another_process(kernel, shared_kernel):
    losses = TRAIN.strip() + ";\nArrays.hashCode(history.batchLosses())"
    assert kernel.check(losses).text == shared_kernel.check(losses).text


@pytest.fixture
def data(shared_kernel, tmp_path):
    """A directory that the kernel takes its data from instead of the jar."""
    shared_kernel.check(f'System.setProperty("crema.data", "{tmp_path.as_posix()}");')
    yield tmp_path
    shared_kernel.check('System.clearProperty("crema.data");')


def refused(kernel, code, *words):
    """Runs a cell that must fail with a message of these words, and another that must work."""
    reply = kernel.run(code)
    message = reply.error + "\n".join(reply.traceback)
    assert not reply.ok
    for word in words:
        assert word in message
    assert kernel.check("1 + 1").text == "2"


def test_missing_data_file_is_named(shared_kernel, data):
    refused(shared_kernel, "Mnist.load()", "mnist", str(data))


def spoil_truncated(file):
    file.write_bytes(file.read_bytes()[:-1000])


def spoil_altered(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("spoil", [spoil_truncated, spoil_altered])
def test_truncated_or_altered_data_file_is_refused_by_its_checksum(shared_kernel, data, spoil):
    shutil.copytree(DATA, data, dirs_exist_ok=True)
    shared_kernel.check("Mnist.load().train().size()")
    file = max(data.glob("mnist/*images*"))
    spoil(file)
    refused(shared_kernel, "Mnist.load()", file.name, "SHA-256")


@pytest.mark.parametrize("code, words", [
    ("fit(LeNet.of(10), digits.train().first(64), digits.train().first(64), batchSize(65))", ["batchSize is 65", "64"]),
    ("fit(seq(conv(4, 3), linear(10)), digits, epochs(1))", ["(1, 4, 28, 10)", "10 classes"]),
    ("initialize(LeNet.of(10), new Shape(1, 1, 8, 8), 0)", ["conv2", "(1, 6, 4, 4)"]),
    ("digits.test().first(100_000)", ["100", "2000"]),
    ("tSne(pixels(digits.test().first(60)))", ["perplexity"]),
    ("fit(LeNet.of(10), digits, epochs(2), sgd(1e30))", ["The loss became", "smaller learning rate"]),
    ('featureMaps(initialize(LeNet.of(10), new Shape(1, 1, 28, 28), 0), digits.test().image(0), "conv9")', ["conv9", "conv1"]),
    ("adam(-1)", ["learningRate is -1"]),
])
def test_bad_input_says_what_was_wrong_and_the_next_cell_works(shared_kernel, code, words):
    shared_kernel.check("var digits = Mnist.load();")
    refused(shared_kernel, code, *words)
