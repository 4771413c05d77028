"""Do bars and query trees say what the counts and the query say?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import parse
from search.render import explain, tables
from search.render.paint import Screen
from search.render.width import width
from search.schema import COUNTED
from search.tree import And, AtLeast, Field, Filter, Literal, Word

# Counts


def test_names_line_up_by_their_width() -> None:
    assert list(tables.ranked([("欧阳澈", 12), ("Li Mei", 6), ("曾强", 0)], Screen(30))) == [
        "欧阳澈  12  ██████████████████",
        "Li Mei   6  █████████",
        "曾强     0",
    ]


def test_a_long_name_is_cut() -> None:
    [line] = tables.ranked([("澜" * 40, 1)], Screen(80))
    assert line.startswith("澜" * 19 + "…")
    assert width(line) <= 80


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(1, 60))
def test_bars_are_in_proportion_and_never_invisible(count: int, most: int, columns: int) -> None:
    count, most = min(count, most), max(count, most)
    drawn = tables.bar(count, most, columns)
    eighths = sum(tables.BLOCKS.index(block) for block in drawn)
    assert drawn
    assert abs(eighths - max(1, count * columns * 8 / most)) <= 0.5
    assert len(drawn) <= columns


def test_nothing_has_no_bar_and_a_table_of_nothing_no_lines() -> None:
    assert tables.bar(0, 5, 10) == ""
    assert list(tables.ranked([], Screen(80))) == []


@pytest.mark.parametrize(
    ("by", "counts", "filled"),
    [
        ("month", [("2026-01", 1), ("2025-11", 2)], [("2025-11", 2), ("2025-12", 0), ("2026-01", 1)]),
        ("day", [("2024-02-28", 1), ("2024-03-01", 1)], [("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 1)]),
        ("year", [("1998", 3), ("2000", 1)], [("1998", 3), ("1999", 0), ("2000", 1)]),
        ("month", [("2025-13", 1), ("2025-02", 2)], [("2025-02", 2), ("2025-13", 1)]),
        ("month", [("旧报", 1)], [("旧报", 1)]),
        ("month", [], []),
    ],
)
def test_a_timeline_has_no_gaps(by: str, counts: list[tuple[str, int]], filled: list[tuple[str, int]]) -> None:
    assert tables.without_gaps(counts, by) == filled


def test_a_facet_shows_its_most_frequent_values_and_says_how_many_there_are() -> None:
    counts = {f"题{number:02}": number for number in range(1, 13)}
    shown = list(tables.facet("topic", counts, Screen(60)))
    assert shown[0] == "主题（共 12 个，列出最多的 10 个）"
    assert shown[1].startswith("  题12  12  █")
    assert len(shown) == 11
    assert all(width(line) <= 60 for line in tables.facet("topic", {"很长的主题" * 9: 3}, Screen(60)))


def test_a_facet_of_months_shows_the_last_ones_in_order() -> None:
    shown = list(tables.facet("month", {"2024-01": 1, "2025-03": 2, "2025-01": 1}, Screen(60)))
    assert shown[0] == "月（共 3 个，列出最近的 2 个）"
    assert [line.split()[:2] for line in shown[-3:]] == [["2025-01", "1"], ["2025-02", "0"], ["2025-03", "2"]]


def test_kinds_are_said_in_chinese() -> None:
    assert [line.split()[0] for line in tables.facet("kind", {"news": 2, "photo": 1}, Screen(60))] == [
        "体裁",
        "消息",
        "图片",
    ]


def test_every_field_that_can_be_counted_has_a_name() -> None:
    assert set(tables.FACETS) == set(COUNTED)


# Queries, explained


def test_what_programs_ask_is_explained_too() -> None:
    most = AtLeast(2, (Word("渔业"), Literal("台风"), Word("船", "headline")))
    assert list(explain.tree(And((most, Filter(Field("page", "1")))))) == [
        "同时满足",
        "├─ 至少有其中 2 个",
        "│  ├─ 有“渔业”这个词",
        "│  ├─ 含“台风”",
        "│  └─ 标题里有“船”这个词",
        "└─ 条件：在第 1 版",
    ]


def test_a_query_is_explained_as_a_tree() -> None:
    query = parse("(颱風 | 大雾) -海钓 -(甲 乙) -标题:丙 记者:林晓岚 版:1 NOT 版:2 NOT 主题:渔业 日期:2025-07")
    assert list(explain.tree(query)) == [
        "同时满足",
        "├─ 满足其一",
        "│  ├─ 含“颱風”（按“台风”比对）",
        "│  └─ 含“大雾”",
        "├─ 不含“海钓”",
        "├─ 除去",
        "│  └─ 同时满足",
        "│     ├─ 含“甲”",
        "│     └─ 含“乙”",
        "├─ 标题不含“丙”",
        "├─ 记者是“林晓岚”",
        "├─ 在第 1 版",
        "├─ 不在第 2 版",
        "├─ 主题不是“渔业”",
        "└─ 在 2025-07-01 至 2025-07-31 之间见报",
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "全部文章"),
        ("日期:2025-07-01", "在 2025-07-01 见报"),
        ("日期:2025-07..", "在 2025-07-01 之后见报（含这一天）"),
        ("NOT 日期:..2025-07", "不在 2025-07-31 之前见报（含这一天）"),
        ('标题:"渔 船"', "标题含“渔 船”"),
        ("渔*", "有以“渔”开头的词"),
        ("-标题:渔*", "标题里没有以“渔”开头的词"),
        ('"台风 停运"~10', "“台风”与“停运”相隔不超过 10 个字"),
        ('正文:"甲 乙 丙"~3', "正文里“甲”与“乙”与“丙”相隔不超过 3 个字"),
        ('-"甲 乙"~3', "没有相隔不超过 3 个字的“甲”与“乙”"),
    ],
)
def test_a_single_condition_is_one_line(query: str, said: str) -> None:
    assert list(explain.tree(parse(query))) == [said]
