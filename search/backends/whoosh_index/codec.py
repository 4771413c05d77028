"""How does stock Whoosh read and write postings that are arrays?

The slow lane. Whoosh's own writer hands over one posting after the other, its own queries step through them one by one;
both work on an index of ours, and both are here for the tests: what a query of Whoosh's finds, ours must find. Whatever
is not postings (lengths, the table of contents, what its own writer stores) is kept as Whoosh's standard codec keeps
it; what ours stores is read by `stored`.

Whoosh asks in odd ways: the frequency of a term that is not there must be a `KeyError`, not `TermNotFound`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import TermInfo, TermNotFound

from ...postings.dictionary import code_points
from ...postings.format import Array, FileWriter
from ...postings.invert import PairTerms
from ...postings.reader import FieldReader, open_segment
from ...postings.writer import FieldWriter, write_head
from .layout import array_fields
from .matcher import ArrayMatcher, information
from .stored import StoredReader
from .toc import ArraySegment


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec, but for the postings."""

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        """What writes the postings."""
        return ArrayFieldWriter(Path(storage.folder), segment)

    def per_document_reader(self, storage: Any, segment: Any) -> StoredReader:
        """What reads the stored fields and the lengths."""
        return StoredReader(storage, segment)

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
        return information(self.segment[fieldname], number)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term is in all documents together."""
        return float(information(self.segment[fieldname], self._known(fieldname, text)).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents a term is."""
        return int(information(self.segment[fieldname], self._known(fieldname, text)).doc_frequency())

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
        return information(self._field, self._at) if self.is_valid() else None
