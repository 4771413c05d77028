"""What do the postings of one segment say?

The lowest step of answering a query: which documents have a term, which terms begin so, where a text stands. A literal
of three characters and more is the intersection of its pairs with their positions, the rarest first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from whoosh.reading import TermNotFound

from ...schema import WORD_FIELDS
from ...text import BREAK


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """The files of one segment, all of them open: they can be read even when another commit has deleted them.

    Attributes:
        reader: Whoosh's reader.
        dates, ids, origins: its columns: document → date, id, the id that it shares with its reprints.
        lengths: field and document → number of words, as far as they have been asked for.
    """

    reader: Any
    dates: Sequence[str]
    ids: Sequence[str]
    origins: Sequence[str]
    lengths: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Any) -> OpenFiles:
        """Opens what Whoosh would open at the first use."""
        reader.stored_fields(0)
        for name in WORD_FIELDS:
            reader.doc_field_length(0, f"words_{name}")
        columns = (reader.column_reader(name) for name in ("value_date", "id", "value_origin"))
        return cls(reader, *columns)


class Postings:
    """The postings of one segment. Document numbers are those of the segment; deleted documents never appear."""

    def __init__(self, files: OpenFiles) -> None:
        self.files = files
        self.reader = files.reader
        self._counts: dict[tuple[str, str], dict[int, int]] = {}
        self._universe: set[int] | None = None

    def universe(self) -> set[int]:
        """Every article. Not to be changed."""
        if self._universe is None:
            self._universe = self.having("live", "1")
        return self._universe

    def having(self, field: str, term: str) -> set[int]:
        """The documents that have a term in a field."""
        try:
            return set(self.reader.postings(field, _encoded(term)).all_ids())
        except TermNotFound:
            return set()

    def beginning(self, field: str, prefix: str) -> set[int]:
        """The documents that have a term that begins so."""
        found: set[int] = set()
        for term in self.terms(field, prefix):
            found |= self.having(field, term)
        return found

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of a field that begin so, in order."""
        begin = _encoded(prefix)
        for name, term in self.reader.terms_from(field, begin):
            if name != field or not term.startswith(begin):
                return
            yield term.decode("utf-8")

    def frequencies_of_terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin so, and in how many documents each is, deleted ones included."""
        for term in self.terms(field, prefix):
            yield term, self.frequency(field, term)

    def length(self, doc: int, field: str) -> int:
        """How many words a document has in a field; Whoosh rounds it to one of 256 steps."""
        lengths = self.files.lengths
        if (field, doc) not in lengths:
            # Whoosh says None for a field without any word, such as a headline of nothing but dashes.
            lengths[field, doc] = self.reader.doc_field_length(doc, f"words_{field}") or 0
        return lengths[field, doc]

    def id(self, doc: int) -> str:
        """The id of an article."""
        return self.files.ids[doc]

    def frequency(self, field: str, term: str) -> int:
        """In how many documents a term is, deleted ones included until the segment is merged."""
        return int(self.reader.doc_frequency(field, _encoded(term)))

    def frequencies(self, field: str, term: str, among: Collection[int] | None = None) -> dict[int, int]:
        """The documents that have a term in a field (of some documents, if so asked), and how often."""
        try:
            matcher = self.reader.postings(field, _encoded(term))
        except TermNotFound:
            return {}
        found: dict[int, int] = {}
        # To skip costs about eight steps.
        if among is not None and 8 * len(among) < self.frequency(field, term):
            for doc in _reached(matcher, among):
                found[doc] = int(matcher.weight())
            return found
        while matcher.is_active():
            found[matcher.id()] = int(matcher.weight())
            matcher.next()
        return found

    def occurrences(self, field: str, text: str) -> dict[int, int]:
        """The documents in whose text field a bare text stands, and how often; a single character counts once."""
        if (field, text) not in self._counts:
            if len(text) == 1:
                found = dict.fromkeys(self.having(f"chars_{field}", text), 1)
            elif len(text) == 2:
                found = self.frequencies(f"pairs_{field}", text)
            else:
                found = {doc: len(some) for doc, some in self.starts(field, text).items()}
            self._counts[field, text] = found
        return self._counts[field, text]

    def at_most(self, field: str, text: str) -> int:
        """No more documents than this have a bare text in a text field."""
        if len(text) == 1:
            return self.frequency(f"chars_{field}", text)
        return min(self.frequency(f"pairs_{field}", pair) for _, pair in _covering(text))

    def starts(self, field: str, text: str, among: Collection[int] | None = None) -> dict[int, set[int]]:
        """The documents in whose text field a bare text of two characters or more stands, and where it begins.

        Args:
            among: look only at these.
        """
        name = f"pairs_{field}"
        known = sorted((self.frequency(name, pair), offset, pair) for offset, pair in _covering(text))
        if not known[0][0]:
            return {}
        docs: Collection[int] | None = among
        for pair in dict.fromkeys(pair for _, _, pair in known):
            if docs is None:
                docs = self.having(name, pair)
            elif among is None or len(docs) > 50:  # a few are found as quickly where their positions are looked up
                docs = self.having(name, pair).intersection(docs)
            if not docs:
                return {}
        starts: dict[int, set[int]] = {}
        for step, (_, offset, pair) in enumerate(known):
            here = self.positions(name, pair, docs or ())
            if step == 0:
                starts = {doc: {position - offset for position in some} for doc, some in here.items()}
            else:
                starts = {
                    doc: some & {position - offset for position in here[doc]}
                    for doc, some in starts.items()
                    if doc in here
                }
            starts = {doc: some for doc, some in starts.items() if some}
            docs = starts
            if not docs:
                return {}
        return starts

    def breaks(self, field: str, among: Collection[int]) -> dict[int, list[int]]:
        """Where the parts of a text field end, in some documents: see `nearness.part_of`."""
        return self.positions(f"pairs_{field}", BREAK, among)

    def positions(self, field: str, term: str, among: Collection[int]) -> dict[int, list[int]]:
        """Where a term of a field stands, in those of some documents that have it."""
        try:
            matcher = self.reader.postings(field, _encoded(term))
        except TermNotFound:
            return {}
        return {doc: matcher.value_as("positions") for doc in _reached(matcher, among)}


def _reached(matcher: Any, among: Collection[int]) -> Iterator[int]:
    """Puts the matcher on one after the other of those documents among some that it has."""
    for doc in sorted(among):
        if not matcher.is_active():  # it is not even at the beginning where every document with the term is deleted
            return
        matcher.skip_to(doc)
        if matcher.is_active() and matcher.id() == doc:
            yield doc


def _covering(text: str) -> list[tuple[int, str]]:
    """Pairs that cover a text, each with its offset in it: every second one; the last may overlap the one before.

    `pair_stream` sees to it that no step of two leads from one part into the next.
    """
    return [(at, text[at : at + 2]) for at in (*range(0, len(text) - 2, 2), len(text) - 2)]


def _encoded(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")
