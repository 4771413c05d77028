"""Does a rebuilt index hold what the old one held, and does it take its place without anybody noticing?"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from whoosh.columns import VarBytesColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from indexer.build import document
from indexer.identity import text_of
from indexer.ledger import Ledger
from indexer.rebuild import rebuild
from indexer.topic import Topic
from indexer.withdraw import withdraw
from search.archive import open_archive
from search.article import Article
from search.backends import connect, rebuilding
from search.backends.whoosh_index import WhooshIndex, layout
from search.backends.whoosh_index.layout import STAMP, beside
from search.errors import ArchiveBroken, ArchiveLocked, ArchiveNotFound, ArchiveOutdated, ArticleWithdrawn
from search.query import parse

from .archives import article, fill, found, issue, memory, on_disk, write_as_stock_whoosh
from .newsroom import (
    BOATS,
    BRIDGE,
    COBBLER,
    LIBRARY,
    OPTIONS,
    PROGRAM,
    STORIES,
    dump,
    environment_of,
    feed,
    record,
    run,
    shell,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="an open file holds its directory there, and none is killed")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test stands in a folder of its own; nothing is left beside the index in the end."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWS_ARCHIVE", raising=False)
    yield
    gc.collect()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The articles of `issue`, one more that was withdrawn, and one of which another took the place."""
    directory = tmp_path / "news.index"
    on_disk(directory, issue()[:6], [*issue()[6:], article("lwrb-out"), article("lwrb-old")]).close()
    backend = WhooshIndex(directory, wait=0)
    with backend.writer() as writer:
        writer.delete("lwrb-out")
        writer.delete("lwrb-old", successor="lwrb-20250715-02-01")
    backend.close()
    return directory


def restamp(directory: Path, **changes: Any) -> None:
    """Changes what the index says of the rules that it was made by."""
    stamp = json.loads((directory / STAMP).read_text("utf-8"))
    (directory / STAMP).write_text(json.dumps(stamp | changes), "utf-8")


def held(directory: Path) -> tuple[dict[str, Article], dict[str, str]]:
    """What an index holds: articles by id, and what it says of those that are no more."""
    backend = connect(directory)
    try:
        return {each.id: each for each in backend.articles()}, dict(backend.departures())
    finally:
        backend.close()


def litter(directory: Path) -> list[str]:
    """What lies beside an index and is hidden."""
    return sorted(path.name for path in directory.parent.iterdir() if path.name.startswith("."))


NO_TOPICS = replace(OPTIONS, topics=())


# What is carried over


@pytest.mark.parametrize("outdated", [{}, {"layout": 1}, {"grams": "0.0"}, {"words": "jieba 0.1"}])
def test_everything_is_there_again(index: Path, outdated: dict[str, Any]) -> None:
    before = held(index)
    restamp(index, **outdated)
    done = rebuild(index, NO_TOPICS)
    assert held(index) == before
    assert before[1] == {"lwrb-out": "", "lwrb-old": "lwrb-20250715-02-01"}
    assert (done.articles, done.withdrawn, done.summary) == (len(issue()), 1, None)
    assert min(done.before, done.after) > 1000
    with open_archive(index) as archive:
        assert archive.search("台风").total == sum("台风" in str(each) or "颱風" in str(each) for each in issue())
        assert archive.search("渔业生产").notes == ()
        assert archive.article("lwrb-old") == archive.article("lwrb-20250715-02-01")
        with pytest.raises(ArticleWithdrawn):
            archive.article("lwrb-out")
    assert litter(index) == []
    assert len(list(index.glob("MAIN_*.postings"))) == 1


def test_an_index_of_an_older_layout_lacks_fields(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rescue reads nothing but what was stored, and what is gone."""
    schema = layout.whoosh_schema

    def older() -> Any:
        fields = schema()
        for name in [name for name in fields.names() if name.startswith(("words_", "value_", "pairs_"))]:
            fields.remove(name)
        return fields

    with monkeypatch.context() as patched:
        patched.setattr(layout, "whoosh_schema", older)
        patched.setattr(layout, "LAYOUT", 1)
        layout.create(tmp_path / "news.index")
    for some in (("a", "台风停运"), ("b", "")), (("c", ""),):
        with FileIndex(FileStorage(str(tmp_path / "news.index"))).writer() as writer:
            for id, body in some:
                writer.add_document(id=[id], article=json.dumps({"id": id, "body": body}))
    with pytest.raises(ArchiveOutdated, match=r"请重建：news-index rebuild --index \S*news.index"):
        connect("news.index")
    assert rebuild(Path("news.index"), NO_TOPICS).articles == 3
    backend = connect("news.index")
    assert found(backend, "台风停运") == ["a"]
    assert found(backend, "") == ["a", "b", "c"]
    backend.close()


def test_an_index_with_the_postings_of_stock_whoosh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Layout 2: the same fields, two of them columns too, all of it written by Whoosh's own codec."""
    schema = layout.whoosh_schema

    def older() -> Any:
        fields = schema()
        for name in ("id", "value_date", "value_origin"):
            fields[name].column_type = VarBytesColumn()
        return fields

    with monkeypatch.context() as patched:
        patched.setattr(layout, "whoosh_schema", older)
        patched.setattr(layout, "LAYOUT", 2)
        layout.create(tmp_path / "news.index")
    for some in issue()[:4], issue()[4:]:
        with FileIndex(FileStorage(str(tmp_path / "news.index"))).writer() as writer:
            for each in some:
                write_as_stock_whoosh(writer, document(each))
            writer.add_document(gone=[f"lwrb-{len(some)}"], successor=some[0].id)
    with pytest.raises(ArchiveOutdated):
        connect("news.index")
    done = rebuild(Path("news.index"), NO_TOPICS)
    assert done.articles == len(issue())
    assert held(Path("news.index"))[1] == {"lwrb-4": issue()[0].id, "lwrb-6": issue()[4].id}
    backend = connect("news.index")
    assert found(backend, "台风停运") == found(memory(issue()), "台风停运")
    backend.close()


def test_what_lies_beside_goes_along(index: Path) -> None:
    (index / "corrections.jsonl").write_text("{}\n", "utf-8")
    (index / "notes").mkdir()
    (index / "notes" / "readme.txt").write_text("手记", "utf-8")
    (index / "MAIN_left_by_a_dead_writer.pst").write_bytes(b"x" * 100)
    (index / "ledger.sqlite-journal").write_bytes(b"")
    (index / "writer.json").write_text("{}", "utf-8")
    rebuild(index, NO_TOPICS)
    assert (index / "corrections.jsonl").read_text("utf-8") == "{}\n"
    assert (index / "notes" / "readme.txt").read_text("utf-8") == "手记"
    names = {path.name for path in index.iterdir()}
    assert not names & {"MAIN_left_by_a_dead_writer.pst", "ledger.sqlite-journal", "writer.json", "ledger.sqlite"}


def test_a_disk_without_second_names(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(95, "not supported")

    (index / "corrections.jsonl").write_text("{}\n", "utf-8")
    monkeypatch.setattr(os, "link", refuse)
    rebuild(index, NO_TOPICS)
    assert (index / "corrections.jsonl").read_text("utf-8") == "{}\n"


def test_the_ledger_is_the_same_and_withdrawn_articles_stay_out(tmp_path: Path) -> None:
    page = tmp_path / "lwrb-2025-07-21-01.txt"
    page.write_text(dump(*STORIES), "utf-8")
    run("add", page)
    run("remove", "lwrb-20250721-01-03")
    backend, ledger = connect("news.index"), Ledger(Path("news.index"))
    left = backend.article("lwrb-20250721-01-02")
    assert left is not None
    # As after an accident: the ledger knows, the index does not.
    ledger.withdraw(left.id, "lwrb-20250721-01", text_of(left))
    ledger.commit()
    rebuild(Path("news.index"), OPTIONS)
    assert "没有变化" in run("add", page).stderr
    assert [each.id for each in backend.articles()] == ["lwrb-20250721-01-01"]
    assert dict(backend.departures()) == {"lwrb-20250721-01-03": "", "lwrb-20250721-01-02": ""}
    # Opened before, and good for the new one still.
    assert withdraw(["lwrb-20250721-01-01"], backend, ledger)[0] == ("lwrb-20250721-01-01",)
    ledger.close()
    backend.close()
    page.write_text(dump(*STORIES, "\n"), "utf-8")
    assert "3 篇撤过稿，没有再收" in run("add", page).stderr


def test_an_index_may_be_a_link(index: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    index.rename(tmp_path / "real" / "index")
    index.symlink_to(tmp_path / "real" / "index", target_is_directory=True)
    before = held(index)
    rebuild(index, NO_TOPICS)
    assert index.is_symlink()
    assert held(index) == before
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["index"]


# Topics


def topic(name: str, query: str) -> Topic:
    return Topic(name, "", parse(query))


def test_topics_are_looked_for_anew_and_those_that_came_with_an_article_stay(tmp_path: Path) -> None:
    then = replace(OPTIONS, topics=(topic("渔船", "渔船"), topic("旧题", "图书馆")))
    (tmp_path / "a.jsonl").write_text(
        record(BOATS, id="a", topics=["自带"]) + record(LIBRARY, id="b", topics=["渔船"]) + record(COBBLER, id="c"),
        "utf-8",
    )
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "c", "topics": ["手标"]}, ensure_ascii=False) + "\n", "utf-8")
    on_disk(tmp_path / "news.index").close()
    (tmp_path / "c.jsonl").rename(tmp_path / "news.index" / "corrections.jsonl")
    backend, ledger = connect("news.index"), Ledger(Path("news.index"))
    feed(backend, ledger, "a.jsonl", options=then)
    ledger.close()
    assert {each.id: each.topics for each in backend.articles()} == {
        "a": ("自带", "渔船"), "b": ("渔船", "旧题"), "c": ("手标",),
    }  # fmt: skip
    rebuild(Path("news.index"), replace(OPTIONS, topics=(topic("客运", "客运"), topic("手艺", "修鞋"))))
    assert {each.id: each.topics for each in backend.articles()} == {
        "a": ("自带", "客运"), "b": ("渔船",), "c": ("手标",),
    }  # fmt: skip
    backend.close()


def test_topics_that_an_earlier_rebuild_found_do_not_stay(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(record(BOATS, id="a", topics=["自带"]) + record(LIBRARY, id="b"), "utf-8")
    on_disk(tmp_path / "news.index").close()
    backend, ledger = connect("news.index"), Ledger(Path("news.index"))
    feed(backend, ledger, "a.jsonl", options=replace(OPTIONS, topics=(topic("渔船", "渔船"),)))
    ledger.close()
    for name, files in (("客运", []), ("海事", [Path("a.jsonl")]), ("风浪", [])):
        rebuild(Path("news.index"), replace(OPTIONS, topics=(topic(name, name),)), files)
        assert {each.id: each.topics for each in backend.articles()} == {"a": ("自带", name), "b": ()}
    # A correction looks for the same ones again.
    assert run("correct", "a", "--headline", "回港").exit_code == 0
    assert {each.id: each.topics for each in backend.articles()} == {"a": ("自带", "风浪"), "b": ()}
    assert run("correct", "a", "--undo").exit_code == 0
    assert {each.id: each.topics for each in backend.articles()} == {"a": ("自带", "风浪"), "b": ()}
    backend.close()


def test_topics_where_nobody_knows_how_a_file_was_read(tmp_path: Path) -> None:
    from search.article import Part

    read = article("a", body="渔船", topics=("外来", "渔船", "客运"), parts=(Part("01", "a.txt", "渔船"),))
    on_disk(tmp_path / "news.index", [read, replace(read, id="b", parts=())]).close()
    options = replace(OPTIONS, topics=(topic("客运", "客运"), topic("渔船", "渔船")))
    rebuild(Path("news.index"), options)
    articles, _ = held(tmp_path / "news.index")
    assert articles["a"].topics == ("外来", "渔船")
    assert articles["b"].topics == ("外来", "渔船", "客运")


# From files


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    """Two pages, taken in; and since then the first has changed, the second has not."""
    some = [tmp_path / "lwrb-2025-07-21-01.txt", tmp_path / "lwrb-2025-07-22-01.txt"]
    some[0].write_text(dump(*STORIES), "utf-8")
    some[1].write_text(dump(BRIDGE, date="2025年7月22日"), "utf-8")
    assert run("add", *some).exit_code == 0
    return some


def test_files_are_read_anew_and_the_rest_stays(pages: list[Path]) -> None:
    run("remove", "lwrb-20250721-01-03")
    run("correct", "lwrb-20250721-01-02", "--headline", "图书馆开门了")
    before = held(Path("news.index"))
    # As if the rules had been others then.
    backend = connect("news.index")
    fill(backend, [replace(before[0]["lwrb-20250721-01-01"], headline="旧规则读出的标题")])
    fill(backend, [replace(before[0]["lwrb-20250722-01-01"], headline="这一版没有重读")])
    backend.close()
    restamp(Path("news.index"), grams="0.0")
    result = run("rebuild", pages[0])
    assert result.exit_code == 0, result.stderr
    assert "4 篇" not in result.stderr
    assert "3 篇，1 篇撤稿照旧，重读 1 个文件、2 篇" in result.stderr
    after = held(Path("news.index"))
    assert after[1] == before[1] == {"lwrb-20250721-01-03": ""}
    assert after[0]["lwrb-20250721-01-01"] == before[0]["lwrb-20250721-01-01"]
    assert after[0]["lwrb-20250721-01-02"].headline == "图书馆开门了"
    assert after[0]["lwrb-20250722-01-01"].headline == "这一版没有重读"
    assert "2 个文件没有变化" in run("add", *pages).stderr
    assert run("verify").exit_code == 0
    assert len(list(Path("news.index").glob("MAIN_*.postings"))) == 1


def test_what_a_changed_file_no_longer_has_goes(pages: list[Path]) -> None:
    pages[0].write_text(dump(BOATS, LIBRARY), "utf-8")
    assert "1 篇版面上已经没有，去掉了" in run("rebuild", pages[0]).stderr
    articles, gone = held(Path("news.index"))
    assert sorted(articles) == ["lwrb-20250721-01-01", "lwrb-20250721-01-02", "lwrb-20250722-01-01"]
    assert list(gone) == ["lwrb-20250721-01-03"]


def test_a_file_that_cannot_be_read_is_a_problem_and_its_articles_stay(pages: list[Path]) -> None:
    pages[0].write_bytes(b"%PDF-1.7")
    with open("news.index/corrections.jsonl", "w", encoding="utf-8") as file:
        file.write("{\n")
    result = run("rebuild", pages[0], "gone.txt")
    assert result.exit_code == 1
    assert "有问题 gone.txt: 没有这个文件" in result.stderr
    assert "有问题 news.index/corrections.jsonl:1: 不是合法的 JSON" in result.stderr
    assert "3 个问题" in result.stderr
    assert len(held(Path("news.index"))[0]) == 4
    assert run("rebuild", "gone.txt").exit_code == 1


# Where it cannot be done


def test_there_must_be_an_index_of_ours(tmp_path: Path, index: Path) -> None:
    with pytest.raises(ArchiveNotFound):
        rebuild(tmp_path / "nowhere", NO_TOPICS)
    (tmp_path / "other").mkdir()
    with pytest.raises(ArchiveBroken, match="不是索引目录"):
        rebuild(tmp_path / "other", NO_TOPICS)
    assert list((tmp_path / "other").iterdir()) == []
    restamp(index, layout=layout.LAYOUT + 1)
    for ask in (lambda: rebuild(index, NO_TOPICS), lambda: connect(index)):
        with pytest.raises(ArchiveOutdated, match="较新的版本"):
            ask()
    (index / STAMP).write_text("{", "utf-8")
    with pytest.raises(ArchiveBroken, match="留作备份"):
        rebuild(index, NO_TOPICS)
    assert litter(index) == []


def test_a_damaged_index_is_left_alone(index: Path) -> None:
    for file in index.glob("*._records.col"):
        file.write_bytes(b"junk" * 100)
    names = sorted(path.name for path in index.iterdir())
    with pytest.raises(ArchiveBroken, match="留作备份"):
        rebuild(index, NO_TOPICS)
    assert set(names) <= {path.name for path in index.iterdir()}
    assert litter(index) == []


def test_a_full_disk_leaves_the_old_index(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = held(index)
    ours = "search.backends.whoosh_index.transaction.Transaction"
    for what in (f"{ours}.add", f"{ours}.commit", "os.mkdir"):
        with monkeypatch.context() as patched:
            patched.setattr(what, full)
            with pytest.raises(ArchiveBroken, match=r"磁盘满了.*原来的索引没有动"):
                rebuild(index, NO_TOPICS)
        assert held(index) == before
        assert litter(index) == []
    rebuild(index, NO_TOPICS)
    assert held(index) == before


def test_a_rename_that_fails_is_undone(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, rename = held(index), Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == beside(index, "new"):
            raise OSError(1, "no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ArchiveBroken):
        rebuild(index, NO_TOPICS)
    assert held(index) == before
    assert litter(index) == []


def test_a_rebuild_waits_for_a_writer_and_says_so(index: Path) -> None:
    backend = WhooshIndex(index, wait=0)
    told: list[str] = []
    with backend.writer(), pytest.raises(ArchiveLocked):
        rebuild(index, NO_TOPICS, wait=0.3, on_wait=told.append)
    assert len(told) == 1
    with rebuilding(index), pytest.raises(ArchiveLocked, match=f"进程 {os.getpid()}"), backend.writer():
        pytest.fail("a writer beside a rebuild")
    backend.close()
    assert litter(index) == []


# While others work


@posix
# Where an index is renamed away while Whoosh opens its files, Whoosh leaves those open that it had.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_readers_notice_nothing(index: Path) -> None:
    backend = WhooshIndex(index, wait=0)
    expected, total = found(backend, "台风"), len(issue())
    wrong: list[object] = []
    times = {"asked": 0, "opened": 0}
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                if found(backend, "台风") != expected or sum(1 for _ in backend.articles()) != total:
                    wrong.append("lost")
            except Exception as error:
                wrong.append(error)
            times["asked"] += 1

    def open_anew() -> None:
        while not done.is_set():
            try:
                with open_archive(index) as archive:
                    if archive.search("台风").total != len(expected):
                        wrong.append("lost")
            except Exception as error:
                wrong.append(error)
            times["opened"] += 1

    threads = [threading.Thread(target=ask), threading.Thread(target=open_anew)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(6):
            version = backend.version()
            rebuild(index, NO_TOPICS)
            assert backend.version() != version
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert min(times.values()) > 3
    fill(backend, [article("after", body="台风")])
    assert "after" in found(backend, "台风")
    backend.close()


@posix
def test_who_is_reading_all_articles_goes_on_with_the_old_ones(index: Path) -> None:
    backend = WhooshIndex(index, wait=0)
    articles = backend.articles()
    first = next(articles)
    rebuild(index, NO_TOPICS)
    assert len([first, *articles]) == len(issue())
    backend.close()


@posix
def test_whoever_waits_to_write_writes_into_the_new_one(pages: list[Path]) -> None:
    directory, told, wrong = Path("news.index"), list[str](), list[Exception]()
    restamp(directory, words="jieba 0.1")
    backend = connect(directory, wait=30, on_wait=told.append)
    assert "news-index rebuild --index news.index" in backend.notes()[0]
    pages[1].write_text(dump(BRIDGE, COBBLER, date="2025年7月22日"), "utf-8")

    def add() -> None:
        try:
            with Ledger(directory) as ledger:
                feed(backend, ledger, pages[1])
        except Exception as error:
            wrong.append(error)

    thread = threading.Thread(target=add)
    with rebuilding(directory) as made:
        made.fill(map(document, made.old.articles()), made.old.departures())
        thread.start()
        while not told:
            time.sleep(0.01)
        made.swap()
        time.sleep(0.3)
        assert thread.is_alive()  # nobody writes before the rebuild is done with it
    thread.join()
    assert wrong == []
    assert "news.index 正在被写入（进程" in told[0]
    assert found(backend, "修鞋匠") == ["lwrb-20250722-01-02", "lwrb-20250721-01-03"]
    assert backend.notes() == ()
    backend.close()
    # The ledger that it had opened is the one that counts.
    assert "1 个文件没有变化" in run("add", pages[1]).stderr
    assert litter(directory) == []


@posix
def test_another_process_that_waits_does_too(pages: list[Path]) -> None:
    pages[1].write_text(dump(BRIDGE, COBBLER, date="2025年7月22日"), "utf-8")
    command = [*PROGRAM, "add", str(pages[1])]
    with rebuilding("news.index") as made:
        made.fill(map(document, made.old.articles()), made.old.departures())
        process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment_of(), encoding="utf-8")
        assert process.stderr is not None
        assert "正在被写入" in process.stderr.readline()
        made.swap()
    with process:
        assert "1 版，2 篇" in process.stderr.read()
    assert process.returncode == 0
    assert len(held(Path("news.index"))[0]) == 5
    assert "2 个文件没有变化" in run("add", *pages).stderr


@posix
def test_a_lock_of_the_index_that_was_put_aside_does_not_count(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock's file is opened, the place changes hands, the lock is had: of the wrong index."""
    from search.backends.whoosh_index import locking

    backend, is_of, asked = WhooshIndex(index, wait=0), locking._is_of, list[bool]()

    def late(lock: Any, directory: Path) -> bool:
        if not asked:
            asked.append(True)
            shutil.copytree(index, beside(index, "new"))
            index.rename(beside(index, "old"))
            beside(index, "new").rename(index)
        asked.append(is_of(lock, directory))
        return asked[-1]

    with monkeypatch.context() as patched:
        patched.setattr(locking, "_is_of", late)
        fill(backend, [article("after", body="台风")])
    assert asked == [True, False, True]
    assert "after" in found(backend, "台风")
    backend.close()
    on_the_side = WhooshIndex(beside(index, "old"), wait=0)
    assert "after" not in found(on_the_side, "台风")
    on_the_side.close()


def test_an_index_is_opened_though_a_commit_comes_in_between(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoosh looks which table of contents is the newest, and then opens it: by then it may be gone."""
    from whoosh.index import TOC

    writer, newest, late = WhooshIndex(index, wait=0), TOC._latest_generation, list[bool]()

    def overtaken(*args: Any) -> int:
        found = newest(*args)
        late.append(True)
        if len(late) == 2:
            patched.undo()
            fill(writer, [article("after", body="台风")])
        return int(found)

    with monkeypatch.context() as patched:
        patched.setattr(TOC, "_latest_generation", overtaken)
        backend = WhooshIndex(index, wait=0)
    assert len(late) == 2
    assert "after" in found(backend, "台风")
    backend.close()
    writer.close()


def test_the_rules_are_looked_at_again_when_the_wait_is_over(index: Path) -> None:
    backend = WhooshIndex(index, wait=0)
    restamp(index, grams="0.0")
    with pytest.raises(ArchiveOutdated), backend.writer():
        pytest.fail("wrote by other rules")
    with pytest.raises(ArchiveOutdated):
        found(backend, "台风")
    rebuild(index, NO_TOPICS)
    fill(backend, [article("after", body="台风")])
    assert "after" in found(backend, "台风")
    backend.close()


# Killed


MOMENTS = {
    "filling": """
from search.backends.whoosh_index import writing
add, seen = writing.WhooshWriter.add, []
def dies(self, document):
    seen.append(1)
    if len(seen) == 3:
        die()
    add(self, document)
writing.WhooshWriter.add = dies
""",
    "filled": """
from search.backends.whoosh_index import swap
swap._carry = lambda old, new: die()
""",
    "to be renamed": """
from search.backends.whoosh_index import swap
swap._written = lambda *_, **__: die()
""",
    "between the renames": """
from pathlib import Path
rename = Path.rename
def dies(self, target):
    rename(self, target)
    if target.name.endswith(".old"):
        die()
Path.rename = dies
""",
    "renamed": """
from pathlib import Path
rename = Path.rename
def dies(self, target):
    rename(self, target)
    if self.name.endswith(".new"):
        die()
Path.rename = dies
""",
    "clearing away": """
import shutil
rmtree = shutil.rmtree
def dies(path, *args, **keys):
    if str(path).endswith(".old") and path.exists():
        die()
    rmtree(path, *args, **keys)
shutil.rmtree = dies
""",
}


def killed(index: Path, moment: str, *files: Path) -> None:
    """A rebuild in a process of its own that is killed."""
    before = "import os, signal\ndie = lambda: os.kill(os.getpid(), signal.SIGKILL)\n" + MOMENTS[moment]
    done = shell("rebuild", *files, "--index", index, before=before)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert litter(index) != []


@posix
@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if moment != "between the renames"])
def test_killed_at_any_moment_it_leaves_an_index_and_the_next_one_clears_away(index: Path, moment: str) -> None:
    before = held(index)
    killed(index, moment)
    assert held(index)[0].keys() == before[0].keys()
    assert held(index)[1] == before[1]
    backend = connect(index, wait=0)
    fill(backend, [article("after", body="台风")])
    backend.close()
    rebuild(index, NO_TOPICS, wait=0)
    assert litter(index) == []
    assert held(index)[0].keys() == {*before[0], "after"}
    assert held(index)[1] == before[1]


@posix
@pytest.mark.parametrize("whole", [True, False])
def test_killed_between_the_renames_it_is_named_by_readers_and_finished_by_writers(index: Path, whole: bool) -> None:
    before = held(index)
    killed(index, "between the renames")
    assert not index.exists()
    if not whole:  # somebody cleared it away
        shutil.rmtree(beside(index, "new"))
    with pytest.raises(ArchiveNotFound, match=r"文章都在。.*news-index rebuild --index"):
        open_archive(index)
    assert "文章都在" in run("info", "--index", index).stderr
    assert not index.exists()  # who reads does not write
    backend = connect(index, create=True, wait=0)
    fill(backend, [article("after", body="台风")])
    backend.close()
    assert held(index)[0].keys() == {*before[0], "after"}
    rebuild(index, NO_TOPICS, wait=0)
    assert litter(index) == []
    assert held(index)[1] == before[1]


@posix
def test_killed_between_the_renames_the_next_rebuild_finishes_it(index: Path) -> None:
    before = held(index)
    killed(index, "between the renames")
    result = run("rebuild", "--index", index)
    assert result.exit_code == 0, result.stderr
    assert held(index)[0].keys() == before[0].keys()
    assert held(index)[1] == before[1]
    assert litter(index) == []


@posix
@pytest.mark.parametrize("moment", ["filling", "renamed"])
def test_killed_while_files_are_read_anew_nothing_is_lost(pages: list[Path], moment: str) -> None:
    pages[0].write_text(dump(*STORIES, BRIDGE), "utf-8")
    killed(Path("news.index"), moment, pages[0])
    assert run("add", *pages).exit_code == 0
    assert sorted(held(Path("news.index"))[0]) == [
        "lwrb-20250721-01-01", "lwrb-20250721-01-02", "lwrb-20250721-01-03", "lwrb-20250721-01-04",
        "lwrb-20250722-01-01",
    ]  # fmt: skip
    assert run("verify").exit_code == 0


@posix
def test_killed_before_the_ledger_knows_the_pages_are_read_again_and_a_correction_can_be_taken_back(
    pages: list[Path],
) -> None:
    with open("news.index/corrections.jsonl", "w", encoding="utf-8") as file:
        file.write(json.dumps({"id": "lwrb-20250721-01-01", "headline": "改过的题"}, ensure_ascii=False) + "\n")
    killed(Path("news.index"), "renamed", pages[0])
    assert held(Path("news.index"))[0]["lwrb-20250721-01-01"].headline == "改过的题"
    assert "1 个文件没有变化" in run("add", *pages).stderr
    assert run("correct", "lwrb-20250721-01-01", "--undo").exit_code == 0
    assert held(Path("news.index"))[0]["lwrb-20250721-01-01"].headline == "全市渔船回港避风"


@posix
def test_who_finds_a_rebuild_between_its_renames_waits_for_it(index: Path, tmp_path: Path) -> None:
    """And makes no empty index in its place."""
    shutil.copytree(index, tmp_path / "copy")
    held_by = WhooshIndex(index, wait=0)

    def late() -> None:
        time.sleep(0.3)
        (tmp_path / "copy").rename(index)

    with held_by.writer():
        index.rename(beside(index, "old"))
        thread = threading.Thread(target=late)
        thread.start()
        backend = connect(index, create=True)
        thread.join()
        assert sum(1 for _ in backend.articles()) == len(issue())
        backend.close()
        shutil.rmtree(index)
        with pytest.raises(ArchiveLocked):  # it goes on for too long
            connect(index, create=True)
        beside(index, "old").rename(index)
    held_by.close()


# The command


def test_the_command_sums_up(pages: list[Path]) -> None:
    run("remove", "lwrb-20250721-01-03")
    result = run("rebuild")
    assert (result.exit_code, result.stdout) == (0, "")
    number = r"\d+\.\d"
    assert re.fullmatch(
        rf"重建好了 news\.index：3 篇，1 篇撤稿照旧，用时 {number} 秒，{number} MB → {number} MB。\n", result.stderr
    )
    assert run("rebuild", "-q", pages[0]).stderr == ""


@posix
def test_the_command_shows_how_far_it_is(pages: list[Path]) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [*PROGRAM, "rebuild", str(pages[0]), str(pages[1])]
    process = subprocess.Popen(command, stderr=theirs, env=environment_of(TERM="xterm", NO_COLOR=""))
    os.close(theirs)
    got = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux says EIO when the other side is closed
            break
        if not piece:
            break
        got += piece
    os.close(ours)
    assert process.wait(timeout=60) == 0
    text = got.decode("utf-8")
    assert "重建索引" in text
    assert "读版面" in text
    assert text.rstrip().endswith("MB。")
