"""Are scores and rankings those of the formula, worked out in plain Python, however large the index?

    python -m tests.benchmarks.scores [RECORDS.jsonl[.xz]] [--take N] [--queries N] [--stock N] [--seed N]

The first --take records, dressed with invented names, columns, topics and kinds, go into our index; --queries queries
of every kind in turn (`tests/drawn_queries.py`) are drawn from them. Of each it compares

    plain      the total, and ids, order and scores of everything that is found, and of the first pages, with an
               inverted index of plain dictionaries (`tests/plain_index.py`): no numpy, nothing of `search.postings`
    slow lane  the documents, with those that Whoosh's own queries and matchers find in our postings, at `limit=None`
    stock      the documents among the first --stock articles, with those of an index that is all Whoosh's own

and says how many agree, by kind. Prints every query that differs; exits 1 if any does.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from search.backends import whoosh_index
from search.tree import Query

from ..archives import article, fill, on_disk
from ..drawn_queries import KINDS, Drawing, dressed
from ..plain_index import PlainIndex, differs
from ..test_drawn_queries import stock
from ..whooshs_queries import as_whoosh_asks
from .literal_recall import of_records

RECORDS = Path(__file__).parents[3] / "shared" / "articles" / "xwlb.jsonl.xz"
Compare = Callable[[Query], str]


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path, nargs="?", default=RECORDS)
    parser.add_argument("--take", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--stock", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    articles = [dressed(each, chance) for each in of_records(options.records, options.take)]
    drawing = Drawing(articles, chance)
    queries = [(KINDS[at % len(KINDS)], drawing.draw(KINDS[at % len(KINDS)])) for at in range(options.queries)]
    place = Path(tempfile.mkdtemp())
    try:
        backend = on_disk(place / "ours")
        for first in range(0, len(articles), 5000):
            fill(backend, articles[first : first + 5000])
        slow = FileIndex(FileStorage(str(place / "ours"))).searcher()
        small = stock(place / "stock", articles[: options.stock]).searcher()
        plain = PlainIndex(articles)
        print(f"{len(articles)} articles in {len(slow.leaf_searchers())} segments", flush=True)
        # Everything that is found is compared: reading it would take longer than all the rest.
        with mock.patch.object(whoosh_index, "_article", lambda segment, doc: article(segment.id(doc))):
            return told(
                queries,
                {
                    "plain": lambda query: differs(plain, backend, query),
                    "slow lane": documents(plain, slow),
                    "stock": documents(plain, small),
                },
            )
    finally:
        shutil.rmtree(place, ignore_errors=True)


def documents(plain: PlainIndex, searcher: Any) -> Compare:
    """Compares which documents Whoosh finds; it may have fewer, but has them in the same order."""

    def compare(query: Query) -> str:
        found = set(searcher.search(as_whoosh_asks(query), limit=None).docs())
        right = {doc for doc in plain.find(query) if doc < searcher.doc_count_all()}
        return f"missing {sorted(right - found)[:3]} extra {sorted(found - right)[:3]}" if found != right else ""

    return compare


def told(queries: list[tuple[str, Query]], compared: dict[str, Compare]) -> int:
    """Compares, prints the table by kind, and says whether anything differed (1) or nothing (0)."""
    agreed, asked, took = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[str]()
    for kind, query in queries:
        for name, compare in compared.items():
            began = time.perf_counter()
            try:
                difference = compare(query)
            except NotImplementedError:  # Whoosh cannot be asked so
                continue
            took[name] += time.perf_counter() - began  # type: ignore[assignment]
            asked[name, kind] += 1
            agreed[name, kind] += not difference
            if difference:
                print(f"differs from {name}: {kind}: {query!r}: {difference}", flush=True)
    print("| kind | " + " | ".join(compared) + " |")
    print("|---" + "|--:" * len(compared) + "|")
    for kind in KINDS:
        if any(asked[name, kind] for name in compared):
            print("|", " | ".join([kind, *(f"{agreed[n, kind]}/{asked[n, kind]}" for n in compared)]), "|")
    sums = {n: (sum(agreed[n, k] for k in KINDS), sum(asked[n, k] for k in KINDS)) for n in compared}
    print("|", " | ".join(["all", *(f"{right}/{of}" for right, of in sums.values())]), "|")
    print("seconds: " + ", ".join(f"{name} {seconds:.0f}" for name, seconds in took.items()))
    return int(any(right != of for right, of in sums.values()))


if __name__ == "__main__":
    sys.exit(main())
