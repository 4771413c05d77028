"""Are numbers in hanzi read as digits?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.numerals import in_digits


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("一九九七年", "1997年"),
        ("二〇二五年十二月三十一日", "2025年12月31日"),
        ("三十二人", "32人"),
        ("一百二十条", "120条"),
        ("一千零五户", "1005户"),
        ("三万美元", "3万美元"),
        ("四十八亿", "48亿"),
        ("两万尾", "2万尾"),
        ("六点二级", "6.2级"),
        ("百分之三点八", "3.8%"),
        ("百分之五", "5%"),
        ("百分之十", "10%"),
        ("十分之一", "十分之一"),
        ("一般、三农、万一", "一般、三农、万一"),
        ("1997年", "1997年"),
        ("", ""),
        ("九" * 5000 + "十", "9" * 5000 + "十"),
    ],
)
def test_a_number_in_hanzi_is_read_as_digits(text: str, digits: str) -> None:
    assert in_digits(text) == digits


@given(st.integers(min_value=11, max_value=9999))
def test_every_number_below_ten_thousand_is_read(number: int) -> None:
    assert in_digits(_in_hanzi(number)) == str(number)


@given(st.text(alphabet="零一二十百千万亿点分之百年a1", max_size=12))
def test_to_read_twice_is_to_read_once(text: str) -> None:
    assert in_digits(in_digits(text)) == in_digits(text)


def _in_hanzi(number: int) -> str:
    """As it is said: 1005 is 一千零五, 15 is 十五."""
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if gap and said else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return said.removeprefix("一") if said.startswith("一十") else said
