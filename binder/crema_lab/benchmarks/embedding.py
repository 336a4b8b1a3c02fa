"""How fast maps of many points are made, and how good they are: Crema's t-SNE beside openTSNE and scikit-learn.

All sides map the same rows, 50 principal components of Fashion-MNIST, with two threads, perplexity 30, 250 + 500 iterations and a
start from the two strongest components. What is timed is the whole job from rows in memory to the map, neighbours included; each
is made in a process of its own. Crema's process maps a few other rows first, since its compiler works while it runs, and has
a heap of 1 GB in all. The maps are then judged by one program: the Kullback-Leibler divergence from one reference P (exact
neighbours) with the exact sum over all pairs, and, of 2 000 sampled points among all, how many of the 10 nearest neighbours
are kept and the trustworthiness.
"""

import json
import shutil
import statistics
import sys
from pathlib import Path

from ..bench import Row
from ..steps import Failed, command
from . import datasets

ROUNDS = 3
HEAP = "1g"
PROGRAMS = Path(__file__).parent / "embed"
INSTALLED = ("numpy==2.4.6", "openTSNE==1.0.4", "scikit-learn==1.9.1")
PEERS = {"opentsne": "openTSNE 1.0.4", "sklearn": "scikit-learn 1.9.1"}
WORKS = {
    "tsne-10000": (10_000, "t-SNE, Fashion-MNIST 10 000 × 50", ("opentsne", "sklearn")),
    "tsne-70000": (70_000, "t-SNE, Fashion-MNIST 70 000 × 50", ("opentsne",)),
}


def measure(project, rounds, only=None):
    """Makes each map in turn on all sides; `only`: part of a work's name."""
    chosen = [key for key, work in WORKS.items() if only is None or only.lower() in (key + " " + work[1]).lower()]
    if not chosen:
        raise Failed(f"No work is called {only}; there are: " + ", ".join(WORKS))
    bench = Bench(project)
    bench.prepare()
    rows, lines = [], []
    for key in chosen:
        found = _work(bench, key, rounds)
        rows += found[0]
        lines += found[1]
    print(f"\n{'quality (medians)':34}  {'by':18}  {'KL':>8}  {'10-NN kept':>10}  {'trustworthy':>11}  {'memory':>16}")
    print("\n".join(lines) + "\n")
    return rows


def _work(bench, key, rounds):
    points, work, peers = WORKS[key]
    rows = {peer: Row(work, PEERS[peer]) for peer in peers}
    results = {side: [] for side in ("crema", *peers)}
    for _ in range(rounds):
        results["crema"].append(bench.crema(points))
        for peer in peers:
            results[peer].append(bench.peer(peer, points))
            rows[peer].crema.append(results["crema"][-1]["seconds"])
            rows[peer].peer.append(results[peer][-1]["seconds"])
    for peer, row in rows.items():
        row.notes = {"cremaQuality": _medians(results["crema"]), "peerQuality": _medians(results[peer])}
    return list(rows.values()), [_line(work, {"crema": "Crema", **PEERS}[side], _medians(found)) for side, found in results.items()]


def _medians(found):
    return {name: round(statistics.median(one[name] for one in found), 5) for name in found[0]}


def _line(work, name, found):
    memory = f"{found['heap']:.0f} MB heap" if "heap" in found else f"{found['memory']:.0f} MB"
    return (f"{work:34}  {name:18}  {found['divergence']:8.4f}  {found['preservation']:10.4f}  {found['trustworthiness']:11.4f}"
            f"  {memory:>16}")


class Bench(datasets.Bench):
    """The same files of Fashion-MNIST as the benchmark of data sets has, and the peers."""

    def prepare(self):
        """Brings what is not there yet: the files, the peers, the principal components."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self._unpack_fashion()
        self._install_peers()
        if not self.rows.is_file():
            self._run([self.peer_python, PROGRAMS / "peers.py", "rows", self.fashion, self.rows])

    @property
    def rows(self):
        return self.directory / "fashion-50.f32"

    @property
    def peer_python(self):
        return self.directory / "embedding" / "bin" / "python"

    def crema(self, points):
        """Seconds, memory and quality of one map."""
        output = self._run([self.java, f"-Xmx{HEAP}", "-XX:ActiveProcessorCount=2", "-cp",
                            self.project.library / "*", PROGRAMS / "Crema.java", self.rows, points, self._map("crema")])
        return {**json.loads(output.splitlines()[-1]), **self._quality("crema", points)}

    def peer(self, name, points):
        output = self._run([self.peer_python, PROGRAMS / "peers.py", name, self.rows, points, self._map(name)])
        return {**json.loads(output.splitlines()[-1]), **self._quality(name, points)}

    def _map(self, name):
        return self.directory / f"map-{name}.f32"

    def _quality(self, name, points):
        output = self._run([self.peer_python, PROGRAMS / "peers.py", "quality", self.rows, points, self._map(name)])
        return json.loads(output.splitlines()[-1])

    def _install_peers(self):
        environment = self.directory / "embedding"
        if not environment.is_dir():
            try:
                command([sys.executable, "-m", "venv", environment], self.log)
                command([self.peer_python, "-m", "pip", "install", "--no-input", *INSTALLED], self.log)
            except BaseException:
                shutil.rmtree(environment, ignore_errors=True)
                raise
