"""What is a piece of the page, and how is one ordered?"""

from __future__ import annotations

from dataclasses import dataclass

from .copy import Copy, Gold
from .lines import Type
from .marks import Mark
from .style import Style


@dataclass(frozen=True)
class Block:
    """A piece of the page, set at the origin.

    Attributes:
        articles: what it says, in reading order; `belongs_to` is the place among them of the one that owns it.
        features: of the page's duties, what it fulfils: `box`, `vertical`, `sidebar`, `jump`, `advert`, `caption`,
            `wide` (a headline wider than its first column).
        columns: the widths of its columns of text.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    articles: tuple[Gold, ...]
    copies: tuple[Copy, ...]
    features: frozenset[str] = frozenset()
    columns: tuple[float, ...] = ()


@dataclass(frozen=True)
class Inset:
    """What stands among a story's columns: a block over some of them, at their `top` or `bottom`."""

    block: Block
    first: int
    count: int
    where: str = "top"


@dataclass(frozen=True)
class Order:
    """How a story is to be set.

    Attributes:
        columns: how many.
        rank: of its headline.
        most: the greatest height.
        jump_to: the page it goes on on: it ends in mid-sentence. `jump_from`: the page it comes from.
        vertical: a vertical headline, where the headline suits.
        aside: set in the face of sidebars.
        inset: makes what stands among the columns, given their width, the gutter and how many lines there are.
    """

    columns: int
    rank: str = "minor"
    most: float = 1e6
    jump_to: int | None = None
    jump_from: int | None = None
    vertical: bool = False
    aside: bool = False
    inset: Inset | None = None


def body_type(style: Style, aside: bool = False) -> Type:
    """The type of running text."""
    face = style.caption if aside else style.body
    return Type(face, style.size, style.latin, style.stretch, style.half_marks, style.spaces)


def column_width(width: float, columns: int, style: Style) -> float:
    """The width of each of so many columns in a block."""
    return (width - (columns - 1) * style.gutter) / columns
