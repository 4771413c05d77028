"""May several threads and processes read and write at the same time?"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from search.backends import SORTS, Backend
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.execute import Segment
from search.backends.whoosh_index.segment import OpenFiles
from search.errors import ArchiveBroken
from search.query import parse
from search.tree import Query

from .archives import ENGINES, Maker, article, fill, found, issue, makers, on_disk


@pytest.fixture(params=ENGINES)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Maker]:
    """Makes an engine of the kind under test."""
    with makers(request.param, tmp_path) as make:
        yield make


def test_threads_may_share_an_engine(make: Maker) -> None:
    settled = make(issue()[:4], issue()[4:], issue()[2:3])
    queries = [parse(query) for query in ("台风", "渔业生产", "哈哈哈", "-停运", "居民abc做好", "停运海上")]
    expected = [found(settled, query, "relevance") for query in queries]
    wrong: list[object] = []

    def ask(start: int) -> None:
        for n in range(start, start + 30):
            try:
                if found(settled, queries[n % 6], "relevance") != expected[n % 6]:
                    wrong.append(str(queries[n % 6]))
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []


def test_threads_may_read_while_another_commits(make: Maker) -> None:
    backend = make([article("a", body="台风停运了")])
    wrong: list[object] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                if "a" not in found(backend, "台风停运", "relevance"):
                    wrong.append("lost")
            except Exception as error:
                wrong.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        for n in range(8):
            fill(backend, [article("a", body=f"台风停运了{n}"), article(f"b{n}", body="停运台风")])
    finally:
        done.set()
        thread.join()
    assert wrong == []


def test_an_archive_that_is_merged_away_while_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoosh takes a column whose file is gone for one without values."""
    reader, writer = on_disk(tmp_path / "index", issue()[:5], issue()[5:]), WhooshIndex(tmp_path / "index")
    expected = found(reader, "", "oldest")
    reader.close()
    opening, times = OpenFiles.of, iter(range(100))

    def overtaken(leaf: Any) -> OpenFiles:
        if (time := next(times)) == 0:
            rewritten(writer, tmp_path / "index")
        files = opening(leaf)
        if time in (1, 2):
            rewritten(writer, tmp_path / "index")
        return files

    with monkeypatch.context() as patched:
        patched.setattr(OpenFiles, "of", overtaken)
        assert found(reader, "", "oldest") == expected
        assert next(times) > 3
    reader.close()
    writer.close()


def test_a_commit_that_comes_as_the_last_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = on_disk(tmp_path / "index", [article("a", body="台风")]), WhooshIndex(tmp_path / "index")
    reader.close()
    opening, late = OpenFiles.of, [article("b", body="台风")]

    def overtaken(leaf: Any) -> OpenFiles:
        files = opening(leaf)
        if late:
            fill(writer, [late.pop()])
        return files

    monkeypatch.setattr(OpenFiles, "of", overtaken)
    assert found(reader, "台风") == ["a", "b"]
    reader.close()
    writer.close()


def rewritten(backend: Backend, directory: Path) -> None:
    """Commits the same articles again until none of the files of before is there."""
    before = set(directory.glob("MAIN_*.postings"))
    while before & set(directory.glob("MAIN_*.postings")):
        for n in range(0, len(issue()), 2):
            fill(backend, issue()[n : n + 2])


def test_an_open_archive_can_be_read_though_its_files_are_merged_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = on_disk(tmp_path / "index", issue()[:5], issue()[5:]), WhooshIndex(tmp_path / "index")
    expected = {query: found(reader, query, sort) for sort in SORTS for query in ("台风", "", "-停运")}
    scored = reader.search(parse("台风"), sort="relevance", offset=0, limit=10)
    matching = Segment.matching

    def overtaken(segment: Segment, query: Query) -> set[int]:
        rewritten(writer, tmp_path / "index")
        return matching(segment, query)

    for query in expected:
        reader.close()  # so that nothing has been read of the files
        with monkeypatch.context() as patched:
            patched.setattr(Segment, "matching", overtaken)
            assert sorted(found(reader, query, "relevance")) == sorted(expected[query])
    assert [a for a, _ in reader.search(parse("台风"), sort="relevance", offset=0, limit=10).found] == [
        a for a, _ in scored.found
    ]
    reader.close()
    writer.close()


def test_a_commit_is_seen_whatever_the_time_of_the_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once where the time is young, and may be that of the commit before too; else as soon as it is not trusted any
    longer, be it still the same."""
    place = tmp_path / "index"
    reader, writer = on_disk(place, [article("a", body="台风")]), WhooshIndex(place)
    for age, at_once in ((0.0, True), (-100.0, True), (100.0, False)):
        time_of_all = time.time() - age
        os.utime(place, (time_of_all, time_of_all))
        before = found(reader, "台风")
        fill(writer, [article(f"b{age}", body="台风")])
        os.utime(place, (time_of_all, time_of_all))
        assert (len(found(reader, "台风")) > len(before)) == at_once
        with monkeypatch.context() as patched:
            later = time.monotonic() + 2
            patched.setattr(time, "monotonic", lambda: later)  # noqa: B023  (called before the next round)
            assert len(found(reader, "台风")) == len(before) + 1
    reader.close()
    writer.close()


def test_what_comes_after_a_long_rest_is_seen_at_once(tmp_path: Path) -> None:
    place = tmp_path / "index"
    reader, writer = on_disk(place, [article("a", body="台风")]), WhooshIndex(place)
    os.utime(place, (1e9, 1e9))
    assert found(reader, "台风") == ["a"]
    fill(writer, [article("b", body="台风")])
    assert found(reader, "台风") == ["a", "b"]
    reader.close()
    writer.close()


def test_a_file_that_is_gone_for_good_is_a_broken_archive(tmp_path: Path) -> None:
    on_disk(tmp_path / "index", issue()).close()
    for column in (tmp_path / "index").glob("*._records.col"):
        column.unlink()
    with pytest.raises(ArchiveBroken):
        WhooshIndex(tmp_path / "index")
    gc.collect()


@pytest.mark.parametrize("kind", ["postings", "_records.col"])
def test_what_was_opened_before_a_file_was_found_gone_is_closed(tmp_path: Path, kind: str) -> None:
    """Whoosh drops the segments that it has opened when a later one is gone: "unclosed file"."""
    backend = on_disk(tmp_path / "index")
    fill(backend, [article(f"a{n}", body="台风" * 40) for n in range(40)])
    fill(backend, [article("b", body="台风")])
    backend.close()
    segments = FileIndex(FileStorage(str(tmp_path / "index")))._segments()
    assert len(segments) > 1
    next((tmp_path / "index").glob(f"MAIN_{segments[-1].segid}.{kind}")).unlink()
    with pytest.raises(ArchiveBroken):
        WhooshIndex(tmp_path / "index")
    gc.collect()  # what was not let go of warns now, and warnings are errors


def test_an_engine_can_be_closed_and_closed_again(make: Maker) -> None:
    backend = make(issue()[:2], issue()[2:])
    found(backend, "台风")
    backend.close()
    backend.close()
    gc.collect()  # what was not let go of warns now, and warnings are errors
