"""How fast maps of many points are made, and how good they are: Crema's t-SNE beside openTSNE and scikit-learn, and its UMAP
beside umap-learn.

All sides map the same rows, 50 principal components of Fashion-MNIST's 70 000 images, with two threads, their usual settings
(t-SNE: perplexity 30, 750 iterations; UMAP: 15 neighbours) and a start from the two strongest components. umap-learn is
seeded, as Crema always is, which leaves it one thread for the layout. What is timed is the whole job from rows in memory to
the map, neighbours included; each map is made in a process of its own. Before that, Crema's process and umap-learn's map a few
other rows, since both are compiled while they run. Crema has a heap of 1 GB in all.

One program judges all maps of the same rows. It takes the Kullback-Leibler divergence of t-SNE's maps from one reference P (exact
neighbours), with the exact sum over all pairs; and for up to 10 000 points, drawn from all rows and the same for every map, how
many of the 10 nearest of all rows are among the 10 nearest in the map, and the trustworthiness.
"""

import json
import re
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from .. import digest
from ..bench import Row
from ..steps import Failed, command
from . import datasets

ROUNDS = 3
HEAP = "1g"
PROGRAMS = Path(__file__).parent / "embed"
INSTALLED = ("numpy==2.4.6", "openTSNE==1.0.4", "scikit-learn==1.9.1", "umap-learn==0.5.12")
PEERS = {"opentsne": "openTSNE 1.0.4", "sklearn": "scikit-learn 1.9.1", "umaplearn": "umap-learn 0.5.12"}
WORKS = {
    "tsne-10000": ("opentsne", "sklearn"),
    "tsne-70000": ("opentsne",),
    "umap-10000": ("umaplearn",),
    "umap-70000": ("umaplearn",),
}


@dataclass(frozen=True)
class Work:
    """A number of rows to be mapped by a method, and who else maps them."""

    method: str
    points: int
    peers: tuple

    @property
    def name(self):
        method = {"tsne": "t-SNE", "umap": "UMAP"}[self.method]
        return f"{method}, Fashion-MNIST {self.points // 1000} {self.points % 1000:03} × 50"


def measure(project, rounds, only=None, peers=None):
    """Makes each map in turn on all sides.

    only: works such as tsne-70000 with any number of rows from 1 000, or parts of the names of the usual ones, separated by
    commas. peers: which of them, separated by commas.
    """
    works = _works(only, peers)
    bench = Bench(project)
    bench.prepare()
    rows, lines = [], []
    for work in works:
        found = _measured(bench, work, rounds)
        rows += found[0]
        lines += found[1]
    print(f"\n{'quality (medians)':34}  {'by':18}  {'KL':>8}  {'10-NN kept':>10}  {'trustworthy':>11}  {'processor':>10}  {'memory':>12}")
    print("\n".join(lines) + "\n")
    return rows


def _works(only, peers):
    keys = []
    for wanted in only.lower().split(",") if only else WORKS:
        exact = re.fullmatch(r"(tsne|umap)-(\d+)", wanted)
        found = [wanted] if exact else [key for key in WORKS if wanted in key]
        if not found or exact and not 1_000 <= int(exact[2]) <= 70_000:
            raise Failed(f"No work is called {wanted}; there are " + ", ".join(WORKS) + ", and others of 1 000 to 70 000 rows")
        keys += found
    chosen = peers.lower().split(",") if peers else list(PEERS)
    if not set(chosen) <= set(PEERS):
        raise Failed(f"No peer is called {', '.join(sorted(set(chosen) - set(PEERS)))}; there are " + ", ".join(PEERS))
    works = []
    for key in dict.fromkeys(keys):
        method, points = key.split("-")
        usual = WORKS.get(key, ("umaplearn",) if method == "umap" else ("opentsne", "sklearn"))
        if any(peer in chosen for peer in usual):
            works.append(Work(method, int(points), tuple(peer for peer in usual if peer in chosen)))
    if not works:
        raise Failed(f"None of {', '.join(chosen)} does {', '.join(keys)}; umaplearn does UMAP, the others t-SNE")
    return works


def _measured(bench, work, rounds):
    rows = {peer: Row(work.name, PEERS[peer]) for peer in work.peers}
    results = {side: [] for side in ("crema", *work.peers)}
    for _ in range(rounds):
        for side, found in results.items():
            found.append(bench.map(side, work))
    for peer, row in rows.items():
        row.crema += [one["seconds"] for one in results["crema"]]
        row.peer += [one["seconds"] for one in results[peer]]
        row.notes = {"cremaQuality": _medians(results["crema"]), "peerQuality": _medians(results[peer])}
    return list(rows.values()), [_line(work.name, {"crema": "Crema", **PEERS}[side], _medians(found)) for side, found in results.items()]


def _medians(found):
    return {name: round(statistics.median(one[name] for one in found), 5) for name in found[0]}


def _line(work, name, found):
    memory = f"{found['heap']:.0f} MB heap" if "heap" in found else f"{found['memory']:.0f} MB"
    divergence = f"{found['divergence']:8.4f}" if "divergence" in found else f"{'':8}"
    return (f"{work:34}  {name:18}  {divergence}  {found['preservation']:10.4f}  {found['trustworthiness']:11.4f}"
            f"  {found['cpu']:8.1f} s  {memory:>12}")


class Bench(datasets.Bench):
    """The same files of Fashion-MNIST as the benchmark of data sets has, and the peers."""

    def __init__(self, project):
        super().__init__(project)
        self.environment |= {"NUMBA_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
        self.judged = {}

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

    def map(self, side, work):
        """Seconds, memory and quality of one map."""
        file = self.directory / f"map-{side}.f32"
        crema = [self.java, f"-Xmx{HEAP}", "-XX:ActiveProcessorCount=2", "-cp", self.project.library / "*", PROGRAMS / "Crema.java",
                 work.method]
        peer = [self.peer_python, PROGRAMS / "peers.py", side]
        measured = self._json([*(crema if side == "crema" else peer), self.rows, work.points, file])
        print(f"{work.name}, {side}: {measured['seconds']:.1f} s", flush=True)
        return {**measured, **self._quality(work, file)}

    def _quality(self, work, file):
        """A map of the same bits is judged once."""
        key = (work, digest.of(file))
        if key not in self.judged:
            affinities = self.directory / f"affinities-{work.points}.npz"
            self.judged[key] = self._json([self.peer_python, PROGRAMS / "peers.py", "quality", self.rows, work.points, file,
                                           *([affinities] if work.method == "tsne" else [])])
        return self.judged[key]

    def _json(self, arguments):
        return json.loads(self._run(arguments).splitlines()[-1])

    def _install_peers(self):
        environment = self.directory / "embedding"
        stamp = environment / "installed"
        if not stamp.is_file() or stamp.read_text() != " ".join(INSTALLED):
            command([sys.executable, "-m", "venv", "--clear", environment], self.log)
            command([self.peer_python, "-m", "pip", "install", "--no-input", *INSTALLED], self.log)
            stamp.write_text(" ".join(INSTALLED))
