"""Writes digits.csv and reference.properties, against which the tests of dev.crema.embedding compare.

    pip install scikit-learn==1.9.1 && python embedding_reference.py ../resources/dev/crema/embedding

The digits are the first 600 of scikit-learn's load_digits (8 x 8 pixels, 0 to 16, and the digit), which are the test set of
the UCI data set "Optical Recognition of Handwritten Digits" (Alpaydin and Kaynak 1998, CC BY 4.0).
"""

import sys
from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.spatial.distance import cdist, squareform
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import _t_sne, trustworthiness
from sklearn.neighbors import NearestNeighbors

PERPLEXITY = 30


def neighbours(points, k):
    return NearestNeighbors(n_neighbors=k).fit(points).kneighbors(return_distance=False)


def preservation(data, map_, k):
    pairs = zip(neighbours(data, k), neighbours(map_, k))
    return np.mean([len(set(a) & set(b)) / k for a, b in pairs])


def affinities(data, perplexity):
    """p_ij over the 3 * perplexity nearest neighbours, each precision found by a root finder."""
    squared = cdist(data, data) ** 2
    p = np.zeros_like(squared)
    for i, near in enumerate(neighbours(data, 3 * perplexity)):
        d = squared[i, near] - squared[i, near].min()

        def softmax(log_beta):
            e = np.exp(-np.exp(log_beta) * d)
            return e / e.sum()

        def excess(log_beta):
            q = softmax(log_beta)
            return -np.sum(q * np.log(np.maximum(q, 1e-300))) - np.log(perplexity)

        p[i, near] = softmax(brentq(excess, -20, 5))
    return (p + p.T) / (2 * len(data))


def divergence(p, map_):
    w = 1 / (1 + cdist(map_, map_) ** 2)
    np.fill_diagonal(w, 0)
    kept = p > 0
    return np.sum(p[kept] * np.log(p[kept] / (w / w.sum())[kept]))


def exact_tsne(data, p):
    """scikit-learn's exact gradient and optimiser, its defaults, its PCA start, but our p."""
    n = len(data)
    start = PCA(2, svd_solver="full").fit_transform(data)
    start = (start / start[:, 0].std() * 1e-4).ravel()
    p = np.maximum(squareform(p, checks=False), np.finfo(float).eps)
    rate = max(n / 12 / 4, 50)
    for exaggeration, first, last, momentum in [(12, 0, 250, 0.5), (1, 250, 1000, 0.8)]:
        start, _, _ = _t_sne._gradient_descent(
            _t_sne._kl_divergence, start, it=first, max_iter=last, momentum=momentum, learning_rate=rate,
            min_grad_norm=0, args=[p * exaggeration, 1, n, 2])
    return start.reshape(n, 2)


def text(numbers):
    return ",".join(f"{x:.9g}" for x in np.ravel(numbers))


def main(folder):
    digits = load_digits()
    data, labels = digits.data[:600], digits.target[:600]
    np.savetxt(folder / "digits.csv", np.column_stack([data, labels]), fmt="%d", delimiter=",")

    tall = PCA(10, svd_solver="full").fit(data)
    wide = PCA(10, svd_solver="full").fit(data[:40])
    map_ = tall.transform(data)[:, :2]
    p = affinities(data, PERPLEXITY)
    reference = {
        "tall.ratio": tall.explained_variance_ratio_,
        "tall.components": tall.components_,
        "tall.coordinates": tall.transform(data[:5]),
        "wide.ratio": wide.explained_variance_ratio_,
        "wide.components": wide.components_,
        "quality.trustworthiness": trustworthiness(data, map_, n_neighbors=10),
        "quality.preservation": preservation(data, map_, 10),
        "affinities.row0": p[0][p[0] > 0],
        "tsne.divergence": divergence(p, exact_tsne(data, p)),
    }
    lines = [f"{key}={text(value)}\n" for key, value in reference.items()]
    (folder / "reference.properties").write_text("# made by embedding_reference.py\n" + "".join(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
