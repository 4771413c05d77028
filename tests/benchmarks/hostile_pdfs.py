"""What do hostile PDFs cost, one by one, from the shell?

    python -m tests.benchmarks.hostile_pdfs [--only TEXT] [--part K/N]

Runs `news-index split --json` over each file of `tests.hostile_pdfs` and prints how it ended, in how many seconds and
with how much memory (of the largest of its processes; on Linux, of all together, looked at twenty times a second).
Exits with 1 if one of them took more than 30 seconds or 1 GB, ended otherwise than with 0 or 1, said anything that is
no problem of that file, or ended in neither articles nor a problem.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ..hostile_pdfs import CASES

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 30, 1024


@dataclass(frozen=True)
class Outcome:
    """How one file ended.

    Attributes:
        said: the problem, or how many articles there were.
        faults: what of it breaks a bar.
    """

    said: str
    seconds: float
    megabytes: float
    faults: tuple[str, ...]


def main() -> int:
    """Runs them all and prints; 1 where a bar is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="names with this in them")
    parser.add_argument("--part", default="1/1", help="the first of two halves is 1/2")
    options = parser.parse_args()
    part, parts = map(int, options.part.split("/"))
    broken = count = 0
    worst = [0.0, 0.0]
    print("| file | KB | outcome | s | MB | |\n|---|--:|---|--:|--:|---|")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "x.pdf")
        for number, (name, make) in enumerate(CASES.items()):
            if options.only not in name or number % parts != part - 1:
                continue
            path.write_bytes(make())
            outcome = split(path)
            count += 1
            broken += bool(outcome.faults)
            worst = [max(worst[0], outcome.seconds), max(worst[1], outcome.megabytes)]
            cells = f"{outcome.seconds:.1f} | {outcome.megabytes:.0f} | {'; '.join(outcome.faults)}"
            print(f"| {name} | {path.stat().st_size / 1024:.0f} | {outcome.said[:60]} | {cells} |", flush=True)
    print(f"\n{count} files, {broken} break a bar; the slowest {worst[0]:.1f} s, the largest {worst[1]:.0f} MB")
    return int(bool(broken))


def split(path: Path) -> Outcome:
    """Splits one file in a process of its own."""
    program = [sys.executable, "-W", "ignore", "-m", "indexer", "split", "--json", path.name]
    began = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(program, stdout=out, stderr=err, cwd=path.parent, env=env)
        most = 0
        while process.poll() is None:
            most = max(most, together(process.pid))
            time.sleep(0.05)
        seconds = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        articles = len(out.read().splitlines())
        complaints = err.read().decode("utf-8", "backslashreplace").splitlines()
    most = most or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    checks = {
        f"exit status {process.returncode}": process.returncode not in (0, 1),
        "too slow": seconds > SECONDS,
        "too large": most > MEGABYTES * 2**20,
        "neither articles nor a problem": not articles and not complaints,
        "no problem of its own": any(not line.startswith((f"有问题 {path.name}", "注：")) for line in complaints),
    }
    said = "; ".join(complaints).removeprefix(f"有问题 {path.name}: ") or f"{articles} articles"
    return Outcome(said, seconds, most / 2**20, tuple(fault for fault, found in checks.items() if found))


def together(pid: int) -> int:
    """The memory of a process and its children, in bytes; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize() + sum(map(together, map(int, children)))


if __name__ == "__main__":
    sys.exit(main())
