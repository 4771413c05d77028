"""What does size cost: how fast are the engines filled and asked from ten thousand articles to a million?

    python -m tests.benchmarks.scale [RECORDS.jsonl[.xz]] [--sizes N …] [--engines NAME …] [--queries FILE.json]
                                     [--keep FILE.json] [--again NAME …] [--picture FILE.png]

Ours, Tantivy (one thread) and SQLite's FTS5 by words take the same articles, real ones as far as they go and then
dealt anew from their sentences (`shuffled`), and answer the same queries in turn (`engines`). Each engine at each size
is a process of its own, which ends with it. A row of the table is printed as soon as it is known:

    docs/s      from articles that are cut already, in the form that the engine wants: neither the segmenter nor the
                dealing is counted. Ours stores the articles too, the others store nothing; Tantivy's own thread goes on
                while the next articles are dealt, which flatters it. All commit every 50,000 articles
    size        on the disk without what is stored, as a share of the text in UTF-8; in how many segments
    peak MB     of memory while the engine is filled, beyond what the process held before, the pieces of articles; in
                brackets without files that are mapped into it, which the system takes back when it needs the room; of
                ours, that of the process which makes the segments where it is more
    total       of how many queries it finds as many articles as the first engine does
    all, kinds  median / p95 of the queries in ms, each warm and the median of five
    ratio       of both to those of the first engine, over the queries that this one can be asked

Ours then takes a hundred articles more, in a commit of their own, as in one night, five times (*nights*: seconds of
each), and answers the queries again (*then*: median / p95, in how many segments).

What is measured is kept in --keep, and is not measured again; --again names engines that are. --picture draws it all.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from indexer.processor import for_fast_sorts

from .engines import QUERIES, RECORDS, drawn, told
from .filled import KINDS, Filled, Peer, high, middle
from .literal_recall import of_records
from .peers import Fts5, Ours, Tantivy
from .picture import draw
from .shuffled import cut, dealt, pieces_of

ENGINES: dict[str, Callable[[Path], Peer]] = {"ours": Ours, "Tantivy": Tantivy, "FTS5 words": Fts5}
SIZES = [10_000, 30_000, 100_000, 300_000, 1_000_000]
NIGHTS, A_NIGHT = 5, 100

Measured = dict[str, Any]


def measure(name: str, size: int, pieces_file: Path, queries: Sequence[dict[str, Any]], place: Path) -> Measured:
    """Fills one engine in an empty directory with so many articles, and asks it. To be done in a process of its own."""
    pieces = pieces_of(pieces_file, size)
    text = 0
    before = _memory("VmRSS")
    engine = Filled(ENGINES[name](place), place)

    def counted() -> Any:
        nonlocal text
        for document in coming:
            text += sum(len(part.encode()) for parts in document.texts.values() for part in parts)
            yield document

    coming = dealt(pieces, 0, size + NIGHTS * A_NIGHT)
    with _Watch("RssAnon") as own:
        engine.fill(islice(counted(), size))
    found: Measured = {
        "rate": size / engine.seconds,
        "seconds": engine.seconds,
        "text": text,
        "size": engine.size() / text,
        "segments": engine.peer.segments(),
        # Ours makes its segments in another process.
        "peak": max(_memory("VmHWM") - before, own.most_of_child) / 1e6,
        "own": max(own.most - own.first, own.most_of_child) / 1e6,
    }
    for number, query in enumerate(queries):
        engine.ask(number, query)
    found |= {"took": dict(engine.took), "totals": dict(engine.totals)}
    if name == "ours":
        nights = []
        for _ in range(NIGHTS):
            some = list(islice(coming, A_NIGHT))
            began = time.perf_counter()
            engine.peer.add(some)
            engine.peer.commit()
            nights.append(time.perf_counter() - began)
        engine.took.clear()
        for number, query in enumerate(queries):
            engine.ask(number, query)
        found |= {"nights": nights, "then": _all(engine.took), "segments then": engine.peer.segments()}
    return found


def _memory(what: str, process: str = "self") -> int:
    """Bytes of memory that a process has (VmRSS; RssAnon without mapped files), or has had at most (VmHWM). Where only
    `getrusage` tells, it is the last for all."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(what)), 0)


def _children() -> list[str]:
    """The processes that this one has begun. (What `getrusage` tells of them begins with what this one had then.)"""
    found: list[str] = []
    with suppress(OSError):
        for thread in Path("/proc/self/task").iterdir():
            found += (thread / "children").read_text().split()
    return found


class _Watch:
    """The most memory of a kind that this process has while a block runs, by looking ten times a second.

    Attributes:
        first, most: bytes, at the beginning and at most.
        most_of_child: bytes that any process had at most that this one has begun.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.first = self.most = _memory(what)
        self.most_of_child = 0

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.1):
            self.most = max(self.most, _memory(self._what))
            self.most_of_child = max([self.most_of_child, *(_memory("VmHWM", child) for child in _children())])


def in_a_process(name: str, size: int, pieces: Path, queries: Path) -> Measured:
    """The same in a process of its own."""
    place = Path(tempfile.mkdtemp())
    command = [sys.executable, "-W", "ignore", "-m", __spec__.name if __spec__ else __name__, "--measure"]
    try:
        done = subprocess.run(
            [*command, name, str(size), str(pieces), str(queries), str(place)],
            stdout=subprocess.PIPE,
            check=True,
            env={**os.environ, **for_fast_sorts()},  # as `news-index add` has it
        )
    finally:
        shutil.rmtree(place, ignore_errors=True)
    found: Measured = json.loads(done.stdout)
    return found


def row(name: str, size: int, found: Measured, first: Measured) -> str:
    """A row of the table."""
    agreed = sum(first["totals"][number] == total for number, total in found["totals"].items())
    every, ours = _all(found["took"]), [each for kind in found["took"] for each in first["took"][kind]]
    cells = [
        f"{size:,}",
        name,
        f"{found['rate']:,.0f}",
        f"{found['size']:.2f} in {found['segments']}",
        f"{found['peak']:,.0f} ({found['own']:,.0f})",
        f"{agreed}/{len(found['totals'])}",
        told(every),
        *(told(found["took"].get(kind, ())) for kind in KINDS),
        f"{middle(every) / middle(ours):.2f} / {high(every) / high(ours):.2f}",
        ", ".join(f"{seconds:.1f}" for seconds in found.get("nights", ())),
        f"{told(found['then'])} in {found['segments then']}" if "then" in found else "",
    ]
    return "| " + " | ".join(cells) + " |"


def _all(took: Mapping[str, Sequence[float]]) -> list[float]:
    return [each for some in took.values() for each in some]


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path, nargs="?", default=RECORDS)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--engines", nargs="+", choices=[*ENGINES], default=[*ENGINES])
    parser.add_argument("--queries", type=Path, default=QUERIES)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--again", nargs="+", choices=[*ENGINES], default=[])
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--measure", nargs=5, help=argparse.SUPPRESS)  # engine, size, pieces, queries, place
    options = parser.parse_args()
    if options.measure:
        name, size, pieces, queries, place = options.measure
        asked = json.loads(Path(queries).read_text("utf-8"))
        print(json.dumps(measure(name, int(size), Path(pieces), asked, Path(place))))
        return
    kept: dict[str, dict[str, Measured]] = {}
    if options.keep and options.keep.exists():
        kept = json.loads(options.keep.read_text("utf-8"))
    for name in options.again:
        kept = {size: {n: found for n, found in some.items() if n != name} for size, some in kept.items()}
    engines = [name for name in options.engines if name != "Tantivy" or find_spec("tantivy") is not None]
    scratch = Path(tempfile.mkdtemp())
    try:
        run(options, engines, kept, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if options.picture:
        draw({int(size): some for size, some in kept.items()}, options.picture)


def run(
    options: argparse.Namespace, engines: Sequence[str], kept: dict[str, dict[str, Measured]], scratch: Path
) -> None:
    """Measures what is not kept yet, smallest first, and prints the table."""
    pieces, queries = scratch / "pieces", scratch / "queries.json"
    missing = any(name not in kept.get(str(size), {}) for size in options.sizes for name in engines)
    if missing:
        real = cut(of_records(options.records, max(options.sizes)), pieces)
        if options.queries.exists():
            asked = json.loads(options.queries.read_text("utf-8"))
        else:
            asked = drawn([*dealt(pieces_of(pieces, 20_000), 0, min(real, 20_000))])
        queries.write_text(json.dumps(asked), "utf-8")
        print(f"{real:,} real articles, {len(asked)} queries", flush=True)
    heads = ["articles", "engine", "docs/s", "size", "peak MB", "total", "all", *KINDS, "ratio", "nights", "then"]
    print("|", " | ".join(heads), "|")
    print("|---|---" + "|--:" * (len(heads) - 2) + "|", flush=True)
    for size in sorted(options.sizes):
        some = kept.setdefault(str(size), {})
        for name in engines:
            if name not in some:
                some[name] = in_a_process(name, size, pieces, queries)
                # As JSON has it, like what was kept.
                some[name] = json.loads(json.dumps(some[name]))
                if options.keep:
                    options.keep.write_text(json.dumps(kept, indent=1), "utf-8")
            print(row(name, size, some[name], some[engines[0]]), flush=True)


if __name__ == "__main__":
    main()
