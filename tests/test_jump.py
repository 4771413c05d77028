"""Where does the page send its reader: every form of the words, the numbers and the arrows."""

from __future__ import annotations

import pytest

from indexer.jump import Jump, jump_from, jump_to, pointer


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("下转第4版", "4"),
        ("下转第8版▶", "8"),
        ("下紧转第8版荩", "8"),
        ("（下转第三版）", "3"),
        ("(下转第2版)", "2"),
        ("下转第４版", "4"),
        ("下转第十二版", "12"),
        ("下转第二十版", "20"),
        ("下转第二十一版", "21"),
        ("下转A12版", "A12"),
        ("下转Ａ３版", "A3"),
        ("下 转 第 5 版 →", "5"),
        ("紧转第6版", "6"),
    ],
)
def test_a_jump_names_the_page_on_which_the_story_goes_on(line: str, page: str) -> None:
    assert jump_to(line) == Jump(page, "")


def test_a_jump_at_the_end_of_a_line_leaves_the_rest_of_the_line() -> None:
    assert jump_to("修船厂的灯还亮着， （下转第3版）") == Jump("3", "修船厂的灯还亮着，")


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("上接第1版", "1"),
        ("◀上紧接第1版", "1"),
        ("荨上接第一版", "1"),
        ("（上接第一版）", "1"),
        ("(上接第１版)", "1"),
        ("紧接A1版", "A1"),
        ("（上接头版）", "1"),
    ],
)
def test_a_jump_names_the_page_from_which_the_story_comes(line: str, page: str) -> None:
    assert jump_from(line) == Jump(page, "")


def test_a_jump_at_the_start_of_a_line_leaves_the_rest_of_the_line() -> None:
    assert jump_from("（上接第1版）灯一直亮到天明。") == Jump("1", "灯一直亮到天明。")


@pytest.mark.parametrize(
    ("line", "page"),
    [
        (">>>详见第8版", "8"),
        ("（详见A3版）", "A3"),
        ("＞＞相关报道见今日第 2 版", "2"),
        ("全文刊第三版", None),
        ("▶ 详见本报第十版", "10"),
    ],
)
def test_a_pointer_is_a_line_of_its_own(line: str, page: str | None) -> None:
    assert pointer(line) == page


@pytest.mark.parametrize(
    "line", ["他把书翻到第4版", "下转的船第4版本", "版面下转第", "详情见第3版报道，记者还将追踪", ""]
)
def test_sentences_are_no_jumps(line: str) -> None:
    assert (jump_to(line), jump_from(line), pointer(line)) == (None, None, None)
