"""Chooses what is bundled, mixes it, and writes it gzipped, to the same bytes on every run."""

import hashlib
import struct
import zlib
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def write(name, content):
    """Writes data/<name>, gzipped, and prints the size and checksum that the Java code and DATASETS.md name."""
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


def keep(name, content):
    """Writes data/<name> as it is, where it is compressed already, and prints its size and checksum."""
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(name, len(content), hashlib.sha256(content).hexdigest())
