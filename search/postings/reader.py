"""What do the postings of a segment say?

The lowest step of answering a question: the documents of a term, how often it is in each, where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np

from .bits import differ
from .dictionary import Dictionary, Pairs, Words
from .format import Array, Damaged, SegmentFile, open_file
from .lists import Lists
from .pairs import BREAK

_STRETCHES = 4
"""Of positions in which a document is looked up at once there are so many to a document, or up to twice as many."""
_SOME = 8
"""Of one in so many, all are looked at once more rather than these picked out."""
_FEW = 48
"""The documents of fewer positions are found by bisecting."""


class FieldReader:
    """The postings of one field of a segment, deleted documents included."""

    def __init__(self, file: SegmentFile, name: str, kind: str, dictionary: str, documents: int) -> None:
        if kind not in ("set", "counted", "placed") or dictionary not in ("words", "pairs"):
            raise Damaged(f"{file.path}: field {name} is {kind}, by {dictionary}")
        self._file = file
        self.name = name
        self.kind = kind
        self.by_pairs = dictionary == "pairs"
        self.documents = documents
        self.terms: Dictionary = (Pairs if self.by_pairs else Words)(file, f"{name}/terms")
        self.at = Lists(file, f"{name}/at", rising=True)
        if len(self.terms) != len(self.at):
            raise Damaged(f"{file.path}: field {name} has {len(self.terms)} terms and {len(self.at)} lists")

    @cached_property
    def times(self) -> Lists:
        """Of a counted field, for each term how often it is in its documents, less one."""
        return Lists(self._file, f"{self.name}/times", rising=False)

    @cached_property
    def most(self) -> Array:
        """Of a counted field, how often each term is in a document at most, 255 for 255 and more."""
        return self._file.array(f"{self.name}/most")

    @cached_property
    def lengths(self) -> Array:
        """Of a counted field, the step of each document's length."""
        return self._file.array(f"{self.name}/length")

    @cached_property
    def starts(self) -> Array:
        """Of a placed field, the first position of each document, and of one more (i64)."""
        starts = np.zeros(self.documents + 1, np.int64)
        np.cumsum(self._file.array(f"{self.name}/span"), out=starts[1:])
        return starts

    @cached_property
    def _stretches(self) -> tuple[int, Array]:
        """Positions in stretches of a power of two, some to a document: that power, and of each stretch the document in
        which it begins (u32). Where documents are looked up for many positions, it takes a tenth of bisecting."""
        length = int(self.starts[-1]) // max(1, _STRETCHES * self.documents)
        power = max(0, length.bit_length() - 1)
        begun = (self.starts + ((1 << power) - 1)) >> power
        return power, np.repeat(np.arange(self.documents, dtype=np.uint32), begun[1:] - begun[:-1])

    def documents_of(self, term: int) -> Array:
        """The documents of a term, by its number, rising (i64)."""
        numbers = self.at.get(term)
        return self.owners(numbers)[0] if self.kind == "placed" else numbers

    def documents_of_range(self, first: int, last: int) -> Array:
        """The documents of any of the terms with these numbers, rising (i64)."""
        if last - first == 1:
            return self.documents_of(first)
        if self.kind == "placed":
            return self.owners(np.sort(self.at.many(np.arange(first, last))[0]))[0]
        marked = np.zeros(self.documents, bool)
        marked[self.at.many(np.arange(first, last))[0]] = True
        return marked.nonzero()[0]

    def owners(self, positions: Array) -> tuple[Array, Array]:
        """The documents that rising positions lie in, each once, and how many of them lie in each."""
        if not len(positions):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        each = self.owner(positions)
        firsts = differ(each)
        counts = np.empty(len(firsts), np.int64)
        np.subtract(firsts[1:], firsts[:-1], out=counts[:-1])
        counts[-1] = len(each) - firsts[-1]
        return each[firsts], counts

    def owner(self, positions: Array) -> Array:
        """The document of each of some positions (i64)."""
        if len(positions) < _FEW:
            return np.asarray(self.starts.searchsorted(positions, "right") - 1)
        power, begun = self._stretches
        owners: Array = begun[positions >> power].astype(np.int64)
        # In a stretch may begin a document, or several short ones.
        after = self.starts[1:]
        late = after[owners] <= positions
        while _SOME * np.count_nonzero(late) > len(late):
            owners += late
            late = after[owners] <= positions
        few = late.nonzero()[0]
        while len(few):
            owners[few] += 1
            few = few[after[owners[few]] <= positions[few]]
        return owners

    def column(self) -> tuple[Array, Array | None]:
        """For each document its term counted from 1, or 0, and None; or all terms, and where those of each document
        and of one more begin."""
        at = f"{self.name}/columnat"
        return self._file.array(f"{self.name}/column"), self._file.array(at) if at in self._file else None

    @property
    def has_column(self) -> bool:
        """Can the terms of a document be asked for?"""
        return f"{self.name}/column" in self._file

    # Texts, by the pairs of their characters.

    def text(self, text: str) -> Array:
        """Where a text of two characters or more stands (i64)."""
        covering = self._covering(text)
        if not covering:
            return np.zeros(0, np.int64)
        (_, offset, term), *rest = sorted(covering)
        found = self.at.get(term)
        if offset:
            found = found[found.searchsorted(offset) :] - offset
        for _, offset, term in rest:
            if not len(found):
                break
            found = self.at.shared(term, found + offset) - offset
        return found

    def at_most(self, text: str) -> int:
        """In no more documents than this does a text of two characters or more stand."""
        covering = self._covering(text)
        return len(self.documents_of(min(covering)[2])) if covering else 0

    def _covering(self, text: str) -> list[tuple[int, int, int]]:
        """Pairs that cover a text at the least cost: of each how many positions it has, its offset, its number. Empty
        where one of the text's pairs is nowhere."""
        pairs = self.terms
        assert isinstance(pairs, Pairs)
        numbers = [pairs.number(char) for char in text]
        if not all(numbers):
            return []
        terms = []
        for first, second in pairwise(numbers):
            if (term := pairs.pair(first, second)) < 0:
                return []
            terms.append(term)
        if len(terms) == 1:
            return [(self.at.count(terms[0]), 0, terms[0])]
        costs = [self.at.count(term) for term in terms]
        # The cheapest way to the end that uses this pair, by the last one or two before it.
        total, before = [costs[0]], [-1]
        for at in range(1, len(terms)):
            last = at - 2 if at > 1 and total[at - 2] < total[at - 1] else at - 1
            total.append(total[last] + costs[at])
            before.append(last)
        chosen, at = [], len(terms) - 1
        while at >= 0:
            chosen.append((costs[at], at, terms[at]))
            at = before[at]
        # One that is much rarer is looked up first, though it is covered: where it is not, the others need not be read.
        rarest = min(range(len(costs)), key=costs.__getitem__)
        if 2 * costs[rarest] < min(chosen)[0]:
            chosen.append((costs[rarest], rarest, terms[rarest]))
        return chosen

    def character(self, char: str) -> Array:
        """Where a character stands, in parts of two characters or more (i64)."""
        pairs = self.terms
        assert isinstance(pairs, Pairs)
        number = pairs.number(char)
        if not number:
            return np.zeros(0, np.int64)
        begun, _ = self.at.many(np.arange(*pairs.beginning(number)))
        ended, _ = self.at.many(pairs.ending(number))
        found = np.concatenate([begun, ended + 1])
        found.sort()
        return found[differ(found)] if len(found) else found

    def parts(self, positions: Array) -> Array:
        """For each of some rising positions, a number that is the same for those in the same part (i64)."""
        term = self.terms.find(BREAK)
        # The last character of a part stands where the first of its two breaks does.
        return self.at.rank(term, positions) // 2 if term >= 0 else np.zeros(len(positions), np.int64)


@dataclass(slots=True)
class Segment:
    """A segment that is open. Made by `open_segment`.

    Attributes:
        file: its file.
        documents: how many it has, deleted ones included.
    """

    file: SegmentFile
    documents: int
    _kinds: dict[str, tuple[str, str]]
    _fields: dict[str, FieldReader] = field(default_factory=dict)

    def fields(self) -> list[str]:
        """Their names, in the order of the file."""
        return list(self._kinds)

    def __getitem__(self, name: str) -> FieldReader:
        field = self._fields.get(name)
        if field is None:
            if name not in self._kinds:
                raise Damaged(f"{self.file.path}: no field {name}")
            self._fields[name] = field = FieldReader(self.file, name, *self._kinds[name], self.documents)
        return field

    def close(self) -> None:
        """Lets go of the file."""
        self._fields.clear()
        self.file.close()


def open_segment(path: Path) -> Segment:
    """Opens the file of a segment.

    Raises:
        OSError: it cannot be read.
        Damaged: it is not what was written; the message names it.
    """
    file = open_file(path)
    kinds: dict[str, tuple[str, str]] = {}
    for line in file.text("fields").splitlines():
        try:
            name, kind, dictionary = line.split(" ")
        except ValueError:
            raise Damaged(f"{path}: a field {line!r}") from None
        kinds[name] = kind, dictionary
    return Segment(file, int(file.array("documents")[0]), kinds)
