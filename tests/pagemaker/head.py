"""How does a headline group stand above (or beside) its story?

A *label* names the column (栏目), a *kicker* (引题) and a *subtitle* (副题) stand above and below the headline in sizes
of their own. The headline is as large as its rank allows and its width holds, on one line or two; it may be condensed
or spaced out. A *vertical* headline stands at the left of its story, top to bottom.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from .copy import Copy
from .lines import NEVER_FIRST, NEVER_LAST, Line, Type, condensed, place, set_text, width_of
from .marks import WHITE, Box, Mark, Rule, Run
from .style import Style

RANKS = {"lead": (4.0, 4.9), "major": (2.7, 3.5), "minor": (1.9, 2.4), "small": (1.25, 1.6)}
"""The largest headline of a rank, in body sizes."""


@dataclass(frozen=True)
class Head:
    """A headline group, set at the origin: its marks and its height, or of a vertical one its width."""

    marks: tuple[Mark, ...]
    height: float
    width: float
    widest: float = 0.0


def type_of(style: Style, face: str, size: float, **changes: object) -> Type:
    """A display type: its half-width characters are in the same face."""
    found = getattr(style, face)
    return replace(Type(found, size, found, style.stretch, blanks=style.spaces), **changes)  # type: ignore[arg-type]


def set_label(text: str, style: Style, width: float, align: str) -> tuple[tuple[Mark, ...], float]:
    """A column label and its height."""
    size = style.size * 1.25
    light = style.label == "banner"
    type = type_of(style, "bold", size, colour=WHITE if light else style.accent if style.label != "tint" else (0.0,))
    text = f"【{text}】" if style.label == "bracket" else text
    pad = size * 0.6
    type = condensed(type, text, width - 2 * pad)
    wide = width_of(text, type) + 2 * pad
    left = 0.0 if align == "left" else (width - wide) / 2
    height = size * 1.5
    marks: list[Mark] = []
    if style.label in ("banner", "tint"):
        marks.append(Box(left, 0, left + wide, height, fill=style.accent if light else style.tint))
    elif style.label == "rules":
        marks += [
            Rule(left, 0, left + wide, 0, style.accent, 0.8),
            Rule(left, height, left + wide, height, style.accent, 0.8),
        ]
    marks += set_text(text, type, left + pad, size * 1.14, wide)
    return tuple(marks), height + size * 0.5


def set_head(copy: Copy, width: float, style: Style, rank: str, rng: Random, *, label: bool = True) -> Head:
    """The headline group across a width."""
    marks: list[Mark] = []
    y = 0.0
    gold = copy.gold
    least, most = RANKS[rank]
    cap = style.size * rng.uniform(least, most)
    align = style.align if rank != "lead" or style.align == "centre" else rng.choice(("left", "centre"))
    if label and gold["column"]:
        found, high = set_label(gold["column"], style, width, align)
        marks, y = list(found), high
    ratio = rng.uniform(0.45, 0.62)
    small = max(style.size * 1.15, cap * ratio) if rank != "small" else style.size * 1.1
    if gold["kicker"]:
        found, high = _rows(gold["kicker"], type_of(style, "light", small), width, align, most=2)
        marks += _shifted(found, y)
        y += high + small * 0.25
    widest = 0.0
    if gold["headline"]:
        rows, type, how = _headline(gold["headline"], width, type_of(style, "head", cap), align, rng)
        shadow = rng.random() < style.shadow
        for row in rows:
            runs = (
                set_text(row, type, 0, y + type.size * 0.92, width, how)
                if how != "spread"
                else _spread(row, type, y, width)
            )
            if shadow:
                marks += [
                    replace(run, points=tuple((x + 0.8, at + 0.8) for x, at in run.points), colour=(0.6,))
                    for run in runs
                ]
            marks += runs
            widest = max(widest, max(run.bounds[2] for run in runs) - min(run.bounds[0] for run in runs))
            y += type.size * 1.2
        small = min(small, type.size * 0.75) if rank != "small" else small
    if gold["subtitle"]:
        y += small * 0.1
        found, high = _rows(gold["subtitle"], type_of(style, "light", small), width, align, most=3)
        marks += _shifted(found, y)
        y += high
    return Head(tuple(marks), y + style.size * rng.uniform(0.5, 1.0) if marks else 0.0, width, widest)


def set_vertical(copy: Copy, height: float, style: Style, rng: Random) -> Head | None:
    """The headline from top to bottom, its kicker left of it; None where it does not suit."""
    text, kicker = copy.gold["headline"], copy.gold["kicker"]
    if (
        not text
        or copy.gold["subtitle"]
        or not _upright(text + (kicker or ""))
        or len(text) > 14
        or len(kicker or "") > 20
    ):
        return None
    size = min(style.size * rng.uniform(2.2, 3.0), height / (1.06 * len(text)))
    if size < style.size * 1.6:
        return None
    marks: list[Mark] = []
    x = 0.0
    if kicker:
        small = min(size * 0.55, height / (1.06 * len(kicker)))
        if small < style.size:
            return None
        marks.append(_column(kicker, type_of(style, "light", small), x, height * 0.0))
        x += small * 1.35
    step = min(1.5, max(1.04, 0.9 * height / size / len(text)))
    marks.append(_column(text, type_of(style, "head", size), x, 0.0, step))
    return Head(tuple(marks), height, x + size * 1.45, size)


def _upright(text: str) -> bool:
    return all("一" <= char <= "鿿" or char in " ，、" for char in text)


def _column(text: str, type: Type, x: float, y: float, step: float = 1.06) -> Run:
    points, chars = [], []
    for char in text:
        if char != " ":
            chars.append(char)
            points.append((x, y + type.size * 0.88))
        y += type.size * (step if char != " " else 0.5)
    return Run("".join(chars), tuple(points), type.face, type.size, 1.0, type.colour, vertical=True)


def _headline(text: str, width: float, type: Type, align: str, rng: Random) -> tuple[list[str], Type, str]:
    """Its rows, their type, and how they stand: `left`, `centre`, `spread`."""
    natural = width_of(text, type)
    if natural <= width * 0.55 and rng.random() < 0.35:
        return [text], type, "spread"
    if natural <= width * 0.97:
        return [text], type, align
    narrow = width * 0.97 / natural
    if narrow > 0.68 and rng.random() < 0.5:
        return [text], replace(type, stretch=type.stretch * narrow), align
    if narrow > 0.72:
        return [text], replace(type, size=type.size * narrow), align
    rows = _halved(text)
    for row in rows:
        natural = width_of(row, type)
        if natural > width * 0.97:
            narrow = width * 0.97 / natural
            type = replace(type, stretch=type.stretch * max(narrow, 0.75), size=type.size * min(1.0, narrow / 0.75))
    return rows, type, align


def _halved(text: str) -> list[str]:
    middle = len(text) / 2
    blanks = [at for at, char in enumerate(text) if char in " \u3000" and 0.3 < at / len(text) < 0.7]
    if blanks:
        at = min(blanks, key=lambda at: abs(at - middle))
        return [text[:at], text[at + 1 :]]
    good = [
        at for at in range(2, len(text) - 1)
        if text[at] not in NEVER_FIRST and text[at - 1] not in NEVER_LAST
        and not ("!" <= text[at - 1] <= "~" and "!" <= text[at] <= "~") and text[at - 1 : at + 1] != "——"
    ]  # fmt: skip
    at = min(good, key=lambda at: abs(at - middle))
    return [text[:at].strip(), text[at:].strip()]


def _rows(text: str, type: Type, width: float, align: str, most: int) -> tuple[list[Run], float]:
    rows = [text]
    while len(rows) < most and max(width_of(row, type) for row in rows) > width * 0.98:
        longest = max(range(len(rows)), key=lambda at: width_of(rows[at], type))
        rows[longest : longest + 1] = _halved(rows[longest])
    narrow = min(1.0, *(width * 0.98 / width_of(row, type) for row in rows), 1.0)
    if narrow < 1:
        type = replace(type, stretch=type.stretch * max(narrow, 0.75), size=type.size * min(1.0, narrow / 0.75))
    runs: list[Run] = []
    for at, row in enumerate(rows):
        runs += set_text(row, type, 0, type.size * (0.92 + 1.2 * at), width, align)
    return runs, type.size * 1.2 * len(rows)


def _spread(text: str, type: Type, y: float, width: float) -> list[Run]:
    wide = min(width * 0.9, width_of(text, type) * 1.8)
    cells = tuple((char, type, type.advance(char)) for char in text)
    return place(Line(cells, 0.0, "justify"), (width - wide) / 2, y + type.size * 0.92, wide)


def _shifted(runs: list[Run], down: float) -> list[Run]:
    return [replace(run, points=tuple((x, y + down) for x, y in run.points)) for run in runs]
