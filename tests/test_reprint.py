"""Is a text that ran before known again, and what merely looks like one not?"""

from __future__ import annotations

import json
import random
import re
import signal
import sys
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import reprint
from indexer.build import rows
from indexer.ledger import Ledger
from indexer.ready import ready
from indexer.reprint import is_same
from indexer.sketch import SKETCH, Sketched, letters, misses_much, shingles, sketches
from indexer.withdraw import withdraw
from search.article import Article
from search.backends import connect
from search.backends.memory import MemoryIndex

from .newsroom import articles, feed, run, shell

FERRY = (
    "昨天清晨六点，最后一班老渡轮离开砚瓦岛码头。在这条航线上跑了三十一年的船长老尧说，"
    "当年岛上没有桥，孩子上学、老人看病、渔民卖鱼，全靠这条船。风浪大的日子，一船人挤在舱里，谁也不说话。\n"
    "云屿二桥通车以后，岛上的人改走桥，渡轮的生意一天比一天淡。船厂的人来看过，说龙骨还好，修一修可以做展览。"
    "街道已经定下来，明年春天在旧码头边上辟一间小小的渡轮馆。"
)
KITES = (
    "每年立春前后，望舶湾的滩涂上便飞满了风筝。扎风筝的手艺在何家传了四代，竹篾要选三年生的毛竹，"
    "在灶火上烤软了再弯，纸要用桑皮纸，颜料是自家调的。何师傅说，飞得高不算本事，落得稳才算。"
)
WEATHER = (
    "市气象台今天发布天气预报：今天多云转阴，有时有小雨，偏东风5到6级，阵风7级，沿海海面8级，气温9到14度；"
    "明天阴有小雨，偏北风6到7级，阵风8级，气温7到11度；后天阴转多云，气温5到10度。请出海船只注意安全。"
)
NEXT_WEATHER = (
    "市气象台今天发布天气预报：今天多云转阴，有时有小雨，偏东风4到5级，阵风6级，沿海海面7级，气温8到13度；"
    "明天阴有小雨，偏北风5到6级，阵风7级，气温6到12度；后天阴转多云，气温3到11度。请出海船只注意安全。"
)
DRAW = (
    "澜湾福利彩票第2025188期开奖公告：本期中奖号码为03、11、17、22、28、33，特别号码09。"
    "一等奖2注，每注奖金512800元。下期奖池累计金额3120万元，请彩民核对手中的彩票。"
)
NEXT_DRAW = (
    "澜湾福利彩票第2025189期开奖公告：本期中奖号码为05、08、14、21、30、32，特别号码16。"
    "一等奖1注，每注奖金803600元。下期奖池累计金额2875万元，请彩民核对手中的彩票。"
)
LOST = (
    "遗失声明：尧守仁遗失澜湾市汐州区渔政管理站二〇一八年颁发的渔业船员证书一本，"
    "证书编号0500118，声明作废，拾得者请送还本人，当面酬谢。"
)
OTHER_LOST = (
    "遗失声明：丁小满遗失澜湾市汐州区渔政管理站二〇二一年颁发的渔业船员证书一本，"
    "证书编号0500962，声明作废，拾得者请送还本人，当面酬谢。"
)
DEATH = (
    "原市政协副主席、离休干部温良因病医治无效，于7月20日在澜湾逝世，享年93岁。温良生于砚瓦岛渔民之家，早年办过夜校。"
)
FUNERAL = DEATH + (
    "温良同志的告别仪式24日上午在市殡仪馆举行。礼堂里低回着他生前爱听的渔歌，三百多位市民排着队来送他。"
    "夜校当年的学生、如今也已白发苍苍的修鞋匠老潘说，先生教他认的头一个字是“船”。"
    "家人按他的遗愿，把藏书两千多册捐给老街小学图书馆，不收花圈，不设宴席。"
)

NEAR_BUT_NOT_SAME = {
    "tomorrow's forecast": (WEATHER, NEXT_WEATHER),
    "the next draw": (DRAW, NEXT_DRAW),
    "the same notice for another": (LOST, OTHER_LOST),
    "an obituary inside the report of the funeral": (DEATH, FUNERAL),
    "the same subject": (FERRY, KITES),
    "a short phrase": ("图为昨天的渔港一角。", "图为昨天的渔港一角。"),
}


@pytest.fixture
def backend() -> MemoryIndex:
    return MemoryIndex()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    (tmp_path / "index").mkdir()
    with Ledger(tmp_path / "index") as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "issue.jsonl"


def line(id: str, date: str, body: str, page: str = "1", **keys: Any) -> str:
    record = {"id": id, "paper": "澜湾日报", "date": date, "page": page, "headline": id, "body": body, **keys}
    return json.dumps(record, ensure_ascii=False) + "\n"


def reprints(backend: MemoryIndex) -> dict[str, str]:
    """id → `same_as`, of the articles that have one."""
    return {article.id: article.same_as for article in articles(backend) if article.same_as}


# Two texts


@pytest.mark.parametrize(
    "other",
    [
        FERRY,
        FERRY.replace("，", ",").replace("\n", "\n\n　　"),
        FERRY.replace("老尧", "尧守仁"),
        "编者按：渡轮停航一年，重读旧文。\n" + FERRY,
        FERRY.replace("岛", "島").replace("风", "風"),
        FERRY.replace("三十一年", "三十二年"),
    ],
    ids=["as it was", "other marks", "a name put right", "an editor's note", "traditional", "a number put right"],
)
def test_a_text_with_a_few_changes_is_the_same_the_next_day(other: str) -> None:
    assert is_same(letters(FERRY), letters(other), 1)
    assert is_same(letters(other), letters(FERRY), 1)


@pytest.mark.parametrize("name", NEAR_BUT_NOT_SAME)
def test_the_same_form_is_not_the_same_text(name: str) -> None:
    one, other = map(letters, NEAR_BUT_NOT_SAME[name])
    assert not is_same(one, other, 1)
    assert not is_same(other, one, None)


def test_years_later_less_may_differ_than_the_next_day() -> None:
    changed = letters(FERRY.replace("老尧", "老姚").replace("孩子", "孩们"))
    assert is_same(letters(FERRY), changed, 1)
    assert not is_same(letters(FERRY), changed, 4000)
    assert not is_same(letters(FERRY), changed)


def sketch(text: str) -> tuple[int, ...]:
    """The sketch of a body, however short it is."""
    return sketched(text).hashes


def sketched(text: str) -> Sketched:
    """All that is kept of a body."""
    (found,) = sketches(next(rows([Article("x", body=text)])).sheaf.texts["body"])
    return found


def misses(text: str, other: str) -> bool:
    """Does the shorter of two bodies miss much of the longer?"""
    short, long = sorted((text, other), key=len)
    one, two = sketched(short), sketched(long)
    return misses_much(one.sample, two.sample, len(letters(long)), 0.08)


def test_what_two_texts_miss_is_told_by_their_samples() -> None:
    chance, told = random.Random(7), 0
    for _ in range(300):
        size = chance.randrange(50, 3000)
        text = "".join(chance.choices("潮汛渔船风浪三五码头雾航灯塔", k=size))
        # A changed character costs five shingles: with one in 140 some 4 % are missing.
        changed = "".join(chance.choice("晴雨") if chance.random() < 1 / 140 else char for char in text)
        added = "".join(chance.choices("晴雨雪雷电", k=int(size * chance.uniform(0, 0.6))))
        kept = shingles(text) & shingles(changed + added)
        if len(kept) >= 0.92 * len(shingles(text)):
            assert not misses(text, changed + added)
        begins_alike = text[: size // 4] + "".join(chance.choices("晴雨雪雷电霜", k=size))
        told += misses(text, begins_alike)
    assert told > 290


def test_samples_of_texts_of_one_length_are_compared_as_the_texts_are(
    backend: MemoryIndex, ledger: Ledger, file: Path
) -> None:
    chance = random.Random(3)
    once, other = ("".join(chance.choices("潮汛渔船风浪三五码头雾航灯塔", k=600)) for _ in range(2))
    assert is_same(letters(once + once), letters(once + other))
    file.write_text(line("a", "2025-07-21", once + other) + line("b", "2025-07-22", once + once), "utf-8")
    feed(backend, ledger, file)
    assert reprints(backend) == {"b": "a"}


def test_of_real_stories_too() -> None:
    assert not misses(FERRY, FERRY.replace("老尧", "尧守仁"))
    assert misses(FERRY, KITES)


@given(st.text(st.sampled_from("潮汛渔船风浪三5，。 "), max_size=200), st.sampled_from(["", "，", " \n"]))
def test_a_sketch_is_small_and_goes_by_letters_only(text: str, mark: str) -> None:
    hashes = sketch(text)
    assert len(hashes) <= SKETCH
    assert bool(hashes) == (len(letters(text)) >= 5)
    assert sketch(mark.join(text)) == hashes


def test_texts_that_share_most_share_most_of_their_sketch() -> None:
    one, other = sketch(FERRY), sketch(FERRY.replace("老尧", "尧守仁"))
    assert len(set(one) & set(other)) >= SKETCH - 2
    assert not set(one) & set(sketch(KITES))


# In the archive


def test_a_file_that_was_changed_and_has_one_record_more_is_taken_in(tmp_path: Path) -> None:
    file, index = tmp_path / "some.jsonl", tmp_path / "news.index"

    def feed_again(*bodies: str) -> None:
        lines = [json.dumps({"id": f"lwrb-{at}", "page": str(at), "body": body}) for at, body in enumerate(bodies)]
        file.write_text("\n".join(lines), "utf-8")
        assert run("add", file, "--index", index).exit_code == 0

    feed_again(FERRY)
    feed_again(FERRY + "就在旧码头边。", KITES)
    feed_again(FERRY + "就在旧码头边。", KITES, FERRY + "就在旧码头边。")
    with Ledger(index) as ledger:
        assert ledger.texts.total() == 1


@pytest.mark.parametrize("name", NEAR_BUT_NOT_SAME)
def test_what_only_looks_alike_is_taken_for_itself(name: str, backend: MemoryIndex, ledger: Ledger, file: Path) -> None:
    one, other = NEAR_BUT_NOT_SAME[name]
    file.write_text(line("a", "2025-07-21", one) + line("b", "2025-07-22", other), "utf-8")
    assert feed(backend, ledger, file).reprints == 0
    assert reprints(backend) == {}


def test_the_later_one_names_the_earlier_whatever_it_is_called_now(
    backend: MemoryIndex, ledger: Ledger, file: Path
) -> None:
    file.write_text(line("a", "2025-07-21", FERRY) + line("b", "2025-07-22", FERRY, headline="更正"), "utf-8")
    summary = feed(backend, ledger, file)
    assert (summary.articles, summary.reprints, ledger.texts.total()) == (2, 1, 1)
    assert reprints(backend) == {"b": "a"}


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
@pytest.mark.parametrize("together", [True, False])
def test_in_whatever_order_back_issues_come_the_first_to_run_is_named(
    order: tuple[str, ...], together: bool, backend: MemoryIndex, ledger: Ledger, file: Path
) -> None:
    lines = {
        "a": line("a", "1998-03-02", FERRY),
        "b": line("b", "2010-05-06", "旧文重刊。\n" + FERRY, page="4"),
        "c": line("c", "2025-07-22", FERRY, paper="澜湾晚报"),
    }
    paths = [file.with_name(f"{name}.jsonl") for name in order]
    for path, name in zip(paths, order, strict=True):
        path.write_text(lines[name], "utf-8")
    for some in [paths] if together else [[path] for path in paths]:
        feed(backend, ledger, *some)
    assert reprints(backend) == {"b": "a", "c": "a"}
    assert feed(backend, ledger, *paths).unchanged == 3
    for path in paths:
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    feed(backend, ledger, *paths)
    assert reprints(backend) == {"b": "a", "c": "a"}


def test_of_one_day_the_first_to_be_taken_in_is_named_and_one_without_a_date_never_is(
    backend: MemoryIndex, ledger: Ledger, file: Path
) -> None:
    file.write_text(
        line("x", "", FERRY) + line("b", "2025-07-21", FERRY, page="2") + line("a", "2025-07-21", FERRY), "utf-8"
    )
    feed(backend, ledger, file)
    assert reprints(backend) == {"x": "b", "a": "b"}


def test_a_text_twice_on_one_page_is_no_reprint_and_nor_is_a_teaser(
    backend: MemoryIndex, ledger: Ledger, file: Path
) -> None:
    file.write_text(
        line("a", "2025-07-21", FERRY)
        + line("b", "2025-07-21", FERRY, page="01")
        + line("c", "2025-07-22", FERRY, kind="teaser"),
        "utf-8",
    )
    feed(backend, ledger, file)
    assert reprints(backend) == {}
    file.write_text(file.read_text("utf-8").replace("teaser", "news"), "utf-8")
    feed(backend, ledger, file)
    assert reprints(backend) == {"c": "a"}


def test_a_reprint_that_is_read_again_with_another_text_is_none_any_more(
    backend: MemoryIndex, ledger: Ledger, file: Path
) -> None:
    file.write_text(line("a", "2025-07-21", FERRY) + line("b", "2025-07-22", FERRY), "utf-8")
    feed(backend, ledger, file)
    file.write_text(line("a", "2025-07-21", FERRY) + line("b", "2025-07-22", KITES), "utf-8")
    feed(backend, ledger, file)
    assert reprints(backend) == {}
    file.write_text(line("a", "2025-07-21", KITES) + line("b", "2025-07-22", KITES), "utf-8")
    feed(backend, ledger, file)
    assert reprints(backend) == {"b": "a"}


def test_when_the_first_is_no_longer_there_the_next_takes_its_place(
    backend: MemoryIndex, ledger: Ledger, file: Path
) -> None:
    later = file.with_name("later.jsonl")
    later.write_text(line("c", "2025-07-23", FERRY) + line("b", "2025-07-22", FERRY), "utf-8")
    file.write_text(line("a", "2025-07-21", FERRY) + line("k", "2025-07-21", KITES), "utf-8")
    feed(backend, ledger, later, file)
    assert reprints(backend) == {"b": "a", "c": "a"}
    file.write_text(line("k", "2025-07-21", KITES), "utf-8")
    assert feed(backend, ledger, file).removed == 1
    assert reprints(backend) == {"c": "b"}
    file.write_text(line("k", "2025-07-21", KITES) + line("a", "2025-07-21", FERRY), "utf-8")
    feed(backend, ledger, file)
    assert reprints(backend) == {"b": "a", "c": "a"}


def test_a_first_that_is_read_again_with_another_text_lets_go_of_its_reprints(
    backend: MemoryIndex, ledger: Ledger, file: Path
) -> None:
    lines = [line(id, f"2025-07-2{at}", FERRY) for at, id in enumerate("abc", 1)]
    file.write_text("".join(lines), "utf-8")
    feed(backend, ledger, file)
    file.write_text("".join([line("a", "2025-07-21", KITES), *lines[1:]]), "utf-8")
    feed(backend, ledger, file)
    assert reprints(backend) == {"c": "b"}


def test_reprints_of_a_withdrawn_article_go_on_naming_it(backend: MemoryIndex, ledger: Ledger, file: Path) -> None:
    both = line("a", "2025-07-21", FERRY) + line("b", "2025-07-22", FERRY)
    file.write_text(both, "utf-8")
    feed(backend, ledger, file)
    withdraw(["a"], backend, ledger)
    assert reprints(backend) == {"b": "a"}
    file.write_text(both + line("c", "2025-07-23", FERRY), "utf-8")
    assert feed(backend, ledger, file).withheld == 1
    assert reprints(backend) == {"b": "a", "c": "a"}


def test_what_a_record_says_that_it_reprints_is_kept(backend: MemoryIndex, ledger: Ledger, file: Path) -> None:
    file.write_text(
        line("b", "2025-07-22", KITES, same_as="elsewhere")
        + line("c", "2025-07-23", KITES)
        + line("a", "2025-07-21", FERRY)
        + line("d", "2025-07-24", FERRY, same_as="b"),
        "utf-8",
    )
    feed(backend, ledger, file)
    assert reprints(backend) == {"b": "elsewhere", "c": "elsewhere", "d": "b"}
    file.write_text(file.read_text("utf-8") + line("first", "1990-01-01", KITES), "utf-8")
    feed(backend, ledger, file)
    assert reprints(backend)["b"] == "elsewhere"


IDS = {"a": "1998-03-02", "b": "2010-05-06", "c": "2025-07-22", "d": "2025-07-23"}


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(IDS)), st.sampled_from([FERRY, "编者按：旧文。\n" + FERRY, KITES, ""])),
        max_size=12,
    )
)
def test_whatever_comes_changes_and_goes_each_text_leads_to_its_first(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, str]]
) -> None:
    held: dict[str, Article] = {}
    same: dict[str, str] = {}
    with Ledger(tmp_path_factory.mktemp("index")) as ledger:
        for id, text in changes:
            if text:
                held[id] = Article(id, paper="澜湾日报", date=IDS[id], page="1", body=text)
                same |= reprint.note(held[id], next(ready([held[id]], ())).text, False, ledger, held.get)
            elif held.pop(id, None):
                same.pop(id)
                same |= reprint.forget([id], ledger, held.get)
        firsts: dict[bool, str] = {}
        for id in sorted(held):
            firsts.setdefault(held[id].body == KITES, id)
        expected = {id: firsts[held[id].body == KITES] for id in held}
        assert same == {id: "" if id == first else first for id, first in expected.items()}
        assert ledger.texts.total() == sum(map(bool, same.values()))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_run_that_was_killed_between_the_commits_goes_on_to_the_same(tmp_path: Path) -> None:
    late, early, index = tmp_path / "late.jsonl", tmp_path / "early.jsonl", tmp_path / "news.index"
    late.write_text(line("b", "2025-07-22", FERRY), "utf-8")
    early.write_text(line("a", "1998-03-02", FERRY), "utf-8")
    assert run("add", late, "--index", index).exit_code == 0
    die = "import os, signal, indexer.ledger as x\nx.Ledger.commit = lambda self: os.kill(os.getpid(), signal.SIGKILL)"
    assert shell("add", early, "--index", index, before=die).returncode == -signal.SIGKILL
    assert run("add", late, early, "--index", index).exit_code == 0
    assert "重刊    1 篇以前登过" in run("info", "--index", index).stdout
    backend = connect(index)
    assert {article.id: article.same_as for article in articles(backend)} == {"a": "", "b": "a"}
    backend.close()


def test_a_formula_that_thousands_share_does_not_hide_the_one_that_is_the_same(
    backend: MemoryIndex, ledger: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.texts.MOST_OF_A_HASH", 5)
    formula = (
        "澜湾市公证处公告：下列房屋的所有权人申请办理继承公证，利害关系人如有异议，"
        "请在本公告见报之日起向本处书面提出，逾期不提出的，本处将依法出具公证书。"
    )
    names = ["第70号，坐落于砚瓦岛旧码头东侧", "第71号，坐落于老街小学后门", "第72号，坐落于城东菜场南头"]
    lines = [line(f"n{n}", f"2025-06-{n + 1:02}", f"{formula}{names[n % 3] * (n + 1)}") for n in range(20)]
    lines += [line("first", "2025-07-01", formula + KITES), line("again", "2025-07-20", formula + KITES)]
    file.write_text("".join(lines), "utf-8")
    feed(backend, ledger, file)
    assert reprints(backend)["again"] == "first"


def test_no_statement_goes_through_all_rows(
    backend: MemoryIndex, ledger: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a reprint costs may not grow with the archive."""
    asked: dict[str, int] = {}
    rows = Ledger.rows

    def noted(self: Ledger, sql: str, *values: object) -> list[Any]:
        asked[sql] = len(values)
        return rows(self, sql, *values)

    monkeypatch.setattr(Ledger, "rows", noted)
    lines = [line(id, f"2025-07-2{at}", FERRY) for at, id in enumerate("abc", 1)]
    file.write_text("".join(lines), "utf-8")
    feed(backend, ledger, file)
    assert reprints(backend) == {"b": "a", "c": "a"}
    withdraw(["b"], backend, ledger)
    file.write_text("".join([line("a", "2025-07-21", KITES), *lines[1:]]), "utf-8")
    feed(backend, ledger, file)
    plans = {
        sql: [step[3] for step in rows(ledger, f"EXPLAIN QUERY PLAN {sql}", *[""] * count)]
        for sql, count in asked.items()
        if "WHERE" in sql
    }
    assert any(sql.startswith("UPDATE text SET root") for sql in plans)
    assert {sql: plan for sql, plan in plans.items() if any(re.match(r"SCAN \w", step) for step in plan)} == {}
