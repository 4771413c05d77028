"""Does ever an exception of Whoosh's get out, whatever has happened to its files?"""

from __future__ import annotations

import ast
import gc
import importlib
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.build import document
from search.archive import open_archive
from search.backends.whoosh_index import WhooshIndex, translate
from search.backends.whoosh_index.layout import STAMP
from search.backends.whoosh_index.translate import translated
from search.errors import ArchiveBroken, ArchiveError, ArchiveLocked, ArchiveOutdated, QueryError
from search.schema import LISTED

from .archives import article, fill, found, issue, on_disk

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def _named_modules() -> list[str]:
    """The modules of Whoosh that the table of translations takes exceptions from."""
    tree = ast.parse(Path(translate.__file__).read_text("utf-8"))
    names = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0]
    return sorted(name for name in names if name is not None and name.split(".")[0] == "whoosh")


def _exceptions() -> list[type[Exception]]:
    return [
        value
        for name in _named_modules()
        for value in vars(importlib.import_module(name)).values()
        if isinstance(value, type) and issubclass(value, Exception) and value.__module__ == name
    ]


def test_the_modules_that_keep_an_index_are_named() -> None:
    assert set(_named_modules()) >= {
        "whoosh.codec.base",
        "whoosh.fields",
        "whoosh.filedb.filestore",
        "whoosh.filedb.filetables",
        "whoosh.index",
        "whoosh.reading",
        "whoosh.writing",
    }
    assert len(_exceptions()) >= 10


@pytest.mark.parametrize("error", _exceptions(), ids=lambda error: error.__name__)
def test_every_exception_of_whoosh_is_translated(error: type[Exception]) -> None:
    with pytest.raises(ArchiveError, match=r"some\.index") as caught, translated(Path("some.index")):
        raise error("what Whoosh says", 1) if error.__name__ == "IndexVersionError" else error("what Whoosh says")
    assert error.__name__ in str(caught.value)
    assert isinstance(caught.value.__cause__, error)


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        ("LockError", ArchiveLocked),
        ("IndexVersionError", ArchiveOutdated),
        ("OutOfDateError", ArchiveOutdated),
        ("EmptyIndexError", ArchiveBroken),
        ("ReadOnlyError", ArchiveBroken),
    ],
)
def test_what_becomes_what(error: str, ours: type[ArchiveError]) -> None:
    (kind,) = [each for each in _exceptions() if each.__name__ == error]
    with pytest.raises(ours), translated(Path("some.index")):
        raise kind("x", 1) if error == "IndexVersionError" else kind("x")


def test_an_error_of_the_disk_is_translated() -> None:
    with pytest.raises(ArchiveBroken, match="请检查磁盘和权限"), translated(Path("some.index")):
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("error", [ValueError("ours"), TypeError("ours"), KeyError("ours"), RuntimeError("ours")])
def test_a_bug_of_ours_is_not_taken_for_a_broken_index(error: Exception) -> None:
    with pytest.raises(type(error), match="ours"), translated(Path("some.index")):
        raise error


def test_an_error_of_ours_passes_as_it_is() -> None:
    with pytest.raises(QueryError, match="x"), translated(Path("some.index")):
        raise QueryError("x", "x", 0)


# Damaged files.


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed index of two segments, one with a deletion."""
    directory = tmp_path_factory.mktemp("whole") / "index"
    backend = on_disk(directory, issue()[:6], [*issue()[6:], article("lwrb-gone", body="台风")])
    with backend.writer() as writer:
        writer.delete("lwrb-gone", successor=issue()[0].id)
    backend.close()
    return directory


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """Where a damaged copy can be made."""
    return tmp_path / "copy"


def _ask(directory: Path) -> None:
    with open_archive(directory) as archive:
        for query in (
            "台风",
            "渔业生产",
            "-停运",
            "记者:阮知秋",
            "日期:2025",
            "版:1",
            '"渔业 暂停"~9',
            "渔*",
            "没有 停运",
        ):
            archive.search(query, facets=("author", "topic", "month")).near  # noqa: B018  (worked out when read)
            archive.search(query, sort="newest", fold=True)
        for field in LISTED:
            list(archive.terms(field))
        list(archive.backend.articles())
        list(archive.backend.departures())
        archive.backend.size()
        archive.article("lwrb-20250701-01-01")
        archive.article("lwrb-gone")
        archive.article("lwrb-never")


@pytest.fixture(autouse=True)
def left_open() -> Iterator[None]:
    """Collects within the test what Whoosh left open: where a file is broken it does not close the others."""
    yield
    gc.collect()


FILES = [STAMP, "*.toc", "*.postings", "*._records.col", "*._words_body_len.col"]


def _file(directory: Path, pattern: str) -> Path:
    """The largest file of a kind."""
    return max(directory.glob(pattern), key=lambda file: file.stat().st_size)


def test_the_index_to_be_damaged_is_as_the_tests_suppose(whole: Path) -> None:
    kinds = {file for pattern in FILES for file in whole.glob(pattern)} | set(whole.glob("*._words_head_len.col"))
    assert {file for file in whole.iterdir() if file.stat().st_size} == {file for file in kinds if file.stat().st_size}
    _ask(whole)


@pytest.mark.parametrize("pattern", FILES[:-1])
def test_a_file_cut_short_makes_a_broken_archive(whole: Path, copies: Path, pattern: str) -> None:
    name = _file(whole, pattern).name
    data = (whole / name).read_bytes()
    shutil.copytree(whole, copies)
    for length in (0, 1, len(data) // 4, len(data) // 2):
        (copies / name).write_bytes(data[:length])
        with pytest.raises(ArchiveBroken, match="copy"):
            _ask(copies)
    for length in (len(data) - 5, len(data) - 1):  # may cut off what nobody asks for
        (copies / name).write_bytes(data[:length])
        with suppress(ArchiveBroken):
            _ask(copies)


@pytest.mark.parametrize("pattern", FILES[:-1])
def test_a_file_that_is_missing_makes_a_broken_archive(whole: Path, copies: Path, pattern: str) -> None:
    # A column that is missing is one without values, so far as Whoosh can see.
    shutil.copytree(whole, copies)
    _file(copies, pattern).unlink()
    with pytest.raises(ArchiveBroken, match="copy"):
        _ask(copies)


@pytest.mark.parametrize("pattern", FILES[:-1])
def test_a_file_overwritten_makes_a_broken_archive(whole: Path, copies: Path, pattern: str) -> None:
    # Not the column of lengths: any byte is a length.
    shutil.copytree(whole, copies)
    file = _file(copies, pattern)
    for junk in (b"\x00" * file.stat().st_size, b"\xff" * file.stat().st_size, "台风".encode() * 500):
        file.write_bytes(junk)
        with pytest.raises(ArchiveBroken, match="copy"):
            _ask(copies)


@pytest.mark.parametrize("pattern", FILES)
def test_a_byte_that_flips_never_gives_a_traceback(whole: Path, copies: Path, pattern: str) -> None:
    """Some bytes matter to nothing that is asked; the others must make an `ArchiveError`, at opening or later."""
    name = _file(whole, pattern).name
    data = (whole / name).read_bytes()
    shutil.copytree(whole, copies)
    chance = random.Random(pattern)
    told = 0
    for _ in range(60):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= chance.choice([1, 0x80, 0xFF])
        (copies / name).write_bytes(flipped)
        try:
            _ask(copies)
        except ArchiveError:
            told += 1
    assert told or pattern.endswith("_len.col")


def test_what_lists_everything_says_so_too(whole: Path, copies: Path) -> None:
    shutil.copytree(whole, copies)
    for pattern in ("*.postings", "*._records.col"):
        backend = WhooshIndex(copies)
        backend.close()
        kept = {file: file.read_bytes() for file in copies.glob(pattern)}
        for file in kept:
            file.write_bytes(b"junk")
        for ask in (backend.articles, backend.departures):
            with pytest.raises(ArchiveBroken, match="copy"):
                list(ask())
        for file, data in kept.items():
            file.write_bytes(data)


@pytest.mark.parametrize("what", ["{}", "[]", "{", '{"headline": []}'])
def test_an_article_that_is_not_what_we_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    backend = on_disk(tmp_path / "index")
    with monkeypatch.context() as patched:
        patched.setattr("search.backends.whoosh_index.building.record_of", lambda article: what)
        fill(backend, [article("a", body="台风")])
    if what == "{}":  # every key may be absent
        assert found(backend, "台风") == [""]
        return
    for ask in (lambda: found(backend, "台风"), lambda: backend.article("a")):
        with pytest.raises(ArchiveBroken):
            ask()


def test_a_value_that_is_not_what_we_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = on_disk(tmp_path / "index")
    with monkeypatch.context() as patched:
        patched.setattr("search.schema._term", lambda value: f"{value}/{value}")
        patched.setattr("search.schema._author_term", lambda name, role: f"{name}/{role}/{name}")
        fill(backend, [article("a", topics=("渔业",), authors=[("阮知秋", "记者")])])
    for field in ("topic", "reporter"):
        with pytest.raises(ArchiveBroken):
            backend.counts(field, None)


# Errors while writing.


def test_an_error_of_whoosh_while_writing_is_translated_and_lets_go_of_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = on_disk(tmp_path / "index", [article("a", body="台风")])

    def full(*args: object, **keys: object) -> None:
        raise OSError(28, "No space left on device")

    ours = "search.backends.whoosh_index.transaction"
    for broken in (
        f"{ours}.Transaction.add", f"{ours}.Transaction.delete", f"{ours}.Transaction.commit", f"{ours}.on_disk",
        "search.postings.writer.SegmentBuilder.write", "whoosh.index.TOC.write",
    ):  # fmt: skip
        with monkeypatch.context() as patched:
            patched.setattr(broken, full)
            with pytest.raises(ArchiveBroken, match="No space left"), backend.writer() as writer:  # noqa: PT012
                writer.add(document(article("b", body="停运")))
                writer.add(document(article("a", body="停运")))
        assert found(backend, "") == ["a"], broken
        assert not (tmp_path / "index" / "writer.json").exists()
    fill(backend, [article("b", body="停运")])
    assert found(backend, "") == ["a", "b"]


def test_an_error_that_throws_away_badly_does_not_hide_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = on_disk(tmp_path / "index", [article("a", body="台风")])

    def fail(*args: object) -> None:
        raise RuntimeError("second")

    with monkeypatch.context() as patched:
        patched.setattr("search.backends.whoosh_index.transaction.Transaction.cancel", fail)
        with pytest.raises(KeyError, match="first"), backend.writer():
            raise KeyError("first")
    fill(backend, [article("b", body="停运")])
    assert found(backend, "") == ["a", "b"]


def test_the_callers_own_exception_passes_as_it_is(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index")
    with pytest.raises(FileNotFoundError), backend.writer():
        Path(tmp_path / "no such page.txt").read_text("utf-8")


def test_the_writer_says_so_where_the_index_is_broken(whole: Path, copies: Path) -> None:
    shutil.copytree(whole, copies)
    backend = WhooshIndex(copies, wait=0)
    for file in copies.glob("*.postings"):
        file.write_bytes(b"junk")
    with pytest.raises(ArchiveBroken), backend.writer() as writer:
        writer.add(document(article("a")))
    for file in copies.glob("*.toc"):
        file.write_bytes(b"junk")
    with pytest.raises(ArchiveBroken), backend.writer() as writer:
        writer.add(document(article("a")))
