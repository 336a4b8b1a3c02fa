"""The benchmark of maps: what it measures and what it makes of it. It measures only on demand, for its peers are large."""

import json
from types import SimpleNamespace

import pytest

from crema_lab import bench, kernelspec
from crema_lab.benchmarks import embedding
from crema_lab.steps import Failed


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose kernel is known and that has nothing else."""
    monkeypatch.setattr(kernelspec, "read", lambda directory: {"argv": ["java"]})
    monkeypatch.setattr(embedding.Bench, "prepare", lambda self: None)
    return SimpleNamespace(root=tmp_path, cache=tmp_path / "cache", log=tmp_path, kernel=tmp_path, djl_cache=tmp_path,
                           library=tmp_path / "library")


def test_each_map_is_made_in_turn_and_judged(project, monkeypatch, capsys):
    made = []
    seconds = {"crema": iter([5, 1, 3]), "opentsne": iter([9, 8, 7])}

    def map_(self, side, work):
        made.append((side, work.points))
        memory = {"heap": 300} if side == "crema" else {"memory": 200}
        return {"seconds": next(seconds[side]), "cpu": 2, **memory, "divergence": 1.5, "preservation": 0.4, "trustworthiness": 0.9}

    monkeypatch.setattr(embedding.Bench, "map", map_)
    file = bench.bench("embedding", project, rounds=3, only="tsne-10000", peers="opentsne")
    assert made == [("crema", 10_000), ("opentsne", 10_000)] * 3
    (row,) = json.loads(file.read_text(encoding="utf-8"))["rows"]
    assert (row["work"], row["crema"], row["peer"], row["ratio"]) == ("t-SNE, Fashion-MNIST 10 000 × 50", 3, 8, 2.333)
    assert row["cremaQuality"]["divergence"] == 1.5
    assert "300 MB heap" in capsys.readouterr().out


@pytest.mark.parametrize("only, peers, expected", [
    (None, None, [("tsne", 10_000, 2), ("tsne", 70_000, 1), ("umap", 10_000, 1), ("umap", 70_000, 1)]),
    ("70000", None, [("tsne", 70_000, 1), ("umap", 70_000, 1)]),
    ("umap-5000,tsne-70000", None, [("umap", 5_000, 1), ("tsne", 70_000, 1)]),
    ("tsne", "sklearn", [("tsne", 10_000, 1)]),
])
def test_works_are_chosen(project, monkeypatch, only, peers, expected):
    chosen = []

    def measured(bench_, work, rounds):
        chosen.append((work.method, work.points, len(work.peers)))
        return [], []

    monkeypatch.setattr(embedding, "_measured", measured)
    embedding.measure(project, 1, only=only, peers=peers)
    assert chosen == expected


@pytest.mark.parametrize("only, peers, expected", [
    ("isomap", None, "tsne-10000"),
    ("tsne-999", None, "1 000 to 70 000"),
    ("tsne-70001", None, "1 000 to 70 000"),
    (None, "bhtsne", "opentsne"),
    ("umap", "opentsne", "umaplearn does UMAP"),
])
def test_what_cannot_be_measured_is_refused(project, only, peers, expected):
    with pytest.raises(Failed, match=expected):
        embedding.measure(project, 1, only=only, peers=peers)


def test_a_benchmark_that_is_run_whole_says_so(project):
    with pytest.raises(Failed, match="leave --peers out"):
        bench.bench("startup", project, peers="opentsne")
