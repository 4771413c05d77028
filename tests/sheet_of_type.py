"""A page set by hand: glyphs, rules, frames and pictures where a test puts them.

`Sheet` sets text as a newspaper does, so that a test shows a layout and no coordinates of single characters: lines filled
to a measure, paragraphs indented by two hanzi, marks that would begin a line squeezed onto the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.geometry.box import Box
from indexer.geometry.drawn import Shape, drawing_of, is_upright
from indexer.geometry.glyph import Glyph, drawn_once
from indexer.geometry.lines import lines_of
from indexer.geometry.order import in_order
from indexer.page import Page

BODY = 9.0
LEADING = 12.0
NOT_FIRST = "，。、；：！？”’）》"


class Sheet:
    """A page while it is set. Sizes and places are in points from the upper left corner."""

    def __init__(self, width: float = 600, height: float = 800) -> None:
        self.width, self.height = width, height
        self.glyphs: list[Glyph] = []
        self.shapes: list[Shape] = []
        self.pictures: list[Box] = []

    def line(
        self,
        text: str,
        x: float,
        top: float,
        size: float = BODY,
        *,
        font: str = "FZSSK",
        spacing: float = 0.0,
        light: bool = False,
    ) -> float:
        """Sets one line; a full-width blank is one. Returns where it ends."""
        for char in text:
            wide = not char.isascii()
            width = size if wide else size / 2
            if not char.isspace():
                box = Box(x, top, x + width, top + size)
                self.glyphs.append(Glyph(char, box, size, size, font, light, order=len(self.glyphs)))
            x += width + spacing
        return x - spacing

    def down(self, text: str, x: float, top: float, size: float, *, font: str = "FZHTK", pitch: float = 1.1) -> None:
        """Sets one line from top to bottom."""
        for char in text:
            self.glyphs.append(
                Glyph(char, Box(x, top, x + size, top + size), size, size, font, order=len(self.glyphs))
            )
            top += pitch * size

    def column(
        self,
        paragraphs: Sequence[str],
        x: float,
        top: float,
        cells: int,
        lines: int | None = None,
        *,
        size: float = BODY,
        leading: float = LEADING,
        font: str = "FZSSK",
        torn: bool = False,
    ) -> tuple[float, list[str]]:
        """Sets paragraphs in a column of so many hanzi, for so many lines.

        Args:
            torn: the first paragraph goes on from another column, without an indent.

        Returns:
            Where the column ends, and the paragraphs that are left; the first of them goes on.
        """
        left: list[str] = []
        done = 0
        for number, paragraph in enumerate(paragraphs):
            rest = paragraph if torn and number == 0 else f"\u3000\u3000{paragraph}"
            while rest:
                if lines is not None and done == lines:
                    left.append(rest.lstrip("\u3000") if rest.startswith("\u3000") else rest)
                    rest = ""
                    left.extend(paragraphs[number + 1 :])
                    return top, left
                cut = cells
                while cut < len(rest) and rest[cut] in NOT_FIRST:
                    cut += 1
                self.line(rest[:cut], x, top, size, font=font)
                rest = rest[cut:]
                top += leading
                done += 1
        return top, left

    def columns(
        self, paragraphs: Sequence[str], xs: Sequence[float], top: float, cells: int, lines: int, *, font: str = "FZSSK"
    ) -> float:
        """Sets a text in columns of equal length, which begin at these x; returns where they end."""
        left, torn = list(paragraphs), False
        for x in xs:
            before = left
            _, left = self.column(left, x, top, cells, lines, torn=torn, font=font)
            torn = bool(left) and left[0] not in before
        assert not left, f"does not fit: {left}"
        return top + lines * LEADING

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draws a line."""
        self.shapes.append(Shape(Box(x0, top, x1, bottom), bordered=True))

    def frame(self, x0: float, top: float, x1: float, bottom: float, *, tint: bool = False) -> None:
        """Draws a frame, or a tint."""
        self.shapes.append(Shape(Box(x0, top, x1, bottom), bordered=not tint, tinted=tint))

    def picture(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draws a picture."""
        self.pictures.append(Box(x0, top, x1, bottom))

    def page(self) -> Page:
        """The page as a reader hands it on."""
        drawing = drawing_of(self.width, self.height, self.shapes, self.pictures)
        walls = [rule for rule in drawing.rules if is_upright(rule)]
        for frame in drawing.frames:
            walls.append(Box(frame.x0, frame.top, frame.x0, frame.bottom))
            walls.append(Box(frame.x1, frame.top, frame.x1, frame.bottom))
        return Page("sheet.pdf", 1, in_order(lines_of(drawn_once(self.glyphs), walls), drawing), drawing)
