"""How much faster are files read in several processes, and how much memory does a long run take?

    python -m tests.benchmarks.jobs --pages 48 --seconds 1.0 --jobs 1 2
    python -m tests.benchmarks.jobs --pages 50 200 --seconds 0 --jobs 2

Takes so many pages of `corpus/` (again and again, each time of another day) into an index, and prints for each number
of processes how long it took, how much CPU time it took in this process (which splits nothing then, but writes), and
the highest memory of this process. A PDF is simulated by so many seconds of CPU time before each page is read.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from indexer.commands.options import load
from indexer.ingest import ingest
from indexer.ledger import Ledger
from indexer.page import Reading, read_file
from search.backends import connect

CORPUS = Path(__file__).parents[2] / "corpus"


def slowly(path: Path, data: bytes, seconds: float, asleep: bool) -> Reading:
    """Reads a page when so much CPU time has gone by, or simply time."""
    if asleep:
        time.sleep(seconds)
    end = time.thread_time() + seconds
    while not asleep and time.thread_time() < end:
        sum(range(1000))
    return read_file(path, data)


def measure(pages: int, seconds: float, jobs: int, asleep: bool) -> str:
    """One run, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        some = sorted(CORPUS.glob("*.txt"))
        files = []
        for number in range(pages):
            page = some[number % len(some)]
            files.append(Path(folder, page.name.replace(page.name[5:9], str(2001 + number // len(some)))))
            shutil.copy(page, files[-1])
        index = Path(folder, "index")
        backend = connect(index, create=True)
        began, cpu = time.perf_counter(), time.process_time()
        with Ledger(index) as ledger:
            reader = partial(slowly, seconds=seconds, asleep=asleep)
            done = ingest(files, backend, ledger, load("", "", "", "", ""), jobs=jobs, reader=reader)
        took, own = time.perf_counter() - began, time.process_time() - cpu
        backend.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return (
        f"{pages} pages, {seconds} s each, --jobs {jobs}: {took:.1f} s, own CPU {own:.1f} s, {memory:.0f} MB;"
        f" {done.articles} articles, {done.stitched} stitched"
    )


def main() -> None:
    """Each measurement in a process of its own, for its memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[48])
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--asleep", action="store_true", help="no CPU time: on a machine that has other things to do")
    parser.add_argument("--one", action="store_true", help="do it in this process")
    asked = parser.parse_args()
    if asked.one:
        print(measure(asked.pages[0], asked.seconds, asked.jobs[0], asked.asleep))
        return
    for pages in asked.pages:
        for jobs in asked.jobs:
            numbers = ["--pages", str(pages), "--seconds", str(asked.seconds), "--jobs", str(jobs)]
            numbers += ["--asleep"] if asked.asleep else []
            command = [sys.executable, "-m", "tests.benchmarks.jobs", "--one", *numbers]
            subprocess.run(command, check=True, cwd=Path(__file__).parents[2], env={**os.environ})


if __name__ == "__main__":
    main()
