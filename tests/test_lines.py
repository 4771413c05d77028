"""Which lines belong to one paragraph: the roles of lines in small columns, their text in sight."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.repair.line import Line, cuts_word, ends_sentence
from indexer.repair.lines import Role, column_width, join, roles
from indexer.repair.spacing import cells

FIRST, MIDDLE, LAST, WHOLE, DISPLAY = Role


def lines(text: str, **more: bool) -> list[Line]:
    """A line for each line of the text that is not blank; an indent in the file is kept as one."""
    found: list[Line] = []
    gap = 0
    for number, raw in enumerate(text.strip("\n").split("\n")):
        bare = raw.strip()
        if not bare:
            gap += 1
            continue
        found.append(Line(number, bare, bare, cells(bare), indented=raw.startswith("　　"), gap=gap, **more))
        gap = 0
    return found


def roles_of(text: str) -> list[Role]:
    return [role for role, _ in roles(lines(text))]


COLUMN = """
清晨五点，望舶码头的
灯一盏盏亮起来，装卸工老
尧把缆绳在手上绕了两圈等
着第一条船靠岸。
船来得比往常早一些，
船老大说夜里风小，一路上
顺得很，船舱里装的全是新
鲜的小黄鱼。
"""


def test_a_first_line_is_two_hanzi_short_and_a_last_line_ends_where_it_ends() -> None:
    assert roles_of(COLUMN) == [FIRST, MIDDLE, MIDDLE, LAST, FIRST, MIDDLE, MIDDLE, LAST]


def test_the_width_of_a_column_is_that_of_its_full_lines() -> None:
    assert column_width(lines(COLUMN), 3) == 24


def test_lines_that_agree_on_nothing_have_no_column() -> None:
    assert column_width(lines("渔港夜市\n开张第一天来了三千人\n摊主们说"), 1) is None


def test_a_letter_spaced_line_is_full_whatever_its_width() -> None:
    run = lines(COLUMN)
    stretched = Line(run[1].number, "灯一盏盏亮起来，装卸", "", 20, spaced=True)
    found = [role for role, _ in roles([run[0], stretched, *run[2:]])]
    assert found[:4] == [FIRST, MIDDLE, MIDDLE, LAST]


def test_squeezed_punctuation_makes_a_line_seem_wider_than_its_column() -> None:
    squeezed = COLUMN.replace("灯一盏盏亮起来，装卸工老", "“灯”一盏盏亮了，装卸工老")
    assert roles_of(squeezed)[:4] == [FIRST, MIDDLE, MIDDLE, LAST]


def test_a_subhead_between_two_paragraphs_is_display() -> None:
    parts = COLUMN.strip().split("\n")
    assert roles_of("\n".join([*parts[:4], "早归的船", *parts[4:]])) == [
        *(FIRST, MIDDLE, MIDDLE, LAST, DISPLAY),
        *(FIRST, MIDDLE, MIDDLE, LAST),
    ]


def test_two_columns_one_after_the_other_have_each_their_width() -> None:
    wide = """
澜湾市气象台昨天发布消息，今年第三
号台风预计后天夜里到大后天早晨在本市以
南沿海登陆，届时海上风力可达十级，各地
要做好防范。
渔业部门已经通知所有在外作业的渔
船回港避风，到昨晚八时，一千二百多条船
全部进港，船上人员也已上岸，由社区统一
安置。
"""
    found = roles(lines(COLUMN + wide))
    assert [width for _, width in found][:4] == [24] * 4
    assert [width for _, width in found][-4:] == [38] * 4
    assert [role for role, _ in found] == [FIRST, MIDDLE, MIDDLE, LAST] * 4


def test_two_wide_lines_with_commas_are_a_caption() -> None:
    caption = (
        "昨天下午，望舶小学的学生们在操场上放起了自己做的风筝，\n风筝上画着他们见过的每一种船，老师说这是最好的一课。"
    )
    found = roles(lines(COLUMN + caption))
    assert [role for role, _ in found[-2:]] in ([FIRST, LAST], [MIDDLE, LAST])
    assert found[-1][1] == cells(caption.split("\n")[0])


def test_a_file_with_whole_paragraphs_on_a_line_has_no_column() -> None:
    paragraph = "清晨五点，望舶码头的灯一盏盏亮起来，装卸工老尧把缆绳在手上绕了两圈，等着第一条船靠岸，船来得比往常早。"
    run = lines(f"码头的清晨\n{paragraph}\n他说：\n{paragraph}")
    assert roles(run) == [(DISPLAY, None), (WHOLE, None), (WHOLE, None), (WHOLE, None)]


def test_an_indent_in_the_file_opens_a_paragraph_whatever_the_line_above_says() -> None:
    indented = COLUMN.replace("着第一条船靠岸。", "着第一条船靠上了这岸边啊。").replace("船来得", "　　船来得")
    assert roles_of(indented)[4] is FIRST


def test_a_dateline_opens_a_paragraph() -> None:
    run = lines(COLUMN)
    marked = [*run[:4], Line(4, "本报讯 船来得比往常早一些，船", "", 24, opens=True), *run[5:]]
    assert roles(marked)[4][0] is FIRST


def test_a_word_cut_by_the_end_of_the_line_keeps_two_lines_together() -> None:
    assert cuts_word("他们走进了开", "发区的大门")
    assert not cuts_word("他们走进了门", "今天下午有雨")


def test_where_a_block_ends_a_paragraph_may_begin_in_the_middle() -> None:
    torn = """
船来得比往常早一些，
船老大说夜里风小，一路上
顺得很，船舱里装的全是新

灯一盏盏亮起来，装卸工老
尧把缆绳在手上绕了两圈等
着第一条船靠岸。
"""
    assert roles_of(torn) == [FIRST, MIDDLE, MIDDLE, MIDDLE, MIDDLE, LAST]


def test_a_run_from_another_page_may_begin_inside_a_paragraph() -> None:
    run = lines(COLUMN)[3:]
    assert [roles(run, torn_start=torn)[0][0] for torn in (False, True)] == [WHOLE, LAST]


def test_a_run_that_goes_on_on_another_page_may_end_inside_a_paragraph() -> None:
    run = lines(COLUMN)[:6]
    assert roles(run, torn_end=True)[-1][0] is MIDDLE


def test_no_lines_have_no_roles() -> None:
    assert roles([]) == []


def test_joined_lines_keep_a_space_only_between_latin_words() -> None:
    assert join(lines("他说Good\nmorning，就走\n了，第1\n2条船")) == "他说Good morning，就走了，第12条船"


def test_a_sentence_may_end_with_a_short_bracket() -> None:
    assert ends_sentence("船靠了岸。（未完）")
    assert ends_sentence("“灯亮了！”")
    assert not ends_sentence("灯亮了，")


@given(st.lists(st.text("船灯岸，。“”（1a ", min_size=1, max_size=40).filter(str.strip), max_size=12))
def test_every_line_of_a_run_has_one_role(texts: list[str]) -> None:
    run = lines("\n".join(text.strip() for text in texts))
    assert len(roles(run)) == len(run)


def test_a_number_is_not_parted_from_what_it_counts() -> None:
    for before, after in (("码头夜间停工自6", "月1日起"), ("船长29", "米，主机"), ("报名人数31", "04人")):
        assert cuts_word(before, after)
    assert not cuts_word("海上最大阵风11级", "渔船回港")


def test_a_brief_between_longer_columns_has_a_column_of_its_own() -> None:
    full = "在外作业的一千二百余艘渔船昨天陆续回到望舶中心渔港\n"
    wide = f"市防汛指挥部昨天通知说，受台风外围影响，全市\n{full * 6}避风。\n"
    brief = (
        "市少年帆船队三十一名队员\n" + "在望舶湾开展为期十天的冬训，\n训练以起航和弱风驾驶为主，每\n" * 3 + "天休息。\n"
    )
    assert roles_of(wide + brief + wide)[8:16] == [FIRST, *[MIDDLE] * 6, LAST]


def test_a_line_of_three_clauses_is_no_headline() -> None:
    caption = "昨天，白沙湾海滨，参加沙雕比赛的少年们\n正在给两米高的灯塔装上灯芯，作品用的是\n台风前清理回来的海沙。"
    assert DISPLAY not in roles_of(caption)
