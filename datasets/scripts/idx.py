"""Reads and writes IDX files (the format of MNIST)."""

import gzip
import struct
from pathlib import Path

import bundle


def read(path):
    """Returns (dimensions, bytes) of a gzipped IDX file of unsigned bytes."""
    content = gzip.decompress(Path(path).read_bytes())
    if content[:3] != b"\0\0\x08":
        raise SystemExit(f"{path} is not an IDX file of unsigned bytes")
    rank = content[3]
    return struct.unpack(f">{rank}I", content[4 : 4 + 4 * rank]), content[4 + 4 * rank :]


def write(name, dimensions, values):
    """Writes data/<name>."""
    bundle.write(name, struct.pack(f">HBB{len(dimensions)}I", 0, 8, len(dimensions), *dimensions) + values)


def write_parts(name, parts):
    """Writes the images and labels of all parts, one part after the other."""
    pairs = [pair for part in parts for pair in part]
    write(f"{name}/images-idx3-ubyte.gz", (len(pairs), 28, 28), b"".join(pixels for _, pixels in pairs))
    write(f"{name}/labels-idx1-ubyte.gz", (len(pairs),), bytes(label for label, _ in pairs))
