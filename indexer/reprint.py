"""Has the paper run this text before?

A text is run twice: copied from another paper (转载), dug out of old issues (旧文重刊), corrected the next day, put on
two days by oversight. The later one gets `same_as`: the id of the earliest.

Candidates are those that share some of their *sketch* (`sketch`): the ledger has the sketches in a table, hash →
article, so that they are found without loading anything. Then the whole texts are compared (`is_same`).

What looks like a reprint and is none: tomorrow's forecast, the next draw, the same notice for somebody else, an
obituary inside the report of the funeral. There the form is the same and what matters is different: numbers, or one
word again and again, or half of the text. Hence the bounds below, set by eye over the pairs of 78,000 real articles:
of the 88 that they let pass one was wrong, and five were announcements and lives (简历) that return in other years
word for word, or with a few more.

Two texts on one page are no reprint, and nor are texts of less than 40 letters. Punctuation, spacing and script
(Traditional or Simplified) make no difference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

from search.article import Article
from search.sheaf import Texts

from .identity import place_of
from .ledger import Ledger
from .sketch import WIDTH, letters, misses_more, misses_much, shingles, sketches
from .texts import Known

SHORTEST = 40
"""Letters that a text must have: shorter ones are phrases that a paper repeats."""
SHARED = 2
"""Hashes of `SKETCH` that a candidate must share: of two texts that are the same, 99 in 100 do, and nearly all of
those that have the same length."""
CONTAINED, CONTAINED_SOON, SOON = 0.96, 0.92, 7
"""The share of the shorter text's shingles that the longer one must have; less within so many days, when a text is
corrected: a changed word costs five shingles or more."""
SHORTER = 0.6
"""How long the shorter text must be, against the longer: an excerpt inside a report is another article."""
SAME_NUMBERS = 0.9
"""The share of the numbers of the text that has fewer which the other must have too. Within `SOON` a single one may
have been put right, if little else was."""

_NUMBER = re.compile(r"[0-9]+|[〇零一二两三四五六七八九十百千]+")

Printed = Callable[[str], Article | None]
"""Gives the article of an id as its page has it."""

# Where thousands begin with the same formula, the same few are candidates again and again.
_letters, _shingles = lru_cache(8192)(letters), lru_cache(256)(shingles)


class Text(NamedTuple):
    """What an article is compared by. Made by `texts_of`.

    Attributes:
        digest: of its letters (`sketch.letters`), by which it is seen whether they have changed.
        sketch: empty where it is not to be compared, as the digest is then.
        size: how many letters it has.
        sample: see `sketch`.
    """

    digest: bytes
    sketch: tuple[int, ...]
    size: int
    sample: bytes = b""


def texts_of(articles: Iterable[Article], bodies: Texts) -> Iterator[Text]:
    """What articles are compared by, given their bodies, folded and without white space: it takes longer than to
    compare, and needs no archive."""
    for article, (data, hashes, sample) in zip(articles, sketches(bodies), strict=True):
        if article.kind == "teaser" or len(data) < SHORTEST * WIDTH:
            yield Text(b"", (), len(data) // WIDTH)
        else:
            yield Text(blake2b(data, digest_size=8).digest(), hashes, len(data) // WIDTH, sample)


def note(
    article: Article, text: Text, fixed: bool, ledger: Ledger, printed: Printed, *, is_new: bool = False
) -> dict[str, str]:
    """Takes notice of an article, new or read again.

    Args:
        article: as its page has it.
        text: see `texts_of`.
        fixed: whether its `same_as` was given, empty or not, and stays.
        ledger: where the sketches are.
        printed: the articles of the archive, this one not needed.
        is_new: nothing is known of its id (`texts.TextTable.unknown`).

    Returns:
        id → `same_as` of every article for which this decides it, this one among them.
    """
    hashes = text.sketch
    place, said = "\t".join(place_of(article)), article.same_as if fixed else ""
    facts = "\0".join((place, str(fixed), said)).encode("utf-8", "replace") + text.digest
    digest = blake2b(facts, digest_size=8).digest()
    texts = ledger.texts
    before = None if is_new else texts.known(article.id)
    if before is not None and before.digest == digest:
        return {article.id: before.root}
    orphans = texts.drop(before) if before is not None else []
    if not hashes and not fixed:
        return {article.id: ""} | _joined(orphans, ledger, printed)
    number = before.number if before is not None else texts.next()
    known = Known(number, article.id, place, article.date, digest, hashes, said, fixed, text.size, text.sample)
    sharing = _sharing(known, ledger)
    texts.add(known)
    if not (sharing or fixed or orphans):  # as most
        return {article.id: ""}
    either: Printed = lambda id: article if id == article.id else printed(id)  # noqa: E731
    return _joined([known, *orphans], ledger, either, {number: sharing})


def forget(ids: Iterable[str], ledger: Ledger, printed: Printed) -> dict[str, str]:
    """Takes notice that articles are no more. A withdrawn one goes on being what others reprint.

    Returns:
        id → `same_as` of the articles that had reprinted them.
    """
    gone = [known for id in ids if not ledger.is_withdrawn(id) and (known := ledger.texts.known(id)) is not None]
    orphans = {orphan.id: orphan for known in gone for orphan in ledger.texts.drop(known)}
    rest = [orphan for id, orphan in orphans.items() if id not in {known.id for known in gone}]
    return _joined(rest, ledger, printed)


def said_by_hand(id: str, ledger: Ledger) -> str | None:
    """What an article reprints, where that was given and not found out; None otherwise."""
    known = ledger.texts.known(id)
    return known.root if known is not None and known.fixed else None


def is_same(one: str, other: str, days: int | None = None) -> bool:
    """Are two texts, as `letters` gives them, one text run twice?

    Args:
        one, other: the texts.
        days: between the two; None where that is not known.
    """
    short, long = sorted((one, other), key=len)
    if not _may_be(len(short), len(long)):
        return False
    if short == long:
        return True
    soon = days is not None and days <= SOON
    least = CONTAINED_SOON if soon else CONTAINED
    if misses_more(short, long, 1 - least):
        return False
    some = _shingles(short)
    share = len(some & _shingles(long)) / len(some)
    if share < least:
        return False
    numbers, others = Counter(_NUMBER.findall(short)), Counter(_NUMBER.findall(long))
    fewer = min(numbers.total(), others.total())
    changed = fewer - (numbers & others).total()
    return changed <= (1 - SAME_NUMBERS) * fewer or (changed == 1 and soon and share >= CONTAINED)


def _may_be(one: int, other: int) -> bool:
    """May two texts of so many letters be the same?"""
    short, long = (one, other) if one < other else (other, one)
    return short >= SHORTEST and short >= SHORTER * long


def _may_be_same(one: Known, other: Known) -> bool:
    """May two texts be the same, by what is known of both?"""
    if not (one.size and other.size):
        return True
    short, long = (one, other) if one.size <= other.size else (other, one)  # as `is_same` has them
    return _may_be(short.size, long.size) and not misses_much(short.sample, long.sample, long.size, 1 - CONTAINED_SOON)


def _joined(
    some: Iterable[Known],
    ledger: Ledger,
    printed: Printed,
    sharing: Mapping[int, Sequence[Known]] = MappingProxyType({}),
) -> dict[str, str]:
    """Finds for each article those of the same text, and makes one group of them and what they belong to.

    Args:
        sharing: number → what shares some of its sketch, where that is known.

    Returns:
        id → the root of its group, for each article given and each whose root is another now.
    """
    changes: dict[str, str] = {}
    for given in some:
        # The ones before it may have taken it along.
        known = given if not changes else ledger.texts.known(given.id) or given
        changes[known.id] = known.root
        article = printed(known.id)
        if known.fixed or article is None:
            continue
        candidates = sharing[known.number] if known.number in sharing else _sharing(known, ledger)
        alike = _alike(known, article.body, candidates, ledger, printed)
        roots = {root.id: root for root in (_root(each, ledger) for each in (known, *alike))}
        first = min(roots.values(), key=lambda each: each.age)
        for id, root in roots.items():
            if id != first.id and root.place != first.place and not root.fixed:
                changes |= dict.fromkeys(ledger.texts.join(id, first.id), first.id)
    return changes


def _root(known: Known, ledger: Ledger) -> Known:
    """What an article reprints in the end, itself where it reprints nothing."""
    passed = {known.id}
    while known.root and known.root not in passed:  # one that was given may lead on, and in a circle
        passed.add(known.root)
        # It may name an article that the archive does not have: that is the earliest there can be.
        missing = known._replace(id=known.root, place="", date="0000", number=0, root="", fixed=False)
        known = ledger.texts.known(known.root) or missing
    return known


def _sharing(known: Known, ledger: Ledger) -> list[Known]:
    """Articles that may be of the same text."""
    return ledger.texts.sharing(known, min(SHARED, len(known.sketch))) if known.sketch else []


def _alike(known: Known, text: str, candidates: Iterable[Known], ledger: Ledger, printed: Printed) -> list[Known]:
    """Those that are."""
    found = []
    for other in candidates:
        if other.place == known.place or not _may_be_same(known, other):
            continue
        article = printed(other.id)
        written = article.body if article is not None else ledger.withdrawn_text(other.id)
        if is_same(_letters(text), _letters(written), _days(known.date, other.date)):
            found.append(other)
    return found


def _days(one: str, other: str) -> int | None:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return None
