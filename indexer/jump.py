"""Where does the page send its reader?

    下转第4版▶   下紧转第8版   （下转第三版）       the article goes on there      at the end of a line, or alone
    上接第1版   ◀上紧接第1版   （上接头版）         the article began there        at the start of a line, or alone
    >>>详见第8版   （详见A3版）                     a pointer: a headline without its article

Only these words are read here; `stitch` finds out which two pieces they join.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAGE = r"第?\s*([0-9０-９]{1,3}|[A-Za-zＡ-Ｚ][0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|头)\s*版"
_ARROWS = r"[▶◀►◄▲▼→←➡⇨>＞》」荩荨茛\s]*"
_FORWARD = re.compile(rf"{_ARROWS}[（(]?\s*(?:下\s*紧?\s*[转接]|紧\s*转)\s*{_PAGE}\s*[）)]?{_ARROWS}$")
_BACK = re.compile(rf"^{_ARROWS}[（(]?\s*(?:上\s*紧?\s*[接转]|紧\s*接)\s*{_PAGE}\s*[）)]?{_ARROWS}")
_POINTER = re.compile(
    rf"^[>＞》▶►→\s]*[（(【]?\s*(?:相关)?(?:报道|全文|内容)?\s*(?:详见|刊?见)\s*(?:今日|今天|本报)?\s*{_PAGE}[）)】。]?{_ARROWS}$"
)
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Jump:
    """A line with its jump taken off: the page named, and what else stood there."""

    page: str
    rest: str


def jump_to(line: str) -> Jump | None:
    """The jump at the end of a line, if there is one."""
    match = _FORWARD.search(line)
    return Jump(_page(match[1]), line[: match.start()].rstrip()) if match else None


def jump_from(line: str) -> Jump | None:
    """The jump at the start of a line, if there is one."""
    match = _BACK.match(line)
    return Jump(_page(match[1]), line[match.end() :].lstrip()) if match else None


def pointer(line: str) -> str | None:
    """The page that a pointer line names, if the line is one and nothing else."""
    match = _POINTER.match(line)
    return _page(match[1]) if match else None


def _page(text: str) -> str:
    text = "".join(chr(ord(c) - 0xFEE0) if "０" <= c <= "ｚ" else c for c in text)
    if text == "头":
        return "1"
    if text[0] in _NUMERALS or text[0] == "十":
        tens, ten, ones = text.rpartition("十")
        value = (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)
        return str(value)
    return text.upper()
