"""How are the engines filled and asked that ours is measured beside?

    Ours          `search.postings` behind Whoosh's table of contents, articles stored with it
    Tantivy       words, and pairs with positions; one thread (`pip install tantivy`)
    Fts5          SQLite's full-text table, of the words or by its trigram tokenizer
    Stock         the same fields as ours by Whoosh's own codec and queries

Each is a `filled.Peer`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from search.article import Article
from search.backends import Writer, whoosh_index
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.layout import create
from search.schema import Document
from search.text import pairs
from search.tree import DateRange, Literal, Not, Prefix, Query, Word, all_of, any_of

from ..archives import write_as_stock_whoosh
from .filled import Asked

FIELDS = ("head", "body")


class Ours:
    """Our index, through its whole engine: matching, ranking, order; but for reading the articles that it gives. It is
    filled as `news-index add` fills it from a large file: its segments are made in a process of their own."""

    def __init__(self, place: Path) -> None:
        create(place / "index")
        self._backend = WhooshIndex(place / "index")
        self._block: AbstractContextManager[Writer] | None = None
        self._directory = place / "index"
        read = Article("")  # one for all: to make ten of them takes as long as a tenth of the search
        whoosh_index._article = lambda segment, doc: read

    def prepare(self, document: Document) -> Document:
        """See `filled.Peer.prepare`."""
        return document

    def add(self, prepared: Iterable[Document]) -> None:
        """See `filled.Peer.add`."""
        if self._block is None:
            self._block = self._backend.writer(apart=True)
            self._writer = self._block.__enter__()
        for document in prepared:
            self._writer.add(document)

    def commit(self) -> None:
        """See `filled.Peer.commit`."""
        if self._block is not None:
            self._block.__exit__(None, None, None)
            self._block = None

    def run(self, asked: Asked) -> int:
        """See `filled.Peer.run`."""
        return self._backend.search(self._tree(asked), sort="relevance", offset=0, limit=10).total

    def segments(self) -> int:
        """See `filled.Peer.segments`."""
        return len(list(self._directory.glob("*.postings")))

    def _tree(self, asked: Asked) -> Query:
        if "lit" in asked:
            return Literal(asked["lit"])
        if "prefix" in asked:
            return Prefix(asked["prefix"])
        some = [Word(word) for word in asked["words"]]
        if asked["kind"] == "or3":
            return any_of(*some)
        clauses: list[Query] = [*some, *(Not(Word(word)) for word in asked.get("no", ()))]
        return all_of(*clauses, *([DateRange(asked["lo"], asked["hi"])] if "lo" in asked else []))


class Stock:
    """The same fields by Whoosh's own codec and queries."""

    def __init__(self, place: Path) -> None:
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import FileIndex

        create(place / "index")
        self._index = FileIndex(FileStorage(str(place / "index")))
        self._writer: Any = None
        self._searcher: Any = None

    def prepare(self, document: Document) -> Document:
        """See `filled.Peer.prepare`."""
        return document

    def add(self, prepared: Iterable[Document]) -> None:
        """See `filled.Peer.add`."""
        self._writer = self._writer or self._index.writer(limitmb=256, compound=False)
        for document in prepared:
            write_as_stock_whoosh(self._writer, document)

    def commit(self) -> None:
        """See `filled.Peer.commit`."""
        self._writer.commit()
        self._writer, self._searcher = None, self._index.searcher()

    def run(self, asked: Asked) -> int:
        """See `filled.Peer.run`. Whoosh counts only as far as it has to for the best ten: the number is asked for."""
        query = self._tree(asked)
        found = len(list(self._searcher.docs_for_query(query)))
        self._searcher.search(query, limit=10).top_n  # noqa: B018  (worked out by then)
        return found

    def segments(self) -> int:
        """See `filled.Peer.segments`."""
        return len(self._searcher.leaf_searchers())

    def _tree(self, asked: Asked) -> Any:
        from whoosh import query as q

        def word(text: str) -> Any:
            return q.Or([q.Term(f"words_{field}", text) for field in FIELDS])

        if "lit" in asked:
            some = pairs(asked["lit"])
            kind = q.Phrase if len(some) > 1 else lambda field, some: q.Term(field, some[0])
            return q.Or([kind(f"pairs_{field}", some) for field in FIELDS])
        if "prefix" in asked:
            return q.Or([q.Prefix(f"words_{field}", asked["prefix"]) for field in FIELDS])
        if asked["kind"] == "or3":
            return q.Or([word(text) for text in asked["words"]])
        clauses = [word(text) for text in asked["words"]] + [q.Not(word(text)) for text in asked.get("no", ())]
        if "lo" in asked:
            clauses.append(q.TermRange("value_date", asked["lo"], asked["hi"]))
        return q.And(clauses)


class Tantivy:
    """Words and pairs as they are cut for ours, the pairs with positions."""

    def __init__(self, place: Path) -> None:
        import tantivy

        self._t = tantivy
        builder = tantivy.SchemaBuilder()
        for name in FIELDS:
            builder.add_text_field(f"words_{name}", tokenizer_name="whitespace", index_option="freq")
            builder.add_text_field(f"pairs_{name}", tokenizer_name="whitespace", index_option="position")
        builder.add_integer_field("date", indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(place))
        self._writer: Any = None
        self._searcher: Any = None

    def prepare(self, document: Document) -> dict[str, Any]:
        """See `filled.Peer.prepare`."""
        found: dict[str, Any] = {f"words_{name}": " ".join(document.words.get(name, ())) for name in FIELDS}
        held = document.pairs
        found |= {f"pairs_{name}": " ".join(held.get(name, ())) for name in FIELDS}
        return found | {"date": int(document.article.date.replace("-", "") or 0)}

    def add(self, prepared: Iterable[dict[str, Any]]) -> None:
        """See `filled.Peer.add`."""
        self._writer = self._writer or self._index.writer(256_000_000, 1)
        for fields in prepared:
            made = self._t.Document()
            for name, value in fields.items():
                (made.add_text if isinstance(value, str) else made.add_integer)(name, value)
            self._writer.add_document(made)

    def commit(self) -> None:
        """See `filled.Peer.commit`. Waits for the merges too."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._writer = None
        self._index.reload()
        self._searcher = self._index.searcher()

    def run(self, asked: Asked) -> int:
        """See `filled.Peer.run`."""
        return int(self._searcher.search(self._tree(asked), 10, count=True).count)

    def segments(self) -> int:
        """See `filled.Peer.segments`."""
        return int(self._searcher.num_segments)

    def _tree(self, asked: Asked) -> Any:
        query, either = self._t.Query, self._t.Occur.Should
        must, never = self._t.Occur.Must, self._t.Occur.MustNot

        def in_any(ask: Any) -> Any:
            return query.boolean_query([(either, ask(field)) for field in FIELDS])

        def word(text: str) -> Any:
            return in_any(lambda field: query.term_query(self._schema, f"words_{field}", text))

        if "lit" in asked:
            some = pairs(asked["lit"])
            if len(some) == 1:
                return in_any(lambda field: query.term_query(self._schema, f"pairs_{field}", some[0]))
            return in_any(lambda field: query.phrase_query(self._schema, f"pairs_{field}", some))
        if "prefix" in asked:
            return in_any(lambda field: query.regex_query(self._schema, f"words_{field}", asked["prefix"] + ".*"))
        if asked["kind"] == "or3":
            return query.boolean_query([(either, word(text)) for text in asked["words"]])
        clauses = [(must, word(text)) for text in asked["words"]]
        clauses += [(never, word(text)) for text in asked.get("no", ())]
        if "lo" in asked:
            low, high = (int(asked[end].replace("-", "")) for end in ("lo", "hi"))
            days = query.range_query(self._schema, "date", self._t.FieldType.Integer, low, high, True, True)
            clauses.append((must, query.const_score_query(days, 0.0)))
        return query.boolean_query(clauses)


class Fts5:
    """SQLite's full-text table."""

    def __init__(self, place: Path, trigram: bool = False) -> None:
        self._trigram = trigram
        self._database = sqlite3.connect(place / "fts5.sqlite")
        self._database.execute("PRAGMA journal_mode=off")
        kind = "trigram case_sensitive 1" if trigram else "unicode61 remove_diacritics 0"
        self._database.execute(f"CREATE VIRTUAL TABLE article USING fts5(head, body, content='', tokenize='{kind}')")
        self._database.execute("CREATE TABLE day (id INTEGER PRIMARY KEY, date TEXT)")

    def prepare(self, document: Document) -> tuple[str, str, str]:
        """See `filled.Peer.prepare`."""
        held, between = (document.texts, "\n") if self._trigram else (document.words, " ")
        head, body = (between.join(held.get(field, ())) for field in FIELDS)
        return head, body, document.article.date

    def add(self, prepared: Iterable[tuple[str, str, str]]) -> None:
        """See `filled.Peer.add`."""
        for head, body, date in prepared:
            number = self._database.execute("INSERT INTO day (date) VALUES (?)", (date,)).lastrowid
            self._database.execute("INSERT INTO article (rowid, head, body) VALUES (?, ?, ?)", (number, head, body))

    def commit(self) -> None:
        """See `filled.Peer.commit`."""
        self._database.commit()

    def run(self, asked: Asked) -> int:
        """See `filled.Peer.run`."""
        found, values = "article WHERE article MATCH ?", [self._match(asked)]
        if "lo" in asked:
            found = "article JOIN day ON day.id = article.rowid WHERE article MATCH ? AND date BETWEEN ? AND ?"
            values += [asked["lo"], asked["hi"]]
        self._database.execute(f"SELECT article.rowid FROM {found} ORDER BY rank LIMIT 10", values).fetchall()
        return int(self._database.execute(f"SELECT count(*) FROM {found}", values).fetchone()[0])

    def segments(self) -> int:
        """See `filled.Peer.segments`."""
        return 1

    def _match(self, asked: Asked) -> str:
        if self._trigram and len(asked.get("lit", "")) > 2:
            return _quoted(asked["lit"])
        if self._trigram or "lit" in asked:
            raise NotImplementedError
        if "prefix" in asked:
            return _quoted(asked["prefix"]) + "*"
        if asked["kind"] == "or3":
            return " OR ".join(map(_quoted, asked["words"]))
        return " NOT ".join([" AND ".join(map(_quoted, asked["words"])), *map(_quoted, asked.get("no", ()))])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
