"""Is this the article that was here before?

Links depend on ids, so reading a page again must not number its articles anew. The articles of a page are matched
with those that the archive holds of it, by their text: the most alike first, each once.

Alike means: the share of five-character runs that both have, of those that either has (Jaccard; Broder, On the
resemblance and containment of documents, 1997). A corrected article keeps most of them; two articles of one page
share hardly any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from search.article import Article
from search.schema import page_key
from search.text import bare

SHINGLE = 5
ALIKE = 0.3
WITHDRAWN_ALIKE = 0.5
CONTAINED = 0.5

Place = tuple[str, str, str]
"""A page of an issue as it is compared: paper, date, page. Where two are equal, so are the pages, if `is_known`."""


@lru_cache(4096)
def place(paper: str, date: str, page: str) -> Place:
    """The page of an issue, as it is compared."""
    return bare(paper), date, page_key(page)


def place_of(article: Article) -> Place:
    """The page on which an article stands, or begins."""
    return place(article.paper, article.date, article.page)


def is_known(page: Place) -> bool:
    """Is it said which page of which day this is?"""
    return bool(page[1] and page[2])


def matched(new: Sequence[Article], old: Mapping[str, str]) -> dict[int, str]:
    """Which new article is which old one.

    Args:
        new: the articles as now read.
        old: id → text (`text_of`) of the articles that were here before.

    Returns:
        Index in `new` → id; articles that were not here before are left out.
    """
    before = {id: _shingles(text) for id, text in old.items()}
    pairs = []
    for at, article in enumerate(new):
        shingles = _shingles(text_of(article))
        for id, others in before.items():
            if (alike := _alike(shingles, others)) >= ALIKE:
                pairs.append((-alike, at, id))
    found: dict[int, str] = {}
    taken: set[str] = set()
    for _, at, id in sorted(pairs):
        if at not in found and id not in taken:
            found[at] = id
            taken.add(id)
    return found


def is_withdrawn(article: Article, withdrawn: Iterable[str]) -> bool:
    """Is this one of the articles, given by their text, that were withdrawn?"""
    shingles = _shingles(text_of(article))
    return any(_alike(shingles, _shingles(text)) >= WITHDRAWN_ALIKE for text in withdrawn)


def replaced(lost: Mapping[str, Article], still: int, new: Sequence[Article]) -> dict[str, str]:
    """Which articles that a file held before are no more, now that it has been read again without them.

    A page that was read again has nothing on it but what was read. But a file may hold other pages than last time
    (tonight's in place of yesterday's, an export of the last seven days): what it held of those is not gone, it is
    merely not spoken of. So an article goes if its page was read again; or if at least half of what the file held is
    there still, and others of its page have become part of new articles, as they do when a page's date is put right.

    Args:
        lost: id → article, those of the file that were not read this time.
        still: how many of the file's articles were.
        new: the articles read this time.

    Returns:
        id → the id of the article that most of the old one's text is in now, or "" where there is none.
    """
    pages = {place_of(article) for article in new}
    heirs = successors({id: text_of(article) for id, article in lost.items()}, new)
    if 2 * (still + len(heirs)) >= still + len(lost):
        pages.update(place_of(lost[id]) for id in heirs)
    else:
        pages = set(filter(is_known, pages))
    return {id: heirs[id].id if id in heirs else "" for id, old in lost.items() if place_of(old) in pages}


def successors(old: Mapping[str, str], new: Iterable[Article]) -> dict[str, Article]:
    """Of old texts by id, the article that took in most of each, where there is one that has at least half of it."""
    owners: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for id, text in old.items():
        shingles = _shingles(text)
        sizes[id] = len(shingles)
        for shingle in shingles:
            owners.setdefault(shingle, []).append(id)
    best: dict[str, tuple[float, Article]] = {}
    for article in new if owners else ():
        shared = Counter(id for shingle in _shingles(text_of(article)) for id in owners.get(shingle, ()))
        for id, count in shared.items():
            if id not in best or count / sizes[id] > best[id][0]:
                best[id] = (count / sizes[id], article)
    return {id: article for id, (share, article) in best.items() if share >= CONTAINED}


def alike(one: str, other: str) -> float:
    """How much of two texts is the same, 0 to 1."""
    return _alike(_shingles(bare(one)), _shingles(bare(other)))


def text_of(article: Article) -> str:
    """The text by which an article is recognised; of one without any, the names under it."""
    head = "" if article.headline_inferred else article.kicker + article.headline + article.subtitle
    names = "".join(author.name for author in article.authors)
    return bare(head + article.body) or bare(names) or bare(article.headline)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))) - {""}
