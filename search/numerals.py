"""Which number do the characters 一九九七, 三十二 or 百分之三点八 write?

Papers write the same number now in hanzi, now in digits: 三万 in the headline, 3万 in the text. For telling how like
two texts are, both are read as digits. No more than that is asked of it: 万 and 亿 stay as they are, and where hanzi
only look like a number (一一, 十五五) it does no harm, for the other text is read in the same way.
"""

from __future__ import annotations

import re

_DIGITS = {char: at % 10 for at, char in enumerate("零一二三四五六七八九〇")} | {"○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
LONGEST = 20
"""Characters of a number; what is longer is a list of digits, whatever stands between them."""

_DIGIT, _UNIT = "零一二三四五六七八九〇○", "十百千"
_WHOLE = rf"(?:[{_DIGIT}{_UNIT}]{{2,}}|[{_DIGIT}两](?=[万亿点]))"
_NUMBER = re.compile(rf"(百分之)?({_WHOLE}|[{_DIGIT}十](?<=百分之.))(?:点([{_DIGIT}]+))?")


def in_digits(text: str) -> str:
    """The text with its numbers in digits: 一九九七年 → 1997年, 三万 → 3万, 百分之三点八 → 3.8%."""
    return _NUMBER.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    point = "." + "".join(str(_DIGITS[char]) for char in match[3]) if match[3] else ""
    return _whole(match[2]) + point + ("%" if match[1] else "")


def _whole(hanzi: str) -> str:
    if len(hanzi) > LONGEST or not any(char in _UNITS for char in hanzi):
        return "".join(str(_DIGITS.get(char, char)) for char in hanzi)
    total, digit = 0, None
    for char in hanzi:
        if char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        else:
            digit = _DIGITS[char] if digit is None else 10 * digit + _DIGITS[char]
    return str(total + (digit or 0))
