"""Does what a person put right stay right, and can it be taken back?"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer import corrections
from indexer.amend import correct
from indexer.build import document
from indexer.ledger import Ledger
from indexer.topic import Topic
from indexer.withdraw import withdraw
from search.article import Article, Author
from search.backends import Backend, Writer, connect
from search.backends.memory import MemoryIndex
from search.query import parse

from .newsroom import (
    BOATS,
    BRIDGE,
    COBBLER,
    LIBRARY,
    OPTIONS,
    STORIES,
    articles,
    dump,
    feed,
    headlines,
    record,
    run,
    shell,
)

ID = "lwrb-20250721-01-01"
HEADLINE = "全市渔船回港避风"
RIGHT = "三千艘渔船全部回港"


@pytest.fixture
def backend() -> MemoryIndex:
    return MemoryIndex()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    (tmp_path / "news.index").mkdir()
    with Ledger(tmp_path / "news.index") as opened:
        yield opened


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "lwrb-2025-07-21-01.txt"
    path.write_text(dump(*STORIES), "utf-8")
    return path


@pytest.fixture
def by_hand(ledger: Ledger) -> Path:
    """The file of corrections."""
    return corrections.path_of(ledger)


def said(id: str = ID, **fields: Any) -> str:
    return json.dumps({"id": id, **fields}, ensure_ascii=False) + "\n"


def stored(backend: Backend, id: str = ID) -> Article:
    article = backend.article(id)
    assert article is not None
    return article


# What outlasts what


def test_a_line_in_the_file_changes_the_stored_article_with_the_next_run(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path
) -> None:
    feed(backend, ledger, page)
    by_hand.write_text(said(headline=RIGHT, authors=[{"name": "温良", "role": "通讯员"}], note="拆错了"), "utf-8")
    summary = feed(backend, ledger, page)
    assert (summary.corrected, summary.unchanged, summary.problems) == (1, 1, [])
    assert (stored(backend).headline, stored(backend).authors) == (RIGHT, (Author("温良", "通讯员"),))
    assert [article.id for article in articles(backend, "通讯员:温良 标题:三千艘")] == [ID]
    assert articles(backend, "记者:林晓岚") == []
    assert feed(backend, ledger, page).corrected == 0


def test_what_was_not_edited_writes_nothing(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(backend, ledger, page)
    by_hand.write_text(said(headline=RIGHT), "utf-8")
    feed(backend, ledger, page)
    monkeypatch.setattr(backend, "writer", lambda: pytest.fail("it was written to"))
    by_hand.write_text("\n" + said(note="只改了说明", headline=RIGHT), "utf-8")
    assert feed(backend, ledger, page).corrected == 0


def test_it_outlasts_another_reading_of_the_page_and_the_page_s_own_news(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path
) -> None:
    feed(backend, ledger, page)
    # Nothing of what the page says is left in it: it must be known by what the page says all the same.
    by_hand.write_text(said(headline=RIGHT, body="台风天里的一则短消息，由编辑重写。"), "utf-8")
    feed(backend, ledger, page)
    page.write_text(dump(LIBRARY, BOATS.replace("昨晚八时", "昨晚九时").replace("林晓岚", "邬小满")), "utf-8")
    summary = feed(backend, ledger, page)
    assert (summary.removed, set(headlines(backend))) == (1, {ID, "lwrb-20250721-01-02"})
    assert (stored(backend).headline, stored(backend).body) == (RIGHT, "台风天里的一则短消息，由编辑重写。")
    assert stored(backend).authors[0].name == "邬小满"
    assert summary.reporters == {"曾强", "邬小满"}
    by_hand.unlink()
    assert feed(backend, ledger, page).corrected == 1
    assert stored(backend).headline == HEADLINE
    assert "昨晚九时" in stored(backend).body


def test_it_outlasts_the_article(backend: MemoryIndex, ledger: Ledger, tmp_path: Path, by_hand: Path) -> None:
    file = tmp_path / "issue.jsonl"
    both = record(BOATS, id="a-1", date="2025-07-21", page="1") + record(LIBRARY, id="a-2", date="2025-07-21", page="1")
    file.write_text(both, "utf-8")
    by_hand.write_text(said("a-1", headline=RIGHT), "utf-8")
    assert feed(backend, ledger, file).problems == []
    assert stored(backend, "a-1").headline == RIGHT
    file.write_text(both.split("\n")[1], "utf-8")
    (problem,) = feed(backend, ledger, file).problems
    assert problem.where == f"{by_hand}:1"
    file.write_text(both, "utf-8")
    assert feed(backend, ledger, file).problems == []
    assert stored(backend, "a-1").headline == RIGHT


def test_without_the_line_the_article_is_what_the_page_says_again(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path
) -> None:
    feed(backend, ledger, page)
    before = stored(backend)
    by_hand.write_text(said(headline=RIGHT, topics=["渡轮"], kind="brief", same_as="elsewhere"), "utf-8")
    feed(backend, ledger, page)
    assert stored(backend) != before
    by_hand.write_text("", "utf-8")
    feed(backend, ledger, page)
    assert stored(backend) == before
    assert corrections.total(ledger) == 0


def test_topics_and_keywords_follow_the_text_unless_they_were_corrected_themselves(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path
) -> None:
    options = replace(OPTIONS, topics=(Topic("避风", "", parse("避风")), Topic("灯塔", "", parse("灯塔"))))
    feed(backend, ledger, page, options=options)
    assert stored(backend).topics == ("避风",)
    by_hand.write_text(said(headline="灯塔今夜长明", body="灯塔的灯今夜不熄，灯塔下的船都看得见。"), "utf-8")
    feed(backend, ledger)  # with other topics: those that the page was read with count
    assert stored(backend).topics == ("灯塔",)
    assert "灯塔" in stored(backend).keywords
    by_hand.write_text(said(headline="灯塔今夜长明", topics=[], keywords=["长明"]), "utf-8")
    feed(backend, ledger)
    assert (stored(backend).topics, stored(backend).keywords) == ((), ("长明",))


def test_a_corrected_body_keeps_the_subheads_that_are_in_it_and_a_headline_is_not_inferred() -> None:
    article = Article("x", headline="图为渔港", headline_inferred=True, body="甲\n正文", subheads=("甲", "乙"))
    found = corrections.corrected(article, {"headline": "渔港", "body": "乙\n别的正文"}, ())
    assert (found.headline_inferred, found.subheads) == (False, ("乙",))


def test_what_an_article_reprints_can_be_put_right(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path, by_hand: Path
) -> None:
    file = tmp_path / "issue.jsonl"
    text = BOATS.split("\n", 1)[1].replace("\n", "")
    lines = [record(f"题\n{text}", id=f"a-{n}", date=f"2025-07-2{n}", page="1") for n in (1, 2, 3)]
    file.write_text("".join(lines), "utf-8")
    feed(backend, ledger, file)
    assert [article.same_as for article in articles(backend)] == ["", "a-1", "a-1"]
    by_hand.write_text(said("a-2", same_as=""), "utf-8")
    feed(backend, ledger, file)
    assert [article.same_as for article in articles(backend)] == ["", "", "a-1"]
    file.write_text("".join(lines) + "\n", "utf-8")
    feed(backend, ledger, file)
    assert [article.same_as for article in articles(backend)] == ["", "", "a-1"]
    by_hand.unlink()
    feed(backend, ledger, file)
    assert [article.same_as for article in articles(backend)] == ["", "a-1", "a-1"]


def test_a_corrected_article_that_is_withdrawn_stays_out(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path
) -> None:
    by_hand.write_text(said(headline=RIGHT, body="编辑重写的一则短消息。"), "utf-8")
    feed(backend, ledger, page)
    withdraw([ID], backend, ledger)
    page.write_text(dump(*STORIES, BRIDGE), "utf-8")
    summary = feed(backend, ledger, page)
    assert (summary.withheld, summary.problems) == (1, [])
    by_hand.unlink()
    feed(backend, ledger, page)
    assert HEADLINE not in headlines(backend).values()


def test_an_article_that_is_withdrawn_again_after_an_accident_stays_out(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path
) -> None:
    by_hand.write_text(said(headline=RIGHT, body="编辑重写的一则短消息。"), "utf-8")
    feed(backend, ledger, page)
    corrected = stored(backend)
    withdraw([ID], backend, ledger)
    # As after an accident: the ledger knows, the index does not.
    with backend.writer() as writer:
        writer.add(document(corrected))
    assert feed(backend, ledger, page).corrected == 0
    assert withdraw([ID], backend, ledger)[0] == (ID,)
    page.write_text(dump(*STORIES, BRIDGE), "utf-8")
    assert feed(backend, ledger, page).withheld == 1
    assert HEADLINE not in headlines(backend).values()


def test_what_is_corrected_while_another_waits_to_read_the_page_stays(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(backend, ledger, page)
    page.write_text(dump(*STORIES, BRIDGE), "utf-8")

    def writer(*, apart: bool = False) -> AbstractContextManager[Writer]:
        by_hand.write_text(said(headline=RIGHT), "utf-8")
        return MemoryIndex.writer(backend)

    monkeypatch.setattr(backend, "writer", writer)
    assert feed(backend, ledger, page).articles == 4
    assert stored(backend).headline == RIGHT


# Lines that cannot be used


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"id": "a-1", "headline": ', "不是合法的 JSON：第 26 个字符处读不下去。请改正这一行。"),
        ('["a-1"]', "不是一条更正：应为一个 JSON 对象"),
        ('{"headline": "题"}', "没有 id。请写上文章的编号"),
        ('{"id": 7, "headline": "题"}', "没有 id。请写上文章的编号"),
        ('{"id": "a-1", "title": "题"}', "没有“title”这个字段。可以更正的有：headline、"),
        ('{"id": "a-1", "date": "2025-07-22"}', "date 不能在这里更正：日期、版次、报名请在 news-index add 时"),
        ('{"id": "a-1", "note": "记着"}', "没有说要更正什么。可以更正的有：headline、"),
        ('{"id": "a-1", "authors": "张三"}', "authors 的值类型不对，应为列表，每项有 name 和 role。"),
        ('{"id": "a-1", "kind": "新闻"}', "kind 的值“新闻”不认识，应为 news、"),
        ('{"id": "a-9", "headline": "题"}', "索引里没有编号为 a-9 的文章，没有更正。请核对编号"),
    ],
)
def test_a_line_that_cannot_be_used_is_a_problem_and_the_others_are_used(
    line: str, what: str, backend: MemoryIndex, ledger: Ledger, tmp_path: Path, by_hand: Path
) -> None:
    file = tmp_path / "issue.jsonl"
    file.write_text(record(BOATS, id="a-1") + record(LIBRARY, id="a-2"), "utf-8")
    by_hand.write_bytes(f"\ufeff\r\n{line}\r\n{said('a-2', headline='图书馆')}".encode())
    (problem,) = feed(backend, ledger, file).problems
    assert problem.where == f"{by_hand}:2"
    assert problem.what.startswith(what)
    assert headlines(backend) == {"a-1": HEADLINE, "a-2": "图书馆"}
    assert len(feed(backend, ledger, file).problems) == 1  # said again until it is mended


@pytest.mark.parametrize("broken", [said(headline=RIGHT)[:-9], said(headline=RIGHT, titel="")])
def test_what_a_line_changed_before_it_was_spoilt_stays(
    broken: str, backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path
) -> None:
    by_hand.write_text(said(headline=RIGHT), "utf-8")
    feed(backend, ledger, page)
    by_hand.write_text(broken, "utf-8")
    page.write_text(dump(*STORIES, BRIDGE), "utf-8")
    assert len(feed(backend, ledger, page).problems) == 1
    assert stored(backend).headline == RIGHT
    by_hand.write_bytes(b"\x00\x01\x02" * 100)
    assert len(feed(backend, ledger, page).problems) == 1
    assert stored(backend).headline == RIGHT


def test_the_problem_names_the_article_that_took_the_place(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path
) -> None:
    feed(backend, ledger, page, options=replace(OPTIONS, given=replace(OPTIONS.given, date="2025-07-12")))
    feed(backend, ledger, page, options=replace(OPTIONS, given=replace(OPTIONS.given, date="2025-07-21")))
    by_hand.write_text(said("lwrb-20250712-01-01", headline=RIGHT), "utf-8")
    (problem,) = feed(backend, ledger, page).problems
    assert problem.what.startswith(f"lwrb-20250712-01-01 已由 {ID} 取代，没有更正。请把这一行的 id 改成 {ID}")


# Written by the command


def test_a_correction_joins_what_was_corrected_before_and_other_lines_stay_as_typed(
    backend: MemoryIndex, ledger: Ledger, page: Path, by_hand: Path
) -> None:
    feed(backend, ledger, page)
    others = '{"id":"lwrb-20250721-01-02" ,  "column":"学校"}\n不成样子的一行\n'
    by_hand.write_text(said(column="海上", note="先改") + others + said(kind="brief"), "utf-8")
    assert correct(ID, {"headline": RIGHT}, "", backend, ledger)
    assert by_hand.read_text("utf-8") == said(column="海上", kind="brief", headline=RIGHT, note="先改") + others
    assert (stored(backend).headline, stored(backend).column, stored(backend).kind) == (RIGHT, "海上", "brief")
    assert correct(ID, None, "", backend, ledger)
    assert by_hand.read_text("utf-8") == others
    assert (stored(backend).headline, stored(backend).column, stored(backend).kind) == (HEADLINE, "", "news")
    assert not correct(ID, None, "", backend, ledger)


MISHAPS = {
    "before the index is committed": "import search.backends.whoosh_index.transaction as w\n"
    "w.Transaction.commit = lambda *_: die()",
    "between the commits of index and ledger": "import indexer.ledger as x\nold = x.Ledger.commit\nseen = []\n"
    "x.Ledger.commit = lambda self: die() if seen else (seen.append(1), old(self))",
}
"""When the command is killed → the code that does it."""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("moment", MISHAPS)
def test_a_correction_that_was_killed_is_applied_by_the_next_run_and_can_be_taken_back(
    moment: str, tmp_path: Path, page: Path
) -> None:
    index = tmp_path / "killed.index"
    assert run("add", page, "--index", index).exit_code == 0
    die = "import os, signal\ndef die(): os.kill(os.getpid(), signal.SIGKILL)\n"
    done = shell("correct", ID, "--headline", RIGHT, "--index", index, before=die + MISHAPS[moment])
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert "1 篇照 corrections.jsonl 改过" in run("add", page, "--index", index).stderr
    assert headline_of(index) == RIGHT
    assert run("correct", ID, "--undo", "--index", index).exit_code == 0
    assert headline_of(index) == HEADLINE


def headline_of(index: Path, id: str = ID) -> str:
    backend = connect(index)
    try:
        return stored(backend, id).headline
    finally:
        backend.close()


@pytest.fixture
def index(tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of the page, where the command looks for it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWS_ARCHIVE", raising=False)
    assert run("add", page).exit_code == 0
    return tmp_path / "news.index"


def test_correct_changes_at_once_says_what_and_undo_takes_it_back(index: Path, page: Path) -> None:
    result = run(
        "correct", ID, "--headline", RIGHT, "--reporter", "余 辉", "--reporter", "单可",
        "--set", "column=海上观察", "--set", "topics=渔业;避风", "--note", "拆错了",
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{ID} 已更正：headline、column、topics、authors。\n"
    backend = connect(index)
    article = stored(backend)
    backend.close()
    assert (article.headline, article.column, article.topics) == (RIGHT, "海上观察", ("渔业", "避风"))
    assert article.authors == (Author("余辉", "记者"), Author("单可", "记者"))
    page.write_text(dump(*STORIES, BRIDGE), "utf-8")
    run("add", page)
    assert headline_of(index) == RIGHT
    assert "更正    1 篇" in run("info").stdout
    assert json.loads(run("info", "--json").stdout)["corrected"] == 1
    listed = run("correct", "--list").stdout
    assert listed == (
        f"{ID}　headline：{RIGHT}；column：海上观察；topics：渔业、避风；authors：记者 余辉、记者 单可（拆错了）\n"
    )
    assert run("correct", "--list", "nobody").stderr == "nobody 没有更正过。\n"
    undone = run("correct", ID, "--undo")
    assert (undone.exit_code, undone.stderr) == (0, f"{ID} 已恢复成版面上读到的。\n")
    assert headline_of(index) == HEADLINE
    again = run("correct", ID, "--undo")
    assert (again.exit_code, again.stderr) == (1, f"{ID} 没有更正过。\n")
    assert run("correct", "--list").stderr == "还没有更正过。\n"


def test_a_reporter_takes_the_place_of_reporters_only(index: Path) -> None:
    third = "lwrb-20250721-01-03"
    assert run("correct", third, "--set", "authors=记者:单可;摄影:盛潮").exit_code == 0
    assert run("correct", third, "--reporter", "余辉").exit_code == 0
    backend = connect(index)
    assert stored(backend, third).authors == (Author("余辉", "记者"), Author("盛潮", "摄影"))
    backend.close()


def test_correct_says_of_an_article_that_is_not_there_where_it_went(index: Path) -> None:
    run("remove", ID)
    gone, never = run("correct", ID, "--headline", "题"), run("correct", "x-1", "--headline", "题")
    assert (gone.exit_code, gone.stderr) == (1, f"{ID} 已经撤下，没有更正。\n")
    assert (never.exit_code, never.stderr) == (1, "没有编号为 x-1 的文章。编号可用 news-search 查到。\n")
    assert not (index / corrections.NAME).exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "请写一个编号和要更正的内容（或 --undo），或者只写 --list"),
        ((ID,), "请写一个编号和要更正的内容"),
        ((ID, "--undo", "--headline", "题"), "请写一个编号和要更正的内容"),
        (("--headline", "题"), "请写一个编号和要更正的内容"),
        ((ID, "--set", "标题=题"), "--set：“标题=题”不行，应写成 字段=值。字段有：headline、"),
        ((ID, "--set", "column"), "--set：“column”不行，应写成 字段=值。"),
        ((ID, "--set", "kind=新闻"), "--set：kind 的值“新闻”不认识"),
        ((ID, "--set", "authors=记者:"), "--set：authors 里“记者:”没有姓名"),
        ((ID, "--note", "说明"), "--note 只是说明，还要写更正什么。"),
    ],
)
def test_what_cannot_be_corrected_so_is_trouble_and_changes_nothing(
    args: tuple[str, ...], said: str, index: Path
) -> None:
    result = run("correct", *args)
    assert result.exit_code == 2
    assert result.stderr.startswith(said)
    assert len(result.stderr.splitlines()) == 1
    assert headline_of(index) == HEADLINE
    assert not (index / corrections.NAME).exists()


def test_a_file_of_corrections_is_no_file_of_records(index: Path) -> None:
    run("correct", ID, "--headline", RIGHT)
    assert "没有新的文章" in run("add", ".").stderr
    assert COBBLER.partition("\n")[0] == headline_of(index, "lwrb-20250721-01-03")
