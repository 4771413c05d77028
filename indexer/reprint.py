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
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from types import MappingProxyType

from search.article import Article

from .identity import place_of
from .ledger import Ledger
from .sketch import letters, letters_of_bare, misses_more, shingles, sketch

SHORTEST = 40
"""Letters that a text must have: shorter ones are phrases that a paper repeats."""
SHARED = 2
"""Hashes of `SKETCH` that a candidate must share: of two texts that are the same, 99 in 100 do, and nearly all of
those that have the same length."""
MOST_OF_A_HASH, MOST_CANDIDATES = 200, 10
"""What is looked at where thousands begin with the same formula: the earliest of each hash, those that share most."""

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
_letters, _shingles = lru_cache(256)(letters), lru_cache(256)(shingles)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ledger keeps of an article's text.

    Attributes:
        number: in the order of taking in.
        place: the page it stands on, as text.
        date: its date, `""` where unknown.
        digest: by which it is seen whether anything has changed.
        sketch: 64-bit hashes.
        root: what the article reprints, `""` where nothing.
        fixed: whether a person said what it reprints.
    """

    number: int
    id: str
    place: str
    date: str
    digest: bytes
    sketch: tuple[int, ...]
    root: str
    fixed: bool

    @property
    def age(self) -> tuple[str, int]:
        """Sorts the earliest first; one without a date could be of any day, and comes last."""
        return (self.date or "9999", self.number)


@dataclass(frozen=True, slots=True)
class Text:
    """What an article is compared by. Made by `text_of`.

    Attributes:
        letters: see `sketch.letters`.
        sketch: empty where it is not to be compared.
    """

    letters: str
    sketch: tuple[int, ...]


def text_of(article: Article, bare_body: str | None = None) -> Text:
    """What an article is compared by: it takes longer than to compare, and needs no archive.

    Args:
        bare_body: `search.text.bare` of its body, where that is known.
    """
    text = letters(article.body) if bare_body is None else letters_of_bare(bare_body)
    return Text(text, sketch(text) if article.kind != "teaser" and len(text) >= SHORTEST else ())


def note(article: Article, text: Text, fixed: bool, ledger: Ledger, printed: Printed) -> dict[str, str]:
    """Takes notice of an article, new or read again.

    Args:
        article: as its page has it.
        text: its `text_of`.
        fixed: whether its `same_as` was given, empty or not, and stays.
        ledger: where the sketches are.
        printed: the articles of the archive, this one not needed.

    Returns:
        id → `same_as` of every article for which this decides it, this one among them.
    """
    hashes = text.sketch
    place, said = "\t".join(place_of(article)), article.same_as if fixed else ""
    facts = "\0".join((place, str(fixed), said, text.letters if hashes else ""))
    digest = blake2b(facts.encode("utf-8", "replace"), digest_size=8).digest()
    before = _known(ledger, "id", article.id)
    if before is not None and before.digest == digest:
        return {article.id: before.root}
    orphans = _forget(before, ledger) if before is not None else []
    if not hashes and not fixed:
        return {article.id: ""} | _joined(orphans, ledger, printed)
    known = _Known(before.number if before else 0, article.id, place, article.date, digest, hashes, said, fixed)
    row = (known.number or None, known.id, place, known.date, digest, array("q", hashes).tobytes(), said, fixed)
    ledger.rows("INSERT INTO text VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row)
    known = replace(known, number=known.number or ledger.rows("SELECT last_insert_rowid()")[0][0])
    if hashes:
        values = ", ".join(["(?, ?)"] * len(hashes))
        pairs = (each for value in hashes for each in (value, known.number))
        ledger.rows(f"INSERT OR IGNORE INTO shingle VALUES {values}", *pairs)
    own = {article.id: text.letters}
    return _joined([known, *orphans], ledger, lambda id: article if id == article.id else printed(id), own)


def forget(ids: Iterable[str], ledger: Ledger, printed: Printed) -> dict[str, str]:
    """Takes notice that articles are no more. A withdrawn one goes on being what others reprint.

    Returns:
        id → `same_as` of the articles that had reprinted them.
    """
    gone = [known for id in ids if not ledger.is_withdrawn(id) and (known := _known(ledger, "id", id)) is not None]
    orphans = {orphan.id: orphan for known in gone for orphan in _forget(known, ledger)}
    rest = [orphan for id, orphan in orphans.items() if id not in {known.id for known in gone}]
    return _joined(rest, ledger, printed)


def total(ledger: Ledger) -> int:
    """How many articles reprint another."""
    return int(ledger.rows("SELECT count(*) FROM text WHERE root <> ''")[0][0])


def said_by_hand(id: str, ledger: Ledger) -> str | None:
    """What an article reprints, where that was given and not found out; None otherwise."""
    known = _known(ledger, "id", id)
    return known.root if known is not None and known.fixed else None


def is_same(one: str, other: str, days: int | None = None) -> bool:
    """Are two texts, as `letters` gives them, one text run twice?

    Args:
        one, other: the texts.
        days: between the two; None where that is not known.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST or len(short) < SHORTER * len(long):
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


def _joined(
    some: Iterable[_Known], ledger: Ledger, printed: Printed, worked_out: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Finds for each article those of the same text, and makes one group of them and what they belong to.

    Args:
        worked_out: id → letters, as far as they are known.

    Returns:
        id → the root of its group, for each article given and each whose root is another now.
    """
    changes: dict[str, str] = {}
    for given in some:
        # The ones before it may have taken it along.
        known = given if not changes else _known(ledger, "id", given.id) or given
        changes[known.id] = known.root
        article = printed(known.id)
        if known.fixed or article is None:
            continue
        alike = _alike(known, worked_out.get(known.id) or _letters(article.body), ledger, printed)
        roots = {root.id: root for root in (_root(each, ledger) for each in (known, *alike))}
        first = min(roots.values(), key=lambda each: each.age)
        for id, root in roots.items():
            if id != first.id and root.place != first.place and not root.fixed:
                members = ledger.rows("SELECT id FROM text WHERE (root = ? OR id = ?) AND NOT fixed", id, id)
                ledger.rows("UPDATE text SET root = ? WHERE (root = ? OR id = ?) AND NOT fixed", first.id, id, id)
                changes |= {member: first.id for (member,) in members}
    return changes


def _root(known: _Known, ledger: Ledger) -> _Known:
    """What an article reprints in the end, itself where it reprints nothing."""
    passed = {known.id}
    while known.root and known.root not in passed:  # one that was given may lead on, and in a circle
        passed.add(known.root)
        # It may name an article that the archive does not have: that is the earliest there can be.
        missing = replace(known, id=known.root, place="", date="0000", number=0, root="", fixed=False)
        known = _known(ledger, "id", known.root) or missing
    return known


def _alike(known: _Known, text: str, ledger: Ledger, printed: Printed) -> list[_Known]:
    if not known.sketch:
        return []
    of_a_hash = f"SELECT * FROM (SELECT number FROM shingle WHERE hash = ? ORDER BY number LIMIT {MOST_OF_A_HASH})"
    best = ledger.rows(
        f"SELECT number FROM ({' UNION ALL '.join([of_a_hash] * len(known.sketch))}) WHERE number <> ?"
        f" GROUP BY number HAVING count(*) >= ? ORDER BY count(*) DESC, number LIMIT {MOST_CANDIDATES}",
        *known.sketch,
        known.number,
        min(SHARED, len(known.sketch)),
    )
    found = []
    for (number,) in best:
        other = _known(ledger, "number", number)
        if other is None or other.place == known.place:
            continue
        article = printed(other.id)
        written = article.body if article is not None else ledger.withdrawn_text(other.id)
        if is_same(text, _letters(written), _days(known.date, other.date)):
            found.append(other)
    return found


def _known(ledger: Ledger, column: str, value: object) -> _Known | None:
    rows = ledger.rows(
        f"SELECT number, id, place, day, digest, sketch, root, fixed FROM text WHERE {column} = ?", value
    )
    if not rows:
        return None
    number, id, place, day, digest, hashes, root, fixed = rows[0]
    sketch = array("q")
    sketch.frombytes(hashes)
    return _Known(number, id, place, day, digest, tuple(sketch), root, bool(fixed))


def _forget(known: _Known, ledger: Ledger) -> list[_Known]:
    """Takes an article out of the tables; gives those that had it for their root, which have none now, by age."""
    for value in known.sketch:
        ledger.rows("DELETE FROM shingle WHERE hash = ? AND number = ?", value, known.number)
    ledger.rows("DELETE FROM text WHERE number = ?", known.number)
    ids = ledger.rows("SELECT id FROM text WHERE root = ? AND NOT fixed", known.id)
    ledger.rows("UPDATE text SET root = '' WHERE root = ? AND NOT fixed", known.id)
    orphans = (_known(ledger, "id", id) for (id,) in ids)
    return sorted((orphan for orphan in orphans if orphan is not None), key=lambda orphan: orphan.age)


def _days(one: str, other: str) -> int | None:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return None
