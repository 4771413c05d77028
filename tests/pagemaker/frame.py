"""What stands around the stories: masthead, folio, footer?

A front page has the paper's name, the date, the issue; other pages a line with page number, page name, date, editors.
All of it is a corpus page's furniture; which page, and how it stands, is drawn by lot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .copy import Gold
from .head import type_of
from .lines import condensed, set_text, width_of
from .marks import Mark, Picture, Rule, moved
from .style import Style

PAPER = "澜湾日报"


@dataclass(frozen=True)
class Frame:
    """Furniture: its marks; the stories stand between `top` and `bottom`; `ear` is the free box beside a masthead."""

    marks: tuple[Mark, ...]
    top: float
    bottom: float
    ear: tuple[float, float, float, float] | None = None


def set_frame(page: Gold, style: Style, rng: Random) -> Frame:
    """The furniture of a page."""
    footer = [item for item in page["furniture"] if "社址" in item]
    bottom = style.height - style.margin
    marks: list[Mark] = []
    inner = style.width - 2 * style.margin
    if footer:
        type = condensed(type_of(style, "light", style.size * 0.85), footer[0], inner, 0.5)
        if width_of(footer[0], type) > inner:
            type = type_of(style, "light", type.size * inner / width_of(footer[0], type), stretch=type.stretch)
        y = bottom
        marks += [*set_text(footer[0], type, style.margin, y, inner, "centre")]
        marks.append(Rule(style.margin, y - style.size * 1.4, style.margin + inner, y - style.size * 1.4, width=0.6))
        bottom = y - style.size * 2.4
    items = [item for item in page["furniture"] if item not in footer]
    found, top, ear = (
        _masthead(items, style, rng) if page["page_name"] is None else (*_folio(page, items, style, rng), None)
    )
    return Frame((*found, *marks), top, bottom, ear)


def _masthead(
    items: Sequence[str], style: Style, rng: Random
) -> tuple[list[Mark], float, tuple[float, float, float, float] | None]:
    across = rng.random() < 0.35
    inner = style.width - 2 * style.margin
    wide = inner if across else inner * rng.uniform(0.48, 0.56)
    left, y = style.margin, style.margin
    size = min(style.height * 0.07, wide / 5)
    marks: list[Mark] = []
    type = type_of(style, "head", size, colour=style.accent, stretch=1.0)
    if rng.random() < 0.4:
        marks.append(Picture(left + wide / 2 - size * 2, y, left + wide / 2 + size * 2, y + size, rng.randrange(10**6)))
    else:
        marks += set_text(PAPER, type, left, y + size * 0.9, wide, "centre")
    y += size * 1.25
    rows = [items[at : at + 3] for at in range(0, len(items), 3)]
    for row in rows:
        each = wide / len(row)
        for at, item in enumerate(row):
            small = condensed(type_of(style, "light", style.size * 1.05), item, each - style.size)
            if width_of(item, small) > each - style.size:
                small = type_of(
                    style, "light", small.size * (each - style.size) / width_of(item, small), stretch=small.stretch
                )
            marks += set_text(
                item, small, left + at * each, y + style.size, each - style.size, "left" if across else "centre"
            )
        y += style.size * 1.7
    y += style.size * 0.6
    marks.append(Rule(style.margin, y, style.margin + inner, y, style.accent, rng.choice((1.0, 2.5))))
    ear = None if across else (left + wide + style.zone_gap, style.margin, style.margin + inner, y - style.size)
    return marks, y + style.size * 2, ear


def _folio(page: Gold, items: Sequence[str], style: Style, rng: Random) -> tuple[list[Mark], float]:
    """Page number, name, date and the rest on a strip, at places drawn by lot."""
    inner = style.width - 2 * style.margin
    height = style.size * rng.uniform(3.6, 5.0)
    marks: list[Mark] = []
    number, name, *rest = items
    mirror = rng.random() < 0.5
    big = type_of(style, "head", height * 0.62, colour=style.accent)
    if rng.random() < 0.3 and not number.startswith("第"):
        marks += set_text(
            f"第{number}版",
            type_of(style, "bold", height * 0.36),
            0,
            height * 0.75,
            inner * 0.16,
            "right" if mirror else "left",
        )
    else:
        marks += set_text(number, big, 0, height * 0.78, inner * 0.16, "right" if mirror else "left")
    if mirror:
        marks = list(moved(marks, inner * 0.84, 0))
    title = condensed(type_of(style, "head", height * 0.6), name, inner * 0.24)
    middle = rng.random() < 0.6
    marks += set_text(name, title, inner * (0.38 if middle else 0.16), height * 0.78, inner * 0.24, "centre")
    sides = [0.64, 0.84] if not mirror else [0.0 if middle else 0.42, 0.34 if middle else 0.8]
    left, right = inner * sides[0], inner * (1.0 if not mirror else sides[1])
    small = style.size * rng.uniform(0.75, 0.95)
    half = -(-len(rest) // 2)
    for at, row in enumerate((rest[:half], rest[half:])):
        text = "\u3000".join(row)
        if text:
            type = condensed(type_of(style, "light", small), text, right - left)
            marks += set_text(
                text, type, left, height * (0.42 if at == 0 else 0.78), right - left, "left" if mirror else "right"
            )
    marks.append(
        Rule(0, height, inner, height, style.accent if rng.random() < 0.5 else (0.0,), rng.choice((0.6, 1.2, 2.6)))
    )
    return list(moved(marks, style.margin, style.margin)), style.margin + height + style.size * 2
