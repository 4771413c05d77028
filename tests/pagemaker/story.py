"""How is one story set: its head, and its text in columns around what stands among them?

The text runs in columns of one width. An *inset* (a picture, a sidebar) takes some columns' top or bottom lines for
itself, so that the story is no rectangle.
"""

from __future__ import annotations

from math import ceil
from random import Random
from typing import Any

from .block import Block, Order, column_width
from .copy import Copy
from .flow import back_line, depth_of, fit, jump, pour, set_text_of
from .head import Head, set_head, set_label, set_vertical, type_of
from .lines import place, set_text
from .marks import Mark, Rule, bottom_of, moved
from .style import Style


def set_story(copy: Copy, width: float, order: Order, style: Style, rng: Random) -> Block | None:
    """The story in a width; None where so much of it as makes a story does not fit."""
    placed = _head_of(copy, width, order, style, rng)
    if placed is None:
        return None
    head, left, top = placed
    label = bool(copy.gold["column"]) and (order.head == "vertical" or _label_in_column(copy, order, style))
    wide = column_width(width - left, order.columns, style)
    if wide < style.size * style.stretch * 8.5:
        return None
    marks: list[Mark] = list(head.marks)
    under = style.byline == "under" and order.head == "top" and bool(copy.rows) and not order.jump_from
    if under:
        found, high = _byline(copy, width, style)
        marks += moved(found, 0, top)
        top += high
    text = set_text_of(copy, wide, order, style, rows=not under)
    deep = int((order.most - top) / style.leading + 1e-6)
    taken = _taken(order, style, label)
    over = order.columns // 2 if order.head == "over" else order.columns
    if order.head == "over":
        high = ceil((head.height + style.leading * 0.3) / style.leading)
        taken[over:] = [(high, 0)] * (order.columns - over)
        marks = list(moved(head.marks, over * (wide + style.gutter), 0))
    fitted = (
        jump(copy, text, deep, taken, order, style, wide)
        if order.jump_to
        else fit(copy, text, deep, taken, wide, style)
    )
    if fitted is None:
        return None
    lines, body = fitted
    depth, spots = depth_of(lines, taken, deep)
    if order.jump_to:
        depth, spots = deep, pour(lines, taken, deep) or []
    height = top + depth * style.leading
    if not spots or (depth < 4 and order.columns > 2) or height < bottom_of(marks):
        return None
    if label:
        marks += moved(set_label(copy.gold["column"], style, wide, "left")[0], left, top + style.leading * 0.2)
    for line, (column, row) in zip(lines, spots, strict=True):
        baseline = top + row * style.leading + (style.leading - style.size) / 2 + style.size * 0.88
        marks += place(line, left + column * (wide + style.gutter), baseline, wide)
    if style.column_rules and order.inset is None and order.head != "over":
        for at in range(1, order.columns):
            x = left + at * (wide + style.gutter) - style.gutter / 2
            marks.append(Rule(x, top, x, height, width=0.25))
    articles = [copy.article(body, **_changes(copy, order, style))]
    features, columns, copies = {order.head}, [wide], [copy]
    features |= {"jump"} if order.jump_to or order.jump_from else set()
    features |= {"wide"} if head.widest > wide * 1.05 and order.columns > 1 and order.head == "top" else set()
    if order.inset:
        inset, block = order.inset, order.inset.block
        x = left + inset.first * (wide + style.gutter)
        y = top if inset.where == "top" else height - block.height
        marks += moved(block.marks, x, y)
        articles += [{**article, "belongs_to": 0} for article in block.articles]
        features |= block.features | {"inset"}
        columns += block.columns
        copies += block.copies
    return Block(width, height, tuple(marks), tuple(articles), tuple(copies), frozenset(features), tuple(columns))


def _label_in_column(copy: Copy, order: Order, style: Style) -> bool:
    return style.label_place == "column" and bool(copy.gold["column"]) and order.columns > 1


def _head_of(copy: Copy, width: float, order: Order, style: Style, rng: Random) -> tuple[Head, float, float] | None:
    """The headline group, and how far to the right and down of the corner the text begins."""
    above = not _label_in_column(copy, order, style)
    if order.head == "top":
        head = set_head(copy, width, style, order.rank, rng, label=above)
        return head, 0.0, head.height
    if order.head == "vertical":
        rough = min(order.most, copy.length * style.size * style.leading / width * 1.3)
        found = set_vertical(copy, max(90.0, rough * 0.8), style, rng)
        return (found, found.width, 0.0) if found and rough >= 90 else None
    if order.head == "side":
        across = max(style.size * 11, width * rng.uniform(0.2, 0.28))
        head = set_head(copy, across, style, order.rank, rng, label=above)
        return head, across + style.gutter * 1.5, 0.0
    wide = column_width(width, order.columns, style)
    count = order.columns - order.columns // 2
    head = set_head(copy, count * wide + (count - 1) * style.gutter, style, order.rank, rng, label=above)
    return head, 0.0, 0.0


def _byline(copy: Copy, width: float, style: Style) -> tuple[list[Mark], float]:
    """The byline rows across the story, and their height."""
    type = type_of(style, "bold" if style.subhead == "left" else "body", style.size)
    marks: list[Mark] = []
    for at, row in enumerate(copy.rows):
        marks += set_text(row, type, 0, style.leading * (at + 0.75), width, style.align)
    return marks, style.leading * (len(copy.rows) + 0.6)


def _changes(copy: Copy, order: Order, style: Style) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if order.jump_to:
        changes |= {"jump_to": order.jump_to, "jump_text": style.jump.format(order.jump_to)}
    if order.jump_from:
        changes |= {"jump_from": order.jump_from, "jump_text": back_line(style, order.jump_from)}
    return changes


def _taken(order: Order, style: Style, label: bool) -> list[tuple[int, int]]:
    """How many lines are taken at the top and at the bottom of each column."""
    taken = [(0, 0)] * order.columns
    if label:
        taken[0] = (ceil((style.size * 1.25 * 1.5 + style.leading * 0.5) / style.leading), 0)
    if order.inset:
        high = ceil((order.inset.block.height + style.leading * 0.6) / style.leading)
        for at in range(order.inset.first, order.inset.first + order.inset.count):
            taken[at] = (high, 0) if order.inset.where == "top" else (0, high)
    return taken
