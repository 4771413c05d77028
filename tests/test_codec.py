"""Does stock Whoosh find in our arrays what it finds in its own postings?

Its queries are not those that anybody asks here. But they are a second opinion about every posting: which documents a
term has, how often, where it stands, what it scores.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh import query as q
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from indexer.build import document
from search.backends.whoosh_index.codec import ArrayCodec
from search.backends.whoosh_index.layout import create
from search.backends.whoosh_index.toc import ArraySegment

from .archives import issue, on_disk, write_as_stock_whoosh

ARTICLES = issue()
TAKEN_OUT = ARTICLES[2].id


def made(directory: Path, codec: Any) -> FileIndex:
    """The articles of `issue` in two segments, one of them taken out, written by Whoosh's own writer."""
    create(directory)
    index = FileIndex(FileStorage(str(directory)))
    for some in ARTICLES[:5], ARTICLES[5:]:
        writer = index.writer(codec=codec, compound=False)
        for each in some:
            write_as_stock_whoosh(writer, document(each))
        writer.commit(merge=False)
    writer = index.writer(codec=codec, compound=False)
    writer.delete_by_term("id", TAKEN_OUT)
    writer.commit(merge=False)
    return index


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """Searchers of the same index three times: stock, arrays by the slow lane, arrays by ours."""
    place = tmp_path_factory.mktemp("codec")
    opened = [made(place / "stock", None).searcher(), made(place / "slow", ArrayCodec()).searcher()]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("search.backends.whoosh_index.transaction.chosen_to_merge", lambda *_: [])
        backend = on_disk(place / "ours", ARTICLES[:5], ARTICLES[5:])
        with backend.writer() as writer:
            transaction = writer._transaction  # type: ignore[attr-defined]
            for segment, doc, _ in transaction.having("id", [TAKEN_OUT]):  # without a note that it was there
                transaction.delete(segment, doc)
    backend.close()
    opened.append(FileIndex(FileStorage(str(place / "ours"))).searcher())
    yield opened
    for searcher in opened:
        searcher.close()


def terms(searcher: Any) -> dict[tuple[str, bytes], list[tuple[int, float, Any]]]:
    """Every posting of an index."""
    held = {}
    for leaf, base in searcher.reader().leaf_readers():
        for field, term in leaf.all_terms():
            matcher = leaf.postings(field, term)
            while matcher.is_active():
                where = matcher.value_as("positions") if field.startswith("pairs_") else None
                held.setdefault((field, term), []).append((base + matcher.id(), matcher.weight(), where))
                matcher.next()
    return held


def test_every_posting_is_the_same(indexes: list[Any]) -> None:
    stock, slow, ours = map(terms, indexes)
    assert len(stock) > 500
    assert slow == stock
    assert ours == stock


def test_what_is_known_of_terms_is_the_same(indexes: list[Any]) -> None:
    stock, *others = [searcher.reader() for searcher in indexes]
    for field, term in [*terms(indexes[0]), ("words_body", b"x"), ("no_field", b"x")][:-1]:
        for reader in others:
            assert reader.frequency(field, term) == stock.frequency(field, term)
            assert reader.doc_frequency(field, term) == stock.doc_frequency(field, term)
            assert ((field, term) in reader) == ((field, term) in stock)
    for field in ("words_body", "pairs_head", "chars_body", "value_author"):
        for reader in others:
            assert list(reader.lexicon(field)) == list(stock.lexicon(field))
            assert list(reader.expand_prefix(field, "台")) == list(stock.expand_prefix(field, "台"))


def tree(chance: random.Random, depth: int) -> q.Query:
    """A random query of Whoosh's."""
    words = ("台风", "停运", "渔业", "海钓", "哈哈", "没有", "来", "abc")
    if not depth or chance.random() < 0.3:
        field, word = chance.choice(("words_body", "words_head", "pairs_body")), chance.choice(words)
        kind = chance.randrange(4)
        if kind == 0:
            return q.Prefix("words_body", word[:1])
        if kind == 1:
            return q.Phrase("pairs_body", [chance.choice(("台风", "风来", "停运", "哈哈")) for _ in range(2)], slop=2)
        if kind == 2:
            return q.TermRange("value_date", "2025-07-01", "2025-07-31")
        return q.Term(field, word)
    some = [tree(chance, depth - 1) for _ in range(chance.randint(2, 3))]
    kind = chance.randrange(6)
    if kind == 0:
        return q.And([*some[:1], q.Not(some[1])])
    if kind == 1:
        return q.DisjunctionMax(some)
    if kind == 2:
        return q.AndMaybe(*some[:2])
    return (q.And if kind == 3 else q.Or)(some)


def test_a_query_of_whooshs_finds_and_scores_the_same(indexes: list[Any]) -> None:
    chance = random.Random(1)
    found = 0
    for _ in range(300):
        query = tree(chance, 2)
        stock, *others = [
            [(hit.docnum, pytest.approx(hit.score)) for hit in searcher.search(query, limit=None)]
            for searcher in indexes
        ]
        found += len(stock)
        for other in others:
            assert sorted(other) == sorted(stock), query
    assert found > 300


def test_the_table_of_contents_names_one_class_of_ours_with_plain_values(tmp_path: Path) -> None:
    segment = ArraySegment("MAIN", 3)
    segment.delete_document(2)
    segment._fieldlengths = {"words_body": 9}
    state = segment.__getstate__()
    assert state == {
        "indexname": "MAIN", "segid": segment.segid, "documents": 3, "deleted": [2], "lengths": {"words_body": 9},
        "checks": {},
    }  # fmt: skip
    back = pickle.loads(pickle.dumps(segment, 2))
    assert (back.__getstate__(), back.deleted_count(), back.is_compound()) == (state, 1, False)
    on_disk(tmp_path / "index", issue()).close()
    (toc,) = (tmp_path / "index").glob("*.toc")
    data = toc.read_bytes()
    assert data.count(b"search.backends") == 1
    # An index of today must be opened tomorrow: the name may never change.
    assert b"csearch.backends.whoosh_index.toc\nArraySegment\n" in data or b"search.backends.whoosh_index.toc" in data
