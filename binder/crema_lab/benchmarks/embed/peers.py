"""What the peers do in the benchmark of maps, and how all maps are judged.

peers.py rows DIRECTORY FILE                   the 50 principal components of Fashion-MNIST's 70 000 images, as floats
peers.py opentsne|sklearn|umaplearn ROWS N MAP maps the first N rows; prints seconds, processor seconds, memory in MB
peers.py quality ROWS N MAP [AFFINITIES]       prints 10-NN preservation and trustworthiness; with the file of the reference P,
                                               which is made if it is not there, the divergence too
"""

import json
import math
import resource
import sys
import time
import warnings
from pathlib import Path

import numba
import numpy as np

COLUMNS = 50
PERPLEXITY = 30
NEIGHBOURS = 10
SAMPLE = 10_000
WARM_UP = 5_000
THREADS = 2


def components(directory):
    files = ("train-images-idx3-ubyte", "t10k-images-idx3-ubyte")
    images = np.concatenate([np.fromfile(Path(directory) / name, np.uint8)[16:].reshape(-1, 784) for name in files])
    centred = images / np.float32(255)
    centred -= centred.mean(0)
    _, directions = np.linalg.eigh(centred.T.astype(float) @ centred.astype(float))
    return (centred @ directions[:, ::-1][:, :COLUMNS]).astype("<f4")


def start(rows):
    """The two strongest components at a standard deviation of 1e-4, as openTSNE and Crema have them."""
    return rows[:, :2] / rows[:, 0].std() * 1e-4


def opentsne(source):
    from openTSNE import TSNE

    return lambda rows: TSNE(perplexity=PERPLEXITY, initialization=start(rows), n_jobs=THREADS, random_state=0).fit(rows)


def sklearn(source):
    from sklearn.manifold import TSNE

    return lambda rows: TSNE(perplexity=PERPLEXITY, init=start(rows).astype(np.float32), max_iter=750, n_jobs=THREADS,
                             random_state=0).fit_transform(rows)


def umaplearn(source):
    from umap import UMAP

    # it says that a seed leaves it one thread
    warnings.filterwarnings("ignore", category=UserWarning)
    # enough rows for its approximate neighbours, so that all of it is compiled
    last = np.fromfile(source, "<f4").reshape(-1, COLUMNS)[-WARM_UP:]
    UMAP(init="pca", n_epochs=20, random_state=0).fit(last)
    return lambda rows: UMAP(init="pca", random_state=0).fit_transform(rows)


def timed(method, rows):
    before, processor, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time(), time.perf_counter()
    result = np.asarray(method(rows), "<f4")
    seconds, cpu = time.perf_counter() - begin, time.process_time() - processor
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3
    return result, {"seconds": round(seconds, 3), "cpu": round(cpu, 3), "memory": round(memory)}


def affinities(rows, file):
    """The entries of P with exact neighbours: row, column and value of each."""
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors
    from sklearn.neighbors import NearestNeighbors

    if not Path(file).is_file():
        search = NearestNeighbors(n_neighbors=3 * PERPLEXITY, algorithm="brute", n_jobs=THREADS).fit(rows.astype(float))
        distances, nearest = search.kneighbors()
        p = PerplexityBasedNN(perplexity=PERPLEXITY, knn_index=PrecomputedNeighbors(nearest, distances), n_jobs=THREADS).P.tocoo()
        kept = p.data > 0
        np.savez(file, row=p.row[kept], column=p.col[kept], value=p.data[kept])
    entries = np.load(file)
    return entries["row"], entries["column"], entries["value"]


def divergence(p, layout):
    i, j, value = p
    apart = ((layout[i] - layout[j])**2).sum(1)
    return float((value * np.log(value * (1 + apart) * normaliser(layout))).sum())


@numba.njit(parallel=True)
def normaliser(layout):
    """Z, over all pairs."""
    sums = np.zeros(len(layout))
    for i in numba.prange(len(layout)):
        for j in range(len(layout)):
            if j != i:
                sums[i] += 1 / (1 + (layout[i, 0] - layout[j, 0])**2 + (layout[i, 1] - layout[j, 1])**2)
    return sums.sum()


def kept(rows, layout):
    """10-NN preservation and trustworthiness (Venna and Kaski 2001) of a sample among all."""
    n, k = len(rows), NEIGHBOURS
    sample = np.sort(np.random.default_rng(0).choice(n, min(n, SAMPLE), replace=False))
    same, penalty = counts(rows.T.copy(), layout.T.copy(), sample, k)
    return same / (len(sample) * k), 1 - penalty * 2 / (len(sample) * k * (2 * n - 3 * k - 1))


@numba.njit(parallel=True)
def counts(columns, layout, sample, k):
    same, penalty = np.zeros(len(sample), np.int64), np.zeros(len(sample), np.int64)
    for s in numba.prange(len(sample)):
        there, here = squared_distances(columns, sample[s]), squared_distances(layout, sample[s])
        limit = np.partition(here, k - 1)[k - 1]
        near = np.flatnonzero(here <= limit)[:k]
        for j in near:
            nearer = (there < there[j]).sum()
            same[s] += nearer < k
            penalty[s] += max(0, nearer + 1 - k)
    return same.sum(), penalty.sum()


@numba.njit
def squared_distances(columns, row):
    """Of one row to all, from differences; infinite to itself."""
    squared = np.zeros(columns.shape[1])
    for column in columns:
        for j in range(len(column)):
            squared[j] += (column[j] - column[row])**2
    squared[row] = math.inf
    return squared


def main(what, source, *more):
    if what == "rows":
        components(source).tofile(more[0])
        return
    rows = np.fromfile(source, "<f4", count=int(more[0]) * COLUMNS).reshape(-1, COLUMNS)
    if what == "quality":
        layout = np.fromfile(more[1], "<f4").reshape(-1, 2).astype(float)
        preservation, trustworthiness = kept(rows.astype(float), layout)
        found = {"divergence": divergence(affinities(rows, more[2]), layout)} if len(more) > 2 else {}
        print(json.dumps({**found, "preservation": float(preservation), "trustworthiness": float(trustworthiness)}))
    else:
        result, measured = timed({"opentsne": opentsne, "sklearn": sklearn, "umaplearn": umaplearn}[what](source), rows)
        result.tofile(more[1])
        print(json.dumps(measured))


main(*sys.argv[1:])
