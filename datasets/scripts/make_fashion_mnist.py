#!/usr/bin/env python3
"""
Makes data/fashion-mnist from the four files of Fashion-MNIST, as in the Debian package "dataset-fashion-mnist":

    apt-get install dataset-fashion-mnist && python3 make_fashion_mnist.py /usr/share/datasets/fashion-mnist

Parts: 18 000 to train and 2 000 to validate from the original training set, 5 000 to test from the original test set,
every class as often as every other. Pictures that occur twice in the original are left out.
"""

import sys
from pathlib import Path

import bundle
import idx


def clothes(directory, part):
    (count, _, _), pixels = idx.read(Path(directory) / f"{part}-images-idx3-ubyte.gz")
    _, labels = idx.read(Path(directory) / f"{part}-labels-idx1-ubyte.gz")
    return [(labels[i], pixels[784 * i : 784 * (i + 1)]) for i in range(count)]


if len(sys.argv) != 2:
    raise SystemExit(__doc__)
tested = clothes(sys.argv[1], "t10k")
in_test = {pixels for _, pixels in tested}
learned = bundle.unique_by_class(pair for pair in clothes(sys.argv[1], "train") if pair[1] not in in_test)
tested = bundle.unique_by_class(tested)
validation = bundle.take(learned, dict.fromkeys(range(10), 200))
train = bundle.take(learned, dict.fromkeys(range(10), 1800))
test = bundle.take(tested, dict.fromkeys(range(10), 500))
idx.write_parts("fashion-mnist", [train, validation, test])
