"""How does stock Whoosh step through the postings of a term?

One by one, forward, in blocks of which it asks how good they can be at best. It asks in odd ways: for the document, and
for the greatest weight of the block, when it has come to the end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import numpy as np
from whoosh.matching import ReadTooFar
from whoosh.matching.mcore import LeafMatcher
from whoosh.reading import TermInfo
from whoosh.util.numeric import byte_to_length, length_to_byte

from ...postings.reader import FieldReader
from ...postings.score import LENGTHS

_BLOCK = 128


def _postings(field: FieldReader, number: int) -> tuple[list[int], list[float], list[list[int]]]:
    """Of a term the documents, how often it is in each, and where: counted from the beginning of the document."""
    if field.kind != "placed":
        documents = field.at.get(number).tolist()
        if field.kind == "set":
            return documents, [1.0] * len(documents), []
        return documents, (field.times.get(number) + 1.0).tolist(), []
    positions = field.at.get(number)
    documents, counts = field.owners(positions)
    inside = (positions - np.repeat(field.starts[documents], counts)).tolist()
    ends = accumulate(counts.tolist())
    return (
        documents.tolist(),
        counts.astype(float).tolist(),
        [inside[e - n : e] for e, n in zip(ends, counts, strict=True)],
    )


def information(field: FieldReader, number: int) -> TermInfo:
    """What Whoosh wants to know of a term."""
    documents, weights, _ = _postings(field, number)
    lengths = LENGTHS[field.lengths[documents]] if field.kind == "counted" else np.ones(1, np.int64)
    # What Whoosh keeps of a length is one of its own steps: no bound may be inside of the step that it reads.
    low, high = (byte_to_length(length_to_byte(int(bound))) for bound in (lengths.min() - 1, lengths.max() * 1.04 + 1))
    return TermInfo(sum(weights), len(documents), max(1, low), high, max(weights), documents[0], documents[-1])


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Steps through the postings of a term."""

    def __init__(self, field: FieldReader, number: int, term: tuple[str, bytes], format: Any, scorer: Any) -> None:
        self._documents, self._often, self._places = _postings(field, number)
        self._info = information(field, number)
        self._term = term
        self.format = format
        self.scorer = scorer
        self._at = 0

    def is_active(self) -> bool:
        """Is there a posting?"""
        return self._at < len(self._documents)

    def id(self) -> int:
        """Its document; the last one at the end."""
        return self._documents[min(self._at, len(self._documents) - 1)]

    def all_ids(self) -> Iterator[int]:
        """The documents from here on."""
        return iter(self._documents[self._at :])

    def next(self) -> bool:
        """One step; tells whether a block begins."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return self._at % _BLOCK == 0

    def skip_to(self, docid: int) -> None:
        """To the first posting of this document or a later one."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._documents, docid, self._at)

    def weight(self) -> float:
        """How often the term is in the document."""
        return self._often[self._at]

    def value(self) -> bytes:
        """What the field's format writes of a posting."""
        if self._places:
            return bytes(self.format.encode(self._places[self._at]))
        return bytes(self.format.encode(int(self.weight()))) if hasattr(self.format, "encode") else b""

    def value_as(self, astype: str) -> Any:
        """The same in another form."""
        if astype == "positions" and self._places:
            return self._places[self._at]
        return int(self.weight()) if astype == "frequency" else self.format.decoder(astype)(self.value())

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        """The postings from here on."""
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def block_min_length(self) -> int:
        """No document of the term is shorter."""
        return int(self._info.min_length())

    def block_max_length(self) -> int:
        """No document of the term is longer."""
        return int(self._info.max_length())

    def block_max_weight(self) -> float:
        """How often the term is in any document of the block at most."""
        first = min(self._at, len(self._documents) - 1) // _BLOCK * _BLOCK
        return max(self._often[first : first + _BLOCK])

    def block_min_id(self) -> int:
        """The first document of the block."""
        return self._documents[self._at // _BLOCK * _BLOCK]

    def block_max_id(self) -> int:
        """The last document of the block."""
        return self._documents[min(len(self._documents), (self._at // _BLOCK + 1) * _BLOCK) - 1]

    def skip_to_quality(self, minquality: float) -> int:
        """Skips blocks that are not good enough; tells how many."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._at = (self._at // _BLOCK + 1) * _BLOCK
            skipped += 1
        return skipped
