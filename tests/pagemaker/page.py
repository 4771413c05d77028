"""How does a whole page come about, with all that a page must have?

A style is drawn, the frame is set, the grid is cut into zones, the zones are filled. What does not come out as a page
must (`lacking`) is thrown away, and the next throw of the dice is tried; so every seed has a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from .block import Block, Order
from .copy import Gold, Pool, pages
from .desk import Desk, advert, news
from .fonts import Face
from .frame import PAPER, Frame, set_frame
from .items import set_box
from .marks import Mark, Rule, Run, moved
from .pdf import write
from .style import Style, random_style
from .zone import fill

STORIES = ("news", "commentary", "brief", "photo")
_SPLITS = {
    4: ((3, 1), (1, 3), (2, 2), (4,)),
    5: ((3, 2), (2, 3), (4, 1)),
    6: ((4, 2), (2, 4), (3, 3), (2, 2, 2), (4, 2)),
    7: ((5, 2), (4, 3), (2, 5), (3, 2, 2)),
    8: ((5, 3), (4, 4), (6, 2), (3, 3, 2), (2, 4, 2)),
}


@dataclass(frozen=True)
class Made:
    """A page and its truth.

    Attributes:
        marks: what is drawn, in order.
        gold: what the page says, in the shape of `corpus/*.gold.json`.
        style: whose page it is.
        places: left, top, right, bottom of every block.
        features, columns: what is on it; the widths of its columns of text.
    """

    marks: tuple[Mark, ...]
    gold: Gold
    style: Style
    places: tuple[tuple[float, float, float, float], ...]
    features: frozenset[str]
    columns: tuple[float, ...]

    def pdf(self) -> bytes:
        """The file."""
        style = self.style
        return write(self.marks, style.width, style.height, placing=style.placing, wmode=style.vertical == "wmode")


def make(seed: int) -> Made:
    """The page of a seed, always the same."""
    for attempt in range(200):
        rng = Random(f"{seed}/{attempt}")
        made = _compose(random_style(rng), rng)
        if made and not lacking(made):
            return made
    raise RuntimeError(f"seed {seed}: no page in 200 throws")


def lacking(made: Made) -> list[str]:
    """What a page must have and this one has not."""
    stories = [a for a in made.gold["articles"] if a["kind"] in STORIES and len("".join(a["body"].split())) >= 40]
    widths = {round(width) for width in made.columns}
    told = {
        "six stories": len(stories) >= 6,
        "three column widths": len(widths) >= 3,
        "a headline wider than its first column": "wide" in made.features,
        "a box": "box" in made.features,
        "a vertical headline or a sidebar": bool({"vertical", "sidebar"} & made.features),
        "an advert": "advert" in made.features,
        "a caption": "caption" in made.features,
    }
    return [what for what, there in told.items() if not there]


def _compose(style: Style, rng: Random) -> Made | None:
    fronts = [page for page in pages() if (page["page_name"] is None) == style.page_one]
    page = rng.choice(fronts)
    desk = Desk(Pool(rng), style, rng, page["page"])
    frame = set_frame(page, style, rng)
    placed: list[tuple[float, float, Block]] = []
    rules: list[Mark] = []
    if frame.ear:
        block = _ear(desk, frame.ear)
        if block is None:
            return None
        placed.append((frame.ear[0], frame.ear[1], block))
    left, right = style.margin, style.width - style.margin
    top, bottom = frame.top, frame.bottom
    if rng.random() < 0.4:
        lead = news(desk, right - left, (bottom - top) * 0.4, rank="lead")
        if lead:
            desk.pool.take(*lead.copies)
            placed.append((left, top, lead))
            top += lead.height + style.gap
            if style.rules:
                rules.append(Rule(left, top - style.gap / 2, right, top - style.gap / 2))
    strip: list[tuple[float, float, Block]] = []
    if rng.random() < 0.45:
        strip = _strip(desk, left, right, bottom)
        bottom -= strip[0][2].height + style.gap if strip else 0
    split = rng.choice(_SPLITS[style.columns])
    wishes = _wishes(split, desk, bool(strip), top > frame.top)
    x = left
    step = style.column + style.gutter
    spare = (style.zone_gap - style.gutter) * (len(split) - 1) / len(split)
    for at, count in enumerate(split):
        width = count * step - style.gutter - spare
        filled = fill(desk, width, bottom - top, wishes[at])
        placed += [(x + dx, top + dy, block) for dx, dy, block in filled.blocks]
        rules += moved(filled.rules, x, top)
        if at and style.zone_rules:
            rules.append(Rule(x - style.zone_gap / 2, top, x - style.zone_gap / 2, bottom))
        x += width + style.zone_gap
    placed += strip
    return _made(page, frame, placed, rules, style, rng)


def _ear(desk: Desk, place: tuple[float, float, float, float]) -> Block | None:
    """报眼: a story in the box beside the masthead."""
    left, top, right, bottom = place
    for copy in desk.pick("news", "brief", least=60, most=420, count=10):
        order = Order(desk.rng.choice(desk.counts(right - left - 24)), "minor", bottom - top)
        block = set_box(copy, right - left, order, desk.style, desk.rng)
        if block and block.height > (bottom - top) * 0.6:
            desk.pool.take(copy)
            return block
    return None


def _strip(desk: Desk, left: float, right: float, bottom: float) -> list[tuple[float, float, Block]]:
    """A row of adverts at the foot."""
    style, rng = desk.style, desk.rng
    count = rng.randrange(1, 5)
    height = style.size * rng.uniform(8, 15)
    gap = style.size * rng.choice((0.5, 1.0))
    width = (right - left - gap * (count - 1)) / count
    found = []
    for at in range(count):
        block = advert(desk, width, height)
        if block is None:
            return []
        desk.pool.take(*block.copies)
        found.append((left + at * (width + gap), bottom - height, block))
    return found


def _wishes(split: Sequence[int], desk: Desk, strip: bool, lead: bool) -> list[list[str]]:
    """What each zone must have: together all that the page must have."""
    rng = desk.rng
    wishes: list[list[str]] = [[] for _ in split]
    wide = max(range(len(split)), key=lambda at: (split[at], rng.random()))
    must = ["photo" if rng.random() < 0.6 else "around", "box"]
    must += [rng.choice(("vertical", "sidebar"))] + (["vertical"] if rng.random() < 0.25 else [])
    if not strip:
        must.append("notice")
    if rng.random() < 0.35:
        must.append("jump_out" if desk.page < 4 else "jump_in")
    must += ["briefs"] if rng.random() < 0.35 else []
    for wish in must:
        at = wide if wish in ("around", "sidebar") or rng.random() < 0.35 else rng.randrange(len(split))
        wishes[at].append(wish)
    for some in wishes:
        rng.shuffle(some)
    if not lead:
        wishes[wide].insert(0, "lead")
    return wishes


def _made(
    page: Gold,
    frame: Frame,
    placed: Sequence[tuple[float, float, Block]],
    rules: Iterable[Mark],
    style: Style,
    rng: Random,
) -> Made:
    articles: list[Gold] = []
    groups: list[list[Mark]] = [list(frame.marks), list(rules)]
    for x, y, block in placed:
        start = len(articles) + 1
        for article in block.articles:
            owner = article.get("belongs_to")
            articles.append(
                {"n": len(articles) + 1, **article, **({"belongs_to": start + owner} if owner is not None else {})}
            )
        groups.append(list(moved(block.marks, x, y)))
    gold: dict[str, Any] = {key: page[key] for key in ("date", "page", "page_name", "editors", "furniture")}
    gold = {"paper": PAPER, **gold, "articles": articles}
    return Made(
        tuple(_drawn(groups, style.order, rng)),
        gold,
        style,
        tuple((x, y, x + block.width, y + block.height) for x, y, block in placed),
        frozenset().union(*(block.features for _, _, block in placed)),
        tuple(width for _, _, block in placed for width in block.columns),
    )


def _drawn(groups: list[list[Mark]], order: str, rng: Random) -> list[Mark]:
    """The marks in the order of the content stream: shapes first, text as the style has it."""
    shapes = [mark for group in groups for mark in group if not isinstance(mark, Run)]
    texts = [[mark for mark in group if isinstance(mark, Run)] for group in groups]
    if order == "stories":
        rng.shuffle(texts)
    runs = [run for group in texts for run in group]
    if order == "lines":
        rng.shuffle(runs)
    elif order == "reverse":
        runs.reverse()
    elif order == "faces":
        keys: dict[tuple[Face, float], float] = {}
        runs.sort(key=lambda run: keys.setdefault((run.face, run.size), rng.random()))
    return [*shapes, *runs]
