"""Which symbol would a hanzi stand for, if it were a Founder (方正) code that was taken for GBK?

`decode748` is the three rules of `founder`; `images` the hanzi of rows 1 to 3, which hold what running text is made of.
"""

from __future__ import annotations

from functools import cache

_SHIFT = 0x31  # R1, in the high byte

_BEYOND_GB2312 = dict(zip(range(0xACA1, 0xACA8), "◀▼▶◺⊿△⟁", strict=True))
_BEYOND_GB2312 |= dict(zip(range(0xA9F0, 0xA9FB), "⇨⇦⬆⬇➡⬅⭢⭠⭡⭣⇁", strict=True))
_BEYOND_GB2312 |= dict(zip(range(0xAAB0, 0xAAB5), ",.‐*!", strict=True))
"""748 codes that GB 2312 does not define and newspapers use: arrows of jump lines, narrow punctuation."""


def decode748(char: str) -> str | None:
    """The symbol that a character would stand for if it were a Founder code, or None where no symbol has that code."""
    try:
        code = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    if len(code) != 2:
        return None
    high, low = code
    if "\ue000" <= char <= "\uf8ff":
        return _BEYOND_GB2312.get(high << 8 | low)
    if high == 0xA0:
        return chr(low - 0x80) if 0xA1 <= low <= 0xFE else None
    high -= _SHIFT
    if low < 0xA1 or high < 0xA1:
        return None
    if symbol := _BEYOND_GB2312.get(high << 8 | low):
        return symbol
    try:
        return bytes((high, low)).decode("gbk") if high <= 0xA9 else None
    except UnicodeDecodeError:
        return None


@cache
def images() -> dict[str, str]:
    """The hanzi that running text is searched for, with their symbols: rows 1 to 3 of 748, by R1."""
    codes = [(row + _SHIFT, cell) for row in (0xA1, 0xA2, 0xA3) for cell in range(0xA1, 0xFF)]
    hanzi = [bytes(code).decode("gb18030") for code in codes]
    return {char: symbol for char in hanzi if (symbol := decode748(char))}


def class_of(symbols: str) -> str:
    """A regular expression's class of everything that would stand for one of these symbols."""
    return "[" + "".join(char for char, symbol in images().items() if symbol in symbols) + "]"
