"""What are the pieces of a page: paragraphs, display lines, labels, credits, jumps."""

from __future__ import annotations

from indexer.item import Item, Kind
from indexer.layout import items_of
from indexer.page import Block, Page

from .test_lines import COLUMN


def items(text: str, furniture: frozenset[int] = frozenset()) -> tuple[Item, ...]:
    return items_of(Page("x.txt", 1, tuple(map(Block, text.split("\n")))), furniture)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(item.kind.value, item.text) for item in items(text)]


PARAGRAPHS = [
    ("paragraph", "清晨五点，望舶码头的灯一盏盏亮起来，装卸工老尧把缆绳在手上绕了两圈等着第一条船靠岸。"),
    ("paragraph", "船来得比往常早一些，船老大说夜里风小，一路上顺得很，船舱里装的全是新鲜的小黄鱼。"),
]


def test_a_column_is_its_paragraphs() -> None:
    assert kinds(COLUMN) == PARAGRAPHS


def test_blank_lines_and_letter_spacing_change_nothing() -> None:
    text = COLUMN.replace("\n", "\n\n").replace("尧把缆绳在手上绕了两圈等", "尧 把 缆 绳 在 手 上 绕 了 两 圈 等")
    assert kinds(text) == PARAGRAPHS


def test_furniture_is_left_out() -> None:
    lines = COLUMN.strip().split("\n")
    assert [item.text for item in items("\n".join(["04", *lines]), frozenset({0}))] == [text for _, text in PARAGRAPHS]


def test_credits_jumps_and_pointers_are_items_of_their_own() -> None:
    assert kinds(f"◀上接第1版\n□记者 林望舒\n通讯员 方照南\n{COLUMN}下转第4版▶\n>>>详见第8版") == [
        ("jump from", "1"),
        ("credit", "□记者 林望舒\n通讯员 方照南"),
        *PARAGRAPHS,
        ("jump to", "4"),
        ("pointer", "8"),
    ]


def test_a_bullet_alone_is_the_bullet_of_the_byline_below_it() -> None:
    assert kinds(f"□\n记者 林望舒\n{COLUMN}")[0] == ("credit", "记者 林望舒")
    assert kinds(f"阴\n记者 林望舒\n{COLUMN}")[0][0] == "credit"


def test_a_byline_too_narrow_for_its_role_is_whole_again() -> None:
    assert kinds(f"□记\n者林望舒\n{COLUMN}")[0] == ("credit", "□记者林望舒")


def test_a_hanzi_alone_that_no_byline_explains_is_kept() -> None:
    assert ("display", "因") in kinds(f"{COLUMN}因\n老码头\n{COLUMN}")


def test_lines_without_a_letter_are_ornaments() -> None:
    assert kinds(f"＊＊＊\n{COLUMN}■\n") == PARAGRAPHS


def test_a_photo_credit_inside_a_paragraph_is_put_behind_it() -> None:
    lines = COLUMN.strip().split("\n")
    text = "\n".join([*lines[:2], "摄影 记者 林望舒", *lines[2:]])
    assert kinds(text) == [PARAGRAPHS[0], ("credit", "摄影 记者 林望舒"), PARAGRAPHS[1]]


def test_a_known_label_is_no_headline() -> None:
    assert kinds(f"望潮评论\n码头的清晨\n{COLUMN}")[:2] == [("label", "望潮评论"), ("display", "码头的清晨")]


def test_two_hanzi_set_apart_over_a_headline_are_its_label() -> None:
    found = kinds(f"{COLUMN}\n读书\n\n一个码头的清晨与黄昏\n{COLUMN}")
    assert found[2:4] == [("label", "读书"), ("display", "一个码头的清晨与黄昏")]


def test_a_name_alone_between_headline_and_text_is_who_wrote_it() -> None:
    assert ("credit", "作者 林望舒") in kinds(f"一个码头的清晨与黄昏\n林望舒\n{COLUMN}")


def test_a_paragraph_that_is_cut_says_so() -> None:
    lines = COLUMN.strip().split("\n")
    found = items("\n".join([*lines[:7], "下转第4版"]))
    assert [(item.begins, item.ends) for item in found if item.kind is Kind.PARAGRAPH] == [(True, True), (True, False)]


def test_a_page_without_a_word_has_no_pieces() -> None:
    assert items("") == items("\n\n  \n") == ()


def test_a_signature_in_brackets_that_the_column_broke_is_whole_again() -> None:
    assert ("credit", "（本报记者 林望舒 孟帆）") in kinds(f"{COLUMN}（本报记者 林望舒 孟\n\n帆）\n")


def test_the_mark_before_a_bare_name_is_read_where_it_was_garbled() -> None:
    for marked in ("阴方照南", "因方照南"):
        assert ("credit", "□方照南") in kinds(f"码头的清晨\n{marked}\n{COLUMN}")
    assert ("credit", "□林　舟") in kinds(f"码头的清晨\n阴林　舟\n{COLUMN}")
    assert ("display", "因地制宜") in kinds(f"码头的清晨\n因地制宜\n{COLUMN}")


def test_who_gave_notice_and_when_is_part_of_it() -> None:
    found = kinds(f"停水公告\n{COLUMN}\n澜湾市港航事业发展\n中心\n\n2025年7月20日\n\n码头的清晨\n{COLUMN}")
    assert found[3:6] == [
        ("paragraph", "澜湾市港航事业发展中心"),
        ("paragraph", "2025年7月20日"),
        ("display", "码头的清晨"),
    ]


def test_a_headline_above_a_date_stays_one() -> None:
    assert ("display", "码头的清晨") in kinds(f"{COLUMN}\n码头的清晨\n\n2025年7月20日\n\n{COLUMN}")


def test_a_few_hanzi_set_apart_under_a_headline_are_its_label() -> None:
    found = kinds(f"{COLUMN}\n一个码头的清晨与黄昏怎样过去\n\n老街坊\n\n□记者 林望舒\n{COLUMN}")
    assert found[2:4] == [("display", "一个码头的清晨与黄昏怎样过去"), ("label", "老街坊")]


def test_a_subhead_of_two_lines_has_no_label() -> None:
    found = kinds(f"{COLUMN}\n先管住人，再\n\n留住鱼\n\n{COLUMN}")
    assert [kind for kind, _ in found[2:4]] == ["display", "display"]


def test_what_stands_twice_is_a_label() -> None:
    found = kinds(f"人间烟火\n码头的清晨\n{COLUMN}人间烟火\n夜里的渔市\n{COLUMN}")
    assert [text for kind, text in found if kind == "label"] == ["人间烟火", "人间烟火"]


def test_numbered_lines_are_a_list() -> None:
    found = kinds(f"渔民足球赛积分榜\n1.白石队 14分\n2.东屿队 13分\n3.石桥队 13分\n码头的清晨\n{COLUMN}")
    assert [text for kind, text in found[:5] if kind == "display"] == ["渔民足球赛积分榜", "码头的清晨"]
    assert found[1][0] == "paragraph"
    assert found[1][1].startswith("1.白石队")


def test_lines_with_figures_one_below_the_other_are_a_table() -> None:
    table = "大黄鱼 66.5 涨2%\n梭子蟹 48.0 平\n鲳鱼 52.3 跌1%\n蛏子 19.6 涨4%"
    assert [kind for kind, _ in kinds(f"一周鱼价\n{table}\n\n码头的清晨\n{COLUMN}")[:6]] == [
        "display", "paragraph", "paragraph", "paragraph", "paragraph", "display"
    ]  # fmt: skip
    two = kinds("渔船回港1200艘\n两座码头停航3天\n\n" + COLUMN)
    assert [kind for kind, _ in two[:2]] == ["display", "display"]


VERSE = """最早的一班船
把天空从水里拉出来
缆绳打了个结
像一句没说完的话
卖鱼的女人坐在秤旁
她的蓝布围裙
装过七座岛屿的早晨
零钱叮当"""


def test_short_lines_below_a_name_are_a_poem() -> None:
    found = kinds(f"渡口\n\n方照南\n\n{VERSE}\n\n码头的清晨\n{COLUMN}")
    assert found[:2] == [("display", "渡口"), ("credit", "作者 方照南")]
    assert [text for kind, text in found[2:10] if kind == "paragraph"] == VERSE.split("\n")
    assert found[10] == ("display", "码头的清晨")


def test_display_lines_that_no_name_stands_over_are_no_poem() -> None:
    assert {kind for kind, _ in kinds(f"渡口\n\n{VERSE}\n\n{COLUMN}")[:8]} == {"display"}
