#!/usr/bin/env python3
"""How long clkhash takes to encode: clkhash.py FILE.csv ROWS.

The nine identifying columns of the file that bench/intake.ts writes, one cryptographic longterm key of 1024 bits a
row, about half of the bits set, HKDF keys, blake hashing: the settings of clkhash's own tutorials. clkhash spreads
the work over all cores by itself.
"""
import csv
import itertools
import json
import multiprocessing
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")
# This file is called as the package is: look for the package elsewhere.
sys.path = [place for place in sys.path if not place.endswith("peers")]

from clkhash.clk import generate_clks  # noqa: E402
from clkhash.schema import from_json_dict  # noqa: E402

COLUMNS = ["student", "given", "family", "born", "ssn", "phone", "mail", "street", "zip"]


def feature(name):
    return dict(
        identifier=name,
        format=dict(type="string", encoding="utf-8", maxLength=200),
        hashing=dict(
            comparison=dict(type="ngram", n=2, positional=False),
            strategy=dict(bitsPerFeature=80),
            hash=dict(type="blakeHash"),
            missingValue=dict(sentinel=""),
        ),
    )


def cpu_seconds():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main():
    path, count = sys.argv[1], int(sys.argv[2])
    with open(path, newline="", encoding="utf-8") as file:
        rows = [[row[name] for name in COLUMNS] for row in itertools.islice(csv.DictReader(file), count)]
    kdf = dict(type="HKDF", hash="SHA256", info="aW5mbw==", salt="c2FsdA==", keySize=64)
    schema = from_json_dict(dict(version=3, clkConfig=dict(l=1024, kdf=kdf), features=[feature(name) for name in COLUMNS]))
    before, start = cpu_seconds(), time.perf_counter()
    encoded = generate_clks(rows, schema, "not a secret")
    seconds = time.perf_counter() - start
    # What its processes used is known once they are gone.
    for worker in multiprocessing.active_children():
        worker.join()
    cpu = cpu_seconds() - before
    assert len(encoded) == len(rows)
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps(dict(seconds=seconds, cpuSeconds=cpu, peakMiB=peak // 1024)))


if __name__ == "__main__":
    main()
