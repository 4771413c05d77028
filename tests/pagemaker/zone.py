"""How is a zone of the page filled, from top to bottom, so that nothing is left over?

A *zone* is some columns of the base grid. Blocks are put into it one below the other: first what the page must have
(`wishes`), then stories, the last of them chosen to end at the foot. What is still left is an advert's or a picture's,
or is spread between the blocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .block import Block
from .desk import MAKERS, Desk, advert, pair, photo
from .marks import Mark, Rule


@dataclass
class Filled:
    """A zone with its blocks at their places."""

    blocks: list[tuple[float, float, Block]] = field(default_factory=list)
    rules: list[Mark] = field(default_factory=list)


def fill(desk: Desk, width: float, height: float, wishes: Iterable[str]) -> Filled:
    """The zone, filled."""
    style, rng = desk.style, desk.rng
    blocks: list[Block] = []
    used = 0.0

    def add(block: Block | None) -> None:
        nonlocal used
        if block:
            blocks.append(block)
            used += block.height + style.gap
            desk.pool.take(*block.copies)

    for wish in wishes:
        add(MAKERS[wish](desk, width, height - used))
    smallest = style.leading * 9
    for _ in range(12):
        room = height - used
        if room < smallest:
            break
        tries = [made for _ in range(4) if (made := _more(desk, width, room))]
        ends = [
            made
            for made in tries
            if room - made.height < style.leading * 2.5 or room - made.height > smallest + style.gap
        ]
        if not (ends or tries):
            break
        add(min(ends, key=lambda made: room - made.height > style.leading * 2.5) if ends else rng.choice(tries))
    room = height - used
    if room > style.size * 7:
        add(_filler(desk, width, room))
    return _placed(blocks, height, desk, width)


def _more(desk: Desk, width: float, room: float) -> Block | None:
    kind = desk.rng.choices(("news", "box", "photo", "briefs", "notice", "pair"), (10, 1.2, 1.2, 0.8, 0.7, 3))[0]
    if kind == "pair":
        return pair(desk, width, room)
    return MAKERS[kind](desk, width, room)


def _filler(desk: Desk, width: float, room: float) -> Block | None:
    kinds = [lambda: advert(desk, width, room)]
    if room > width * 0.5:
        kinds.insert(desk.rng.randrange(2), lambda: photo(desk, width, room, room))
    return next((made for kind in kinds if (made := kind())), None)


def _placed(blocks: list[Block], height: float, desk: Desk, width: float) -> Filled:
    """The blocks at their places; what is left over stands between them, but never more than twice the gap."""
    style = desk.style
    used = sum(block.height for block in blocks) + style.gap * (len(blocks) - 1)
    extra = max(0.0, height - used) / max(1, len(blocks) - 1)
    gap = style.gap + min(extra, style.gap * 1.2)
    found = Filled()
    y = 0.0
    for at, block in enumerate(blocks):
        if (at and style.rules and not {"advert"} & (block.features | blocks[at - 1].features)) or (
            at and style.rules and at % 3 == 0
        ):
            found.rules.append(Rule(0, y - gap / 2, width, y - gap / 2))
        found.blocks.append((0.0, y, block))
        y += block.height + gap
    return found
