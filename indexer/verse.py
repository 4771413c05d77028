"""Which display lines are the lines of a poem?

Verse looks like a pile of headlines: short lines, none of which ends a sentence. What tells it apart is its place:
it is signed *before* it begins, with a bare name under its title, and no text follows before its last line. So a
name on a line of its own, under a headline or a label, with many such lines right below it, is a poet's; each of his
lines becomes a paragraph. The last lines of the pile may be the headline of what comes next: where blank lines part
blocks the last block is left to it, else the last line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .item import Item, Kind

LINES = 8
"""A poem has as many lines; a pile of headlines under a name seldom has."""
WIDEST, USUAL = 36, 22
"""Cells: no line is wider; on average they are no wider."""
_PROSE = "，；：？！"
"""What a line of modern verse ends with only now and then."""


def with_verse(items: Sequence[Item], names: Sequence[bool], blocks: bool) -> list[Item]:
    """The items, poems among them made credits and paragraphs.

    Args:
        items: of a page, in order.
        names: which of them are a bare name, with a mark before it or not.
        blocks: blank lines part blocks, see `repair.lines`.
    """
    found = list(items)
    for at, is_name in enumerate(names):
        if not is_name or at == 0 or items[at - 1].kind not in (Kind.DISPLAY, Kind.LABEL):
            continue
        end = _end(items, at + 1, blocks)
        lines = items[at + 1 : end]
        if not _is_verse(lines):
            continue
        if items[at].kind is Kind.DISPLAY:
            found[at] = replace(items[at], kind=Kind.CREDIT, text=f"作者 {items[at].text}")
        found[at + 1 : end] = [replace(line, kind=Kind.PARAGRAPH, width=None) for line in lines]
    return found


def _end(items: Sequence[Item], begin: int, blocks: bool) -> int:
    """Where the lines end that begin here: before the next text, less what may be its headline."""
    end = begin
    while end < len(items) and items[end].kind in (Kind.DISPLAY, Kind.LABEL) and not _is_new_label(items, end):
        end += 1
    last = end - 1
    if end == len(items) or end == begin or items[end].kind is Kind.LABEL:
        return end
    label = next((at for at in range(max(begin, end - 3), end) if items[at].kind is Kind.LABEL), None)
    if label is not None and not blocks:
        return label - 1 if label == end - 1 else label
    while blocks and last > begin and not items[last].gap:
        last -= 1
    return last


def _is_new_label(items: Sequence[Item], at: int) -> bool:
    """Is a label more than a line of verse that sounds like one? It is set apart from the lines above it."""
    return items[at].kind is Kind.LABEL and items[at].gap > items[at - 1].gap


def _is_verse(lines: Sequence[Item]) -> bool:
    widths = [line.width or 0 for line in lines]
    return (
        len(lines) >= LINES
        and max(widths) <= WIDEST
        and sum(widths) <= USUAL * len(lines)
        and sum(line.text.endswith(tuple(_PROSE)) for line in lines) * 2 <= len(lines)
        and not any(char.isdigit() for line in lines for char in line.text)
    )
