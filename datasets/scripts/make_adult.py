#!/usr/bin/env python3
"""
Makes data/adult from the two files of UCI Adult, gzipped or not, with or without a header line:

    python3 make_adult.py adult.data.gz adult.test.gz

One CSV file, the 32 561 rows to train on first, then the 16 281 to test on, each in the original order: the blanks after
the commas, the dots after the labels of the test file and the empty last lines are gone, "?" stays for a missing value.
"""

import gzip
import sys
from pathlib import Path

import bundle

NAMES = (
    "age,workclass,fnlwgt,education,education-num,marital-status,occupation,relationship,race,sex,"
    "capital-gain,capital-loss,hours-per-week,native-country,income"
)


def people(path, count):
    content = Path(path).read_bytes()
    text = (gzip.decompress(content) if path.endswith(".gz") else content).decode("ascii")
    rows = [line.removesuffix(".").replace(", ", ",") for line in text.splitlines() if line.count(", ") == 14]
    rows = [row for row in rows if not row.startswith("age,")]
    if len(rows) != count:
        raise SystemExit(f"{path} has {len(rows)} rows, expected {count}")
    return rows


if len(sys.argv) != 3:
    raise SystemExit(__doc__)
lines = [NAMES, *people(sys.argv[1], 32561), *people(sys.argv[2], 16281)]
bundle.write("adult/adult.csv.gz", "".join(line + "\n" for line in lines).encode("ascii"))
