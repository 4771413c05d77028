"""Does the index answer queries of every kind, drawn at random, as plain Python does, and as stock Whoosh does?

On invented articles, and on some news items where these are at hand. `tests/benchmarks/scores.py` does the same with
more of both.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from indexer.build import document
from search.article import Article
from search.backends import SORTS
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.layout import create
from search.tree import Query

from .archives import write_as_stock_whoosh
from .benchmarks.literal_recall import of_records
from .drawn_queries import KINDS, Drawing, dressed
from .plain_index import PlainIndex, differs
from .segmented import counted, segmented
from .test_scores import invented
from .whooshs_queries import as_whoosh_asks

RECORDS = Path(__file__).parents[2] / "shared" / "articles" / "xwlb.jsonl.xz"
MANY = 20


@dataclass(frozen=True)
class Held:
    """The same articles everywhere, and queries for them."""

    one: WhooshIndex
    many: WhooshIndex
    plain: PlainIndex
    searchers: Sequence[Any]
    queries: Sequence[Query]


@pytest.fixture(scope="module", params=["invented", "news"])
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """Articles in one segment, in twenty, in plain dictionaries, and in an index that is stock Whoosh's own."""
    chance = random.Random(5)
    articles: list[Article] = [invented(chance, number) for number in range(120)]
    if request.param == "news":
        if not RECORDS.exists():
            pytest.skip("no news items at hand")
        articles = [dressed(each, chance) for each in of_records(RECORDS, 160)]
    place = tmp_path_factory.mktemp("drawn")
    one, many = (segmented(place / str(count), articles, count) for count in (1, MANY))
    searchers = [FileIndex(FileStorage(str(place / name))).searcher() for name in ("1", str(MANY))]
    searchers.append(stock(place / "stock", articles[:60]).searcher())
    drawing = Drawing(articles, chance)
    queries = [drawing.draw(kind) for kind in KINDS * 4]
    yield Held(one, many, PlainIndex(articles), searchers, queries)
    for each in (one, many, *searchers):
        each.close()


def stock(directory: Path, articles: Sequence[Article]) -> FileIndex:
    """An index that is all Whoosh's own."""
    create(directory)
    index = FileIndex(FileStorage(str(directory)))
    writer = index.writer(compound=False)
    for each in articles:
        write_as_stock_whoosh(writer, document(each))
    writer.commit()
    return index


def test_the_queries_are_fit_to_tell_engines_apart(held: Held) -> None:
    sizes = [len(held.plain.find(query)) for query in held.queries]
    assert sum(0 < size < len(held.plain.held) for size in sizes) > len(sizes) / 2
    assert len(set(map(str, held.queries))) > len(sizes) / 2


def test_totals_order_and_scores_are_those_of_plain_python(held: Held) -> None:
    for query in held.queries:
        for backend in (held.one, held.many):
            assert differs(held.plain, backend, query) == "", repr(query)


def test_one_segment_and_twenty_answer_the_same(held: Held) -> None:
    assert [counted(each.directory) for each in (held.one, held.many)] == [1, MANY]
    for query in held.queries:
        for sort in SORTS:
            for limit, fold in ((9, sort == "newest"), (40, False)):
                one, many = (
                    each.search(query, sort=sort, offset=3, limit=limit, facets=("topic", "month"), fold=fold)
                    for each in (held.one, held.many)
                )
                assert one == many, (sort, limit, repr(query))
    for field in ("word", "headline", "author", "topic"):
        assert list(held.one.terms(field, "")) == list(held.many.terms(field, ""))


def test_stock_whoosh_finds_the_same_documents(held: Held) -> None:
    asked = 0
    for query in held.queries:
        try:
            theirs = as_whoosh_asks(query)
        except NotImplementedError:
            continue
        asked += 1
        expected = held.plain.find(query)
        for searcher in held.searchers:
            few = {doc for doc in expected if doc < searcher.doc_count_all()}
            assert set(searcher.search(theirs, limit=None).docs()) == few, repr(query)
    assert asked > 0.8 * len(held.queries)
