"""The benchmark of loading data: what it does before and after it measures. It measures only on demand, for its peers are large."""

import gzip
import json
from types import SimpleNamespace

import pytest

from crema_lab import bench, kernelspec
from crema_lab.benchmarks import datasets


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose kernel is known and that has nothing else."""
    monkeypatch.setattr(kernelspec, "read", lambda directory: {"argv": ["java"]})
    return SimpleNamespace(root=tmp_path, cache=tmp_path / "cache", log=tmp_path, kernel=tmp_path, djl_cache=tmp_path,
                           library=tmp_path / "library")


@pytest.mark.parametrize("arguments, expected", [
    (["nothing"], "'nothing'"),
    (["datasets", "--rounds", "many"], "'many'"),
    (["datasets", "--rounds", "0"], "at least 1"),
    (["datasets", "--torch"], "--torch"),
])
def test_main_refuses_what_it_does_not_know(project, capsys, arguments, expected):
    with pytest.raises(SystemExit) as exit_:
        bench.main(project, arguments)
    assert exit_.value.code == 2
    assert expected in capsys.readouterr().err


def test_main_lists_the_benchmarks(project, capsys):
    assert bench.main(project, []) == 0
    assert {"datasets", "startup"} <= set(capsys.readouterr().out.split())


def test_rows_are_medians_of_all_rounds_but_the_first(project, monkeypatch, capsys):
    seconds = iter([99, 99, 1, 2, 5, 8, 3, 4])
    monkeypatch.setattr(datasets.Bench, "prepare", lambda self: None)
    monkeypatch.setattr(datasets.Bench, "djl", lambda self: 10)
    monkeypatch.setattr(datasets.Bench, "torchvision", lambda self, *arguments: 20)
    monkeypatch.setattr(datasets.Bench, "crema", lambda self, what, *arguments:
                        {"floats": 600, "bytes": 500}.get(what) or next(seconds))
    file = bench.bench("datasets", project, rounds=3)
    assert file == project.root / "target" / "bench" / "datasets.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
    assert [(row["work"], row["crema"], row["peer"], row["peerName"], row["unit"], row["ratio"]) for row in rows] == [
        (datasets.FASHION, 3, 10, "DJL basicdataset", "s", 3.333),
        (datasets.FASHION, 3, 20, "torchvision", "s", 6.667),
        (datasets.CIFAR, 4, 20, "torchvision", "s", 5),
        (datasets.FLOATS, 600, 700, "target", "MB", 1.167),
        (datasets.BYTES, 500, 250, "target", "MB", 0.5),
    ]
    table = capsys.readouterr().out.splitlines()
    assert "3.00 s (1.00 to 5.00)" in table[1] and table[1].endswith("3.33")
    assert "600.00 MB (600.00 to 600.00)" in table[4] and table[5].endswith("0.50")
    assert "of 3 rounds" in table[7]


def test_the_peer_reads_the_files_that_we_read(project, monkeypatch, tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    contents = {"train-images-idx3-ubyte": b"pixels", "train-labels-idx1-ubyte": b"a", "t10k-images-idx3-ubyte": b"more",
                "t10k-labels-idx1-ubyte": b""}
    for name, content in contents.items():
        (package / f"{name}.gz").write_bytes(gzip.compress(content))
    monkeypatch.setattr(datasets, "DATASET", package)
    prepared = datasets.Bench(project)
    prepared._unpack_fashion()
    prepared._make_repository()
    assert {file.name: file.read_bytes() for file in prepared.fashion.iterdir()} == contents
    metadata = json.loads((prepared.repository / "dataset/cv/ai/djl/basicdataset/fashmnist/metadata.json").read_text())
    files = metadata["artifacts"][0]["files"]
    assert files["train_data"]["uri"] == (prepared.fashion / "train-images-idx3-ubyte").as_uri()
    assert {file["name"]: file["size"] for file in files.values()} == {name: len(content) for name, content in contents.items()}
