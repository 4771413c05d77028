"""What would a PDF text extractor have left of this page?

The *dump typesetter* goes the way that the indexer comes back: from a gold reading (what the page says) it sets the
page as a newspaper would, story by story in columns (`typeset_story`, `typeset_lines`), puts the blocks into the order
in which an extractor meets them (here), and spoils lines and gaps as an extractor does (`typeset_garble`). A `Style`
says how much of each trouble, a seed where it strikes; the same page, style and seed give the same dump for ever.

    python -m tests.typeset        writes corpus/*.txt again, from corpus/*.gold.json and `RECIPES`
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any

from .typeset_garble import blank_after, glyph_codes, letter_space, pad_digits, pad_some_digits
from .typeset_lines import Line
from .typeset_story import Block, Gold, Story, others, place_of_head, set_story
from .typeset_style import STYLES, Style, random_style

__all__ = ["CORPUS", "RECIPES", "STYLES", "Recipe", "Style", "dump", "knowable", "random_style", "typeset"]

CORPUS = Path(__file__).parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one page of the corpus was spoiled: its file's name, the style, the seed, and the bytes of the file."""

    name: str
    style: str
    seed: int
    encoding: str = "utf-8"
    newline: str = "\n"


RECIPES = (
    Recipe("lwrb-2025-05-16-01", "afloat", 11),
    Recipe("lwrb-2025-05-16-02", "lines", 2, encoding="gb18030"),
    Recipe("lwrb-2025-05-16-03", "blocks", 3),
    Recipe("lwrb-2025-05-16-04", "headless", 4),
    Recipe("lwrb-2025-05-16-05", "shuffled", 9),
    Recipe("lwrb-2025-05-16-06", "narrow", 10),
    Recipe("lwrb-2025-05-16-07", "orderly", 12),
    Recipe("lwrb-2025-05-16-08", "lines", 13),
    Recipe("lwrb-2025-07-21-01", "shuffled", 5),
    Recipe("lwrb-2025-07-21-02", "crossed", 6, encoding="utf-8-sig", newline="\r\n"),
    Recipe("lwrb-2025-07-21-03", "orderly", 7),
    Recipe("lwrb-2025-07-21-04", "narrow", 8),
    Recipe("lwrb-2025-07-21-05", "lines", 14),
    Recipe("lwrb-2025-07-21-06", "afloat", 15),
    Recipe("lwrb-2025-07-21-07", "solid", 16),
    Recipe("lwrb-2025-07-21-08", "blocks", 17),
    Recipe("lwrb-2026-02-10-01", "afloat", 18),
    Recipe("lwrb-2026-02-10-02", "blocks", 19),
    Recipe("lwrb-2026-02-10-03", "crossed", 20),
    Recipe("lwrb-2026-02-10-04", "headless", 21, encoding="gb18030", newline="\r\n"),
    Recipe("lwrb-2026-02-10-05", "orderly", 22),
    Recipe("lwrb-2026-02-10-06", "narrow", 23),
    Recipe("lwrb-2026-02-10-07", "solid", 24),
    Recipe("lwrb-2026-02-10-08", "lines", 25, encoding="utf-16"),
)


def typeset(page: Gold, style: Style, seed: int) -> str:
    """The dump of a page.

    Args:
        page: a gold reading, in the shape of corpus/*.gold.json.
        style: which troubles, and how many.
        seed: where they strike.

    Returns:
        The text of the dump, with line feeds. What can be known from it is `knowable(page, style, seed)`.
    """
    rng = Random(f"{seed}/page")
    articles = knowable(page, style, seed)["articles"]
    # One label stands over several 简讯, and each of them is of that column.
    above = [None, *(article["column"] for article in articles)]
    stories = [
        set_story({**article, "column": None} if article["column"] == label else article, style, seed)
        for article, label in zip(articles, above, strict=False)
    ]
    top, bottom = _furniture(page, style, rng)
    return _spoil([*top, *_in_order(stories, style, rng), *bottom], style, rng)


def knowable(page: Gold, style: Style, seed: int) -> dict[str, Any]:
    """The gold reading without the headlines that the style loses; at most a third of the articles lose theirs."""
    articles: list[Gold] = []
    lost = 0
    for article in page["articles"]:
        if place_of_head(article, style, seed) == "lost" and 3 * (lost + 1) <= len(page["articles"]):
            lost += 1
            articles.append({**article, "kicker": None, "headline": None, "subtitle": None})
        else:
            articles.append(article)
    return {**page, "articles": articles}


def _furniture(page: Gold, style: Style, rng: Random) -> tuple[list[Block], list[Block]]:
    """报头 and 报脚, each item a block, some of them cut at their blanks."""
    top: list[Block] = []
    bottom: list[Block] = []
    for item in page["furniture"] if style.furniture != "none" else ():
        low = style.furniture == "bottom" or re.search("地址|社址|邮编|邮箱|邮政编码|印刷|法律顾问|定价", item)
        cut = item.split() if len(item) < 20 and rng.random() < 0.5 else [item]
        (bottom if low else top).extend(others([piece]) for piece in cut)
    return top, bottom


def _in_order(stories: list[Story], style: Style, rng: Random) -> list[Block]:
    """The blocks in the order in which the extractor meets them."""
    flow: list[Block] = []
    parked: list[Block] = []
    late, crossed = rng.random() < style.late, rng.random() < style.crossed
    queue = list(stories)
    while queue:
        story = queue.pop(0)
        beside = queue[0] if queue else story
        flow += story.head if story.place == "before" else ()
        if crossed and beside.place == story.place == "before" and min(len(story.columns), len(beside.columns)) > 1:
            crossed = False
            queue.pop(0)
            flow += [*story.opening, story.columns[0], *beside.head, *beside.opening]
            flow += [c for pair in zip_longest(beside.columns, story.columns[1:]) for c in pair if c]
            flow += [*story.closing, *beside.closing]
        elif late and len(story.columns) > 2:
            late = False
            cut = len(story.columns) - len(story.columns) // 2
            flow += [*story.columns[cut:], *story.closing]
            if beside.belongs_to == story.number:
                queue.pop(0)
                flow += [*beside.head, *beside.opening, *beside.columns, *beside.closing]
            flow += [*story.opening, *story.columns[:cut]]
        else:
            flow += [*story.opening, *_tops(story.columns, style, rng), *story.closing]
        flow += story.head if story.place in ("after", "lost") else ()
        parked += story.head if story.place == "end" else ()
    return flow + parked


def _tops(columns: tuple[Block, ...], style: Style, rng: Random) -> list[Block]:
    """The columns; a short end of a paragraph at the top of one may move up, behind the first line of the one before.

    That is what happens where the extractor sees the top lines of neighbouring columns as one row.
    """
    out: list[Block] = []
    for column in columns:
        end = next((i + 1 for i, line in enumerate(column) if line.last), 0)
        if out and not column[0].first and 0 < end < 5 and len(out[-1]) > 3 and rng.random() < style.tops:
            before = out.pop()
            out += [before[:1], column[:end], before[1:]]
            column = column[end:]
        if column:
            out.append(column)
    return out


def _spoil(blocks: Iterable[Block], style: Style, rng: Random) -> str:
    out: list[str] = []
    for block in blocks:
        stretched = False
        for line, following in zip_longest(block, block[1:]):
            # Stretched lines come in runs: how a line is spread depends on what stands in it, and that changes slowly.
            stretched = rng.random() < style.spaced * (1.5 if stretched else 0.5)
            out.append(_spoiled(line, stretched, style, rng))
            if following and blank_after(line, following, style.gaps, style.torn, rng):
                out.append("")
        if style.gaps != "none":
            out.append("")
    return "\n".join(out).rstrip("\n") + "\n" + style.page_end


def _spoiled(line: Line, stretched: bool, style: Style, rng: Random) -> str:
    text = line.text if line.kind == "head" or not style.glyph_codes else glyph_codes(line.text)
    justified = line.kind == "body" and not line.last
    if style.digits == "around":
        text = pad_digits(text)
    elif style.digits == "some" and justified:
        text = pad_some_digits(text, rng, 0.12)
    wide = justified and line.slack > 3 and rng.random() < 0.9
    display = line.kind in ("head", "subhead") and stretched and len(text) > 4 and rng.random() < 0.5
    if wide or display or (justified and stretched):
        text = letter_space(text, rng, partly=style.partly, every=style.gaps == "lines")
    if line.kind == "head" and style.gaps == "lines" and rng.random() < 0.1:
        text = " " + text
    return text


def dump(recipe: Recipe, page: Gold) -> bytes:
    """The bytes of a corpus file, from its gold reading."""
    text = typeset(page, STYLES[recipe.style], recipe.seed)
    return text.replace("\n", recipe.newline).encode(recipe.encoding)


def main() -> None:
    """Writes corpus/*.txt again."""
    for recipe in RECIPES:
        page = json.loads((CORPUS / f"{recipe.name}.gold.json").read_text("utf-8"))
        (CORPUS / f"{recipe.name}.txt").write_bytes(dump(recipe, page))
        print(f"{recipe.name}: {recipe.style}, seed {recipe.seed}, {recipe.encoding}")


if __name__ == "__main__":
    main()
