"""Reads and writes IDX files (the format of MNIST), gzipped to the same bytes on every run."""

import gzip
import hashlib
import struct
import zlib
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def read(path):
    """Returns (dimensions, bytes) of a gzipped IDX file of unsigned bytes."""
    content = gzip.decompress(Path(path).read_bytes())
    if content[:3] != b"\0\0\x08":
        raise SystemExit(f"{path} is not an IDX file of unsigned bytes")
    rank = content[3]
    return struct.unpack(f">{rank}I", content[4 : 4 + 4 * rank]), content[4 + 4 * rank :]


def write(name, dimensions, values):
    """Writes data/<name> and prints the size and checksum that the Java code and DATASETS.md name."""
    content = struct.pack(f">HBB{len(dimensions)}I", 0, 8, len(dimensions), *dimensions) + values
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    # header written by hand: Python's gzip module fills in the time and, by version, the system
    packed = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + deflate.compress(content) + deflate.flush()
    packed += struct.pack("<II", zlib.crc32(content), len(content))
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    print(name, len(packed), hashlib.sha256(packed).hexdigest())


def unique_by_class(images):
    """
    Sorts (label, pixels) pairs into classes, without repeated pictures, each class in the order of its pictures'
    SHA-256: as good as a random order, and it needs no generator that another Python might change.
    """
    seen, classes = set(), defaultdict(list)
    for label, pixels in images:
        if pixels in seen:
            print(f"left out: a picture of class {label} that occurs twice")
            continue
        seen.add(pixels)
        classes[label].append(pixels)
    for pictures in classes.values():
        pictures.sort(key=lambda pixels: hashlib.sha256(pixels).digest())
    return classes


def shares(classes, total):
    """Splits total over the classes in proportion to their sizes, the rest to the largest remainders."""
    everything = sum(len(pictures) for pictures in classes.values())
    exact = {label: total * len(pictures) / everything for label, pictures in classes.items()}
    share = {label: int(value) for label, value in exact.items()}
    for label in sorted(exact, key=lambda label: (share[label] - exact[label], label))[: total - sum(share.values())]:
        share[label] += 1
    return share


def take(classes, share):
    """Removes share[label] pictures from each class and returns them mixed, as (label, pixels) pairs."""
    taken = []
    for label, count in share.items():
        taken += [(label, pixels) for pixels in classes[label][:count]]
        del classes[label][:count]
    # another key than the one within a class, or low hashes would gather at the front
    return sorted(taken, key=lambda pair: hashlib.sha256(b"mixed" + pair[1]).digest())


def write_parts(name, parts):
    """Writes the images and labels of all parts, one part after the other."""
    pairs = [pair for part in parts for pair in part]
    write(f"{name}/images-idx3-ubyte.gz", (len(pairs), 28, 28), b"".join(pixels for _, pixels in pairs))
    write(f"{name}/labels-idx1-ubyte.gz", (len(pairs),), bytes(label for label, _ in pairs))
