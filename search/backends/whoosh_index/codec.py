"""How does stock Whoosh read and write postings that are arrays?

The slow lane. Whoosh's own writer hands over one posting after the other, its own queries step through them one by one;
both work on an index of ours, and both are here for the tests: what a query of Whoosh's finds, ours must find. Whatever
is not postings (stored fields, lengths, the table of contents) is kept as Whoosh's standard codec keeps it.

Whoosh asks in odd ways: the frequency of a term that is not there must be a `KeyError`, not `TermNotFound`, and a
matcher is asked for its document, and for the greatest weight of its block, when it has come to its end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec
from whoosh.matching import ReadTooFar
from whoosh.matching.mcore import LeafMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length, length_to_byte

from ...postings.dictionary import code_points
from ...postings.format import Array, FileWriter
from ...postings.invert import PairTerms
from ...postings.reader import FieldReader, open_segment
from ...postings.score import LENGTHS
from ...postings.writer import FieldWriter, write_head
from .layout import array_fields
from .toc import ArraySegment

_BLOCK = 128


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec, but for the postings."""

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        """What writes the postings."""
        return ArrayFieldWriter(Path(storage.folder), segment)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        """What reads them."""
        return ArrayTermsReader(segment.path(Path(storage.folder)))

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        """A segment to be written."""
        return ArraySegment(indexname)


class ArrayFieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Takes the postings as Whoosh hands them over, field by field and term by term, and writes them when closed."""

    def __init__(self, directory: Path, segment: ArraySegment) -> None:
        self._directory = directory
        self._segment = segment
        self._taken: dict[str, list[tuple[bytes, int, int, list[int]]]] = {}
        self._field: list[tuple[bytes, int, int, list[int]]] = []
        self._decode: Any = None
        self._term = b""
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """The postings that follow are of this field."""
        self._field = self._taken.setdefault(fieldname, [])
        self._decode = fieldobj.format.decode_positions if fieldobj.format.supports("positions") else None

    def start_term(self, btext: bytes) -> None:
        """The postings that follow are of this term."""
        self._term = btext

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """One posting."""
        self._field.append((self._term, docnum, int(weight), self._decode(vbytes) if self._decode else []))

    def finish_term(self) -> None:
        """The term is at its end."""

    def close(self) -> None:
        """Writes the file."""
        documents = self._segment.doc_count_all()
        with FileWriter(self._segment.path(self._directory)) as file:
            fields = array_fields()
            write_head(file, fields, documents)
            for field in fields:
                taken = self._taken.get(field.name, [])
                writer = FieldWriter(file, field, documents)
                of_term = [(term, list(some)) for term, some in groupby(taken, key=lambda posting: posting[0])]
                sizes: Array = np.zeros(documents, np.int64)
                if field.kind == "placed":
                    for _, doc, _, places in taken:
                        sizes[doc] = max(sizes[doc], places[-1] + 1)
                    starts = [0, *accumulate(sizes.tolist())]
                    lists = [[starts[doc] + at for _, doc, _, places in some for at in places] for _, some in of_term]
                else:
                    lists = [[doc for _, doc, *_ in some] for _, some in of_term]
                    np.add.at(sizes, [doc for _, doc, *_ in taken], [weight for _, _, weight, _ in taken])
                times = np.array([weight for _, _, weight, _ in taken], np.int64)
                numbers = np.array([number for some in lists for number in some], np.uint32)
                writer.add(
                    np.array([len(some) for some in lists], np.int64),
                    numbers,
                    times if field.kind == "counted" else None,
                )
                terms: list[bytes] | PairTerms = [term for term, _ in of_term]
                if field.dictionary == "pairs":
                    terms = PairTerms(*code_points([term for term, _ in of_term]))
                writer.finish(terms, sizes)
        self.is_closed = True


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]
    """The postings of a segment, as Whoosh asks for them.

    Attributes:
        segment: the same as `search.postings` has it, for the fast lane.
    """

    def __init__(self, path: Path) -> None:
        self.segment = open_segment(path)

    def close(self) -> None:
        """Lets go of the file."""
        self.segment.close()

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) >= 0

    def indexed_field_names(self) -> Iterable[str]:
        """The names of the fields that have terms."""
        return [name for name in self.segment.fields() if len(self.segment[name].terms)]

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """Steps through the terms of a field."""
        return ArrayCursor(self.segment[fieldname], fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms of all fields."""
        return self._from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from one on, and those of all fields after."""
        return self._from(fieldname, prefix)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with what is known of them."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same of those from one term on."""
        return ((term, self.term_info(*term)) for term in self._from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """What is known of a term."""
        number = self._find(fieldname, text)
        if number < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return _info(self.segment[fieldname], number)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term is in all documents together."""
        return float(_info(self.segment[fieldname], self._known(fieldname, text)).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents a term is."""
        return int(_info(self.segment[fieldname], self._known(fieldname, text)).doc_frequency())

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Steps through the postings of a term."""
        number = self._find(fieldname, text)
        if number < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return ArrayMatcher(self.segment[fieldname], number, (fieldname, text), format_, scorer)

    def _find(self, field: str, term: bytes) -> int:
        return self.segment[field].terms.find(term) if field in self.segment.fields() else -1

    def _known(self, field: str, term: bytes) -> int:
        if (number := self._find(field, term)) < 0:
            raise KeyError(term)
        return number

    def _from(self, field: str, term: bytes) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self.segment.fields()):
            terms = self.segment[name].terms
            if name >= field:
                first = terms.lower(term) if name == field else 0
                for number in range(first, len(terms)):
                    yield name, terms.terms(number, number + 1)[0]


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


def _info(field: FieldReader, number: int) -> TermInfo:
    documents, weights, _ = _postings(field, number)
    lengths = LENGTHS[field.lengths[documents]] if field.kind == "counted" else np.ones(1, np.int64)
    # What Whoosh keeps of a length is one of its own steps: no bound may be inside of the step that it reads.
    low, high = (byte_to_length(length_to_byte(int(bound))) for bound in (lengths.min() - 1, lengths.max() * 1.04 + 1))
    return TermInfo(sum(weights), len(documents), max(1, low), high, max(weights), documents[0], documents[-1])


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """Steps through the terms of a field."""

    def __init__(self, field: FieldReader, fieldobj: Any) -> None:
        self._field = field
        self._object = fieldobj
        self._at = 0

    def first(self) -> Any:
        """To the first term."""
        self._at = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """To the first term that is not before this one."""
        self._at = self._field.terms.lower(term if isinstance(term, bytes) else self._object.to_bytes(term))
        return self.text()

    def next(self) -> Any:
        """To the next."""
        self._at += 1
        return self.text()

    def is_valid(self) -> bool:
        """Is there a term?"""
        return self._at < len(self._field.terms)

    def text(self) -> Any:
        """The term, None where there is none."""
        if not self.is_valid():
            return None
        return self._object.from_bytes(self._field.terms.terms(self._at, self._at + 1)[0])

    def term_info(self) -> TermInfo | None:
        """What is known of it."""
        return _info(self._field, self._at) if self.is_valid() else None


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Steps through the postings of a term."""

    def __init__(self, field: FieldReader, number: int, term: tuple[str, bytes], format: Any, scorer: Any) -> None:
        self._documents, self._often, self._places = _postings(field, number)
        self._info = _info(field, number)
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
