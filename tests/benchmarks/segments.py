"""Does the acceptance oracle find the same, and all of it right, in one segment and in twenty?

    python -m tests.benchmarks.segments RECORDS.jsonl[.xz] [--take N] [--segments 1 20] [--oracle FILE] [-- ARGUMENTS]

Makes an index of the first --take records for each number of segments, by patching out what decides about merges
(`tests/segmented.py`), and runs the oracle over each: a program that compares searches of every kind with brute force.
What comes after `--` is handed on to it. Exits 1 if it finds anything wrong.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ..segmented import segmented
from .literal_recall import of_records

ORACLE = Path(__file__).parents[3] / "shared" / "accept" / "oracle.py"


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--take", type=int, default=20_000)
    parser.add_argument("--segments", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--oracle", type=Path, default=ORACLE)
    # By hand: argparse takes what follows `--` for the records where an option stands between.
    given = sys.argv[1:]
    end = given.index("--") if "--" in given else len(given)
    options, arguments = parser.parse_args(given[:end]), given[end + 1 :]
    articles = of_records(options.records, options.take)
    place, wrong = Path(tempfile.mkdtemp()), 0
    for count in options.segments:
        index = place / f"index{count}"
        segmented(index, articles, count).close()
        print(f"{options.records.name}, {len(articles)} records, segments: {count}", flush=True)
        command = [options.oracle, options.records, "--take", options.take, "--index", index, *arguments]
        wrong |= subprocess.run([sys.executable, *map(str, command)], check=False).returncode
    shutil.rmtree(place)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
