"""How are the things set that are no plain story: photo news, briefs, adverts and notices, boxes?

Photo news has a picture of any height, its caption beside or below it; briefs stand under one label; adverts and
notices are framed and as high as they are told to be; a box is a story inside a frame or on a tint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from .block import Block, Order, body_type, column_width
from .copy import BRIEF_LABELS, Copy
from .head import set_head, set_label, type_of
from .lines import Line, condensed, place, set_paragraph, set_text, width_of
from .marks import BLACK, Box, Mark, Picture, moved
from .story import set_story
from .style import Style


def _stack(lines: Sequence[Line], left: float, top: float, width: float, style: Style) -> tuple[list[Mark], float]:
    marks: list[Mark] = []
    for at, line in enumerate(lines):
        baseline = top + at * style.leading + (style.leading - style.size) / 2 + style.size * 0.88
        marks += place(line, left, baseline, width)
    return marks, len(lines) * style.leading


def _caption(copy: Copy, width: float, style: Style, *, heavy: bool) -> list[Line]:
    type = body_type(style, aside=True)
    type = replace(type, face=style.bold, latin=style.bold) if heavy else type
    indent = 2 * style.size * style.stretch
    lines: list[Line] = []
    for number, paragraph in enumerate(copy.paragraphs):
        tail = "".join(copy.inside) if number == len(copy.paragraphs) - 1 else ""
        lines += set_paragraph([(paragraph + tail, type)], width, indent)
    for credit in copy.credits:
        lines += set_paragraph([(credit, type)], width, how="right")
    return lines


def set_photo(
    copy: Copy, width: float, height: float | None, style: Style, rng: Random, *, head: bool = True
) -> Block | None:
    """A picture with its caption, and its headline where it has one.

    Args:
        height: of the whole; None for what suits the picture.
        head: whether the headline is printed.
    """
    beside = width > style.size * 34 and rng.random() < 0.45
    marks: list[Mark] = []
    rank = "minor" if width > style.size * 24 else "small"
    heavy = rng.random() < 0.3
    headline = head and bool(copy.gold["headline"] or copy.gold["column"])
    if beside:
        text_wide = width * rng.uniform(0.26, 0.36)
        pad = style.size * 0.8
        group = set_head(copy, text_wide, style, rank, rng) if headline else None
        lines = _caption(copy, text_wide, style, heavy=heavy)
        high = (group.height if group else 0.0) + len(lines) * style.leading
        whole = height or max((width - text_wide) * rng.uniform(0.5, 0.62), high + 2 * pad)
        if whole < high + pad or whole > (width - text_wide) * 0.95:
            return None
        left = pad if rng.random() < 0.5 else width - text_wide - pad
        picture = (text_wide + 2 * pad, width) if left == pad else (0.0, width - text_wide - 2 * pad)
        if rng.random() < 0.5:
            marks.append(Box(0, 0, width, whole, fill=style.tint))
        marks.append(Picture(picture[0], 0, picture[1], whole, rng.randrange(10**6)))
        top = (whole - high) * rng.choice((0.15, 0.5, 0.85))
        marks += moved(group.marks, left, top) if group else ()
        marks += _stack(lines, left, top + (group.height if group else 0.0), text_wide, style)[0]
        columns = (text_wide,)
    else:
        group = set_head(copy, width, style, rank, rng) if headline else None
        above = rng.random() < 0.5
        inner = width - (style.size * 1.2 if rng.random() < 0.4 else 0)
        lines = _caption(copy, inner, style, heavy=heavy)
        high = (group.height if group else 0.0) + len(lines) * style.leading + style.size * 0.7
        whole = height or high + width * rng.uniform(0.5, 0.68)
        picture_high = whole - high
        if not width * 0.36 <= picture_high <= width * 1.15:
            return None
        y = group.height if group and above else 0.0
        marks.append(Picture(0, y, width, y + picture_high, rng.randrange(10**6)))
        y += picture_high + style.size * 0.7
        if group and above:
            marks += group.marks
        elif group:
            marks += moved(group.marks, 0, y)
            y += group.height
        marks += _stack(lines, (width - inner) / 2, y, inner, style)[0]
        columns = (inner,)
    article = copy.article("\n".join(copy.paragraphs))
    if not headline:
        article |= {"headline": None, "kicker": None, "subtitle": None, "column": None}
    return Block(width, whole, tuple(marks), (article,), (copy,), frozenset({"caption"}), columns)


def boxed(block: Block, pad: float, style: Style, *, how: str | None = None) -> Block:
    """A block inside a frame or on a tint; `block` was set so much narrower."""
    kind = how or style.box
    width, height = block.width + 2 * pad, block.height + 2 * pad
    ground = Box(
        0, 0, width, height,
        fill=style.tint if kind in ("tint", "both") else None,
        stroke=None if kind == "tint" else style.accent if kind == "thick" else BLACK,
        width=1.6 if kind == "thick" else 0.5,
    )  # fmt: skip
    return replace(
        block,
        width=width,
        height=height,
        marks=(ground, *moved(block.marks, pad, pad)),
        features=block.features | {"box"},
    )


def set_box(copy: Copy, width: float, order: Order, style: Style, rng: Random) -> Block | None:
    """A story in a box."""
    pad = style.size * rng.uniform(0.9, 1.4)
    block = set_story(copy, width - 2 * pad, replace(order, most=order.most - 2 * pad), style, rng)
    return block and boxed(block, pad, style)


def set_briefs(copies: Sequence[Copy], width: float, most: float, style: Style, rng: Random) -> Block | None:
    """Briefs one below the other under a label, as many as there is room for; at least two."""
    pad = style.size * rng.uniform(0.8, 1.2) if rng.random() < 0.7 else 0.0
    inner = width - 2 * pad
    columns = 1 if inner < style.size * 26 else 2 if inner < style.size * 44 else 3
    wide = column_width(inner, columns, style)
    text = rng.choice(BRIEF_LABELS)
    label, high = set_label(text, style, inner, rng.choice(("left", "centre")))
    marks: list[Mark] = list(label)
    items: list[tuple[Copy, list[Mark], float]] = []
    size = style.size * rng.choice((1.1, 1.25, 1.4))
    align = rng.choice(("left", "centre"))
    for copy in copies:
        y = 0.0
        set_: list[Mark] = []
        type = type_of(style, "bold", size)
        rows = set_paragraph([(copy.gold["headline"], type)], wide, how=align)
        for row in rows:
            set_ += place(row, 0, y + size, wide)
            y += size * 1.3
        y += style.size * 0.25
        paragraphs = list(copy.paragraphs)
        spans_of = [[(paragraph, body_type(style))] for paragraph in paragraphs]
        if copy.gold["dateline"]:
            bold = replace(body_type(style), face=style.bold, latin=style.bold)
            spans_of[0][:0] = [(copy.gold["dateline"], bold), ("".join(copy.inside) or "\u3000", body_type(style))]
        elif copy.inside:
            spans_of[-1].append(("".join(copy.inside), body_type(style)))
        for spans in spans_of:
            lines = set_paragraph(spans, wide, 2 * style.size * style.stretch)
            found, tall = _stack(lines, 0, y, wide, style)
            set_ += found
            y += tall
        items.append((copy, set_, y + style.size * 0.8))
    placed: list[Copy] = []
    tops = [high] * columns
    at = 0
    goal = min(most - 2 * pad, high + sum(tall for _, _, tall in items) / columns * 1.15)
    for copy, set_, tall in items:
        while at < columns and tops[at] + tall > goal + style.size * 0.8:
            at += 1
        if at == columns:
            break
        marks += moved(set_, at * (wide + style.gutter), tops[at])
        tops[at] += tall
        placed.append(copy)
    if len(placed) < 2:
        return None
    articles = tuple(
        copy.article("\n".join(copy.paragraphs), column=text, kicker=None, subtitle=None) for copy in placed
    )
    block = Block(
        inner, max(tops) - style.size * 0.8, tuple(marks), articles, tuple(placed), frozenset({"briefs"}), (wide,)
    )
    return boxed(block, pad, style, how=rng.choice(("frame", "tint", "both"))) if pad else block


def set_advert(copy: Copy, width: float, height: float, style: Style, rng: Random) -> Block | None:
    """An advert: framed, centred, in mixed sizes, as high as it is told to be."""
    pad = style.size
    rows = [copy.gold["headline"], *copy.paragraphs]
    sizes = [2.6, *(rng.choice((1.0, 1.3, 1.7)) for _ in rows[1:])]
    total = sum(size * 1.35 for size in sizes)
    unit = min(style.size * 1.5, (height - 2 * pad) / total)
    if unit < style.size * 0.62:
        return None
    faces = [rng.choice(("head", "bold")), *(rng.choice(("bold", "light", "body", "caption")) for _ in rows[1:])]
    colour = style.accent if rng.random() < 0.4 else BLACK
    marks: list[Mark] = [
        Box(
            0,
            0,
            width,
            height,
            fill=style.tint if rng.random() < 0.4 else None,
            stroke=BLACK,
            width=rng.choice((0.5, 1.0)),
        )
    ]
    gap = (height - 2 * pad - unit * total) / max(1, len(rows) + 1)
    y = pad + gap
    for row, size, face in zip(rows, sizes, faces, strict=True):
        type = type_of(style, face, size * unit, colour=colour if size == 2.6 else BLACK)
        type = condensed(type, row, width - 2 * pad)
        if width_of(row, type) > width - 2 * pad:
            type = replace(type, size=type.size * (width - 2 * pad) / width_of(row, type))
        marks += set_text(row, type, pad, y + size * unit * 0.95, width - 2 * pad, "centre")
        y += size * unit * 1.35 + gap
    article = copy.article("\n".join(copy.paragraphs))
    return Block(width, height, tuple(marks), (article,), (copy,), frozenset({"advert"}))


def set_notice(copy: Copy, width: float, most: float, style: Style, rng: Random) -> Block | None:
    """A notice: framed, its headline centred, its text in small type."""
    pad = style.size * 0.8
    inner = width - 2 * pad
    title = condensed(type_of(style, "bold", style.size * 1.7), copy.gold["headline"], inner)
    if width_of(copy.gold["headline"], title) > inner:
        title = replace(title, size=title.size * inner / width_of(copy.gold["headline"], title))
    marks: list[Mark] = list(set_text(copy.gold["headline"], title, 0, style.size * 1.7, inner, "centre"))
    lines: list[Line] = []
    for paragraph in copy.paragraphs:
        signature = paragraph in copy.paragraphs[-2:] and len(paragraph) < 24 and not paragraph.endswith("。")
        type = body_type(style)
        lines += set_paragraph([(paragraph, type)], inner, 0 if signature else 2 * style.size * style.stretch,
                               "right" if signature else "justify")  # fmt: skip
    found, tall = _stack(lines, 0, style.size * 2.6, inner, style)
    block = Block(
        inner, style.size * 2.6 + tall, (*marks, *found), (copy.article("\n".join(copy.paragraphs)),), (copy,)
    )
    block = replace(boxed(block, pad, style, how="frame"), features=frozenset({"advert"}))
    return block if block.height <= most else None
