"""Is what is made of many articles at once the same as what is made of each, and does it arrive as it was sent?"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from array import array
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import build
from indexer.build import document, rows
from indexer.identity import SHINGLE
from indexer.sketch import SKETCH, Sketched, letters, sketches
from search.article import Article
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.building import entry_of
from search.backends.whoosh_index.layout import create, token_fields
from search.backends.whoosh_index.layout import text_fields as fields_of_texts
from search.characters import codes_of, folded
from search.postings import writer as writer_of_postings
from search.postings.batch import Some, Texts, string_of
from search.postings.forked import begun
from search.postings.format import FileWriter
from search.postings.writer import SegmentBuilder
from search.schema import WORD_FIELDS, Document, text_fields, value_terms
from search.sheaf import Row
from search.text import fold, folded_words, jieba_segmenter, words

from .archives import article, issue

SIGNS = "台颱風渔業船票𠀀㐂鿿ＡａA1１9.'·．_-，。！ \u3000\t\r\u2028\x0b\x0c\x85éß\x00\x1c"
texts = st.text(st.sampled_from(SIGNS), max_size=40)
paragraphs = st.lists(texts, max_size=4).map("\n".join)
articles = st.builds(
    article, headline=texts, kicker=texts, body=paragraphs, column=texts, source=texts, page=texts, paper=texts
)


def by_the_rules(each: Article) -> Document:
    """The document of an article, by the rules of `search.text` and `search.schema`, one after the other."""
    parts = {field: [fold(text) for text in some] for field, some in text_fields(each).items()}
    bare = {field: tuple(filter(None, ("".join(text.split()) for text in some))) for field, some in parts.items()}
    return Document(
        each,
        {field: some for field, some in bare.items() if some},
        {field: tuple(folded_words("\n".join(parts[field]))) for field in WORD_FIELDS if field in parts},
        {field: terms for field, terms in value_terms(each).items() if terms},
    )


@given(st.lists(articles, max_size=6), st.sampled_from([1, 30, 10_000]))
def test_documents_made_together_are_those_of_the_rules(some: list[Article], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "AT_ONCE", at_once)
        assert [row.document for row in rows(some)] == [by_the_rules(each) for each in some]


@given(st.lists(texts, max_size=6))
def test_jieba_cuts_many_as_it_cuts_each(some: list[str]) -> None:
    each = [article(body=text) for text in some]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.cutting.segmenter", jieba_segmenter)
        made = [row.document.words.get("body", ()) for row in rows(each)]
    assert made == [tuple(words("\n".join(article.paragraphs), jieba_segmenter())) for article in each]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda text: [text[1:]],  # a character is lost
        lambda text: [text, ""],
        lambda text: [text[:1], text[1:]],  # what is to be kept apart is in one word
        lambda text: text.replace("\n\t", " ").split(" "),
    ],
)
def test_a_segmenter_that_does_not_give_back_the_text_leaves_its_characters(wrong: Callable[[str], list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.cutting.segmenter", lambda: wrong)
        made = [row.document for row in rows([article(body="渔业 a1，生产"), article(body="台风")])]
    assert [each.words["body"] for each in made] == [("渔", "业", "a1", "生", "产"), ("台", "风")]
    assert [each.texts["body"] for each in made] == [("渔业a1,生产",), ("台风",)]


def test_the_issue_is_made_by_the_rules() -> None:
    assert [row.document for row in rows(issue())] == [by_the_rules(each) for each in issue()]
    assert [document(each) for each in issue()] == [by_the_rules(each) for each in issue()]


@given(texts)
def test_characters_are_folded_as_texts_are(text: str) -> None:
    text = text.replace("\0", "")
    codes, kinds = folded(codes_of(text))
    assert string_of(codes) == fold(text)
    assert [bool(kind & 1) for kind in kinds.tolist()] == [char.isspace() for char in fold(text)]


def sketched(text: str) -> Sketched:
    """The letters of a text, their sketch and sample, one shingle after the other."""
    own = letters(text)
    number = max(1, len(own) - SHINGLE + 1)
    shingles = {own[at : at + SHINGLE].encode("utf-32-le") for at in range(len(own) - SHINGLE + 1)}
    lowest = sorted(shingles, key=crc32)
    hashes = (blake2b(each, digest_size=8).digest() for each in lowest[:SKETCH])
    below = [check for each in lowest if (check := crc32(each)) < int((2**32 - 1) * 3 * SKETCH / number)]
    return Sketched(
        own.encode("utf-32-le"),
        tuple(int.from_bytes(each, "little", signed=True) for each in hashes),
        array("I", below).tobytes(),
    )


@given(st.lists(texts, min_size=1, max_size=8))
def test_sketches_made_together_are_those_of_each(some: list[str]) -> None:
    each = [text.replace("\0", "").replace("\n", "") * 3 for text in some]
    made = next(rows([article(body=text) for text in each])).sheaf
    assert list(sketches(made.texts["body"])) == [sketched(text) for text in each]


def test_a_sheaf_is_the_same_after_it_was_sent() -> None:
    some = [*issue(), article("empty"), article("one", body="\u3000\n、\n海")]
    sent = pickle.loads(pickle.dumps(next(rows(some)).sheaf))
    for number, each in enumerate(some):
        assert Row(each, sent, number).document == document(each)


def test_a_row_called_otherwise_is_the_document_of_that_article() -> None:
    named = replace(issue()[0], id="lwrb-7", same_as="lwrb-3")
    row = next(rows(issue())).renamed(named)
    assert row.document == document(named)


def test_a_row_is_as_large_as_the_document() -> None:
    each = article("a", headline="渔业生产", body="台风。\n停运")
    row = next(rows([each]))
    words = sum(map(len, row.document.words.values()))
    assert (
        row.size == entry_of(document(each)).size == words + len("渔业生产") + 1 + len("台风。") + 1 + len("停运") + 1
    )


@pytest.mark.parametrize("apart", [False, True])
def test_rows_and_documents_make_the_same_segment(tmp_path: Path, apart: bool) -> None:
    some = [*issue(), article("empty"), article("far", body="𠀀字")]
    made = list(rows(some))
    # Not all of a sheaf, some under other ids, and documents between them.
    renamed = [row.renamed(replace(row.article, id=f"{row.article.id}-b", same_as=row.article.id)) for row in made[:3]]
    each: list[Document | Row] = [*made[:2], made[5], made[6].document, *made[7:], *renamed, *made[2:4]]
    one, other = tmp_path / "rows", tmp_path / "documents"
    for place, documents in ((one, each), (other, [row.document if isinstance(row, Row) else row for row in each])):
        create(place)
        backend = WhooshIndex(place)
        with backend.writer(apart=apart and place == one) as writer:
            for document in documents:
                writer.add(document)
        backend.check()
        backend.close()
    for extension in ("postings", "_records.col", "_len.col"):
        ours, theirs = ([file.read_bytes() for file in sorted(at.glob(f"*{extension}"))] for at in (one, other))
        assert ours == theirs


def texts_of(*some: str) -> Texts:
    """Texts of one part each."""
    codes = codes_of("\0".join([*some, ""]))
    return Texts(codes, (codes == 0).nonzero()[0] + 1)


def test_characters_beyond_two_bytes_stand_beside_others() -> None:
    assert [texts_of("海", "𠀀").of(number) for number in (0, 1)] == [("海",), ("𠀀",)]
    values, sizes = Some((codes_of("ab") == ord("b")).nonzero()[0]).of(*texts_of("海", "𠀀"))
    assert (string_of(values), sizes.tolist()) == ("𠀀\0", [2])


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a process forked")
def test_a_child_ends_when_nobody_wants_it_or_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    child = begun(lambda: time.sleep(60))
    began = time.monotonic()
    child.end()
    assert time.monotonic() - began < 30
    assert not child.is_done()
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # as some who begin us have it
    try:
        assert not begun(lambda: None).is_done()
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert begun(lambda: None).is_done()


@pytest.mark.parametrize("forks", [False, True])
@pytest.mark.parametrize("where", ["SegmentBuilder._add_rest", "SegmentBuilder._add_half", "FileWriter._finish"])
def test_nothing_is_left_of_a_segment_that_could_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forks: bool, where: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr(f"search.postings.writer.{where}", full)
    with pytest.raises(OSError, match="No space left"):
        SegmentBuilder(token_fields(), fields_of_texts()).write(tmp_path / "one", forks=forks)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a process forked")
@pytest.mark.parametrize("fails", [False, True])
def test_what_a_child_writes_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    parent, add_half = os.getpid(), SegmentBuilder._add_half

    def added(self: SegmentBuilder, file: FileWriter) -> None:
        add_half(self, file)
        if os.getpid() != parent:
            os._exit(9)

    if fails:
        monkeypatch.setattr(SegmentBuilder, "_add_half", added)

    def builder() -> SegmentBuilder:
        made = SegmentBuilder(token_fields(), fields_of_texts())
        made.add({"id": ["a"], "words_body": ["渔业", "生产", "渔业"], "pairs_body": ["渔业生产", "渔业"]})
        return made

    monkeypatch.setattr("threading.active_count", lambda: 1)  # pytest and its plug-ins may have others
    builder().write(tmp_path / "one")
    builder().write(tmp_path / "two", forks=True)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert not list(tmp_path.glob(f"*{writer_of_postings.PART}"))
