"""In which order are the lines of a page handed on?

What a paper says about itself stands at the head and the foot of a page (`masthead`), and is looked for there. So the
lines that belong to no column of text, nor stand over one, come first where they stand in the head of the page, last where they stand at its
foot; all others between them, as they stand, from top to bottom.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..page import Block, Drawing, Setting

HEAD, FOOT = 0.18, 0.05
"""Of the page's height."""
LEVEL = 6.0
"""Points: lines no farther apart stand on one level."""
COLUMN = 2
"""Lines of one size close below each other, with the marks of sentences, are a column of text."""

_MARK = re.compile(r"[，。；！？]")


def in_order(lines: Sequence[Block], drawing: Drawing) -> tuple[Block, ...]:
    """The lines: the head of the page, its text, its foot."""
    sets = [line.setting for line in lines if line.setting is not None]
    in_text = _in_text([line for line in lines if line.setting is not None])
    in_text |= _beside_text([s for s in sets if s.box.bottom <= HEAD * drawing.height], in_text)

    def place(block: Block) -> tuple[int, float, float]:
        setting = block.setting
        assert setting is not None
        box = setting.box
        level = round(box.y / LEVEL)
        if id(setting) in in_text:
            return 1, level, box.x0
        if box.bottom <= HEAD * drawing.height:
            return 0, level, box.x0
        return (2 if box.top >= (1 - FOOT) * drawing.height else 1), level, box.x0

    return tuple(sorted(lines, key=place))


def _beside_text(sets: Sequence[Setting], in_text: set[int]) -> set[int]:
    """The lines, by identity, that stand close above a column of text in the head of the page, or close to such ones."""
    found: set[int] = set()
    waiting = [setting for setting in sets if id(setting) in in_text]
    while waiting:
        setting = waiting.pop()
        for other in sets:
            if id(other) in in_text or id(other) in found:
                continue
            near = max(setting.size, other.size)
            above = -near <= setting.box.top - other.box.bottom <= near and setting.box.over(other.box) > 0
            if above:
                found.add(id(other))
                waiting.append(other)
    return found


def _in_text(lines: Sequence[Block]) -> set[int]:
    """The lines that stand in columns, by identity. A masthead's lines stand below each other, too, without a comma."""
    found: set[int] = set()
    columns: dict[int, list[Setting]] = {}
    marked: set[int] = set()
    for line in lines:
        if line.setting is not None:
            columns.setdefault(round(line.setting.box.x0 / 3), []).append(line.setting)
            if _MARK.search(line.text):
                marked.add(id(line.setting))
    for near in columns:
        column = sorted(
            (s for at in (near - 1, near, near + 1) for s in columns.get(at, ())), key=lambda setting: setting.box.top
        )
        run: list[Setting] = []
        for setting in column:
            below = run and setting.box.top - run[-1].box.bottom <= 1.2 * setting.size
            if not (below and 0.95 < setting.size / run[-1].size < 1.05):
                run = []
            run.append(setting)
            marks = any(id(member) in marked for member in run)
            if len(run) >= COLUMN and marks and max(s.box.width for s in run) >= 8 * setting.em:
                found.update(id(member) for member in run)
    return found
