"""How are the rules of `text` put to many texts at once?

As tables by code point: what a character folds to, whether it is white space, whether a word is made of it. A text is
an array of its code points then, and what takes a look into a dictionary for every character takes one `take` for all.
The tables say what `text` says: what it has not been asked of a character yet is asked when one turns up.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .text import HANZI, fold

Codes = NDArray[Any]
"""Code points (u32), or places among them."""
Kinds = NDArray[Any]
"""What of `BLANK`, `WORD` and `IDEOGRAPH` each of some characters is (u8)."""

BLANK, WORD, IDEOGRAPH = 1, 2, 4
"""What a folded character is: white space; a letter or a digit of whatever script; a hanzi."""

_ALL = 0x110000
_UNKNOWN = 255
_IDEOGRAPH = re.compile(f"[{HANZI}]")


class Folded(NamedTuple):
    """Folded text.

    Attributes:
        codes: of its characters (u32).
        kinds: of them.
    """

    codes: Codes
    kinds: Kinds


def codes_of(text: str) -> Codes:
    """The characters of a text; half a surrogate pair counts as one."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def folded(codes: Codes) -> Folded:
    """What `text.fold` makes of a text, but that 0 stays what it is: it parts texts."""
    kinds = _KINDS.take(codes)
    if kinds.max(initial=0) == _UNKNOWN:
        for code in np.unique(codes[kinds == _UNKNOWN]).tolist():
            char = fold(chr(code)) if code else "\0"
            _FOLDED[code], _KINDS[code] = ord(char), _kind(char)
        kinds = _KINDS.take(codes)
    return Folded(_FOLDED.take(codes), kinds)


def _kind(char: str) -> int:
    return BLANK * char.isspace() | WORD * char.isalnum() | IDEOGRAPH * bool(_IDEOGRAPH.match(char))


# Zeros that nobody has asked for take no memory.
_FOLDED: Codes = np.zeros(_ALL, np.uint32)
_KINDS: Kinds = np.full(_ALL, _UNKNOWN, np.uint8)
