"""Does `news-index verify` find what is wrong, and nothing where nothing is?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.build import document
from indexer.ledger import Ledger
from indexer.verify import MOST, Verified, verify
from indexer.withdraw import withdraw
from search.article import Article
from search.backends import Backend, connect
from search.backends.memory import MemoryIndex
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.building import departure
from search.backends.whoosh_index.layout import STAMP
from search.postings.reader import open_segment
from search.schema import Document

from .archives import article, fill, issue, memory, on_disk, settled_engine
from .newsroom import BRIDGE, STORIES, dump, run


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test stands in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWS_ARCHIVE", raising=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page of three articles, taken in, the third withdrawn."""
    path = tmp_path / "lwrb-2025-07-21-01.txt"
    path.write_text(dump(*STORIES), "utf-8")
    run("add", path)
    run("remove", "lwrb-20250721-01-03")
    return path


def faults(backend: Backend, ledger: Ledger | None = None) -> list[tuple[str, str]]:
    """What is wrong with an archive, in brief: whose fault, and the sentence up to its first stop."""
    return [(where, re.split("[。，]", what)[0]) for where, what in verify(backend, ledger).faults]


# Nothing is wrong


@pytest.mark.parametrize("kind", ["memory", "whoosh_index"])
def test_a_sound_archive(kind: str, tmp_path: Path) -> None:
    backend = settled_engine(kind, tmp_path / "index")
    done = verify(backend, None)
    headlines = sum(bool(each.headline) for each in issue())
    bodies = sum(bool(each.paragraphs) for each in issue())
    assert done == Verified(len(issue()), len(issue()), headlines + bodies, 1, None, True, [], 0)
    backend.close()


def test_an_empty_archive_is_sound() -> None:
    assert verify(memory([]), None, sample=3) == Verified(0, 0, 0, 0, None, True, [], 0)


@pytest.mark.parametrize("sample", [1, 2, 7, 10, 11, 500])
def test_a_sample_is_as_large_as_asked_for(sample: int) -> None:
    seen: list[int] = []
    done = verify(memory(issue()), None, sample=sample, progress=seen.append)
    assert done.looked_for == min(sample, len(issue()))
    assert done.articles == len(issue())
    assert seen == [len(issue())] * len(issue())


def test_a_sentence_that_stands_in_more_articles_than_an_answer_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.verify.PAGE", 3)
    same = [article(f"a-{n:02}", headline="天气预报", body="今天多云。") for n in range(11)]
    assert verify(memory(same), None).faults == []


def test_long_and_odd_texts_are_cut_to_what_can_be_looked_for() -> None:
    odd = [
        article("long", headline="标" * 100, body="潮" * 500),
        article("blank", headline="　", body=" \n　\n第一句？第二句。"),
        article("quotes", headline='“台风”来了"\\', body='他说:"走!"然后走了'),
    ]
    done = verify(memory(odd), None)
    assert (done.faults, done.queries) == ([], 5)


# Something is wrong


class Twice(MemoryIndex):
    """Holds one article twice."""

    def articles(self) -> Iterator[Article]:
        some = list(super().articles())
        return iter([*some, some[0]])


def test_an_id_of_two_articles_and_counts_that_differ() -> None:
    backend = Twice()
    fill(backend, [article("a", paper="澜湾日报"), article("b")])
    assert faults(backend) == [
        ("a", "这个编号有两篇以上的文章"),
        ("篇数", "存着 3 篇"),
        ("澜湾日报", "存着 2 篇"),
    ]


def test_counts_are_not_compared_while_somebody_writes() -> None:
    backend = Twice()
    fill(backend, [article("a")])
    steps: list[int] = []

    def write(_: int) -> None:
        if not steps:
            fill(backend, [article("z")])
        steps.append(1)

    done = verify(backend, None, progress=write)
    assert not done.counted
    assert [where for where, _ in done.faults] == ["a"]


@pytest.mark.parametrize(
    ("id", "keys", "said"),
    [
        ("a", {"date": "2025-7-1"}, "日期“2025-7-1”不是"),
        ("a", {"date": "2025-02-30"}, "日期“2025-02-30”不是"),
        ("lwrb-20250701-01-01", {"date": "2025-07-02", "page": "01"}, "编号和日期 2025-07-02 对不上"),
        ("lwrb-20250701-01-01", {"page": "1"}, "编号和日期 （没有） 对不上"),
        ("lwrb-20250701-A12-01", {"date": "2025-07-01", "page": "A2"}, "编号和版号 A2 对不上"),
        ("lwrb-20250701-01-01", {"date": "2025-07-01", "page": "１"}, ""),
        ("lwrb-20250701-00-0a1b2c3d-01", {"date": "2025-07-01", "page": "二"}, ""),
        ("page-00000000-00-0a1b2c3d-101", {"date": "2025-07-01"}, ""),
        ("20250701-3", {"date": "2020-07-01"}, ""),
    ],
)
def test_dates_and_pages_are_what_the_id_says(id: str, keys: dict[str, str], said: str) -> None:
    found = faults(memory([article(id, **keys)]))
    assert [where for where, _ in found] == ([id] if said else [])
    assert not said or found[0][1].startswith(said)


def blind(field: str) -> Callable[[Article], Document]:
    """Makes documents of which the text of one field is not indexed."""

    def make(each: Article) -> Document:
        whole = document(each)
        return replace(whole, texts={name: parts for name, parts in whole.texts.items() if name != field})

    return make


@pytest.mark.parametrize(("field", "said"), [("head", "用它的标题“渔船回港”"), ("body", "用它的首句“三千艘渔船。”")])
def test_an_article_that_is_not_found_by_its_text(tmp_path: Path, field: str, said: str) -> None:
    backend = on_disk(tmp_path / "index", [article("b", headline="天气", body="多云。")])
    with backend.writer() as writer:
        writer.add(blind(field)(article("a", date="2025-07-01", headline="渔船回港", body="三千艘渔船。风浪未息。")))
    assert [(where, what[: len(said)]) for where, what in verify(backend, None).faults] == [("a", said)]
    backend.close()


def test_an_article_that_is_not_found_by_its_date(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index")
    whole = document(article("a", date="2025-07-01", headline="渔船回港"))
    with backend.writer() as writer:
        writer.add(replace(whole, values={**whole.values, "date": ("2025-07-11",)}))
    assert faults(backend) == [("a", "用它的标题“渔船回港”检索不到")]
    backend.close()


def test_a_paper_of_which_the_index_knows_another_number(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index")
    whole = document(article("a", paper="澜湾日报"))
    with backend.writer() as writer:
        writer.add(replace(whole, values={**whole.values, "paper": ("别的报\t别的报",)}))
    assert sorted(faults(backend)) == [("别的报", "存着 0 篇"), ("澜湾日报", "存着 1 篇")]
    backend.close()


def test_an_id_that_is_there_and_gone(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index", [article("a")])
    with backend.writer() as writer:
        writer._transaction.add(departure("a", ""))  # type: ignore[attr-defined]
    assert faults(backend) == [("a", "既有这篇文章")]
    backend.close()


def test_more_faults_than_anybody_reads_are_counted() -> None:
    done = verify(memory([article(f"a-{n}", date="x") for n in range(MOST + 5)]), None, sample=1)
    assert (len(done.faults), done.more) == (MOST, 5)


# The ledger


def test_what_came_out_of_a_file_is_there_or_was_taken_out(page: Path) -> None:
    with Ledger(Path("news.index")) as ledger:
        backend = connect("news.index")
        done = verify(backend, ledger)
        assert (done.noted, done.departed, done.faults) == (3, 1, [])
        ledger.rows("REPLACE INTO source VALUES ('lwrb-20250721-01-07', ?, '', '')", str(page))
        ledger.rows("REPLACE INTO source VALUES ('lwrb-20250721-01-08', '-1a2b3c4d', '', '')")
        ledger.withdraw("lwrb-20250721-01-02", "lwrb-20250721-01", "…")
        assert verify(backend, ledger).faults == [
            ("lwrb-20250721-01-02", "已经撤稿，却还检索得到。请再撤一次：news-index remove lwrb-20250721-01-02"),
            (
                "lwrb-20250721-01-07",
                f"账本里有，索引里没有。重读 {page} 可以补回：news-index rebuild {page}",
            ),
            ("lwrb-20250721-01-08", "账本里有，索引里没有。当时是从标准输入收的，请再收一次。"),
        ]
        backend.close()


def test_an_article_that_is_withdrawn_meanwhile_is_no_fault(page: Path) -> None:
    with Ledger(Path("news.index")) as ledger:
        backend = connect("news.index")
        done = verify(backend, ledger, progress=lambda _: withdraw(["lwrb-20250721-01-02"], backend, ledger) and None)
        assert (done.counted, done.faults) == (False, [])
        backend.close()


def test_what_is_missing_comes_back_as_it_says(page: Path) -> None:
    backend, id = WhooshIndex(Path("news.index")), "lwrb-20250721-01-02"
    with backend.writer() as writer:
        transaction = writer._transaction  # type: ignore[attr-defined]
        for segment, doc, _ in transaction.having("id", [id]):
            transaction.delete(segment, doc)
    backend.close()
    told = run("verify").stderr
    assert told == (f"有问题 {id}: 账本里有，索引里没有。重读 {page} 可以补回：news-index rebuild {page}\n")
    assert "1 个文件没有变化" in run("add", page).stderr
    assert run("rebuild", page).exit_code == 0
    assert run("verify").exit_code == 0


def test_the_ledger_is_read_page_by_page(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.verify.PAGE", 2)
    backend = connect("news.index")
    with Ledger(Path("news.index")) as ledger:
        assert verify(backend, ledger).noted == 3
    backend.close()


# The command


def test_the_command_says_in_one_line_what_it_checked(page: Path) -> None:
    result = run("verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "核对了 news.index：2 篇，检索 4 次；各报篇数；编号、日期、版号，撤下或取代的 1 个编号；账本 3 条。都对。\n"
    )
    assert "2 篇（抽查 1 篇），检索 2 次；" in run("verify", "--sample", "1").stdout
    Path("news.index", "ledger.sqlite").unlink()
    assert "；没有收稿账本。都对。" in run("verify").stdout
    assert not Path("news.index", "ledger.sqlite").exists()


def test_the_command_tells_each_fault_in_a_line(page: Path) -> None:
    backend = connect("news.index")
    fill(backend, [article("a", date="2025-7-1"), article("b", date="x")])
    backend.close()
    result = run("verify")
    assert result.exit_code == 1
    assert [line.split("。")[0] for line in result.stderr.splitlines()] == [
        "有问题 a: 日期“2025-7-1”不是 2025-07-29 这样的日期",
        "有问题 b: 日期“x”不是 2025-07-29 这样的日期",
    ]
    assert result.stdout.endswith("有 2 个问题。\n")


def test_the_command_prints_json(page: Path) -> None:
    done = json.loads(run("verify", "--json").stdout)
    assert done == {
        "index": "news.index", "articles": 2, "looked_for": 2, "queries": 4, "departed": 1, "noted": 3,
        "counted": True, "faults": [], "more": 0,
    }  # fmt: skip
    backend = connect("news.index")
    fill(backend, [article("a", date="x")])
    backend.close()
    result = run("verify", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["faults"][0]["where"] == "a"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"grams": "0"}, "是按旧规则建立的，用它检索可能漏掉文章。请重建：news-index rebuild --index news.index"),
        ({"format": "other"}, "是另一种索引"),
    ],
)
def test_an_index_that_cannot_be_opened_is_trouble(page: Path, change: dict[str, Any], said: str) -> None:
    stamp = Path("news.index", STAMP)
    stamp.write_text(json.dumps(json.loads(stamp.read_text("utf-8")) | change), "utf-8")
    result = run("verify")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert run("verify", "--index", "nowhere").exit_code == 2
    assert run("verify", "--sample", "-1").exit_code == 2


def test_a_damaged_index_is_trouble(page: Path) -> None:
    for file in Path("news.index").glob("*.postings"):
        file.write_bytes(b"\xff" * file.stat().st_size)
    result = run("verify")
    assert result.exit_code == 2
    assert "news.index" in result.stderr


def test_a_byte_that_has_changed_where_nobody_looks_is_trouble(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening checks what is small; every byte of the postings is checked here."""
    monkeypatch.setattr("search.postings.format.CHEAP", 0)
    file = next(Path("news.index").glob("*.postings"))
    data = bytearray(file.read_bytes())
    data[open_segment(file).file.sections["fields"].end - 1] ^= 1  # a zero that fills up the section
    file.write_bytes(data)
    assert run("add", page).exit_code == 0
    result = run("verify")
    assert result.exit_code == 2
    assert file.name in result.stderr


def test_an_issue_of_several_pages_is_sound(page: Path, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text(dump(BRIDGE, date=""), "utf-8")  # nobody knows of which page
    run("add", "more.txt")
    assert run("verify").exit_code == 0
