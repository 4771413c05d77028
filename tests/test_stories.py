"""Where does one story end and the next begin?"""

from __future__ import annotations

from indexer.item import Item, Kind
from indexer.likeness import likeness
from indexer.repair.spacing import cells
from indexer.stories import Gathered, gather

PARAGRAPH, DISPLAY, LABEL, CREDIT = Kind.PARAGRAPH, Kind.DISPLAY, Kind.LABEL, Kind.CREDIT
LONG = "渔业部门昨天通知在外作业的渔船回港避风，到晚上八时，一千二百多条船全部进港。" * 6
OTHER = "新图书馆开馆首日，读者排起长队，少儿阅览室座无虚席，借书证办了三千张。" * 10


def page(*pieces: tuple[Kind, str], **more: object) -> Gathered:
    items = []
    for number, (kind, text) in enumerate(pieces):
        width = cells(text) if kind is DISPLAY else 24 if kind is PARAGRAPH else None
        items.append(Item(kind, text, 10 * number, 10 * number + 4, width))
    return gather(items)


def shape(gathered: Gathered) -> list[list[str]]:
    return [[item.text for piece in story.pieces for item in piece] for story in gathered.stories]


def test_a_byline_a_dateline_and_a_jump_open_stories() -> None:
    found = page(
        (CREDIT, "□记者 林望舒"), (PARAGRAPH, "甲。"), (PARAGRAPH, "乙。"),
        (PARAGRAPH, "本报讯 丙。"), (Kind.JUMP_FROM, "1"), (PARAGRAPH, "丁。"),
    )  # fmt: skip
    assert shape(found) == [["甲。", "乙。"], ["本报讯 丙。"], ["丁。"]]
    assert (found.stories[0].credits, found.stories[2].jump_from) == (["□记者 林望舒"], "1")


def test_a_jump_and_a_signature_close_stories() -> None:
    found = page(
        (PARAGRAPH, "甲。"),
        (Kind.JUMP_TO, "3"),
        (PARAGRAPH, "乙。（林望舒 摄）"),
        (PARAGRAPH, "丙。（记者 林望舒）"),
        (PARAGRAPH, "丁。"),
    )
    assert shape(found) == [["甲。"], ["乙。（林望舒 摄）", "丙。（记者 林望舒）"], ["丁。"]]
    assert found.stories[0].jump_to == "3"


def test_a_second_jump_is_of_the_story_before_that_has_none() -> None:
    found = page((PARAGRAPH, "本报讯 甲。"), (PARAGRAPH, "本报讯 乙。"), (Kind.JUMP_TO, "3"), (Kind.JUMP_TO, "4"))
    assert [story.jump_to for story in found.stories] == ["4", "3"]


def test_a_jump_before_any_story_is_kept() -> None:
    assert [story.jump_to for story in page((Kind.JUMP_TO, "3")).stories] == ["3"]


def test_display_lines_between_paragraphs_of_one_story_are_subheads_others_are_headlines() -> None:
    narrow, wide = "船全部进港", "一座新图书馆和它的三千名小读者的第一个星期天"
    found = page(
        (CREDIT, "□记者 林望舒"), (PARAGRAPH, LONG), (DISPLAY, narrow), (PARAGRAPH, LONG),
        (DISPLAY, wide), (PARAGRAPH, OTHER),
    )  # fmt: skip
    assert shape(found) == [[LONG, narrow, LONG], [OTHER]]
    assert [(run.lines[0].text, run.before, run.after) for run in found.runs] == [(wide, 1, 0)]


def test_a_text_that_speaks_of_other_things_is_another_story() -> None:
    found = page((CREDIT, "□记者 林望舒"), (PARAGRAPH, LONG * 2), (DISPLAY, "读者排队"), (PARAGRAPH, OTHER))
    assert likeness(LONG * 2, OTHER) < 0.02 < likeness(LONG, LONG + OTHER)
    assert len(found.stories) == 2


def test_short_pieces_under_display_lines_are_briefs() -> None:
    found = page((LABEL, "简讯"), (DISPLAY, "甲事"), (PARAGRAPH, "甲。"), (DISPLAY, "乙事"), (PARAGRAPH, "乙。"))
    assert [story.label for story in found.stories] == ["简讯", "简讯"]


def test_a_label_is_of_the_next_story_only() -> None:
    found = page((LABEL, "望潮评论"), (PARAGRAPH, "甲。"), (PARAGRAPH, "本报讯 乙。"))
    assert [story.label for story in found.stories] == ["望潮评论", ""]


def test_a_label_opens_a_story() -> None:
    assert len(page((PARAGRAPH, LONG), (LABEL, "望潮评论"), (PARAGRAPH, LONG)).stories) == 2


def test_a_label_that_no_story_stands_under_waits_with_the_headlines() -> None:
    found = page((PARAGRAPH, "甲。"), (LABEL, "海上观察"), (LABEL, "简讯"), (DISPLAY, "乙事"))
    assert [item.text for run in found.runs for item in run.lines] == ["海上观察", "简讯", "乙事"]


def test_a_paragraph_torn_by_a_foreign_line_is_whole_again() -> None:
    torn = [
        Item(PARAGRAPH, "渔船回", 0, 0, 24, ends=False),
        Item(DISPLAY, "夜市开张", 1, 1, 8),
        Item(PARAGRAPH, "港了。", 2, 2, 24, begins=False),
    ]
    found = gather(torn)
    assert (shape(found), [run.lines[0].text for run in found.runs]) == ([["渔船回港了。"]], ["夜市开张"])


def test_columns_of_clearly_different_widths_are_of_two_stories() -> None:
    items = [Item(PARAGRAPH, LONG, 0, 9, 24), Item(PARAGRAPH, LONG, 10, 19, 40)]
    assert len(gather(items).stories) == 2
    assert len(gather([items[0], Item(PARAGRAPH, LONG, 10, 19, 28)]).stories) == 1


def test_a_photo_credit_is_its_captions_or_stands_alone() -> None:
    caption = page((PARAGRAPH, "学生放风筝。"), (CREDIT, "摄影 记者 林望舒"))
    assert [(len(story.pieces), len(story.credits)) for story in caption.stories] == [(1, 1)]
    alone = page((CREDIT, "□记者 方照南"), (PARAGRAPH, LONG), (CREDIT, "摄影 记者 林望舒"), (PARAGRAPH, "风停了。"))
    assert [(len(story.pieces), story.credits) for story in alone.stories] == [
        (2, ["□记者 方照南"]), (0, ["摄影 记者 林望舒"])
    ]  # fmt: skip


def test_a_byline_with_nothing_below_it_signs_what_is_above() -> None:
    found = page((PARAGRAPH, "甲。"), (CREDIT, "□记者 林望舒"), (DISPLAY, "乙事"), (PARAGRAPH, "乙。"))
    assert shape(found)[0] == ["甲。"]
    assert found.stories[0].credits == ["□记者 林望舒"]
    bracketed = page((CREDIT, "□记者 林望舒"), (PARAGRAPH, "甲。"), (CREDIT, "（通讯员 方照南）"), (PARAGRAPH, "乙。"))
    assert shape(bracketed) == [["甲。"], ["乙。"]]


def test_a_label_goes_with_the_headline_beside_it() -> None:
    for label_and_headline in (((LABEL, "海上观察"), (DISPLAY, "乙事")), ((DISPLAY, "乙事"), (LABEL, "海上观察"))):
        found = page((PARAGRAPH, "甲。"), *label_and_headline, (PARAGRAPH, "本报讯 乙。"))
        assert [sorted(item.text for item in run.lines) for run in found.runs] == [["乙事", "海上观察"]]
        assert [story.label for story in found.stories] == ["", ""]


def test_a_caption_with_its_credit_inside_is_no_part_of_the_story_above() -> None:
    above = Item(PARAGRAPH, "本报讯 渔船回港。", 0, 8, 34)
    credit = Item(CREDIT, "本报记者 林望舒 摄", 16, 16)
    caption = Item(PARAGRAPH, "昨天，邻里食堂蒸汽腾腾。", 10, 18, 38)
    assert shape(gather([above, caption, credit])) == [["本报讯 渔船回港。"], ["昨天，邻里食堂蒸汽腾腾。"]]
    in_column = Item(PARAGRAPH, "昨天，邻里食堂蒸汽腾腾。", 10, 18, 34)
    assert shape(gather([above, in_column, credit]))[0] == ["本报讯 渔船回港。", "昨天，邻里食堂蒸汽腾腾。"]


def test_a_list_under_a_headline_is_a_box_of_its_own() -> None:
    rows = [Item(PARAGRAPH, f"{n}.白石队 1{n}分", 20 + n, 20 + n) for n in (1, 2, 3)]
    items = [Item(PARAGRAPH, LONG, 0, 9, 24), Item(DISPLAY, "积分榜", 15, 15, 6), *rows]
    assert len(gather(items).stories) == 2


def test_a_short_line_over_a_long_one_is_a_headline_with_its_subtitle() -> None:
    byline, section = Item(CREDIT, "□记者 林望舒", 0, 0), Item(PARAGRAPH, LONG * 2, 1, 9, 44)
    short, rest = Item(DISPLAY, "充电宝并网", 20, 20, 10), Item(PARAGRAPH, LONG * 2, 40, 49, 44)
    subhead = Item(DISPLAY, "事项在后台拼成一桌菜", 30, 30, 20)
    assert len(gather([byline, section, short, subhead, rest]).stories) == 1
    subtitle = Item(DISPLAY, "平台可以同时供电、供网、供饵、供水", 30, 30, 34)
    assert len(gather([byline, section, short, subtitle, rest]).stories) == 2
