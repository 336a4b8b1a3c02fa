"""Training and bad input in the real kernel: what must not break a student's session."""

import shutil
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "datasets" / "data"

TRAIN = """
var digits = Mnist.load();
var net = LeNet.of(10);
var history = fit(net, digits.train().first(1024), digits.validation().first(256), epochs(1), batchSize(64));
history.best().orElseThrow().validationAccuracy()
"""


def resident(kernel):
    """Resident megabytes of the kernel process once it has collected its garbage: the least of a few looks, for arrays are
    freed some time after their owners are collected."""
    code = """
    System.gc(); Thread.sleep(300);
    Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS")).findFirst().orElse("VmRSS: 0")
    """
    return min(int("".join(filter(str.isdigit, kernel.check(code).text))) / 1024 for _ in range(8))


def test_running_the_training_cell_again_and_again_leaves_memory_flat(kernel):
    # by then the allocator, the class space and the compiled code have reached their sizes
    for _ in range(8):
        kernel.check(TRAIN)
    before = resident(kernel)
    for _ in range(20):
        kernel.check(TRAIN)
    # a data set leaked by each run would be 20 × 31 MB, the first feature maps of each batch 20 × 16 × 1.2 MB; the Java heap,
    # which moves by some tens of megabytes, is in the measure too (FitTest looks at the native part alone, and closer)
    assert resident(kernel) - before < 150


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
