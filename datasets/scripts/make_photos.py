#!/usr/bin/env python3
"""
Makes data/photos from a package of PyPI and four of Debian 12, fetched into one directory:

    pip install pillow==13.0.0
    pip download scikit-image==0.18.3 --no-deps --only-binary :all: --python-version 3.7 --platform manylinux1_x86_64
    apt-get download gcompris-qt-data palapeli-data jigzo-data tuxpaint-stamps-default
    python3 make_photos.py .

Each photograph becomes a JPEG of 448 pixels on its longer side. Another version of Pillow may write other bytes.
"""

import io
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

from PIL import Image

import bundle

LONGER_SIDE = 448
ANIMALS = "/gcompris/src/activities/explore_{}_animals/resource/animals/{}.webp"


def deb(path):
    """The files of a Debian package: an ar archive that holds a tar archive of them."""
    content, start = path.read_bytes(), 8
    while not content.startswith(b"data.tar", start):
        start += 60 + (int(content[start + 48 : start + 58]) + 1) // 2 * 2
    size = int(content[start + 48 : start + 58])
    return tarfile.open(fileobj=io.BytesIO(content[start + 60 : start + 60 + size]))


def resources(content):
    """The uncompressed files of a Qt resource file: a tree whose leaves point into the data."""
    version, tree, data, names = struct.unpack(">4x4I", content[:20])
    entry = 22 if version > 1 else 14

    def files(i, path):
        at = tree + i * entry
        name, flags, first, second = struct.unpack(">IHII", content[at : at + 14])
        length = struct.unpack(">H", content[names + name : names + name + 2])[0]
        path += "/" + content[names + name + 6 : names + name + 6 + 2 * length].decode("utf-16-be") if i else ""
        if flags & 2:
            for child in range(second, second + first):
                yield from files(child, path)
        elif not flags & 5:
            size = struct.unpack(">I", content[data + second : data + second + 4])[0]
            yield path, content[data + second + 4 : data + second + 4 + size]

    return dict(files(0, ""))


def write(name, content, box=None):
    picture = Image.open(io.BytesIO(content))
    # what a box takes in beyond a picture that is cut out is transparent too
    picture = picture.crop(box or (0, 0, *picture.size))
    if picture.mode == "RGBA":
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture)
        picture = paper
    picture = picture.convert("RGB")
    scale = LONGER_SIDE / max(picture.size)
    picture = picture.resize([round(side * scale) for side in picture.size], Image.Resampling.LANCZOS)
    # without what the original says of its camera and its colours
    picture.info.clear()
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=90, subsampling=0, optimize=True)
    bundle.keep(f"photos/{name}.jpg", jpeg.getvalue())


if len(sys.argv) != 2:
    raise SystemExit(__doc__)


def package(pattern):
    found = list(Path(sys.argv[1]).glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{len(found)} files called {pattern} in {sys.argv[1]}, expected one")
    return found[0]


with zipfile.ZipFile(package("scikit_image-0.18.3-*.whl")) as archive:
    for name, file in {
        "astronaut": "astronaut",
        "bricks": "brick",
        "cameraman": "camera",
        "cat": "chelsea",
        "coffee": "coffee",
        "gravel": "gravel",
    }.items():
        write(name, archive.read(f"skimage/data/{file}.png"))
with deb(package("gcompris-qt-data_3.1-2_all.deb")) as archive:
    for activity, names in {"farm": ["dog", "sheep"], "world": ["koala", "lemur", "panda"]}.items():
        file = f"./usr/share/gcompris-qt/rcc/explore_{activity}_animals.rcc"
        animals = resources(archive.extractfile(file).read())
        for name in names:
            write(name, animals[ANIMALS.format(activity, name)])
        if activity == "world":
            write("macaw", animals[ANIMALS.format(activity, "scarlet_macaw")])
with deb(package("palapeli-data_*.deb")) as archive:
    write("bee", archive.extractfile("./usr/share/palapeli/collection/european-honey-bee.jpg").read())
with deb(package("tuxpaint-stamps-default_2022.06.04-1_all.deb")) as archive:
    vehicles = "./usr/share/tuxpaint/stamps/vehicles"
    write("fire-engine", archive.extractfile(f"{vehicles}/emergency/firetruck.png").read())
    # 1226x309 pixels, which a square of paper keeps from being squeezed or cropped by a network
    write("race-car", archive.extractfile(f"{vehicles}/race/indycar.png").read(), box=(-20, -479, 1246, 787))
with deb(package("jigzo-data_0.6.1-7.1_all.deb")) as archive:
    puzzle = archive.extractfile("./usr/share/games/jigzo/puzzles/00_default/train-2x2.pzl").read()
    # the last picture of the file has the whole one in a corner, framed by a dark line, and its pieces around it
    write("locomotive", puzzle[puzzle.rindex(b"\xff\xd8\xff") :], box=(2, 2, 540, 540))
