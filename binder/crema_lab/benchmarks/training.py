"""How fast the user's loop trains: Crema's `fit` with its live curve, beside PyTorch in Python.

Both sides train the same networks from the same initialisation with the same optimisers on the same examples, batch sizes and
two threads, measure loss (and accuracy, where classes are told apart) of every batch, and then of a tenth as many examples after
each epoch; only the random numbers differ. PyTorch's side is measured twice: a loop over a DataLoader of a TensorDataset, without
workers, and a loop that indexes tensors in memory with a permutation. What is timed is the whole call of `fit`, and the
whole loop with the making of optimiser and loader. Every side trains in a process of its own, one at a time, Crema's with the
kernel's options and environment, PyTorch's with threads that wait as quietly but with the allocator's own settings; the first
rounds are not counted. Each round has a seed of its own: the last training losses of the two sides should not differ by more
than those of the seeds do. What the live curve costs is measured by a clock about it in trainings of their own: its share of
the time of the epochs, and the seconds of its last drawing, which is kept in the notebook.
"""

import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .. import kernelspec
from ..bench import Row
from ..steps import Failed
from . import datasets

ROUNDS = 9
# the JVM has compiled the loop after four fits of the tiny net: its first takes twice the time
WARM_UP = 2
CURVE_EVERY = 3
PEER = "PyTorch 2.7.1"
PROGRAMS = Path(__file__).parent / "train"
LOOPS = {"loader": "usual DataLoader loop", "memory": "tensors already in memory"}
WORKS = {
    "tiny": "tiny net 2-16-16-1, batch 32 (the playground)",
    "mlp": "MLP 784-512-10, batch 128, Adam",
    "lenet": "LeNet-5, batch 128",
    "conv": "two-conv net on 28×28, batch 128",
    "resnet": "ResNet-18 for CIFAR, batch 64",
    "lstm": "LSTM 128 over 50 tokens, batch 64",
    "dcgan": "DCGAN step on 28×28",
}


def measure(project, rounds, only=None):
    """Trains each work in turn on all sides, `rounds` times after some that are not counted; `only`: part of a work's name."""
    chosen = [key for key, work in WORKS.items() if only is None or only.lower() in (key + " " + work).lower()]
    if not chosen:
        raise Failed(f"No work is called {only}; there are: " + ", ".join(WORKS))
    bench = Bench(project)
    bench.prepare()
    results = []
    for key in chosen:
        results.append(_work(bench, key, rounds))
        # half an hour without a word looks like a hang
        print(f"{WORKS[key]}: " + " and ".join(f"{row.ratio:.2f}" for row in results[-1].rows), flush=True)
    print(f"\n{'last training loss, mean of the rounds (least to most)':54}  {'Crema':>26}  {PEER:>26}   live curve costs an epoch, and at the end")
    for result in results:
        result.note()
        result.print()
    print()
    return [row for result in results for row in result.rows]


@dataclass
class Result:
    """What one work's rounds have given."""

    work: str
    rows: list
    crema: list
    peer: list
    curve: list

    @property
    def cost(self):
        """The share of an epoch that the live curve takes, and the seconds of its last drawing."""
        return [statistics.median(cost) for cost in zip(*self.curve)]

    def note(self):
        """Leaves the losses of all trainings and the cost of the live curve in the rows."""
        for row in self.rows:
            row.notes = {"cremaLosses": self.crema, "peerLosses": self.peer, "liveCost": round(self.cost[0], 4), "lastDrawing": round(self.cost[1], 3)}

    def print(self):
        """One line: the losses of both sides, and what the live curve takes."""
        print(f"{self.work:54}  {_losses(self.crema):>26}  {_losses(self.peer):>26}  {self.cost[0]:8.1%}, {self.cost[1] * 1e3:.0f} ms")


def _losses(losses):
    return f"{statistics.mean(losses):.4f} ({min(losses):.4f} to {max(losses):.4f})"


def _work(bench, key, rounds):
    rows = {loop: Row(f"{WORKS[key]} · {name}", PEER, unit="examples/s", higher_is_better=True) for loop, name in LOOPS.items()}
    result = Result(WORKS[key], list(rows.values()), [], [], [])
    with bench.crema(key) as crema, bench.pytorch(key) as pytorch:
        for turn in range(-WARM_UP, rounds):
            seed = turn + WARM_UP + 1
            loader, live, memory = pytorch.train("loader", seed), crema.train("live", seed), pytorch.train("memory", seed)
            if turn >= 0:
                for loop, peer in (("loader", loader), ("memory", memory)):
                    rows[loop].crema.append(live[0])
                    rows[loop].peer.append(peer[0])
                result.crema.append(live[1])
                result.peer.extend([loader[1], memory[1]])
            if turn >= 0 and turn % CURVE_EVERY == 0:
                result.curve.append(crema.train("curve", seed))
    return result


class Bench(datasets.Bench):
    """The same files and the same PyTorch as the benchmark of data sets has, and examples that are made."""

    def prepare(self):
        """Brings what is not there yet."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self._unpack_fashion()
        self._install_torchvision()
        if not (self.cifar / "data_batch_1.bin").is_file():
            self._java("Crema.java", "fetch", number=False)
        self._run([self.torch_python, PROGRAMS / "pytorch_training.py", "made", self.directory])

    def crema(self, work):
        argv = kernelspec.read(self.project.kernel)["argv"]
        return Side([*argv[:argv.index("-cp")], "-cp", self.project.library / "*", PROGRAMS / "Crema.java", work, self.directory],
                    self.environment, self.log)

    def pytorch(self, work):
        environment = {name: value for name, value in self.environment.items() if name not in kernelspec.MALLOC}
        return Side([self.torch_python, PROGRAMS / "pytorch_training.py", work, self.directory], environment, self.log)


class Side:
    """A process that trains when it is asked to, and waits in between."""

    def __init__(self, arguments, environment, log):
        self.log = log
        self.process = subprocess.Popen(list(map(str, arguments)), env=environment, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=log.open("ab"), text=True)

    def train(self, how, seed):
        """Examples per second and last training loss of one training, or what its live curve took."""
        try:
            self.process.stdin.write(f"{how} {seed}\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().split()
        except BrokenPipeError:
            answer = []
        if len(answer) != 2:
            raise Failed(f"A training ended without a result; see the end of {self.log}")
        return float(answer[0]), float(answer[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
