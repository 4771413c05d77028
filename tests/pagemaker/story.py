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
from .head import set_head, set_label, set_vertical
from .lines import place
from .marks import Mark, moved
from .style import Style


def set_story(copy: Copy, width: float, order: Order, style: Style, rng: Random) -> Block | None:
    """The story in a width; None where so much of it as makes a story does not fit."""
    in_column = style.label_place == "column" and bool(copy.gold["column"]) and order.columns > 1
    left = 0.0
    if order.vertical:
        rough = min(order.most, copy.length * style.size * style.leading / width * 1.3)
        head = set_vertical(copy, max(90.0, rough * 0.8), style, rng)
        if head is None or rough < 90:
            return None
        left, top = head.width, 0.0
        if copy.gold["column"]:
            in_column = True
    else:
        head = set_head(copy, width, style, order.rank, rng, label=not in_column)
        top = head.height
    wide = column_width(width - left, order.columns, style)
    if wide < style.size * style.stretch * 8.5:
        return None
    text = set_text_of(copy, wide, order, style)
    deep = int((order.most - top) / style.leading + 1e-6)
    taken = _taken(order, style, in_column)
    fitted = (
        jump(copy, text, deep, taken, order, style, wide)
        if order.jump_to
        else fit(copy, text, deep, taken, wide, style)
    )
    if fitted is None:
        return None
    lines, body = fitted
    depth, spots = depth_of(lines, taken, deep, order.inset)
    if order.jump_to:
        depth, spots = deep, pour(lines, taken, deep) or []
    if not spots:
        return None
    marks: list[Mark] = list(head.marks)
    if in_column:
        marks += moved(set_label(copy.gold["column"], style, wide, "left")[0], left, top + style.leading * 0.2)
    for line, (column, row) in zip(lines, spots, strict=True):
        if line.cells:
            x = left + column * (wide + style.gutter)
            marks += place(
                line, x, top + row * style.leading + (style.leading - style.size) / 2 + style.size * 0.88, wide
            )
    height = top + depth * style.leading
    if order.vertical and height < head.marks[-1].bounds[3]:
        return None
    articles = [copy.article(body, **_changes(copy, order, style))]
    features, columns, copies = {"jump"} if order.jump_to or order.jump_from else set(), [wide], [copy]
    features |= (
        {"vertical"} if order.vertical else {"wide"} if head.widest > wide * 1.05 and order.columns > 1 else set()
    )
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
