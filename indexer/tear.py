"""Does this text go on where that one breaks off?

What the two ends say of it by themselves, wherever they stand: on one page between columns (`mend`), or on two pages
where a story jumps (`stitch`).
"""

from __future__ import annotations

_PAIRS = {"”": "“", "’": "‘", "）": "（", "》": "《", "」": "「", "』": "『"}


def balance(before: str, after: str) -> int:
    """1 where the second text closes a mark that the first leaves open, -1 where it closes one that nobody opened."""
    closing = _first_closing(after)
    if not closing:
        return 0
    return 1 if _PAIRS[closing] in _open_marks(before) else -1


def _open_marks(text: str) -> list[str]:
    """The marks that a text opens and does not close."""
    stack: list[str] = []
    for char in text:
        if char in _PAIRS.values():
            stack.append(char)
        elif char in _PAIRS and stack and stack[-1] == _PAIRS[char]:
            stack.pop()
    return stack


def _first_closing(text: str) -> str:
    """The first mark that closes what is not opened in the text itself, or nothing."""
    stack: list[str] = []
    for char in text:
        if char in _PAIRS.values():
            stack.append(char)
        elif char in _PAIRS:
            if not stack:
                return char
            stack.pop()
    return ""
