"""Do glyphs become lines of print, cut where columns part, and nowhere else?"""

from __future__ import annotations

from indexer.geometry.box import Box
from indexer.geometry.drawn import Shape, drawing_of
from indexer.geometry.glyph import Glyph, drawn_once, is_bold, plain_font
from indexer.page import Page

from .sheet_of_type import Sheet


def lines(page: Page) -> list[str]:
    return sorted(block.text for block in page.blocks)


def glyph(text: str, x: float, top: float, size: float = 20) -> Glyph:
    return Glyph(text, Box(x, top, x + size, top + size), size, size)


# One character as drawn


def test_a_shadow_counts_once() -> None:
    drawn = [glyph("潮", 10, 10), glyph("声", 30, 10), glyph("潮", 11.5, 11.5), glyph("声", 31.5, 11.5)]
    assert [g.text for g in drawn_once(drawn)] == ["潮", "声"]


def test_a_character_printed_twice_counts_twice() -> None:
    assert [g.text for g in drawn_once([glyph("高", 10, 10), glyph("高", 30, 10)])] == ["高", "高"]


def test_blanks_are_no_characters() -> None:
    assert drawn_once([glyph(" ", 10, 10), glyph("\u3000", 30, 10)]) == []


def test_the_ink_of_a_comma_ends_in_the_middle_of_its_place() -> None:
    assert (glyph("，", 10, 10).ink1, glyph("“", 10, 10).ink0, glyph("潮", 10, 10).ink1) == (20, 20, 30)


def test_fonts_tell_their_weight() -> None:
    assert plain_font("ABCDEF+FZXBSJW--GB1-0") == "FZXBSJW--GB1-0"
    assert is_bold("FZXBSJW--GB1-0")
    assert is_bold("SourceHanSansSC-Bold")
    assert not is_bold("FZSSK--GBK1-0")


# Lines


def test_three_columns_with_a_narrow_gutter() -> None:
    sheet = Sheet()
    for number, x in enumerate((40, 145, 250)):  # eleven hanzi of nine points, six points between
        for row in range(4):
            sheet.line("甲乙丙丁戊己庚辛壬癸子", x, 100 + 12 * row, font=f"FZSSK{number}")
    assert lines(sheet.page()) == ["甲乙丙丁戊己庚辛壬癸子"] * 12


def test_a_comma_hung_into_the_gutter_does_not_join_columns() -> None:
    sheet = Sheet()
    for row in range(4):
        sheet.line("潮水退去滩涂上满是人" + ("，" if row == 2 else ""), 40, 100 + 12 * row)
        sheet.line("孩子们提着小桶跑在前", 40 + 10 * 9 + 8, 100 + 12 * row)
    assert lines(sheet.page()).count("潮水退去滩涂上满是人，") == 1


def test_a_blank_inside_a_line_is_a_space_and_no_gutter() -> None:
    sheet = Sheet()
    sheet.line("本报讯\u3000昨天，望潮码头扩建完工", 40, 100)
    sheet.line("记者\u3000林望舒\u3000通讯员\u3000方照南", 40, 112)
    assert lines(sheet.page()) == ["本报讯 昨天，望潮码头扩建完工", "记者 林望舒 通讯员 方照南"]


def test_letter_spacing_is_no_blank() -> None:
    sheet = Sheet()
    sheet.line("扩建工程完工", 40, 100, spacing=4)
    assert lines(sheet.page()) == ["扩建工程完工"]


def test_the_gap_between_two_phrases_of_a_spaced_headline_is_one() -> None:
    sheet = Sheet()
    sheet.line("踏浪而行\u3000向海而兴", 40, 100, 30, spacing=10)
    assert lines(sheet.page()) == ["踏浪而行 向海而兴"]


def test_no_line_goes_over_an_upright_rule() -> None:
    sheet = Sheet()
    sheet.rule(200, 60, 200.5, 400)
    sheet.line("灯塔亮了", 100, 100, 22)
    sheet.line("渔船归港", 208, 100, 22)
    assert lines(sheet.page()) == ["渔船归港", "灯塔亮了"]


def test_larger_figures_stand_in_their_line() -> None:
    sheet = Sheet()
    end = sheet.line("突破", 40, 100, 20)
    end = sheet.line("100", end + 2, 97, 24)
    sheet.line("万吨", end + 2, 100, 20)
    assert [text.replace(" ", "") for text in lines(sheet.page())] == ["突破100万吨"]


def test_marks_squeezed_into_one_place_keep_their_order() -> None:
    comma = Glyph("，", Box(50, 100, 60, 110), 10, 10, order=2)
    quote = Glyph("“", Box(50, 100, 60, 110), 10, 10, order=3)  # the comma's left half, the quote's right half
    sheet = Sheet()
    sheet.glyphs = [
        Glyph("日", Box(40, 100, 50, 110), 10, 10, order=1),
        comma,
        quote,
        Glyph("雪", Box(60, 100, 70, 110), 10, 10, order=4),
    ]
    assert lines(sheet.page()) == ["日，“雪"]


def test_a_vertical_headline_is_one_line() -> None:
    sheet = Sheet()
    sheet.down("摇橹声里看船灯", 40, 100, 22)
    (block,) = sheet.page().blocks
    assert block.setting is not None
    assert (block.text, block.setting.vertical) == ("摇橹声里看船灯", True)


def test_two_lines_of_a_headline_are_not_vertical() -> None:
    sheet = Sheet()
    sheet.line("渔港更新", 40, 100, 30, spacing=12)
    sheet.line("稳定就业", 40, 132, 30, spacing=12)
    assert lines(sheet.page()) == ["渔港更新", "稳定就业"]


# What is drawn


def test_dots_are_a_rule() -> None:
    dots = [Shape(Box(40 + 5 * n, 100, 42 + 5 * n, 101), tinted=True) for n in range(60)]
    (rule,) = drawing_of(600, 800, dots, []).rules
    assert (rule.x0, rule.x1) == (40, 337)


def test_four_rules_are_a_frame() -> None:
    sides = [(40, 100, 300, 100.5), (40, 250, 300, 250.5), (40, 100, 40.5, 250), (300, 100, 300.5, 250)]
    drawing = drawing_of(600, 800, [Shape(Box(*side), bordered=True) for side in sides], [])
    (frame,) = drawing.frames
    assert (frame.x0, frame.top, frame.x1) == (40, 100, 300)


def test_white_grounds_and_the_page_itself_are_no_frames() -> None:
    shapes = [Shape(Box(40, 100, 300, 250)), Shape(Box(0, 0, 600, 800), tinted=True)]
    assert drawing_of(600, 800, shapes, []).frames == ()
