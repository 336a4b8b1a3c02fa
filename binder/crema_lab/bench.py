"""`binder/lab bench`: runs a benchmark, prints its table, leaves target/bench/NAME.json. Run in the environment."""

import argparse
import importlib
import inspect
import json
import pkgutil
import statistics
from dataclasses import dataclass, field

from . import benchmarks
from .steps import Failed


@dataclass
class Row:
    """One piece of work, measured on our side and on the peer's, in rounds that alternate between them."""

    work: str
    peer_name: str
    unit: str = "s"
    higher_is_better: bool = False
    crema: list = field(default_factory=list)
    peer: list = field(default_factory=list)
    notes: dict = field(default_factory=dict)

    @property
    def ratio(self):
        """How many times better we are, the median over the rounds: what slows a whole round slows both sides of it."""
        better = [ours / theirs if self.higher_is_better else theirs / ours
                  for ours, theirs in zip(self.crema, self.peer, strict=True)]
        return statistics.median(better)

    def json(self):
        """The row of the JSON file: medians, and what the benchmark notes beside them."""
        return {"work": self.work, "crema": round(statistics.median(self.crema), 4), "peer": round(statistics.median(self.peer), 4),
                "peerName": self.peer_name, "unit": self.unit, "ratio": round(self.ratio, 3), **self.notes}


def names():
    """The benchmarks there are."""
    return [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]


def bench(name, project, rounds=None, directory=None, **choices):
    """Runs a benchmark, prints its table and writes NAME.json into the directory, default target/bench; returns the file.

    choices: `only`, parts of the names of works, and `peers`, for benchmarks that can measure some by themselves.
    """
    benchmark = importlib.import_module(f"{benchmarks.__name__}.{name}")
    chosen = {choice: value for choice, value in choices.items() if value}
    for choice in chosen:
        if choice not in inspect.signature(benchmark.measure).parameters:
            raise Failed(f"The benchmark {name} is always run whole; leave --{choice} out")
    rows = benchmark.measure(project, rounds or benchmark.ROUNDS, **chosen)
    _print(rows)
    target = (directory or project.root / "target" / "bench") / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"rows": [row.json() for row in rows]}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{target}")
    return target


def _print(rows):
    width, peer = max(len(row.work) for row in rows), max(len(row.peer_name) for row in rows)
    print(f"{'':{width}}  {'Crema':>34}  {'':{peer}}  {'peer':>34}   ratio")
    for row in rows:
        ours, theirs = _spread(row.crema, row.unit), _spread(row.peer, row.unit)
        print(f"{row.work:{width}}  {ours:>34}  {row.peer_name:{peer}}  {theirs:>34}  {row.ratio:6.2f}")
    print(f"\nMedian (least to most) of {len(rows[0].crema)} rounds, the two sides in turn; ratios are medians of the rounds' own.")


def _spread(samples, unit):
    digits = 0 if max(samples) >= 1000 else 2
    median, least, most = (f"{number:.{digits}f}" for number in (statistics.median(samples), min(samples), max(samples)))
    return f"{median} {unit} ({least} to {most})"


def main(project, arguments):
    """Runs the named benchmark, or lists them."""
    parser = argparse.ArgumentParser(prog="binder/lab bench")
    parser.add_argument("name", nargs="?", choices=names())
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only")
    parser.add_argument("--peers")
    options = parser.parse_args(arguments)
    if options.rounds is not None and options.rounds < 1:
        parser.error(f"argument --rounds: {options.rounds}, expected at least 1")
    if options.name is None:
        print("\n".join(names()))
    else:
        bench(options.name, project, options.rounds, only=options.only, peers=options.peers)
    return 0
