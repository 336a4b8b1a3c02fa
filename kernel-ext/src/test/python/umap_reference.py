"""Writes umap.properties, against which the tests of Umap compare.

    pip install umap-learn==0.5.12 scikit-learn==1.9.1 && python umap_reference.py ../resources/dev/crema/embedding

The data are the 600 of digits.csv (embedding_reference.py).
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors
from umap import UMAP
from umap.umap_ import compute_membership_strengths, find_ab_params, fuzzy_simplicial_set, smooth_knn_dist

NEIGHBOURS = 15


def text(numbers):
    return ",".join(f"{x:.9g}" for x in np.ravel(numbers))


def preservation(data, map_, k):
    near = [NearestNeighbors(n_neighbors=k).fit(x).kneighbors(return_distance=False) for x in (data, map_)]
    return np.mean([len(set(a) & set(b)) / k for a, b in zip(*near)])


def main(folder):
    digits = np.loadtxt(folder / "digits.csv", delimiter=",")[:, :64]
    distances, indices = NearestNeighbors(n_neighbors=NEIGHBOURS).fit(digits).kneighbors(digits)
    sigmas, rhos = smooth_knn_dist(distances.astype(np.float32), NEIGHBOURS)
    graph = fuzzy_simplicial_set(digits, NEIGHBOURS, np.random.RandomState(0), "euclidean",
                                 knn_indices=indices, knn_dists=distances.astype(np.float32))[0].tocsr()
    maps = [UMAP(random_state=seed, init="pca").fit_transform(digits) for seed in range(3)]
    reference = {
        "curve.0.1": find_ab_params(1.0, 0.1),
        "curve.0.5": find_ab_params(1.0, 0.5),
        "curve.0.01.2": find_ab_params(2.0, 0.01),
        "rho": rhos,
        "sigma": sigmas,
        "graph.columns0": np.sort(graph[0].indices),
        "graph.values0": graph[0].data[np.argsort(graph[0].indices)],
        "graph.count": graph.nnz,
        "graph.sum": graph.sum(),
        "trustworthiness": [trustworthiness(digits, m, n_neighbors=15) for m in maps],
        "preservation": [preservation(digits, m, 15) for m in maps],
    }
    lines = [f"{key}={text(value)}\n" for key, value in reference.items()]
    (folder / "umap.properties").write_text("# made by umap_reference.py\n" + "".join(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
