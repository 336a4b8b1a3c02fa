#!/usr/bin/env python3
"""
Makes data/movie-reviews from the rated sentences that come with VADER (Hutto & Gilbert 2014), gzipped or not:

    python3 make_movie_reviews.py movieReviewSnippets_GroundTruth.txt.gz

One file of lines "id<tab>rating<tab>text": 7 568 sentences to train on, 1 000 to validate, 2 000 to test, with the same
share of positive ratings in each, then the 37 whose rating is exactly zero. Within a part the order is that of a SHA-256
of the text. Texts are as they were but for blanks at their ends.
"""

import gzip
import hashlib
import sys
from pathlib import Path

import bundle


def reviews(path):
    content = Path(path).read_bytes()
    text = (gzip.decompress(content) if path.endswith(".gz") else content).decode("utf-8")
    for line in text.splitlines():
        number, rating, sentence = line.split("\t")
        yield number, rating, sentence.strip()


def key(review):
    return hashlib.sha256(review[2].encode("utf-8")).digest(), int(review[0])


if len(sys.argv) != 2:
    raise SystemExit(__doc__)
everything = sorted(reviews(sys.argv[1]), key=key)
neutral = [review for review in everything if float(review[1]) == 0]
classes = {
    "negative": [review for review in everything if float(review[1]) < 0],
    "positive": [review for review in everything if float(review[1]) > 0],
}
validation, test = bundle.shares(classes, 1000), bundle.shares(classes, 2000)
parts = []
for share in (validation, test, {label: len(rest) - validation[label] - test[label] for label, rest in classes.items()}):
    part = []
    for label, count in share.items():
        part += classes[label][:count]
        del classes[label][:count]
    # another key than the one within a class, or low hashes would gather in front
    parts.append(sorted(part, key=lambda review: (hashlib.sha256(b"mixed" + review[2].encode()).digest(), int(review[0]))))
texts = [{text for _, _, text in part} for part in parts]
if texts[0] & texts[1] or texts[0] & texts[2] or texts[1] & texts[2]:
    raise SystemExit("one sentence is in two parts")
lines = ["\t".join(review) + "\n" for part in (parts[2], parts[0], parts[1], neutral) for review in part]
bundle.write("movie-reviews/reviews.tsv.gz", "".join(lines).encode("utf-8"))
