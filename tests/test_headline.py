"""Which headline belongs to which story, and which of its lines is what."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.assignment import Run, assign
from indexer.headline import Headline, divide
from indexer.item import Item, Kind
from indexer.matching import matching
from indexer.repair.spacing import cells

TYPHOON = "台风“海葵”昨夜登陆澜湾市，海上风力十二级，渔船全部回港避风，轮渡停航，学校停课。"
LIBRARY = "新图书馆昨天开馆，读者排起长队，借书证办了三千张，少儿阅览室座无虚席。"
HOSPITAL = "市人民医院迁建项目竣工，门诊大楼下月启用，新增床位六百张。"


def line(text: str, *, gap: int = 0, spaced: bool = False, kind: Kind = Kind.DISPLAY, number: int = 0) -> Item:
    return Item(kind, text, number, number, cells(text), spaced, gap)


def given_to(runs: list[Run], bodies: list[str]) -> dict[int, str]:
    taken, _ = assign(runs, bodies)
    return {story: "/".join(item.text for item in group) for story, group in taken.items()}


def test_headlines_at_the_far_end_go_to_the_stories_that_say_what_they_say() -> None:
    run = Run((line("新图书馆开馆首日读者排队"), line("台风登陆 渔船回港"), line("医院迁建项目竣工")))
    assert given_to([run], [TYPHOON, LIBRARY, HOSPITAL]) == {
        0: "台风登陆 渔船回港",
        1: "新图书馆开馆首日读者排队",
        2: "医院迁建项目竣工",
    }


def test_a_headline_right_before_a_story_is_its_own_even_where_they_share_no_word() -> None:
    assert given_to([Run((line("风雨欲来"),), before=0)], [LIBRARY, TYPHOON]) == {0: "风雨欲来"}


def test_a_headline_that_says_nothing_of_any_story_is_left() -> None:
    taken, left = assign([Run((line("乒乓球赛落幕"),))], [TYPHOON])
    assert (taken, [group[0].text for group in left]) == ({}, ["乒乓球赛落幕"])


def test_without_stories_all_headlines_are_left() -> None:
    taken, left = assign([Run((line("风雨欲来"), line("乒乓球赛落幕")))], [])
    assert (taken, len(left)) == ({}, 1)


def test_an_assignment_is_better_than_first_come_first_served() -> None:
    # Taken greedily, row 0 gets column 0 and leaves row 1 with nothing.
    assert matching([[5.0, 4.0], [5.0, 0.0]]) == [1, 0]


def test_more_rows_than_columns_leave_the_weakest_without() -> None:
    assert matching([[1.0], [3.0], [2.0]]) == [None, 0, None]
    assert matching([[], []]) == [None, None]
    assert matching([]) == []


@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 20).map(float), min_size=width, max_size=width), min_size=1, max_size=4
        )
    )
)
def test_the_matching_is_as_good_as_the_best_that_trying_all_finds(worth: list[list[float]]) -> None:
    found = matching(worth)
    given_columns = [column for column in found if column is not None]
    assert len(set(given_columns)) == len(given_columns)
    columns = [*range(len(worth[0])), *[None] * len(worth)]
    best = max(
        sum(row[column] for row, column in zip(worth, some, strict=True) if column is not None)
        for some in set(permutations(columns, len(worth)))
    )
    value = sum(worth[row][column] for row, column in enumerate(found) if column is not None)
    assert value == best


def test_a_run_is_cut_where_its_lines_turn_to_another_story_and_a_label_goes_with_what_is_below() -> None:
    run = Run((line("台风登陆"), line("渔船全部回港避风"), line("文化观察", kind=Kind.LABEL), line("新图书馆开馆")))
    assert given_to([run], [TYPHOON, LIBRARY]) == {0: "台风登陆/渔船全部回港避风", 1: "文化观察/新图书馆开馆"}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line("渔港夜市开张")], Headline(headline="渔港夜市开张")),
        # A dash opens a subtitle, and all that follows belongs to it.
        (
            [line("渔港夜市开张"), line("—— 澜湾市老码头改造"), line("与两代人的记忆")],
            Headline(headline="渔港夜市开张", subtitle="——澜湾市老码头改造与两代人的记忆"),
        ),
        # Smaller type holds more characters: above it is the kicker, below the subtitle.
        (
            [line("澜湾市召开渔业安全生产工作会议部署伏休"), line("把每条船都管到位")],
            Headline(kicker="澜湾市召开渔业安全生产工作会议部署伏休", headline="把每条船都管到位"),
        ),
        (
            [line("医院新楼下月启用"), line("新增床位六百张，看病不用再跑省城")],
            Headline(headline="医院新楼下月启用", subtitle="新增床位六百张，看病不用再跑省城"),
        ),
        # Two that are both short, or of which the second goes on, are one headline.
        ([line("灯塔亮了"), line("船回来了")], Headline(headline="灯塔亮了 船回来了")),
        (
            [line("本市第一座海上灯塔"), line("将于明年春天重新点亮")],
            Headline(headline="本市第一座海上灯塔 将于明年春天重新点亮"),
        ),
        # The rest of a line that was broken off.
        ([line("老码头改造工程昨天全部完"), line("工了")], Headline(headline="老码头改造工程昨天全部完 工了")),
        # A leader speaks in the kicker.
        (
            [line("尧望山在渔业工作会议上强调"), line("守住安全底线"), line("护好一片海")],
            Headline(kicker="尧望山在渔业工作会议上强调", headline="守住安全底线 护好一片海"),
        ),
        # Very short over a headline is a label; so is what is set apart by a gap.
        ([line("讲述"), line("老船长和他的三条船")], Headline(column="讲述", headline="老船长和他的三条船")),
        (
            [line("灯塔亮了"), line("船回来了"), line("海边人家的故事", gap=3)],
            Headline(column="海边人家的故事", headline="灯塔亮了 船回来了"),
        ),
        # A known label is one wherever it stands; alone it is a headline that sounds like one.
        ([line("海上观察", kind=Kind.LABEL), line("灯塔亮了")], Headline(column="海上观察", headline="灯塔亮了")),
        ([line("海上观察", kind=Kind.LABEL)], Headline(headline="海上观察")),
    ],
)
def test_a_headline_is_divided(lines: list[Item], expected: Headline) -> None:
    assert divide(lines) == expected


@given(
    st.lists(
        st.text("台风灯塔—，亮了船 ", min_size=1, max_size=16).filter(lambda text: bool(text.strip(" —"))),
        min_size=1,
        max_size=5,
    )
)
def test_dividing_loses_no_character(texts: list[str]) -> None:
    head = divide([line(text) for text in texts])
    fields = "".join((head.column, head.kicker, head.headline, head.subtitle))
    assert sorted(fields.replace(" ", "").replace("—", "")) == sorted("".join(texts).replace(" ", "").replace("—", ""))


def test_short_phrases_below_a_kicker_are_the_headline_and_no_remainder_of_it() -> None:
    lines = [line("市人大常委会专题询问饮用水安全"), line("问得直"), line("答得实"), line("改得快")]
    assert divide(lines) == Headline(kicker="市人大常委会专题询问饮用水安全", headline="问得直 答得实 改得快")


def test_a_longer_line_of_two_clauses_below_a_headline_of_one_is_its_subtitle() -> None:
    lines = [line("绿色甲醇船首航归来靠泊北港"), line("单程减碳三成，风帆省油八吨")]
    assert divide(lines).kicker == "绿色甲醇船首航归来靠泊北港"  # as long as it, so nothing tells
    lines = [line("绿色甲醇船首航归来靠泊北港"), line("单程减碳三成，旋筒风帆省油八吨")]
    assert divide(lines) == Headline(headline="绿色甲醇船首航归来靠泊北港", subtitle="单程减碳三成，旋筒风帆省油八吨")


def test_the_second_label_of_a_pile_begins_another_headline() -> None:
    label = Kind.LABEL
    run = Run((line("体育看台", kind=label), line("台风登陆"), line("健康讲堂", kind=label), line("渔船回港避风")))
    taken, left = assign([run], [TYPHOON])
    groups = ["/".join(item.text for item in group) for group in (*taken.values(), *left)]
    assert sorted(groups) == ["体育看台/台风登陆", "健康讲堂/渔船回港避风"]
