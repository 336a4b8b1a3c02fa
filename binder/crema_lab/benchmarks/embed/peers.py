"""What the peers do in the benchmark of maps, and how all maps are judged.

peers.py rows DIRECTORY FILE              the 50 principal components of Fashion-MNIST's 70 000 images, as floats
peers.py opentsne|sklearn ROWS N MAP      maps the first N rows; prints seconds and the memory that it took
peers.py quality ROWS N MAP               prints divergence, 10-NN preservation and trustworthiness
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

COLUMNS = 50
PERPLEXITY = 30
NEIGHBOURS = 10
SAMPLE = 2_000
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


def opentsne(rows):
    from openTSNE import TSNE

    return TSNE(perplexity=PERPLEXITY, initialization=start(rows), n_jobs=THREADS, random_state=0).fit(rows)


def sklearn(rows):
    from sklearn.manifold import TSNE

    return TSNE(perplexity=PERPLEXITY, init=start(rows).astype(np.float32), max_iter=750, n_jobs=THREADS, random_state=0).fit_transform(rows)


def timed(method, rows):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    result = np.asarray(method(rows), "<f4")
    seconds = time.perf_counter() - begin
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3
    return result, {"seconds": round(seconds, 3), "memory": round(memory)}


def squared_distances(some, all_rows):
    """Of some rows to all, without the rounding of |a|² − 2ab + |b|² in single precision."""
    some, all_rows = some.astype(float), all_rows.astype(float)
    return np.maximum((some**2).sum(1)[:, None] - 2 * some @ all_rows.T + (all_rows**2).sum(1), 0)


def divergence(rows, layout):
    from openTSNE.affinity import PerplexityBasedNN

    p = PerplexityBasedNN(rows, perplexity=PERPLEXITY, method="exact", n_jobs=THREADS).P.tocoo()
    z = -len(layout)
    for first in range(0, len(layout), 500):
        z += (1 / (1 + squared_distances(layout[first:first + 500], layout))).sum()
    kept = p.data > 0
    i, j, p = p.row[kept], p.col[kept], p.data[kept]
    apart = ((layout[i].astype(float) - layout[j])**2).sum(1)
    return float((p * np.log(p * (1 + apart) * z)).sum())


def kept(rows, layout):
    """10-NN preservation and trustworthiness (Venna and Kaski 2001) of a sample among all."""
    n, k = len(rows), NEIGHBOURS
    sample = np.sort(np.random.default_rng(0).choice(n, min(n, SAMPLE), replace=False))
    same, penalty = 0, 0
    for i in sample:
        there, here = squared_distances(rows[[i]], rows)[0], squared_distances(layout[[i]], layout)[0]
        there[i] = here[i] = -1
        near = np.argpartition(here, k)[:k + 1]
        rank = (there[None, :] < there[near[near != i]][:, None]).sum(1)
        same += (rank <= k).sum()
        penalty += np.maximum(0, rank - k).sum()
    return same / (len(sample) * k), 1 - penalty * 2 / (len(sample) * k * (2 * n - 3 * k - 1))


def main(what, source, *more):
    if what == "rows":
        components(source).tofile(more[0])
        return
    rows = np.fromfile(source, "<f4", count=int(more[0]) * COLUMNS).reshape(-1, COLUMNS)
    if what == "quality":
        layout = np.fromfile(more[1], "<f4").reshape(-1, 2)
        preservation, trustworthiness = kept(rows, layout)
        print(json.dumps({"divergence": divergence(rows, layout), "preservation": float(preservation),
                          "trustworthiness": float(trustworthiness)}))
    else:
        result, measured = timed({"opentsne": opentsne, "sklearn": sklearn}[what], rows)
        result.tofile(more[1])
        print(json.dumps(measured))


main(*sys.argv[1:])
