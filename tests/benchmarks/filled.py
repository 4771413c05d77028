"""How is an engine measured: how fast it takes articles in, what it takes on the disk, how fast it answers?

A `Peer` takes documents that are cut already, in the form that it wants them: to bring them into that form is not
counted. Queries are records with `kind` and what is asked: `words`, `no`, `lit`, `prefix`, `lo` and `hi`.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from search.schema import Document

Asked = dict[str, Any]
KINDS = ("freq1", "rare1", "and2", "or3", "phrase", "sub2", "sub4", "sub8", "prefix", "not", "date")
REPEATS = 5


class Peer(Protocol):
    """An engine in a directory of its own."""

    def prepare(self, document: Document) -> Any:
        """A document as the engine wants it."""

    def add(self, prepared: Iterable[Any]) -> None:
        """Takes documents in."""

    def commit(self) -> None:
        """Makes them visible."""

    def run(self, asked: Asked) -> int:
        """The ten best of a query, and how many it finds. NotImplementedError where it cannot be asked."""

    def segments(self) -> int:
        """Of how many parts the index is made."""


class Filled:
    """An engine that is being filled and asked.

    Attributes:
        documents, seconds: how many it has taken, and in what time.
        took: kind of query → milliseconds of each when it was warm.
        totals: number of a query → how many it found.
    """

    def __init__(self, peer: Peer, place: Path) -> None:
        self.peer = peer
        self._place = place
        self.documents = 0
        self.seconds = 0.0
        self.took: dict[str, list[float]] = defaultdict(list)
        self.totals: dict[int, int] = {}

    def fill(self, documents: Iterable[Document], block: int = 50_000) -> None:
        """Takes documents, with a commit after so many. None is held longer than until a thousand are there."""
        coming = iter(documents)
        open = 0
        while some := [self.peer.prepare(document) for document in islice(coming, 1000)]:
            began = time.perf_counter()
            self.peer.add(some)
            self.documents, open = self.documents + len(some), open + len(some)
            if open >= block:
                self.peer.commit()
                open = 0
            self.seconds += time.perf_counter() - began
        began = time.perf_counter()
        if open:
            self.peer.commit()
        self.seconds += time.perf_counter() - began

    def size(self) -> int:
        """Bytes on the disk, without what is stored of the articles."""
        files = [file for file in self._place.rglob("*") if file.is_file()]
        return sum(file.stat().st_size for file in files if not file.name.endswith("_records.col"))

    def ask(self, number: int, query: Asked) -> None:
        """Answers a query, and notes how long that takes when it is warm."""
        try:
            self.totals[number] = self.peer.run(query)
        except NotImplementedError:
            return
        times = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            self.peer.run(query)
            times.append((time.perf_counter() - began) * 1000)
            if times[-1] > 2000:
                break
        self.took[query["kind"]].append(statistics.median(times))


def middle(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def high(times: Sequence[float]) -> float:
    """Of twenty, nineteen take no longer."""
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]
