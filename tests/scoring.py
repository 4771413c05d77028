"""How well were pages split into articles?

Printed articles are paired with the gold stories (news, commentary, briefs and photos with at least forty characters
of body) by the intersection over union of their five-character runs, best pairs first, each once. Every measure is
between 0 and 1:

    found    F1 of stories found, a pair counting from an overlap of 0.9
    head     the headline is right; one that was inferred counts as none
    heads    kicker, headline and subtitle are, each in its place
    authors  F1 of (name, role)
    jumps    F1 of jump_to and jump_from
    meta     F1 of source, dateline and column
    subs     F1 of the subheads
    facts    the date and the page

A measure of nothing (a page without jumps) is None. White space never counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from search.article import Article

MEASURES = ("found", "head", "heads", "authors", "jumps", "meta", "subs", "facts")
STORIES = frozenset({"news", "commentary", "brief", "photo"})
FOUND = 0.9

Gold = Mapping[str, Any]


def score(page: Gold, printed: Sequence[Article]) -> dict[str, float | None]:
    """The measures of one page: `page` is its gold reading, `printed` what was made of it."""
    stories = [story for story in page["articles"] if story["kind"] in STORIES and len(bare(story["body"])) >= 40]
    long = [article for article in printed if article.kind in STORIES and len(bare(article.body)) >= 40]
    pairs = pairs_of(stories, [article for article in printed if article.kind in STORIES])
    found = sum(overlap >= FOUND for _, overlap in pairs.values())
    paired = [(story, pairs[at][0] if at in pairs else Article("")) for at, story in enumerate(stories)]
    extra = sum(not any(article is other for other, _ in pairs.values()) for article in long)
    right = [bare(story["headline"]) == _headline(article) and bool(article.body) for story, article in paired]
    whole = [
        ok and all(bare(story[key]) == bare(getattr(article, key)) for key in ("kicker", "subtitle"))
        for ok, (story, article) in zip(right, paired, strict=True)
    ]
    return {
        "found": 2 * found / (len(stories) + len(pairs) + extra) if stories else None,
        "head": sum(right) / len(stories) if stories else None,
        "heads": sum(whole) / len(stories) if stories else None,
        "authors": _f1(
            (
                {(bare(author["name"]), author["role"]) for author in story["authors"]},
                {(bare(author.name), author.role) for author in article.authors},
            )
            for story, article in paired
        ),
        "jumps": _f1(_values(story, article, ("jump_to", "jump_from"), _page) for story, article in paired),
        "meta": _f1(_values(story, article, ("source", "dateline", "column"), bare) for story, article in paired),
        "subs": _f1((set(map(bare, story["subheads"])), set(map(bare, article.subheads))) for story, article in paired),
        "facts": _f1(
            [({page["date"], _page(page["page"])}, {x for a in printed for x in (a.date, _page(a.page)) if x})]
        ),
    }


def mean(rows: Iterable[Mapping[str, float | None]]) -> dict[str, float]:
    """The mean of each measure over the pages that have it."""
    rows = list(rows)
    values = {name: [value for row in rows if (value := row[name]) is not None] for name in MEASURES}
    return {name: sum(some) / len(some) for name, some in values.items() if some}


def pairs_of(stories: Sequence[Gold], printed: Sequence[Article]) -> dict[int, tuple[Article, float]]:
    """Which article is which story, by the story's place, and how well it overlaps."""
    gold = [_runs(story["body"]) for story in stories]
    seen = [_runs(article.body) for article in printed]
    overlaps = sorted(
        ((_overlap(one, other), at, to) for at, one in enumerate(gold) for to, other in enumerate(seen)), reverse=True
    )
    found: dict[int, tuple[Article, float]] = {}
    taken: set[int] = set()
    for overlap, at, to in overlaps:
        if overlap > 0.1 and at not in found and to not in taken:
            found[at] = (printed[to], overlap)
            taken.add(to)
    return found


def _runs(text: str) -> Counter[str]:
    stripped = bare(text)
    return Counter(stripped[at : at + 5] for at in range(max(1, len(stripped) - 4)))


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    return sum((one & other).values()) / (sum((one | other).values()) or 1)


def _f1(pairs: Iterable[tuple[set[Any], set[Any]]]) -> float | None:
    both = extra = missing = 0
    for gold, seen in pairs:
        both += len(gold & seen)
        extra += len(seen - gold)
        missing += len(gold - seen)
    return 2 * both / (2 * both + extra + missing) if both + extra + missing else None


def _values(
    story: Gold, article: Article, keys: Sequence[str], form: Callable[[Any], str]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    gold = {(key, form(story[key])) for key in keys if story.get(key)}
    return gold, {(key, form(getattr(article, key))) for key in keys if getattr(article, key)}


def _headline(article: Article) -> str:
    return "" if article.headline_inferred else bare(article.headline)


def _page(text: Any) -> str:
    return str(text).lstrip("0")


def bare(text: str | None) -> str:
    """The text without white space."""
    return "".join((text or "").split())
