"""What can be put into a place of the page?

A `Desk` has copy, a style and dice at hand; each function here makes one kind of block of a width, no higher than the
room there is, or None where none of the copy it tried fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from .block import Block, Inset, Order, column_width
from .copy import LABELS, Copy, Pool
from .items import boxed, set_advert, set_box, set_briefs, set_notice, set_photo
from .marks import Rule, moved
from .story import set_story
from .style import Style


@dataclass
class Desk:
    """What the person who fills the page has at hand: copy, style, dice; `page` is its number."""

    pool: Pool
    style: Style
    rng: Random
    page: int
    jumped: bool = False

    def counts(self, width: float) -> list[int]:
        """How many columns a story of this width may have: ten to twenty-one characters each."""
        cell = self.style.size * self.style.stretch
        fit = [n for n in range(1, 9) if 9.5 <= column_width(width, n, self.style) / cell <= 21.5]
        return fit or [max(1, round(width / (15 * cell)))]

    def pick(
        self, *kinds: str, least: int = 0, most: int = 10**6, fragment: bool = False, count: int = 1
    ) -> list[Copy]:
        """Some copy, by lot."""
        found = list(self.pool.offers(*kinds, least=least, most=most, fragment=fragment))
        return self.rng.sample(found, min(count, len(found)))


def _labelled(copy: Copy, desk: Desk) -> Copy:
    """The copy, now and then under a column label of the page's own."""
    if copy.gold["column"] or desk.rng.random() > 0.2 or copy.fragment:
        return copy
    return Copy({**copy.gold, "column": desk.rng.choice(LABELS)}, copy.paragraphs, copy.inside, copy.rows, copy.credits)


def news(desk: Desk, width: float, room: float, *, rank: str = "", **how: bool) -> Block | None:
    """A story of a rank that suits the width, as long as there is room for; `how` is `vertical` or `box`."""
    style, rng = desk.style, desk.rng
    rank = rank or ("major" if width > style.width * 0.4 else "minor")
    area = width * room / (style.size * style.stretch * style.leading) * 0.85
    least = min(500 if rank == "lead" else 170, int(area * 0.5))
    for copy in desk.pick("news", "commentary", least=least, most=max(260, int(area * 1.6)), count=6):
        order = Order(rng.choice(desk.counts(width)), rank, room, vertical=bool(how.get("vertical")))
        block = (set_box if how.get("box") else set_story)(_labelled(copy, desk), width, order, style, rng)
        if block:
            return block
    return None


def jump_out(desk: Desk, width: float, room: float) -> Block | None:
    """A story that breaks off in mid-sentence and goes on on another page."""
    style, rng = desk.style, desk.rng
    rank = "major" if width > style.width * 0.4 else "minor"
    to = rng.choice([page for page in range(2, 9) if page > desk.page] or [desk.page + 1])
    for copy in desk.pick("news", "commentary", least=450, count=8):
        count = rng.choice(desk.counts(width))
        lines = rng.randrange(7, 16) if count > 2 else rng.randrange(12, 24)
        most = min(room, lines * style.leading + style.size * 7)
        if copy.inside and not copy.gold["dateline"]:
            continue
        block = set_story(copy, width, Order(count, rank, most, jump_to=to), style, rng)
        if block:
            return block
    return None


def jump_in(desk: Desk, width: float, room: float) -> Block | None:
    """A story that comes from another page, beginning in mid-sentence."""
    rng = desk.rng
    if desk.page == 1:
        return None
    back = rng.randrange(1, desk.page)
    for copy in desk.pick("news", fragment=True, count=4):
        bare = Copy({**copy.gold, "authors": [], "dateline": None, "source": None, "kicker": None, "subtitle": None},
                    copy.paragraphs, fragment=True)  # fmt: skip
        block = set_story(
            bare, width, Order(rng.choice(desk.counts(width)), "minor", room, jump_from=back), desk.style, rng
        )
        if block:
            desk.pool.take(copy)
            return block
    return None


def with_inset(desk: Desk, width: float, room: float, what: str) -> Block | None:
    """A story around a picture or a sidebar, the whole of it sometimes in a frame."""
    style, rng = desk.style, desk.rng
    framed = what == "sidebar" and rng.random() < 0.5
    pad = style.size * 1.1 if framed else 0.0
    inner = width - 2 * pad
    counts = [n for n in desk.counts(inner) if n >= 3]
    if not counts:
        return None
    count = rng.choice(counts)
    wide = column_width(inner, count, style)
    for copy in desk.pick("news", least=430, count=5):
        span = rng.randrange(1 if what == "photo" and wide > style.size * 13 else 2, count)
        across = span * wide + (span - 1) * style.gutter
        for second in desk.pick("photo" if what == "photo" else "news", least=60, most=450, count=6):
            if what == "photo":
                inner_block = set_photo(second, across, None, style, rng, head=False)
                where = rng.choice(("top", "bottom"))
            else:
                gap = style.size if rng.random() < 0.6 or not framed else 0.0
                order = Order(
                    rng.choice(desk.counts(across - 2 * gap)), "small" if span < 3 else "minor", room * 0.5, aside=True
                )
                inner_block = set_story(second, across - 2 * gap, order, style, rng)
                inner_block = (
                    inner_block and gap and boxed(inner_block, gap, style, how=rng.choice(("tint", "frame", "both")))
                ) or inner_block
                where = "bottom"
            if inner_block is None or inner_block.height > room * 0.55 or second is copy:
                continue
            feature = "caption" if what == "photo" else "sidebar"
            inner_block = replace(inner_block, features=inner_block.features | {feature})
            first = count - span if where == "bottom" or rng.random() < 0.6 else rng.randrange(0, count - span + 1)
            order = Order(count, "major", room - 2 * pad, inset=Inset(inner_block, first, span, where))
            block = set_story(_labelled(copy, desk), inner, order, style, rng)
            if block and block.height >= inner_block.height + 5 * style.leading:
                return boxed(block, pad, style, how=rng.choice(("frame", "thick"))) if framed else block
    return None


def photo(desk: Desk, width: float, room: float, height: float | None = None) -> Block | None:
    """Photo news."""
    for copy in desk.pick("photo", count=6):
        block = set_photo(copy, width, height, desk.style, desk.rng)
        if block and block.height <= room:
            return block
    return None


def briefs(desk: Desk, width: float, room: float) -> Block | None:
    """A column of briefs."""
    copies = desk.pick("brief", count=desk.rng.randrange(3, 7))
    return set_briefs(copies, width, room, desk.style, desk.rng)


def advert(desk: Desk, width: float, height: float) -> Block | None:
    """An advert of a height."""
    for copy in desk.pick("advert", count=4):
        block = set_advert(copy, width, height, desk.style, desk.rng)
        if block:
            return block
    return None


def notice(desk: Desk, width: float, room: float) -> Block | None:
    """A notice."""
    for copy in desk.pick("notice", count=4):
        block = set_notice(copy, width, room, desk.style, desk.rng)
        if block:
            return block
    return None


def pair(desk: Desk, width: float, room: float) -> Block | None:
    """Two blocks side by side, of nearly the same height."""
    style, rng = desk.style, desk.rng
    column = style.column
    whole = round((width + style.gutter) / (column + style.gutter))
    if whole < 3:
        return None
    first = rng.randrange(1, whole) if whole < 5 else rng.randrange(2, whole - 1)
    one = first * (column + style.gutter) - style.gutter - (style.zone_gap - style.gutter) / 2
    two = width - one - style.zone_gap
    if min(one, two) < style.size * 11:
        return None
    left = news(desk, one, room, vertical=rng.random() < 0.3) or news(desk, one, room)
    if left is None:
        return None
    desk.pool.take(*left.copies)
    others: list[Block] = []
    for _ in range(6):
        makers = (news, photo, lambda d, w, r: news(d, w, r, box=True), briefs, notice)
        made = rng.choices(makers, (5, 2, 1, 1, 1))[0](desk, two, left.height + style.leading)
        if made is None or made.height > room:
            continue
        others.append(made)
        if abs(made.height - left.height) < style.leading * 1.5:
            break
    if not others:
        return None
    right = min(others, key=lambda made: abs(made.height - left.height))
    desk.pool.take(*right.copies)
    marks = [*left.marks, *moved(right.marks, one + style.zone_gap, 0)]
    short = left.height - right.height
    articles = [*left.articles, *_later(right.articles, len(left.articles))]
    copies = [*left.copies, *right.copies]
    if short > style.size * 7:
        ad = advert(desk, two, short - style.size)
        if ad is None:
            return None
        marks += moved(ad.marks, one + style.zone_gap, right.height + style.size)
        articles += ad.articles
        copies += ad.copies
    elif short > style.leading * 3.5:
        return None
    height = max(left.height, right.height)
    if style.zone_rules:
        marks.append(Rule(one + style.zone_gap / 2, 0, one + style.zone_gap / 2, height))
    return Block(width, height, tuple(marks), tuple(articles), tuple(copies),
                 left.features | right.features, left.columns + right.columns)  # fmt: skip


def _later(articles: Iterable[dict], by: int) -> list[dict]:  # type: ignore[type-arg]
    return [{**a, "belongs_to": a["belongs_to"] + by} if a.get("belongs_to") is not None else a for a in articles]


MAKERS: dict[str, Callable[[Desk, float, float], Block | None]] = {
    "lead": lambda desk, width, room: news(desk, width, room, rank="lead"),
    "news": news,
    "box": lambda desk, width, room: news(desk, width, room, box=True),
    "vertical": lambda desk, width, room: news(desk, width, room, vertical=True),
    "sidebar": lambda desk, width, room: with_inset(desk, width, room, "sidebar"),
    "around": lambda desk, width, room: with_inset(desk, width, room, "photo"),
    "jump_out": jump_out,
    "jump_in": jump_in,
    "photo": photo,
    "briefs": briefs,
    "notice": notice,
}
