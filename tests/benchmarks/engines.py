"""How fast are the arrays beside the engines that others use?

    python -m tests.benchmarks.engines [RECORDS.jsonl[.xz]] [--take N] [--stock N] [--queries FILE.json]

The same articles, headline and body, cut into the same words and pairs of characters, go into

    ours            `search.postings` behind Whoosh's table of contents: words, pairs with positions, characters, values
    Tantivy         words, and pairs with positions; one thread (`pip install tantivy`, left out where it is not there)
    FTS5            SQLite's full-text table of the words; another by its trigram tokenizer
    stock Whoosh    the same fields as ours by Whoosh's own codec, of the first --stock articles, for it takes long

and answer the same queries in turn: the ten best, and how many there are. *docs/s* is from articles that are cut
already; *size* is without what is stored of them, as a share of the text in UTF-8. *total* counts the queries of which
the engine finds as many as the first one does. The ratios are to ours, on the same articles.

The queries are of the form of `../shared/prototype/queries.json`, which is taken where it is there: a list of objects
with `kind` and what is asked, `words`, `no`, `lit`, `prefix`, `lo` and `hi`. Else they are drawn from the articles.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from indexer.build import document
from search.backends import whoosh_index
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.layout import create
from search.schema import Document
from search.text import pairs
from search.tree import DateRange, Literal, Not, Prefix, Query, Word, all_of, any_of

from ..archives import write_as_stock_whoosh
from .literal_recall import of_records

Asked = dict[str, Any]
Run = Callable[[Asked], int]
KINDS = ("freq1", "rare1", "and2", "or3", "phrase", "sub2", "sub4", "sub8", "prefix", "not", "date")
QUERIES = Path("../shared/prototype/queries.json")
RECORDS = Path("../shared/articles/xwlb.jsonl.xz")
REPEATS = 5


class Engine:
    """An engine that has been filled.

    Attributes:
        name: what it is called in the table.
        seconds, size: how long that took; bytes on the disk.
        run: answers a query with how many articles it finds; NotImplementedError where it cannot.
    """

    def __init__(self, name: str, fill: Callable[[Path], Run], place: Path) -> None:
        self.name = name
        began = time.perf_counter()
        self.run = fill(place)
        self.seconds = time.perf_counter() - began
        self.size = sum(
            file.stat().st_size for file in place.rglob("*") if file.is_file() and not file.name.endswith("_stored.col")
        )
        self.took: dict[str, list[float]] = defaultdict(list)
        self.totals: dict[int, int] = {}

    def ask(self, number: int, query: Asked) -> None:
        """Answers a query, and notes how long that takes when it is warm."""
        try:
            self.totals[number] = self.run(query)
        except NotImplementedError:
            return
        times = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            self.run(query)
            times.append((time.perf_counter() - began) * 1000)
            if times[-1] > 2000:
                break
        self.took[query["kind"]].append(statistics.median(times))


# The engines.


def ours(documents: Sequence[Document]) -> Callable[[Path], Run]:
    """Our index, through its whole engine: matching, ranking, order; but for reading the articles that it gives."""

    def tree(asked: Asked) -> Query:
        if "lit" in asked:
            return Literal(asked["lit"])
        if "prefix" in asked:
            return Prefix(asked["prefix"])
        some = [Word(word) for word in asked["words"]]
        if asked["kind"] == "or3":
            return any_of(*some)
        clauses: list[Query] = [*some, *(Not(Word(word)) for word in asked.get("no", ()))]
        return all_of(*clauses, *([DateRange(asked["lo"], asked["hi"])] if "lo" in asked else []))

    def fill(place: Path) -> Run:
        create(place / "index")
        backend = WhooshIndex(place / "index")
        with backend.writer() as writer:
            for each in documents:
                writer.add(each)
        whoosh_index._article = lambda segment, doc: documents[0].article
        return lambda asked: backend.search(tree(asked), sort="relevance", offset=0, limit=10).total

    return fill


def stock(documents: Sequence[Document]) -> Callable[[Path], Run]:
    """The same fields by Whoosh's own codec and queries."""
    from whoosh import query as q
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import FileIndex

    fields = ("head", "body")

    def word(text: str) -> Any:
        return q.Or([q.Term(f"words_{field}", text) for field in fields])

    def literal(text: str) -> Any:
        some = pairs(text)
        kind = q.Phrase if len(some) > 1 else lambda field, some: q.Term(field, some[0])
        return q.Or([kind(f"pairs_{field}", some) for field in fields])

    def tree(asked: Asked) -> Any:
        if "lit" in asked:
            return literal(asked["lit"])
        if "prefix" in asked:
            return q.Or([q.Prefix(f"words_{field}", asked["prefix"]) for field in fields])
        if asked["kind"] == "or3":
            return q.Or([word(text) for text in asked["words"]])
        clauses = [word(text) for text in asked["words"]] + [q.Not(word(text)) for text in asked.get("no", ())]
        if "lo" in asked:
            clauses.append(q.TermRange("value_date", asked["lo"], asked["hi"]))
        return q.And(clauses)

    def fill(place: Path) -> Run:
        create(place / "index")
        index = FileIndex(FileStorage(str(place / "index")))
        writer = index.writer(limitmb=256, compound=False)
        for each in documents:
            write_as_stock_whoosh(writer, each)
        writer.commit()
        searcher = index.searcher()
        # Whoosh counts only as far as it has to for the best ten: the number is asked for.
        return lambda asked: (
            len(list(searcher.docs_for_query(query := tree(asked)))) + 0 * len(searcher.search(query, limit=10).top_n)
        )

    return fill


def tantivy(documents: Sequence[Document]) -> Callable[[Path], Run]:
    """Tantivy, with words and pairs as they are cut for ours."""
    import tantivy as t

    builder = t.SchemaBuilder()
    for name in ("head", "body"):
        builder.add_text_field(f"words_{name}", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(f"pairs_{name}", tokenizer_name="whitespace", index_option="position")
    builder.add_integer_field("date", indexed=True, fast=True)
    schema = builder.build()
    fields = ("head", "body")
    either, must, never = t.Occur.Should, t.Occur.Must, t.Occur.MustNot

    def word(text: str) -> Any:
        return t.Query.boolean_query([(either, t.Query.term_query(schema, f"words_{f}", text)) for f in fields])

    def literal(text: str) -> Any:
        some = pairs(text)

        def stands(field: str) -> Any:
            if len(some) == 1:
                return t.Query.term_query(schema, field, some[0])
            return t.Query.phrase_query(schema, field, some)

        return t.Query.boolean_query([(either, stands(f"pairs_{field}")) for field in fields])

    def tree(asked: Asked) -> Any:
        if "lit" in asked:
            return literal(asked["lit"])
        if "prefix" in asked:
            some = [t.Query.regex_query(schema, f"words_{field}", asked["prefix"] + ".*") for field in fields]
            return t.Query.boolean_query([(either, each) for each in some])
        if asked["kind"] == "or3":
            return t.Query.boolean_query([(either, word(text)) for text in asked["words"]])
        clauses = [(must, word(text)) for text in asked["words"]]
        clauses += [(never, word(text)) for text in asked.get("no", ())]
        if "lo" in asked:
            low, high = (int(asked[end].replace("-", "")) for end in ("lo", "hi"))
            days = t.Query.range_query(schema, "date", t.FieldType.Integer, low, high, True, True)
            clauses.append((must, t.Query.const_score_query(days, 0.0)))
        return t.Query.boolean_query(clauses)

    def fill(place: Path) -> Run:
        index = t.Index(schema, path=str(place))
        writer = index.writer(256_000_000, 1)
        for each in documents:
            made = t.Document()
            for name in fields:
                made.add_text(f"words_{name}", " ".join(each.words.get(name, ())))
                made.add_text(f"pairs_{name}", " ".join(each.pairs.get(name, ())))
            made.add_integer("date", int(each.article.date.replace("-", "") or 0))
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()
        return lambda asked: int(searcher.search(tree(asked), 10, count=True).count)

    return fill


def fts5(documents: Sequence[Document], trigram: bool) -> Callable[[Path], Run]:
    """SQLite's full-text table."""

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    def match(asked: Asked) -> str:
        if trigram and len(asked.get("lit", "")) > 2:
            return quoted(asked["lit"])
        if trigram or "lit" in asked:
            raise NotImplementedError
        if "prefix" in asked:
            return quoted(asked["prefix"]) + "*"
        if asked["kind"] == "or3":
            return " OR ".join(map(quoted, asked["words"]))
        return " NOT ".join([" AND ".join(map(quoted, asked["words"])), *map(quoted, asked.get("no", ()))])

    def fill(place: Path) -> Run:
        database = sqlite3.connect(place / "fts5.sqlite")
        database.execute("PRAGMA journal_mode=off")
        kind = "trigram case_sensitive 1" if trigram else "unicode61 remove_diacritics 0"
        database.execute(f"CREATE VIRTUAL TABLE article USING fts5(head, body, content='', tokenize='{kind}')")
        database.execute("CREATE TABLE day (id INTEGER PRIMARY KEY, date TEXT)")
        for number, each in enumerate(documents):
            texts = [
                "\n".join(each.texts.get(f, ())) if trigram else " ".join(each.words.get(f, ()))
                for f in ("head", "body")
            ]
            database.execute("INSERT INTO article (rowid, head, body) VALUES (?, ?, ?)", (number, *texts))
            database.execute("INSERT INTO day VALUES (?, ?)", (number, each.article.date))
        database.commit()

        def run(asked: Asked) -> int:
            found, values = "article WHERE article MATCH ?", [match(asked)]
            if "lo" in asked:
                found = "article JOIN day ON day.id = article.rowid WHERE article MATCH ? AND date BETWEEN ? AND ?"
                values += [asked["lo"], asked["hi"]]
            database.execute(f"SELECT article.rowid FROM {found} ORDER BY rank LIMIT 10", values).fetchall()
            return int(database.execute(f"SELECT count(*) FROM {found}", values).fetchone()[0])

        return run

    return fill


# The queries, and the table.


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
    documents: Sequence[Document], queries: Sequence[Asked], engines: Sequence[tuple[str, Any]]
) -> Iterator[str]:
    """Fills the engines, asks them in turn, and makes the table."""
    text = sum(len("".join(some).encode()) for each in documents for some in each.texts.values())
    made = []
    for name, engine in engines:
        place = Path(tempfile.mkdtemp())
        made.append((Engine(name, engine(documents), place), place))
    for number, query in enumerate(queries):
        for engine, _ in made:
            engine.ask(number, query)
    first = made[0][0]
    yield f"{len(documents)} articles, {text / 1e6:.1f} MB; median / p95 ms of {len(queries)} queries, ratio to ours"
    yield "| engine | docs/s | size | total | " + " | ".join(KINDS) + " | all | ratio |"
    yield "|---" * (len(KINDS) + 6) + "|"
    whole = [each for some in first.took.values() for each in some]
    for engine, place in made:
        every = [each for some in engine.took.values() for each in some]
        agreed = sum(first.totals[at] == total for at, total in engine.totals.items())
        ours = [each for kind in engine.took for each in first.took[kind]] if engine is not first else whole
        row = [
            engine.name,
            f"{len(documents) / engine.seconds:.0f}",
            f"{engine.size / text:.2f}",
            f"{agreed}/{len(engine.totals)}",
            *(_told(engine.took[kind]) for kind in KINDS),
            _told(every),
            f"{_middle(every) / _middle(ours):.1f} / {_high(every) / _high(ours):.1f}" if every else "",
        ]
        yield "| " + " | ".join(row) + " |"
        shutil.rmtree(place, ignore_errors=True)


def _middle(times: Sequence[float]) -> float:
    return statistics.median(times)


def _high(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]


def _told(times: Sequence[float]) -> str:
    return f"{_middle(times):.2f}/{_high(times):.1f}" if times else ""


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path, nargs="?", default=RECORDS)
    parser.add_argument("--take", type=int, default=20_000)
    parser.add_argument("--stock", type=int, default=2_000)
    parser.add_argument("--queries", type=Path, default=QUERIES)
    options = parser.parse_args()
    documents = [document(each) for each in of_records(options.records, options.take)]
    queries = json.loads(options.queries.read_text("utf-8")) if options.queries.exists() else drawn(documents)
    peers: list[tuple[str, Any]] = [("ours", ours)]
    if find_spec("tantivy") is not None:
        peers.append(("Tantivy", tantivy))
    peers += [("FTS5 words", lambda some: fts5(some, False)), ("FTS5 trigram", lambda some: fts5(some, True))]
    print(*compare(documents, queries, peers), sep="\n", flush=True)
    if options.stock:
        print(*compare(documents[: options.stock], queries, [("ours", ours), ("stock Whoosh", stock)]), sep="\n")


if __name__ == "__main__":
    main()
