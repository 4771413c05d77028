"""Where do the characters of a paragraph stand?

A paragraph is set in lines of one width, under 禁则: a closing mark never begins a line, an opening mark never ends
one, numbers, Latin words, dashes and ellipses are never torn. A closing mark that does not fit is pulled in where
squeezing the line's punctuation makes room, else the character before it moves to the next line. What is left over is
spread between the characters, except in the last line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .fonts import Face
from .marks import BLACK, Colour, Run

NEVER_FIRST = frozenset("、，。！？；：”’）》〉」』】〕…—·%％℃°～")
NEVER_LAST = frozenset("“‘（《〈「『【〔□■●◎◆△▲▶◀")
_MARKS = frozenset("、，。！？；：”’）》〉」』】〕“‘（《〈「『【〔")
_OPENING = frozenset("“‘（《〈「『【〔")
_TOKEN = re.compile(r"[!-~]+|—+|…+|\s|.", re.DOTALL)


@dataclass(frozen=True)
class Type:
    """A face at a size, with the face of its half-width characters; `blanks` are drawn, or only left free."""

    face: Face
    size: float
    latin: Face
    stretch: float = 1.0
    half_marks: bool = False
    blanks: bool = False
    colour: Colour = BLACK

    def face_of(self, char: str) -> Face:
        """The face that a character is set in."""
        return self.latin if " " < char <= "~" else self.face

    def advance(self, char: str) -> float:
        """The room that a character takes, in points."""
        if char == " ":
            return self.size * self.stretch * 0.5
        wide = 0.5 if self.half_marks and char in _MARKS else self.face_of(char).width(char)
        return wide * self.size * self.stretch


Cell = tuple[str, Type, float]
"""A character, its type, the room it takes."""

Span = tuple[str, Type]


@dataclass(frozen=True)
class Line:
    """One line: its cells, and how it stands in its column.

    Attributes:
        cells: `()` is a blank line.
        indent: of its first cell, in points.
        how: `justify`, `left`, `centre`, `right`.
        keep: it must not end a column (a subhead).
        paragraph: which one it is of, -1 where it is of none.
        first: it begins a paragraph, `last`: it ends one.
    """

    cells: tuple[Cell, ...] = ()
    indent: float = 0.0
    how: str = "left"
    keep: bool = False
    paragraph: int = -1
    first: bool = False
    last: bool = False

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(char for char, _, _ in self.cells)


def width_of(text: str, type: Type) -> float:
    """The room that a text takes on one line, in points."""
    return sum(type.advance(char) for char in text)


def set_paragraph(spans: Sequence[Span], width: float, indent: float = 0.0, how: str = "justify") -> list[Line]:
    """Breaks a paragraph into lines.

    Args:
        spans: its text, in pieces of one type.
        width: of the column.
        indent: of the first line.
        how: `justify` leaves the last line as it is; others hold for every line.
    """
    tokens = [
        [(char, type, type.advance(char)) for char in piece] for text, type in spans for piece in _TOKEN.findall(text)
    ]
    lines: list[Line] = []
    start = 0
    while start < len(tokens):
        here = indent if not lines else 0.0
        end = _end(tokens, start, width - here)
        cells = [cell for token in tokens[start:end] for cell in token]
        while cells and cells[-1][0].isspace():
            cells.pop()
        while end < len(tokens) and tokens[end][0][0].isspace():
            end += 1
        last = end >= len(tokens)
        lines.append(Line(tuple(_fitted(cells, width - here)), here, "left" if last and how == "justify" else how,
                          first=not lines, last=last))  # fmt: skip
        start = end
    return lines


def _end(tokens: Sequence[Sequence[Cell]], start: int, room: float) -> int:
    used = give = 0.0
    end = start
    while end < len(tokens):
        token = tokens[end]
        wide = sum(cell[2] for cell in token)
        more = give + sum(
            max(0.0, advance - type.size * type.stretch * 0.5) for c, type, advance in token if c in _MARKS
        )
        if used + wide > room + (more if token[0][0] in NEVER_FIRST else 0.0) + 0.01:
            break
        used, give, end = used + wide, more, end + 1
    if end >= len(tokens):
        return end
    back = end
    while back > start + 1 and (tokens[back][0][0] in NEVER_FIRST or tokens[back - 1][-1][0] in NEVER_LAST):
        back -= 1
    return back if back > start + 1 else max(end, start + 1)


def _fitted(cells: list[Cell], room: float) -> list[Cell]:
    """The cells, punctuation squeezed as far as the room demands."""
    over = sum(cell[2] for cell in cells) - room
    if over <= 0:
        return cells
    give = [max(0.0, advance - type.size * type.stretch * 0.5) if c in _MARKS else 0.0 for c, type, advance in cells]
    share = min(1.0, over / sum(give)) if sum(give) else 0.0
    return [(c, type, advance - less * share) for (c, type, advance), less in zip(cells, give, strict=True)]


def place(line: Line, left: float, baseline: float, width: float) -> list[Run]:
    """The runs of a line in its column."""
    cells = line.cells
    if not cells:
        return []
    natural = sum(advance for _, _, advance in cells)
    slack = width - line.indent - natural
    gaps = [0.0] * len(cells)
    left += line.indent
    if line.how == "justify" and slack > 0:
        open_ = [
            at for at in range(len(cells) - 1) if not ("!" <= cells[at][0] <= "~" and "!" <= cells[at + 1][0] <= "~")
        ]
        for at in open_:
            gaps[at] = slack / len(open_)
    elif line.how == "centre":
        left += slack / 2
    elif line.how == "right":
        left += slack
    runs: list[Run] = []
    text: list[str] = []
    points: list[tuple[float, float]] = []
    for at, (char, type, advance) in enumerate(cells):
        face = type.face_of(char)
        wide = face.width(char) * type.size * type.stretch
        pull = wide - advance if char in _OPENING and advance < wide - 0.01 else 0.0
        if char not in " \u3000" or type.blanks:
            text.append(char)
            points.append((left - pull, baseline))
        left += advance + gaps[at]
        following = cells[at + 1] if at + 1 < len(cells) else None
        if text and (following is None or following[1] is not type or type.face_of(following[0]) != face):
            runs.append(Run("".join(text), tuple(points), face, type.size, type.stretch, type.colour))
            text, points = [], []
    return runs


def set_text(text: str, type: Type, left: float, baseline: float, width: float, how: str = "left") -> list[Run]:
    """The runs of one line of text that is known to fit."""
    return place(Line(tuple((c, type, type.advance(c)) for c in text), 0.0, how), left, baseline, width)


def condensed(type: Type, text: str, width: float, least: float = 0.55) -> Type:
    """The type, narrowed so that the text fits on one line of the width; no further than `least`."""
    natural = width_of(text, type)
    return (
        type if natural <= width else replace(type, stretch=max(type.stretch * least, type.stretch * width / natural))
    )
