"""Which characters are drawn on this page, and where?

A *glyph* is one character as the page draws it. Shadows and outlines draw a headline two or three times, nearly at the
same place: such a glyph counts once. Marks take a whole hanzi's place, but their ink fills half of it: what may stand
close to them is told by `ink0` and `ink1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .box import Box

SHADOW = 0.3
"""Of its size: a glyph drawn again no farther away is the shadow of the first."""

_CLOSERS = frozenset("，。、；：！？”’）》】〉」』〕．")
_OPENERS = frozenset("“‘（《【〈「『〔")
_BOLD = re.compile(r"BOLD|BLACK|HEAVY|HEI|DBS|XBS|BSK?H|CHK|DHK|ZHK|CCHK|CHJ|CSJ|CSK|ZYK|HTJ?K?-|黑|粗", re.IGNORECASE)
_THIN = re.compile(r"LTXH|XH1?J?K|LIGHT|THIN|LTHK|LTHJ|细", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as drawn.

    Attributes:
        text: the character.
        box: its place: a hanzi's em square, a figure's advance.
        size, em: height and width of a hanzi of this type.
        font: the font's name.
        light: white or nearly so.
        coloured: neither black nor white nor grey.
        order: the how manieth of the page it was drawn.
        down: the font itself writes downwards.
    """

    text: str
    box: Box
    size: float
    em: float
    font: str = ""
    light: bool = False
    coloured: bool = False
    order: int = 0
    down: bool = False

    @property
    def ink0(self) -> float:
        """Where its ink begins: an opening mark is blank in its left half."""
        wide = self.text in _OPENERS and self.box.width > 0.8 * self.em
        return self.box.x0 + self.em / 2 if wide else self.box.x0

    @property
    def ink1(self) -> float:
        """Where its ink ends: a comma is blank in its right half."""
        wide = self.text in _CLOSERS and self.box.width > 0.8 * self.em
        return self.box.x1 - self.em / 2 if wide else self.box.x1

    @property
    def hangs(self) -> bool:
        """It is a mark that may stand outside its column, at the end of a line."""
        return self.text in _CLOSERS

    @property
    def ink(self) -> float:
        """The middle of its ink: of two marks squeezed into one place it tells which is first."""
        return (self.ink0 + self.ink1) / 2


def plain_font(name: str) -> str:
    """A font's name without the prefix that a subset has."""
    return _SUBSET.sub("", name)


def is_bold(font: str) -> bool:
    """A heavy face, going by the font's name: FZXBSJW, SimHei, NotoSansCJK-Bold."""
    return bool(_BOLD.search(font)) and not _THIN.search(font)


def drawn_once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs without those that draw the same character again, nearly at the same place; blanks are left out."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.text.strip():
            continue
        near = SHADOW * glyph.size
        cell = max(8.0, glyph.size)
        column, row = int(glyph.box.x0 // cell), int(glyph.box.top // cell)
        again = any(
            abs(other.box.x0 - glyph.box.x0) <= near
            and abs(other.box.top - glyph.box.top) <= near
            and 0.8 < other.size / glyph.size < 1.25
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for other in seen.get((glyph.text, column + across, row + down), ())
        )
        if not again:
            seen.setdefault((glyph.text, column, row), []).append(glyph)
            kept.append(glyph)
    return kept


def body_size(glyphs: Sequence[Glyph]) -> float:
    """The size in which most of a page is set, in points; 0 for a page without text."""
    count: dict[float, int] = {}
    for glyph in glyphs:
        size = round(glyph.size, 1)
        count[size] = count.get(size, 0) + 1
    return max(count, key=lambda size: count[size], default=0.0)
