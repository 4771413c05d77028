"""What does the ledger know of the texts of all articles, and which share some of their sketches?

Two tables: `text`, a row an article, and `shingle`, in which each hash of its sketch leads to it. Most texts are run
once and share nothing with any other, or a formula; a hundred thousand of them are not taken in by asking the tables
for each. What has come since the last commit is held in memory as well, as far as there is room (*recent*), and looked
up there. And before the table is asked for what came before, a *filter* is: for each hash in it a bit is set, at a
place that the hash itself tells (a Bloom filter with one function; Bloom, Space/time trade-offs in hash coding with
allowable errors, 1970). A hash whose bit is not set is not in the table.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from .tables import Tables

MOST_OF_A_HASH, MOST_CANDIDATES = 100, 10
"""A hash that so many articles have is that of a formula, with which thousands begin; of those that share enough, so
many are looked at."""

RECENT = 125_000
"""Articles that are held in memory, in some 170 MB."""
_WORTH_IT = 20
"""Of so many articles in the tables one must have been asked about before the filter is made: it takes reading all."""
_BITS = 1 << 27
"""Of the filter, 16 MB: of a million articles every seventeenth is set."""
_AT_ONCE, _TOGETHER = 500, 100_000
_LOWEST = -(1 << 63)
_OF_ROOT = "root = ? AND root <> ''"
"""Only so is it known to be one of those that the index of roots holds: without it each reprint goes through all."""
_SELECT = "SELECT number, id, place, day, digest, sketch, root, fixed FROM text"


class Known(NamedTuple):
    """What the ledger keeps of an article's text.

    Attributes:
        number: in the order of taking in.
        place: the page it stands on, as text.
        date: its date, `""` where unknown.
        digest: by which it is seen whether anything has changed.
        sketch: 64-bit hashes.
        root: what the article reprints, `""` where nothing.
        fixed: whether a person said what it reprints.
        size: how many letters it has; 0 where that is not known, as of all that comes out of the tables.
        sample: see `sketch`; there where the size is.
    """

    number: int
    id: str
    place: str
    date: str
    digest: bytes
    sketch: tuple[int, ...]
    root: str
    fixed: bool
    size: int = 0
    sample: bytes = b""

    @property
    def age(self) -> tuple[str, int]:
        """Sorts the earliest first; one without a date could be of any day, and comes last."""
        return (self.date or "9999", self.number)


class TextTable:
    """The texts of an archive.

    Args:
        tables: those of its ledger.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._recent: dict[int, Known] = {}
        self._numbers: dict[int, int | list[int]] = {}  # most hashes are in one text only
        self._filter: bytearray | None = None
        self._asked = 0
        self._last = self._highest_written = -1

    def known(self, id: str) -> Known | None:
        """What is known of an article."""
        rows = self._tables.rows(f"{_SELECT} WHERE id = ?", id)
        return _known(rows[0]) if rows else None

    def unknown(self, ids: Iterable[str]) -> set[str]:
        """Those of some ids of which nothing is: asked for many at once, it is found out faster."""
        rest = list(ids)
        found = set(rest)
        for some in (rest[at : at + _AT_ONCE] for at in range(0, len(rest), _AT_ONCE)):
            asked = f"SELECT id FROM text WHERE id IN ({_marks(some)})"
            found.difference_update(id for (id,) in self._tables.rows(asked, *some))
        return found

    def next(self) -> int:
        """A number for an article that is new."""
        self._look()
        self._last += 1
        return self._last

    def add(self, known: Known) -> None:
        """Takes in an article, of which nothing is known."""
        sketch = array("q", known.sketch).tobytes()
        row = (known.number, known.id, known.place, known.date, known.digest, sketch, known.root, known.fixed)
        self._tables.later("INSERT INTO text", row)
        if len(self._recent) >= RECENT:
            self.write()
        if known.sketch:
            self._recent[known.number] = known
        numbers, number = self._numbers, known.number
        for value in known.sketch:
            if (held := numbers.setdefault(value, number)) == number:
                continue
            if isinstance(held, int):
                numbers[value] = [held, number]
            elif len(held) < MOST_OF_A_HASH:
                held.append(number)

    def drop(self, known: Known) -> list[Known]:
        """Takes out an article; gives those that had it for their root, which have none now, by age."""
        self._look()  # while it is there: its number is not to be given away
        self.write()
        for value in known.sketch:
            self._tables.rows("DELETE FROM shingle WHERE hash = ? AND number = ?", value, known.number)
        self._tables.rows("DELETE FROM text WHERE number = ?", known.number)
        ids = self._tables.rows(f"SELECT id FROM text WHERE {_OF_ROOT} AND NOT fixed", known.id)
        self._tables.rows(f"UPDATE text SET root = '' WHERE {_OF_ROOT} AND NOT fixed", known.id)
        orphans = (self.known(id) for (id,) in ids)
        return sorted((orphan for orphan in orphans if orphan is not None), key=lambda orphan: orphan.age)

    def sharing(self, known: Known, least: int) -> list[Known]:
        """Other articles that share so many hashes with this one, those that share most first. What many have is a
        formula, and counts only where there is not enough else."""
        self._look()
        self._asked += 1
        held = self._held(known.sketch, least)
        telling = [numbers for numbers in held if len(numbers) < MOST_OF_A_HASH]
        formulas = len(held) - len(telling)
        counted = telling if len(known.sketch) - formulas >= least else held
        if len(counted) < least:  # as of most
            return []
        found = Counter(chain.from_iterable(counted))
        if counted is held:  # of a formula only the earliest are there: whoever has what is telling may have it, too
            for number in set(chain.from_iterable(telling)):
                found[number] += formulas
        enough = [(-count, number) for number, count in found.items() if count >= least and number != known.number]
        return self._of([number for _, number in sorted(enough)[:MOST_CANDIDATES]])

    def join(self, root: str, first: str) -> list[str]:
        """Whatever reprints an article, and the article, reprints another now; gives their ids."""
        which = f"WHERE (({_OF_ROOT}) OR id = ?) AND NOT fixed"
        members = self._tables.rows(f"SELECT id, number FROM text {which}", root, root)
        self._tables.rows(f"UPDATE text SET root = ? {which}", first, root, root)
        for _, number in members:
            if number in self._recent:
                self._recent[number] = self._recent[number]._replace(root=first)
        return [id for id, _ in members]

    def total(self) -> int:
        """How many articles reprint another."""
        return int(self._tables.rows("SELECT count(*) FROM text WHERE root <> ''")[0][0])

    def write(self) -> None:
        """Puts into the table what is held in memory; in its order, which is fastest."""
        import numpy as np  # whoever only looks into a ledger does without

        recent = self._recent.values()
        values = np.array([value for known in recent for value in known.sketch], np.int64)
        numbers = np.array([known.number for known in recent for _ in known.sketch], np.int64)
        order = values.argsort()
        values, numbers = values[order].tolist(), numbers[order].tolist()
        self._tables.later("INSERT OR IGNORE INTO shingle", *zip(values, numbers, strict=True))
        self._highest_written = self._last
        if self._filter is not None:
            _set(self._filter, values)
        for held in (self._recent, self._numbers):
            held.clear()

    def refresh(self) -> None:
        """Others have written since, or what was written has been taken back."""
        for held in (self._recent, self._numbers):
            held.clear()
        self._filter, self._asked = None, 0
        self._last = self._highest_written = -1

    def _look(self) -> None:
        """Which is the highest number in the table?"""
        if self._last < 0:
            self._last = int(self._tables.rows("SELECT coalesce(max(number), 0) FROM text")[0][0])
            self._highest_written = self._last

    def _held(self, sketch: Sequence[int], least: int) -> list[Sequence[int]]:
        """The articles that have a hash, the earliest of them, for each hash of a sketch that any has."""
        held: dict[int, Sequence[int]] = {}
        for value in sketch:
            if (numbers := self._numbers.get(value)) is not None:
                held[value] = (numbers,) if isinstance(numbers, int) else numbers
        written = [value for value in sketch if self._may_have(value)] if self._highest_written else ()
        if len(written) >= least:
            one = "SELECT ?, number FROM (SELECT number FROM shingle WHERE hash = ? ORDER BY number LIMIT ?)"
            asked = [each for value in written for each in (value, value, MOST_OF_A_HASH)]
            before: defaultdict[int, list[int]] = defaultdict(list)
            for value, number in self._tables.rows(" UNION ALL ".join([one] * len(written)), *asked):
                before[value].append(number)
            for value, numbers in before.items():
                held[value] = [*numbers, *held.get(value, ())][:MOST_OF_A_HASH]
        return list(held.values())

    def _may_have(self, value: int) -> bool:
        """May a hash be in the table?"""
        if self._filter is None:
            if self._asked * _WORTH_IT <= self._highest_written:
                return True
            self._filter = bytearray(_BITS >> 3)
            _set(self._filter, self._hashes())
        return bool(self._filter[(value & _BITS - 1) >> 3] >> (value & 7) & 1)

    def _hashes(self) -> Iterator[int]:
        """Those of the table, of which there are too many to have them all at once."""
        last = _LOWEST
        while rows := self._tables.rows(
            "SELECT DISTINCT hash FROM shingle WHERE hash >= ? ORDER BY hash LIMIT ?", last, _TOGETHER
        ):
            yield from (value for (value,) in rows)
            if (last := rows[-1][0] + 1) > -_LOWEST - 1:
                return

    def _of(self, numbers: Sequence[int]) -> list[Known]:
        found = {number: self._recent[number] for number in numbers if number in self._recent}
        if rest := [number for number in numbers if number not in found]:
            rows = self._tables.rows(f"{_SELECT} WHERE number IN ({_marks(rest)})", *rest)
            found |= {row[0]: _known(row) for row in rows}
        return [found[number] for number in numbers if number in found]


def _known(row: Sequence[Any]) -> Known:
    number, id, place, day, digest, hashes, root, fixed = row
    sketch = array("q")
    sketch.frombytes(hashes)
    return Known(number, id, place, day, digest, tuple(sketch), root, bool(fixed))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _set(filter: bytearray, hashes: Iterable[int]) -> None:
    for value in hashes:
        filter[(value & _BITS - 1) >> 3] |= 1 << (value & 7)
