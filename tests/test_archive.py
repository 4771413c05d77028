"""What does a program that opens an archive get, and what is it told where there is none?"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import search
from indexer.build import document
from search import (
    ArchiveBroken,
    ArchiveError,
    ArchiveNotFound,
    ArchiveOutdated,
    ArticleWithdrawn,
    QueryError,
    open_archive,
)
from search.archive import Archive
from search.backends import connect, location_of
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.layout import STAMP, create, is_index
from search.query import parse
from search.tree import Or

from .archives import article, fill, issue, memory, on_disk


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed index of the articles of `issue`. Not to be changed."""
    directory = tmp_path_factory.mktemp("archive") / "index"
    on_disk(directory, issue()[:5], issue()[5:]).close()
    return directory


def test_an_archive_is_opened_searched_and_closed(place: Path) -> None:
    with open_archive(place) as archive:
        result = archive.search("台风 停运", limit=1)
        assert result.total == 2
        assert [hit.article.id for hit in result.hits] == ["lwrb-20250701-01-01"]
        assert result.hits[0].score > 0
        assert result.query == result.hits[0].query == parse("台风 停运")
        assert result.notes == result.near == ()
        assert archive.article("lwrb-20250701-01-01") == issue()[0]
        assert archive.counts("reporter") == {"阮知秋": 1}
        assert archive.counts("year", "台风") == {"2025": 4}
        assert archive.counts("year", parse("-台风")) == {"2025": 3, "2026": 1}
        assert next(archive.terms("author", "阮")) == ("阮知秋", 3)


def test_snippets_are_worked_out_when_they_are_read() -> None:
    (hit,) = Archive(memory(issue())).search("海钓经济").hits
    assert "snippets" not in vars(hit)
    assert [(snippet.part, snippet.marks) for snippet in hit.snippets] == [("headline", ((0, 4),))]
    assert hit.snippets is hit.snippets


def test_pages_of_a_result() -> None:
    archive = Archive(memory(issue()))
    ids = [hit.article.id for hit in archive.search("", sort="oldest", limit=100).hits]
    assert [hit.article.id for hit in archive.search("", sort="oldest", offset=2, limit=3).hits] == ids[2:5]
    assert len(archive.search("").hits) == min(10, len(ids))
    nothing = archive.search("", limit=0)
    assert (nothing.total, nothing.hits) == (len(ids), ())


def test_notes_tell_how_the_query_was_read() -> None:
    assert Archive(memory(issue())).search("孩子们笑了：哈哈").notes == ("“孩子们笑了”不是字段名，整段照原文查找。",)


def test_a_query_may_be_given_as_a_tree() -> None:
    archive = Archive(memory(issue()))
    assert archive.search(parse("台风")) == archive.search("台风")


@pytest.mark.parametrize("how", [{"sort": "best"}, {"offset": -1}, {"limit": -1}])
def test_what_cannot_be_asked_is_a_value_error(how: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"best|below 0"):
        Archive(memory([])).search("", **how)


def test_a_query_that_cannot_be_read_is_a_query_error_everywhere() -> None:
    archive = Archive(memory([]))
    for ask in (archive.search, lambda query: archive.counts("year", query)):
        with pytest.raises(QueryError):
            ask("台风 OR")
    with pytest.raises(ValueError, match="no such field"):
        archive.counts("weather")


def test_an_id_leads_to_the_article_that_took_its_place() -> None:
    backend = memory([article(id) for id in "abcd"])
    with backend.writer() as writer:
        writer.delete("a", successor="b")
        writer.delete("b", successor="c")
        writer.delete("d")
    archive = Archive(backend)
    assert archive.article("a") == archive.article("b") == archive.article("c") == article("c")
    assert archive.article("never") is None
    with pytest.raises(ArticleWithdrawn, match="d 已撤稿"):
        archive.article("d")
    with backend.writer() as writer:
        writer.delete("c")
    with pytest.raises(ArticleWithdrawn, match="已撤稿"):
        archive.article("a")


def test_ids_that_took_each_others_place_end_somewhere() -> None:
    backend = memory([article("a"), article("b")])
    with backend.writer() as writer:
        writer.delete("a", successor="b")
        writer.delete("b", successor="a")
    assert Archive(backend).article("a") is None


def test_where_an_archive_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWS_ARCHIVE", raising=False)
    assert location_of() == location_of(None) == location_of("") == Path("news.index")
    monkeypatch.setenv("NEWS_ARCHIVE", "elsewhere.index")
    assert location_of() == Path("elsewhere.index")
    assert location_of("here") == location_of(Path("here")) == Path("here")


def test_the_environment_names_the_archive(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ARCHIVE", str(place))
    with open_archive() as archive:
        assert archive.search("").total == len(issue())


# What is not an archive.


def _told(location: Path, error: type[ArchiveError]) -> str:
    with pytest.raises(error) as caught:
        open_archive(location)
    assert str(location) in str(caught.value)
    assert str(caught.value).endswith(("。", "）")) or "news-index " in str(caught.value)
    return str(caught.value)


def test_nothing_there(tmp_path: Path) -> None:
    assert "news-index add" in _told(tmp_path / "nothing", ArchiveNotFound)
    assert list(tmp_path.iterdir()) == []


def test_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "不是索引" in _told(tmp_path / "file", ArchiveBroken)


def test_an_empty_or_a_foreign_directory(tmp_path: Path) -> None:
    assert "不是索引" in _told(tmp_path, ArchiveBroken)
    (tmp_path / "notes.txt").write_text("x")
    assert "不是索引" in _told(tmp_path, ArchiveBroken)
    assert not is_index(tmp_path)


def _stamped(place: Path, tmp_path: Path, **changed: Any) -> Path:
    """A copy of the index whose stamp says something else; None takes a key out."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in place.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    data = json.loads((copy / STAMP).read_text("utf-8")) | changed
    (copy / STAMP).write_text(json.dumps({key: value for key, value in data.items() if value is not None}), "utf-8")
    return copy


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b"7", b'"x"', b"{}", b"\xff\xfe", b"\x00" * 100])
def test_a_damaged_stamp(place: Path, tmp_path: Path, damage: bytes) -> None:
    copy = _stamped(place, tmp_path)
    (copy / STAMP).write_bytes(damage)
    assert "已损坏" in _told(copy, ArchiveBroken)


@pytest.mark.parametrize("key", ["format", "layout", "grams", "words"])
def test_a_stamp_that_lacks_a_key(place: Path, tmp_path: Path, key: str) -> None:
    assert "已损坏" in _told(_stamped(place, tmp_path, **{key: None}), ArchiveBroken)


def test_a_stamp_that_is_a_directory(tmp_path: Path) -> None:
    (tmp_path / STAMP).mkdir()
    _told(tmp_path, ArchiveBroken)


def test_a_stamp_that_cannot_be_read(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *args: object) -> str:
        raise PermissionError(13, "Permission denied", str(self))

    copy = _stamped(place, tmp_path)
    monkeypatch.setattr(Path, "read_text", refuse)
    _told(copy, ArchiveBroken)


def test_an_index_of_another_engine(place: Path, tmp_path: Path) -> None:
    assert "另一种索引" in _told(_stamped(place, tmp_path, format="newspaper-archive-search/other"), ArchiveBroken)


@pytest.mark.parametrize("other", [{"grams": "0.0123456789abcdef"}, {"grams": 7}, {"layout": 0}, {"layout": "1"}])
def test_an_index_made_by_other_rules_of_matching_is_not_opened(
    place: Path, tmp_path: Path, other: dict[str, Any]
) -> None:
    message = _told(_stamped(place, tmp_path, **other), ArchiveOutdated)
    assert "可能漏掉文章" in message
    assert message.endswith(f"news-index rebuild --index {tmp_path / 'copy'}")


def test_an_index_made_by_other_rules_of_cutting_words_opens_with_a_note(place: Path, tmp_path: Path) -> None:
    with open_archive(_stamped(place, tmp_path, words="jieba 0.1")) as archive:
        result = archive.search("孩子们笑了：哈哈")
    assert result.total == 1
    assert len(result.notes) == 2
    assert "jieba 0.1" in result.notes[0]
    assert "只影响排序" in result.notes[0]


def test_an_index_is_made_only_where_there_is_nothing(place: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("x")
    for taken in (tmp_path / "file", tmp_path / "full", place):
        with pytest.raises(ArchiveBroken, match="里面有别的东西"):
            create(taken)
    (tmp_path / "empty").mkdir()
    for free in (tmp_path / "empty", tmp_path / "new", tmp_path / "deep" / "down"):
        create(free)
        assert is_index(free)
        with open_archive(free) as archive:
            assert archive.search("").total == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "empty", "file", "full", "new"]


def test_connecting_makes_an_index_only_when_told_to(tmp_path: Path) -> None:
    with pytest.raises(ArchiveNotFound):
        connect(tmp_path / "index")
    for _ in range(2):
        backend = connect(tmp_path / "index", create=True, wait=0)
        fill(backend, [article("a")])
        backend.close()
    with open_archive(tmp_path / "index") as archive:
        assert archive.search("").total == 1


def test_an_index_that_another_process_made_first_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def overtaken(self: Path, target: Path) -> Path:
        if not target.exists():
            monkeypatch.setattr(Path, "rename", rename)
            create(target)
        raise OSError(39, "Directory not empty")

    monkeypatch.setattr(Path, "rename", overtaken)
    create(tmp_path / "index")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
    with open_archive(tmp_path / "index") as archive:
        assert archive.search("").total == 0


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(ArchiveBroken, match="请检查磁盘和权限"):
        create(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def test_an_index_that_cannot_be_finished_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, *args: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", full)
        with pytest.raises(ArchiveBroken, match="No space left"):
            create(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


# An archive at work.


def test_an_open_archive_sees_what_was_committed_since(place: Path, tmp_path: Path) -> None:
    copy = _stamped(place, tmp_path)
    with open_archive(copy) as archive:
        before = archive.search("台风").total
        other = WhooshIndex(copy)
        fill(other, [article("lwrb-new", body="台风又来了")])
        assert archive.search("台风").total == before + 1
        assert archive.article("lwrb-new") is not None
        with other.writer() as writer:
            writer.delete("lwrb-new")
        assert archive.search("台风").total == before
        with pytest.raises(ArticleWithdrawn):
            archive.article("lwrb-new")
        other.close()


def test_opening_and_searching_write_nothing(place: Path) -> None:
    def listing() -> list[tuple[str, int, int]]:
        paths = [place, *place.iterdir()]
        return sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in paths)

    before = listing()
    with open_archive(place) as archive:
        for sort in ("relevance", "newest"):
            archive.search("台风 -停运 记者:阮知秋 OR 渔业生产", sort=sort)  # type: ignore[arg-type]
        archive.counts("author")
        list(archive.terms("topic"))
        archive.article("lwrb-none")
    assert listing() == before


def test_an_archive_can_be_read_where_nothing_may_be_written(place: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    mode = place.stat().st_mode
    place.chmod(0o555)
    try:
        with open_archive(place) as archive:
            assert archive.search("台风").total
    finally:
        place.chmod(mode)


def test_an_archive_that_vanishes_says_so(place: Path, tmp_path: Path) -> None:
    copy = _stamped(place, tmp_path)
    with open_archive(copy) as archive:
        for file in copy.iterdir():
            file.unlink()
        with pytest.raises(ArchiveBroken):
            archive.search("台风")


def test_a_closed_archive_opens_again_when_it_is_asked(place: Path) -> None:
    archive = open_archive(place)
    archive.close()
    assert archive.search("").total == len(issue())
    archive.close()


def test_an_archive_is_open_to_any_backend() -> None:
    backend = memory([])
    with Archive(backend) as archive:
        with backend.writer() as writer:
            writer.add(document(article("a", body="台风")))
        assert archive.search("台风").total == 1


def test_everything_raised_on_purpose_is_an_archive_error() -> None:
    errors = [getattr(search, name) for name in search.__all__ if isinstance(getattr(search, name), type)]
    assert sum(issubclass(error, ArchiveError) for error in errors) == 7


def test_a_list_of_digits_in_hanzi_is_a_query_like_any_other() -> None:
    result = Archive(memory(issue())).search("台风" + "九" * 5000 + "十")
    assert (result.total, result.notes) == (0, ())


def test_of_no_clauses_at_all_none_finds_anything() -> None:
    assert Archive(memory(issue())).search(Or(())).total == 0


@pytest.mark.parametrize("blank", ["", " ", "　", (), ("", "　")])
def test_a_field_of_a_form_that_was_left_empty_is_no_filter(blank: str | tuple[str, ...]) -> None:
    archive = Archive(memory(issue()))
    assert archive.search("台风", reporter=blank, column=blank).total == archive.search("台风").total > 0
