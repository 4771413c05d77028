"""Does what is stored of a document come back as it was, or as `Damaged`, and never otherwise?"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer.rebuild import rebuild
from search.backends import connect
from search.backends.whoosh_index import WhooshIndex, records
from search.backends.whoosh_index.records import Records, RecordWriter
from search.backends.whoosh_index.storage import ArrayStorage
from search.backends.whoosh_index.stored import StoredReader, StoredWriter
from search.backends.whoosh_index.toc import ArraySegment
from search.backends.whoosh_index.translate import Damaged
from search.errors import ArchiveBroken, ArchiveError, ArchiveOutdated

from .archives import article, as_layout_4, fill, found, issue, on_disk
from .newsroom import OPTIONS

TEXTS = [
    "", "{}", "台风来了，海上客船全部停运。", "A", "S", "\0", "\ufeff台风", "\ufffe", "𠀀🌀", "\U0010ffff",
    "\ud83d", "半个\udc00字", "\udc00\ud83d", "台" * 300_000, "".join(map(chr, range(0x4E00, 0x9FFF))),
]  # fmt: skip


def test_a_python_without_zstandard_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records._zstd.cache_clear()
    for name in ("backports", "backports.zstd", "compression", "compression.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ArchiveError, match="Zstandard"):
        RecordWriter(tmp_path / "records")
    records._zstd.cache_clear()


def written(path: Path, texts: Sequence[str], field: str = "article") -> Records:
    """A file of what is stored, opened."""
    writer = RecordWriter(path)
    writer.extend(field, texts)
    writer.finish()
    return Records(path, len(texts))


def unpacked(records: Records, documents: int) -> list[str]:
    """The articles of a file."""
    return [records[doc]["article"] for doc in range(documents)]


# The file


def test_every_text_comes_back(tmp_path: Path) -> None:
    records = written(tmp_path / "file", TEXTS)
    assert unpacked(records, len(TEXTS)) == TEXTS
    records.close()


def test_two_halves_of_a_character_make_it(tmp_path: Path) -> None:
    records = written(tmp_path / "file", ["台\ud83c\udf00风"])
    assert records[0] == {"article": "台🌀风"}
    records.close()


def test_what_an_id_leads_to_is_no_article(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path / "file")
    for field, texts in (("successor", ["", "lwrb-1"]), ("article", []), ("article", ["{}"])):
        writer.extend(field, texts)
    writer.finish()
    records = Records(tmp_path / "file", 3)
    assert [records[doc] for doc in range(3)] == [{"successor": ""}, {"successor": "lwrb-1"}, {"article": "{}"}]
    records.close()


def test_a_file_without_documents(tmp_path: Path) -> None:
    written(tmp_path / "file", []).close()
    assert (tmp_path / "file").stat().st_size == 40


@pytest.mark.parametrize("seed", range(20))
def test_what_is_copied_is_the_same_as_written_anew(tmp_path: Path, seed: int) -> None:
    """Of several files, any documents of each: all, none, some in a row, the last ones."""
    chance = random.Random(seed)
    writer, expected = RecordWriter(tmp_path / "copy"), list[str]()
    for number in range(3):
        texts = [chance.choice(TEXTS[:13]) for _ in range(chance.randrange(1, 30))]
        share = chance.choice([0, 0.1, 0.5, 0.9, 1])
        kept = [doc for doc in range(len(texts)) if chance.random() < share]
        records = written(tmp_path / str(number), texts)
        writer.copy(records, np.array(kept, np.int64))
        records.close()
        expected += [texts[doc] for doc in kept]
    writer.finish()
    written(tmp_path / "anew", expected).close()
    assert (tmp_path / "copy").read_bytes() == (tmp_path / "anew").read_bytes()


def test_a_byte_that_has_changed_never_gives_another_text(tmp_path: Path) -> None:
    """It is told at opening or at reading, or it changes nothing: so it is too when the frames have been copied since,
    after which the checksum of the file is one of what was copied."""
    texts = ["台风停运", "", '{"id":"a"}', "海上客船" * 9]
    written(tmp_path / "whole", texts).close()
    data = (tmp_path / "whole").read_bytes()

    def told(path: Path) -> list[int]:
        try:
            records = Records(path, len(texts))
        except Damaged:
            return [*range(len(texts))]
        found = []
        for doc, text in enumerate(texts):
            try:
                assert records[doc] == {"article": text}
            except Damaged:
                found.append(doc)
        records.close()
        return found

    missed = []
    for at in range(len(data)):
        for bit in range(8):
            (tmp_path / "file").write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
            lost, writer = told(tmp_path / "file"), RecordWriter(tmp_path / "copy")
            try:
                writer.copy(Records(tmp_path / "file", len(texts)), np.arange(len(texts)))
            except Damaged:
                writer.close()
                assert lost
            else:
                writer.finish()
                assert told(tmp_path / "copy") == lost
            if not lost:
                missed.append(at)
    # What fills the head up; and the byte behind the magic of a frame, not every bit of which means something.
    begins = Records(tmp_path / "whole", len(texts)).places()[:-1]
    assert set(missed) <= {12, 13, 14, 15, *(begins + 4).tolist()}


@pytest.mark.parametrize("size", [0, 1, 15, 16, 39, 40])
def test_a_file_cut_short_is_damaged(tmp_path: Path, size: int) -> None:
    written(tmp_path / "file", ["台风"]).close()
    data = (tmp_path / "file").read_bytes()
    for some in (data[:size], data[: len(data) - size - 1], data + data[:size] + b"\0"):
        (tmp_path / "file").write_bytes(some)
        with pytest.raises(Damaged):
            Records(tmp_path / "file", 1)


def test_a_file_of_another_segment_is_damaged(tmp_path: Path) -> None:
    written(tmp_path / "file", ["台风", "停运"]).close()
    for documents in (0, 1, 3):
        with pytest.raises(Damaged):
            Records(tmp_path / "file", documents)


def test_a_frame_that_is_two_or_none_is_damaged(tmp_path: Path) -> None:
    written(tmp_path / "file", ["台风", "停运"]).close()
    data = (tmp_path / "file").read_bytes()
    begin, middle, end = (int(place) for place in np.frombuffer(data[-40:-16], "<u8"))
    for place in (begin, end):
        (tmp_path / "file").write_bytes(data[:-32] + np.array([place], "<u8").tobytes() + data[-24:])
        records = Records(tmp_path / "file", 2)
        for doc in (0, 1):
            with pytest.raises(Damaged, match=f"document {doc}"):
                records[doc]
        with pytest.raises(Damaged):
            records.places()
        records.close()
    assert begin < middle < end


# What is kept of documents


LENGTHS = [0, 1, 39, 40, 41, 42, 106_373, 106_374, 106_375, 108_116, 10_000_000, 0]


def kept(directory: Path, segment: ArraySegment) -> Iterator[tuple[Any, ...]]:
    """What Whoosh reads of the documents of a segment."""
    reader = StoredReader(ArrayStorage(directory), segment)
    for doc in range(segment.doc_count_all()):
        lengths = [reader.doc_field_length(doc, f"words_{name}") or 0 for name in ("head", "body")]
        yield (reader.stored_fields(doc), *lengths)
    reader.close()


def test_one_by_one_and_together_the_same_is_written_and_whoosh_can_read_it(tmp_path: Path) -> None:
    one, other, both = (ArraySegment("MAIN") for _ in range(3))
    articles = [f"{{{number}}}" for number in range(len(LENGTHS))]
    writer = StoredWriter(tmp_path, one)
    for text, length in zip(articles, LENGTHS, strict=True):
        writer.add({"article": text}, {"body": length, "head": 3} if length else {})
    writer.finish()
    writer = StoredWriter(tmp_path, other)
    lengths = np.array(LENGTHS)
    writer.extend(articles, {"body": lengths, "head": np.where(lengths > 0, 3, 0)})
    writer.finish()
    assert one.checks == other.checks
    assert one._fieldlengths == other._fieldlengths == {"words_body": sum(LENGTHS), "words_head": 30}
    rounded = [byte_to_length(length_to_byte(length)) for length in LENGTHS]
    expected = [({"article": text}, 3 if n else 0, n) for text, n in zip(articles, rounded, strict=True)]
    assert list(kept(tmp_path, one)) == list(kept(tmp_path, other)) == expected
    writer = StoredWriter(tmp_path, both)
    writer.copy(one, np.array([1, 2, 11]))
    writer.copy(other, np.array([0, 4, 5, 11]))
    writer.finish()
    assert list(kept(tmp_path, both)) == [expected[doc] for doc in (1, 2, 11, 0, 4, 5, 11)]


def test_a_length_is_rounded_as_whoosh_rounds_it(tmp_path: Path) -> None:
    lengths = np.arange(110_000)
    segment = ArraySegment("MAIN")
    writer = StoredWriter(tmp_path, segment)
    writer.extend([""] * len(lengths), {"head": lengths, "body": lengths[::-1]})
    writer.finish()
    (column,) = tmp_path.glob("*_words_head_len.col")
    assert column.read_bytes() == bytes([length_to_byte(length) for length in lengths.tolist()])


# The index


def test_half_a_character_does_not_keep_an_article_out(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index", [article("a", headline="台风🌀𠀀", body="停\ud83d运")])
    assert (backend.article("a").headline, backend.article("a").body) == ("台风🌀𠀀", "停�运")  # type: ignore[union-attr]
    backend.close()


def test_articles_stay_what_they_are_through_merges(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index", issue())
    articles = {each.id: each for each in backend.articles()}
    for number in range(20):
        fill(backend, [article(f"lwrb-{number}", body=f"台风🌀{number}")])
        with backend.writer() as writer:
            writer.delete(f"lwrb-{number - 1}", successor=issue()[0].id if number % 2 else "")
    backend.check()
    assert {each.id: each for each in backend.articles() if each.id in articles} == articles
    assert backend.article("lwrb-19") is not None
    assert dict(backend.departures()) == {
        f"lwrb-{number - 1}": issue()[0].id if number % 2 else "" for number in range(1, 20)
    }
    backend.close()


def test_a_damaged_article_cannot_be_read_and_the_others_can(tmp_path: Path) -> None:
    on_disk(tmp_path / "index", issue()).close()
    (file,) = (tmp_path / "index").glob("*_records.col")
    data = file.read_bytes()
    file.write_bytes(data[:30] + bytes([data[30] ^ 1]) + data[31:])
    backend = WhooshIndex(tmp_path / "index")
    with pytest.raises(ArchiveBroken, match=r"Damaged: \S*_records.col: document 0"):
        backend.article(issue()[0].id)
    assert [backend.article(each.id).id for each in issue()[1:]] == [each.id for each in issue()[1:]]  # type: ignore[union-attr]
    backend.close()


def test_an_index_that_whoosh_keeps_the_articles_of_is_outdated_and_can_be_rebuilt(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index", issue()[:6], [*issue()[6:], article("out"), article("old")])
    with backend.writer() as writer:
        writer.delete("out")
        writer.delete("old", successor=issue()[0].id)
    before = list(backend.articles()), dict(backend.departures())
    backend.close()
    as_layout_4(tmp_path / "index")
    assert list((tmp_path / "index").glob("*_stored.col"))
    with pytest.raises(ArchiveOutdated, match=r"请重建：news-index rebuild --index \S*index"):
        connect(tmp_path / "index")
    rebuild(tmp_path / "index", replace(OPTIONS, topics=()))
    backend = WhooshIndex(tmp_path / "index")
    assert (list(backend.articles()), dict(backend.departures())) == before
    assert found(backend, "停运") != []
    backend.check()
    backend.close()
    assert not list((tmp_path / "index").glob("*_stored.col"))
