"""Which pieces are one story, and how does it read: pieces of an invented issue, given to `chains` and `whole`."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.stitch import chains, is_jump, may_be_piece, whole
from search.article import Article, Author, Part

YARD = "腊月的云屿港，修船厂的灯从黄昏亮到天明，老厂长带着三十名焊工赶修渔船，厂里把三班倒改成了"
YARD_ON = "四班倒，焊工们轮流吃饭，食堂的灶火也跟着一夜不熄，八十条渔船总算都赶在开春以前修好。"
CHOIR = "老街合唱团排练的礼堂漏雨，三十位老人撑着伞唱完了整首歌，指挥说下个月的比赛，他们要带上"
CHOIR_ON = "那把最旧的雨伞上台，唱给漏雨的礼堂听，合唱团的老人们都说，歌声比雨声响。"
SEEDS = "农科站的冷库里存着四千份稻种，站长每年春天都要取出一批来试种，看看它们还能不能发芽。"
SEEDS_ON = "今年发芽的稻种有九成，站长把数字记在冷库的门上，又取出下一批来。"


def piece(
    page: str, body: str, headline: str = "", *, to: str = "", back: str = "", n: int = 1, **keys: Any
) -> Article:
    """What a page has of a story; without a headline, its lead stands in."""
    return Article(
        f"lwrb-20250721-{page}-{n:02}",
        paper="澜湾日报",
        date="2025-07-21",
        page=page,
        headline=headline or body[:10],
        headline_inferred=not headline,
        body=body,
        jump_to=to,
        jump_from=back,
        parts=(Part(page, f"{page}.txt", body),),
        **keys,
    )


def made(*pieces: Article) -> list[tuple[str, ...]]:
    """The chains of more than one piece, as ids without what all have."""
    found = (tuple(each.id.removeprefix("lwrb-20250721-") for each in chain) for chain in chains(pieces))
    return [ids for ids in found if len(ids) > 1]


# How it reads


def test_a_sentence_that_was_torn_is_whole_again() -> None:
    article = whole((piece("01", YARD, "不灭的灯", to="4"), piece("04", YARD_ON, "不灭的灯", back="1")))
    assert article.body == YARD + YARD_ON
    assert (article.id, article.page, article.pages) == ("lwrb-20250721-01-01", "01", ("01", "04"))
    assert (article.jump_to, article.jump_from) == ("", "")
    assert article.parts == (Part("01", "01.txt", YARD), Part("04", "04.txt", YARD_ON))


@pytest.mark.parametrize(
    ("before", "after", "joint"),
    [
        pytest.param("第一天，船到了。", "第二天，船走了。", "\n", id="the sentence had ended"),
        pytest.param("“船到了。”", "第二天，船走了。", "\n", id="inside quotes"),
        pytest.param("船上有三千", "二百人。", "", id="a number"),
        pytest.param("他说：", "“船到了。”", "", id="a colon"),
        pytest.param("报告题为 Blue", "Harbour 的一章。", " ", id="Latin words"),
    ],
)
def test_the_break_is_healed(before: str, after: str, joint: str) -> None:
    article = whole((piece("01", before, to="4"), piece("04", after, back="1")))
    assert article.body == before + joint + after


def test_subheads_of_all_pieces_stay_paragraphs() -> None:
    one = piece("01", f"夜里修船\n{YARD}\n灶火不熄", to="4", subheads=("夜里修船", "灶火不熄"))
    other = piece("04", f"{YARD_ON}\n开春\n{SEEDS}", back="1", subheads=("开春",))
    article = whole((one, other))
    assert article.paragraphs == ("夜里修船", YARD, "灶火不熄", YARD_ON, "开春", SEEDS)
    assert article.subheads == ("夜里修船", "灶火不熄", "开春")


def test_what_the_first_page_lacks_is_taken_from_the_others() -> None:
    lin, zeng = Author("林晓岚", "记者", "□记者 林晓岚"), Author("曾强", "摄影", "曾强 摄")
    one = piece("01", YARD, to="4", page_name="要闻", dateline="本报讯", authors=(lin,))
    other = piece(
        "04", YARD_ON, "不灭的灯", back="1", page_name="纵深", column="港边", subtitle="——修船记", authors=(lin, zeng)
    )
    article = whole((one, other))
    assert (article.headline, article.subtitle, article.headline_inferred) == ("不灭的灯", "——修船记", False)
    assert (article.column, article.dateline, article.page_name) == ("港边", "本报讯", "要闻")
    assert article.authors == (lin, zeng)


def test_a_headline_of_the_first_page_stands_as_that_page_has_it() -> None:
    one = piece("01", YARD, "不灭的灯", to="4")
    other = piece("04", YARD_ON, "修船厂的灯", back="1", kicker="港边纪事")
    article = whole((one, other))
    assert (article.kicker, article.headline) == ("", "不灭的灯")


# Which are one


def test_pieces_that_name_each_others_page_are_one() -> None:
    pieces = (
        piece("01", YARD, "不灭的灯", to="4"),
        piece("04", YARD_ON, "不灭的灯", back="1"),
        piece("04", SEEDS, n=2),
    )
    assert made(*pieces) == [("01-01", "04-01")]


def test_two_stories_that_jump_to_one_page_are_told_apart_by_their_headlines() -> None:
    pieces = (
        piece("01", YARD, "不灭的灯", to="4", n=1),
        piece("01", CHOIR, "雨中的合唱", to="4", n=2),
        piece("04", CHOIR_ON, "雨中的合唱", back="1", n=1),
        piece("04", YARD_ON, "不灭的灯", back="1", n=2),
    )
    assert made(*pieces) == [("01-01", "04-02"), ("01-02", "04-01")]


def test_without_headlines_they_are_told_apart_by_what_they_say() -> None:
    pieces = (
        piece("01", YARD, "不灭的灯", to="4", n=1),
        piece("01", CHOIR, "雨中的合唱", to="4", n=2),
        piece("04", CHOIR_ON, back="1", n=1),
        piece("04", YARD_ON, back="1", n=2),
    )
    assert made(*pieces) == [("01-01", "04-02"), ("01-02", "04-01")]


def test_where_nothing_tells_them_apart_they_stay_apart() -> None:
    same = "各处的灯都亮着。"
    pieces = (
        piece("01", SEEDS, to="4", n=1),
        piece("01", SEEDS, to="4", n=2),
        piece("04", same, back="1", n=1),
        piece("04", same, back="1", n=2),
    )
    assert made(*pieces) == []


def test_one_rest_for_two_stories_goes_to_the_one_that_it_fits() -> None:
    pieces = (
        piece("01", YARD, "不灭的灯", to="4", n=1),
        piece("01", CHOIR, "雨中的合唱", to="4", n=2),
        piece("04", YARD_ON, "不灭的灯", back="1"),
    )
    assert made(*pieces) == [("01-01", "04-01")]


def test_a_story_can_run_over_three_pages() -> None:
    pieces = (
        piece("03", "修船厂的本子上写满了渔船的名字，焊工们回家过年。", "不灭的灯", back="2"),
        piece("01", YARD, "不灭的灯", to="2"),
        piece("02", YARD_ON, "不灭的灯", back="1", to="3"),
    )
    assert made(*pieces) == [("01-01", "02-01", "03-01")]


def test_a_headline_that_was_shortened_is_known_by_its_words() -> None:
    one = piece("01", YARD, "不灭的灯照亮八十条船", subtitle="——云屿修船厂春汛前赶工记", to="4")
    other = piece("01", CHOIR, "雨中的合唱", to="4", n=2)
    assert made(one, other, piece("04", YARD_ON, "修船厂赶工记", back="1")) == [("01-01", "04-01")]


def test_a_rest_under_another_headline_that_speaks_of_something_else_is_of_another_story() -> None:
    assert made(piece("01", SEEDS, "冷库里的稻种", to="4"), piece("04", CHOIR_ON, "雨中的合唱", back="1")) == []


def test_a_bracket_left_open_goes_on_where_it_is_closed() -> None:
    one = piece("01", "他念道：“灯亮着，船就", to="4", n=1)
    other = piece("01", "她数过了，一共八十条船，每条船上都", to="4", n=2)
    rests = (piece("04", "挂着灯。", back="1", n=1), piece("04", "有人守着。”念完他哭了。", back="1", n=2))
    assert made(one, other, *rests) == [("01-01", "04-02"), ("01-02", "04-01")]


@pytest.mark.parametrize(("to", "back"), [("4", ""), ("", "1")])
def test_a_mark_that_one_page_lost_is_made_up_for_by_the_headline(to: str, back: str) -> None:
    one, other = piece("01", YARD, "不灭的灯", to=to), piece("04", YARD_ON, "不灭的灯", back=back)
    assert made(one, other, piece("04", SEEDS, "冷库里的稻种", n=2), piece("01", SEEDS, n=2)) == [("01-01", "04-01")]


@pytest.mark.parametrize(("to", "back"), [("4", ""), ("", "1")])
def test_a_mark_that_one_page_lost_is_not_made_up_for_by_a_like_subject(to: str, back: str) -> None:
    assert made(piece("01", SEEDS, "冷库里的稻种", to=to), piece("04", SEEDS_ON, "又到发芽时", back=back)) == []


def test_without_any_mark_there_is_no_jump() -> None:
    assert made(piece("01", YARD, "不灭的灯"), piece("04", YARD_ON, "不灭的灯")) == []


def test_a_story_with_a_dateline_of_its_own_is_no_rest_unless_it_says_so() -> None:
    one = piece("01", YARD, "不灭的灯", to="4")
    assert made(one, piece("04", YARD_ON, "不灭的灯", dateline="本报讯")) == []


@pytest.mark.parametrize(
    ("one", "other", "joined"), [("A1", "A4", True), ("A01", "B4", False), ("01", "04", True), ("B2", "B04", True)]
)
def test_inside_a_section_the_letter_may_be_left_out(one: str, other: str, joined: bool) -> None:
    number = one.lstrip("AB").lstrip("0")
    pieces = (piece(one, YARD, "不灭的灯", to="4"), piece(other, YARD_ON, "不灭的灯", back=number))
    assert bool(made(*pieces)) == joined


def test_a_story_does_not_bite_its_own_tail() -> None:
    pieces = (piece("01", YARD, "不灭的灯", to="4", back="4"), piece("04", YARD_ON, "不灭的灯", to="1", back="1"))
    assert len(made(*pieces)) == 1


def test_a_teaser_sends_the_reader_to_a_story_that_is_whole() -> None:
    assert not is_jump(piece("01", "", "不灭的灯", to="4", kind="teaser"))
    assert not may_be_piece(Article("x", page="01", date="2025-07-21", body=YARD, jump_to="4"))  # ready-made
    assert is_jump(piece("01", YARD, to="4"))


MANY = (
    piece("01", YARD, "不灭的灯", to="4", n=1),
    piece("01", CHOIR, "雨中的合唱", to="2", n=2),
    piece("02", CHOIR_ON, "雨中的合唱", back="1", to="4", n=1),
    piece("02", SEEDS, "冷库里的稻种", n=2),
    piece("04", YARD_ON, "不灭的灯", back="1", n=1),
    piece("04", "散场的时候，礼堂外的雨停了，老人们收起伞，约好明天再唱。", "雨中的合唱", back="2", n=2),
    piece("04", SEEDS_ON, "又到发芽时", n=3),
)


@given(st.permutations(MANY))
def test_the_order_in_which_pieces_are_given_does_not_matter(pieces: list[Article]) -> None:
    assert made(*pieces) == [("01-01", "04-01"), ("01-02", "02-01", "04-02")]


@given(st.lists(st.sampled_from(MANY), unique_by=lambda each: each.id))
def test_every_piece_is_in_one_chain(pieces: list[Article]) -> None:
    assert sorted(each.id for chain in chains(pieces) for each in chain) == sorted(each.id for each in pieces)
