"""How does one article stand on the page, before any extractor has seen it?

As four groups of lines: the headline group; what opens the story (a column label, the byline); the text, set line by
line in columns of the story's own width; what closes it (a jump line, a photo credit). A credit in brackets is part of
the text: behind the dateline (本报讯（记者 某某）), or, where there is none, behind the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from .typeset_lines import Line, halves, set_display, set_paragraph
from .typeset_style import Style

Gold = Mapping[str, Any]
Block = tuple[Line, ...]
MARKS = "▶◀▲▼☞◁▷→"


@dataclass(frozen=True, slots=True)
class Story:
    """One article, set: its headline group, what opens it, its columns, what closes it.

    `place` says where the headline group goes, `belongs_to` of which story it is a sidebar.
    """

    number: int
    head: tuple[Block, ...]
    opening: tuple[Block, ...]
    columns: tuple[Block, ...]
    closing: tuple[Block, ...]
    place: str
    belongs_to: int | None


def place_of_head(article: Gold, style: Style, seed: int) -> str:
    """Where the headline group stands: `before`, `after`, at the `end` of the page; or it is `lost`.

    Short items keep theirs: away from it nobody could tell what belongs to it.
    """
    if article["kind"] in ("brief", "notice", "advert", "teaser") or len(article["body"]) < 60:
        return "before"
    dice = Random(f"{seed}/{article['n']}/head").random() * sum(style.heads)
    for place, weight in zip(("before", "after", "end", "lost"), style.heads, strict=True):
        dice -= weight
        if dice < 0:
            return place
    return "before"


def set_story(article: Gold, style: Style, seed: int) -> Story:
    """One article in columns of its own width.

    Args:
        article: one of a gold page's `articles`.
        seed: of the page; the article's number is mixed in, so that a change to one leaves the others as they were.
    """
    rng = Random(f"{seed}/{article['n']}/set")
    paragraphs = [paragraph for paragraph in article["body"].split("\n") if paragraph]
    inside, bylines, credits = signatures(article)
    opening = _byline(bylines, style, rng)
    closing: list[Block] = []
    jump = ""
    if article["dateline"] and paragraphs:
        paragraphs[0] = article["dateline"] + ("".join(inside) or " ") + paragraphs[0]
    elif inside:
        paragraphs[-1] += "".join(inside)
    if article.get("jump_text"):
        pieces = [piece.strip() for piece in re.findall(f"[{MARKS}]+|[^{MARKS}]+", article["jump_text"])]
        loose = rng.random() < style.loose_jumps or not paragraphs
        if article["jump_from"] and paragraphs:
            opening += [others([pieces.pop(0)])] if loose and pieces[0] in MARKS else []
            paragraphs[0] = "".join(pieces) + ("" if pieces[-1].endswith("）") else " ") + paragraphs[0]
        elif loose:
            closing += [others([piece]) for piece in pieces]
        else:
            jump = "".join(pieces)
    lines = _set_text(article, paragraphs, style, rng)
    if jump and lines:
        lines = _with_jump(lines, jump, rng)
    if credits and len(lines) > 2 and rng.random() < style.credit_inside:
        lines[-1:-1] = [Line(credit, last=True) for credit in credits]
    else:
        closing = [*(others([credit]) for credit in credits), *closing]
    head = [_head(article, style, rng)]
    if article["column"]:
        label = others([article["column"]])
        head, opening = ([label, *head], opening) if rng.random() < 0.5 else (head, [label, *opening])
    return Story(
        article["n"],
        tuple(block for block in head if block),
        tuple(opening),
        _columns(lines, style, rng),
        tuple(closing),
        place_of_head(article, style, seed),
        article.get("belongs_to"),
    )


def others(texts: Iterable[str]) -> Block:
    """Lines that are neither text nor headline, each of its own length."""
    return tuple(Line(text.strip(), "other") for text in texts)


def signatures(article: Gold) -> tuple[list[str], list[str], list[str]]:
    """What is signed inside the text (in brackets), in byline rows above it, and in credit lines below it.

    Of two brackets, （记者/某某） with its slash is a row of its own; a row of nobody but photographers is a credit.
    """
    inside, bylines, credits = [], [], []
    for row in dict.fromkeys(author["as_printed"] for author in article["authors"] if author["as_printed"]):
        roles = {author["role"] for author in article["authors"] if author["as_printed"] == row}
        if article["body"] and row[-1] in "）)" and (row[0] in "（(" or "摄" in row) and "/" not in row:
            inside.append(row)
        elif article["kind"] == "photo" or roles <= {"摄影", "供图"}:
            credits.append(row)
        else:
            bylines.append(row)
    if signed := article.get("signed"):  # by nobody in particular: □本报评论员
        bylines.append(signed)
    return inside, bylines, credits


def _byline(rows: list[str], style: Style, rng: Random) -> list[Block]:
    """The byline in one block, or its mark in another, before or after the names, and the roles on two lines."""
    if not rows:
        return []
    mark = rows[0][0] if rows[0][0] in "□■●◎◆△▲" else ""
    if not mark or rng.random() >= style.loose_bylines:
        return [others(rows)]
    rows = [rows[0].removeprefix(mark), *rows[1:]]
    if len(rows) == 1 and rng.random() < 0.35:
        rows = re.split(r"\s(?=通讯员|实习生)", rows[0].strip(), maxsplit=1)
    pieces = [others([mark]), others(rows)]
    return pieces if rng.random() < 0.4 else pieces[::-1]


def _with_jump(lines: list[Line], jump: str, rng: Random) -> list[Line]:
    """The jump at the right end of the last line where it fits, else on a line of its own; it is never torn."""
    end = lines[-1]
    if end.slack < halves(jump) + 1:
        return [*lines, Line(jump, last=True)]
    gap = "" if end.text[-1] in "，、；：" or rng.random() < 0.2 else " "
    return [*lines[:-1], Line(end.text + gap + jump, last=True, first=end.first)]


def _set_text(article: Gold, paragraphs: list[str], style: Style, rng: Random) -> list[Line]:
    """The text line by line; captions and adverts are wider, verse and adverts have no indent."""
    width = rng.randrange(style.widths[0], style.widths[1] + 1)
    width += rng.randrange(4, 12) if article["kind"] in ("photo", "advert") else 0
    indent = 0 if article["kind"] == "advert" else 2
    if len(paragraphs) > 4 and all(halves(paragraph) < 2 * width for paragraph in paragraphs):
        return [Line(verse, last=True) for verse in paragraphs]
    subheads = {"".join(subhead.split()) for subhead in article.get("subheads") or ()}
    lines: list[Line] = []
    for paragraph in paragraphs:
        if "".join(paragraph.split()) in subheads:
            lines += set_display(paragraph, width - 2, "subhead", split=style.gaps == "lines")
        else:
            lines += set_paragraph(paragraph, width, rng, indent=indent, squeeze=style.squeeze)
    return lines


def _head(article: Gold, style: Style, rng: Random) -> Block:
    """Kicker, headline and subtitle in one block; what was joined by a space mostly stands on lines of its own."""
    lines: list[Line] = []
    for key in ("kicker", "headline", "subtitle"):
        text = article[key] or ""
        if style.dashes and text.startswith("——"):
            text = "———" + text.lstrip("—")
        one_line = key == "headline" and len(text) <= 17 and rng.random() < 0.3
        lines += set_display(text, rng.randrange(20, 29), "head", split=not one_line) if text else ()
    return tuple(lines)


def _columns(lines: list[Line], style: Style, rng: Random) -> tuple[Block, ...]:
    """The lines in columns of like height; the line extractor does not show where one ends."""
    if not lines:
        return ()
    count = 1 if style.gaps == "lines" or len(lines) < 14 else 1 + min(4, len(lines) // rng.randrange(9, 22))
    height = -(-len(lines) // count)
    return tuple(tuple(lines[i : i + height]) for i in range(0, len(lines), height))
