"""How fast are the arrays beside the engines that others use?

    python -m tests.benchmarks.engines [RECORDS.jsonl[.xz]] [--take N] [--stock N] [--queries FILE.json]

The same articles, headline and body, cut into the same words and pairs of characters, go into

    ours            `search.postings` behind Whoosh's table of contents: words, pairs with positions, characters, values
    Tantivy         words, and pairs with positions; one thread (`pip install tantivy`, left out where it is not there)
    FTS5            SQLite's full-text table of the words; another by its trigram tokenizer
    stock Whoosh    the same fields as ours by Whoosh's own codec, of the first --stock articles, for it takes long

and answer the same queries in turn: the ten best, and how many there are. *docs/s* is from articles that are cut
already, in the form that the engine wants them; *size* is without what is stored of them, as a share of the text in
UTF-8. *total* counts the queries of which the engine finds as many as the first one does. The ratios are to ours, on
the same articles.

The queries are of the form of `../shared/prototype/queries.json`, which is taken where it is there: a list of objects
with `kind` and what is asked, `words`, `no`, `lit`, `prefix`, `lo` and `hi`. Else they are drawn from the articles.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from indexer.build import rows
from search.article import Article
from search.schema import Document

from .filled import KINDS, Asked, Filled, Peer, high, middle
from .literal_recall import of_records
from .peers import Fts5, Ours, Stock, Tantivy

QUERIES = Path("../shared/prototype/queries.json")
RECORDS = Path("../shared/articles/xwlb.jsonl.xz")


class Packed(Sequence[Document]):
    """Many documents, each unpacked when it is asked for: as objects they would be three gigabytes."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._rows = list(rows(articles))

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: Any) -> Any:
        return [row.document for row in self._rows[at]] if isinstance(at, slice) else self._rows[at].document


def drawn(documents: Sequence[Document], seed: int = 7) -> list[Asked]:
    """Eighteen queries of each kind out of some articles."""
    chance = random.Random(seed)
    often = Counter(word for each in documents for word in set(each.words.get("body", ())) if len(word) > 1)
    size = len(documents)
    common = sorted(word for word, n in often.items() if n > size / 20) or sorted(often)
    middle = sorted(word for word, n in often.items() if size / 300 < n <= size / 20) or common
    rare = sorted(word for word, n in often.items() if 2 <= n <= 20) or middle

    def cut(length: int) -> str:
        while True:
            text = chance.choice(chance.choice(documents).texts.get("body", ("",)))
            if len(text) > length + 5:
                at = chance.randrange(len(text) - length)
                return text[at : at + length]

    queries: list[Asked] = []
    for _ in range(18):
        day = chance.choice(documents).article.date or "2025-01-01"
        queries += [
            {"kind": "freq1", "words": [chance.choice(common)]},
            {"kind": "rare1", "words": [chance.choice(rare)]},
            {"kind": "and2", "words": [chance.choice(middle), chance.choice(common)]},
            {"kind": "or3", "words": [chance.choice(common), chance.choice(middle), chance.choice(middle)]},
            *({"kind": f"sub{length}", "lit": cut(length)} for length in (2, 4, 8)),
            {"kind": "prefix", "prefix": chance.choice(middle)[:2]},
            {"kind": "not", "words": [chance.choice(middle)], "no": [chance.choice(common)]},
            {"kind": "date", "words": [chance.choice(common)], "lo": day, "hi": f"{int(day[:4]) + 1}{day[4:]}"},
        ]
    return queries


def compare(
    documents: Sequence[Document], queries: Sequence[Asked], peers: Sequence[tuple[str, Callable[[Path], Peer]]]
) -> Iterator[str]:
    """Fills the engines, asks them in turn, and makes the table."""
    text = sum(len("".join(some).encode()) for each in documents for some in each.texts.values())
    made: dict[str, Filled] = {}
    places = []
    for name, peer in peers:
        places.append(Path(tempfile.mkdtemp()))
        made[name] = Filled(peer(places[-1]), places[-1])
        made[name].fill(documents, len(documents))
    gc.freeze()  # the documents are still held, and would be looked through for circles while queries are answered
    for number, query in enumerate(queries):
        for engine in made.values():
            engine.ask(number, query)
    first = next(iter(made.values()))
    yield f"{len(documents)} articles, {text / 1e6:.1f} MB; median / p95 ms of {len(queries)} queries, ratio to ours"
    yield "| engine | docs/s | size | total | " + " | ".join(KINDS) + " | all | ratio |"
    yield "|---" * (len(KINDS) + 6) + "|"
    for name, engine in made.items():
        every = [each for some in engine.took.values() for each in some]
        agreed = sum(first.totals[at] == total for at, total in engine.totals.items())
        ours = [each for kind in engine.took for each in first.took[kind]]
        row = [
            name,
            f"{len(documents) / engine.seconds:.0f}",
            f"{engine.size() / text:.2f}",
            f"{agreed}/{len(engine.totals)}",
            *(told(engine.took[kind]) for kind in KINDS),
            told(every),
            f"{middle(every) / middle(ours):.1f} / {high(every) / high(ours):.1f}" if every else "",
        ]
        yield "| " + " | ".join(row) + " |"
    for place in places:
        shutil.rmtree(place, ignore_errors=True)


def told(times: Sequence[float]) -> str:
    """Median and p95, or nothing."""
    return f"{middle(times):.2f}/{high(times):.1f}" if times else ""


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path, nargs="?", default=RECORDS)
    parser.add_argument("--take", type=int, default=20_000)
    parser.add_argument("--stock", type=int, default=2_000)
    parser.add_argument("--queries", type=Path, default=QUERIES)
    options = parser.parse_args()
    documents = Packed(of_records(options.records, options.take))
    queries = json.loads(options.queries.read_text("utf-8")) if options.queries.exists() else drawn(documents)
    peers: list[tuple[str, Callable[[Path], Peer]]] = [("ours", Ours)]
    if find_spec("tantivy") is not None:
        peers.append(("Tantivy", Tantivy))
    peers += [("FTS5 words", Fts5), ("FTS5 trigram", partial(Fts5, trigram=True))]
    print(*compare(documents, queries, peers), sep="\n", flush=True)
    if options.stock:
        print(*compare(documents[: options.stock], queries, [("ours", Ours), ("stock Whoosh", Stock)]), sep="\n")


if __name__ == "__main__":
    main()
