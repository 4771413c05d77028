"""What do the postings of one segment say?

`OpenFiles` are a segment's files, kept open from one question to the next, with what does not change between them.
`Postings` is made anew for each question: the lowest step of answering it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...postings.execute import Answers
from ...postings.format import Array
from ...postings.reader import Segment as Arrays
from ...postings.score import LENGTHS
from ...postings.tally import Having


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """The files of one segment, all of them open: they can be read even when another commit has deleted them.

    Attributes:
        reader: Whoosh's reader.
        arrays: its postings.
        there: for each document, is it an article that has not been taken out?
        deleted: for each document, has it been deleted? None where none has.
        known: what has been worked out of them, by name.
    """

    reader: Any
    arrays: Arrays
    there: Array
    deleted: Array | None
    known: dict[object, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Any) -> OpenFiles:
        """What is to be known of a segment that Whoosh has opened."""
        arrays = reader._terms.segment
        there, deleted = np.zeros(arrays.documents, bool), None
        live = arrays["live"]
        if (number := live.terms.find(b"1")) >= 0:
            there[live.at.get(number)] = True
        if reader.has_deletions():
            deleted = np.zeros(arrays.documents, bool)
            deleted[list(reader.segment().deleted_docs())] = True
            there &= ~deleted
        return cls(reader, arrays, there, deleted)

    @property
    def size(self) -> int:
        """How many articles there are."""
        if "size" not in self.known:
            self.known["size"] = int(self.there.sum())
        return int(self.known["size"])

    def length(self, name: str) -> int:
        """How many words the articles have in a word field, by the steps that lengths are kept in."""
        if name not in self.known:
            steps = np.bincount(self.arrays[f"words_{name}"].lengths[self.there], minlength=256)
            self.known[name] = int((steps * LENGTHS).sum())
        return int(self.known[name])


class Postings:
    """The postings of one segment. Document numbers are those of the segment; deleted documents never appear."""

    def __init__(self, files: OpenFiles) -> None:
        self.files = files
        self.reader = files.reader
        self.arrays = files.arrays
        self.answers = Answers(files.arrays, files.there, files.deleted)

    def universe(self) -> Array:
        """Every article. Not to be changed."""
        return self.files.there.nonzero()[0]

    def having(self, field: str, term: str) -> list[int]:
        """The documents that have a term in a field."""
        found: list[int] = self.answers.find(Having(field, encoded(term))).tolist()
        return found

    def lengths(self, field: str) -> Array:
        """The step of the length of each document in a word field."""
        return self.arrays[f"words_{field}"].lengths

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of a field that begin so, in order."""
        terms = self.arrays[field].terms
        return (term.decode("utf-8") for term in terms.terms(*terms.range(encoded(prefix))))

    def frequencies_of_terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin so, and in how many documents each is, deleted ones included."""
        low, high = self.arrays[field].terms.range(encoded(prefix))
        return zip(self.terms(field, prefix), self.arrays[field].at.counts(low, high).tolist(), strict=True)

    def id(self, doc: int) -> str:
        """The id of an article."""
        reader = self.arrays["id"]
        number = int(reader.column()[0][doc])
        return reader.terms.terms(number - 1, number)[0].decode("utf-8", "surrogatepass") if number else ""

    def at_most(self, field: str, text: str) -> int:
        """No more documents than this have a bare text in a text field."""
        if len(text) > 1:
            return self.arrays[f"pairs_{field}"].at_most(text)
        chars = self.arrays[f"chars_{field}"]
        return chars.at.count(number) if (number := chars.terms.find(encoded(text))) >= 0 else 0


def encoded(term: str) -> bytes:
    """A term as it is kept."""
    return term.encode("utf-8", "surrogatepass")
