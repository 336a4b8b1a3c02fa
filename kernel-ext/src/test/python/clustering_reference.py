"""Writes clustering.properties, against which the tests of KMeans and Dendrogram compare.

    pip install scikit-learn==1.9.1 && python clustering_reference.py ../resources/dev/crema/embedding

The data are digits.csv (embedding_reference.py): all 600 for k-means, the first 60 on 10 principal components, where no two
distances are equal, for the trees.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA


def text(numbers):
    return ",".join(f"{x:.12g}" for x in np.ravel(numbers))


def partition(labels):
    """Numbers the clusters in the order of their first rows."""
    numbers = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]


def main(folder):
    digits = np.loadtxt(folder / "digits.csv", delimiter=",")[:, :64]
    means = KMeans(10, init=digits[:10], n_init=1, tol=0, algorithm="lloyd").fit(digits)
    few = PCA(10, svd_solver="full").fit_transform(digits)[:60].astype(np.float32)
    distances = pdist(few.astype(float))
    assert len(np.unique(distances)) == len(distances)
    reference = {
        "kmeans.labels": means.labels_,
        "kmeans.distortion": means.inertia_,
        "kmeans.centre0": means.cluster_centers_[0],
        "rows": few,
    }
    for method in ["single", "complete", "average", "ward"]:
        tree = linkage(few.astype(float), method)
        reference[f"{method}.tree"] = tree
        reference[f"{method}.cut7"] = partition(fcluster(tree, 7, "maxclust"))
    lines = [f"{key}={text(value)}\n" for key, value in reference.items()]
    (folder / "clustering.properties").write_text("# made by clustering_reference.py\n" + "".join(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
