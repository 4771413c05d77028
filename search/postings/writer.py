"""How are postings written as the file of a segment?

`SegmentBuilder` takes documents, as long as they fit in memory: a token or a character takes four bytes, and whoever
feeds it counts them and begins another segment in time. `FieldWriter` writes a field term by term: the builder in a few
goes, a merge in many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from .batch import Some, Texts, Tokens
from .dictionary import write_pairs, write_words
from .forked import Child, begun
from .format import TYPES, Array, FileWriter, least, open_file
from .growing import Growing
from .invert import PairTerms, Postings, TokenStream, joined
from .packing import Packer
from .pairs import TextStream
from .score import step_of

Kind = Literal["set", "counted", "placed"]

PART = ".part"
"""Ends the name of the file that holds half of a segment while a child writes the other."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a segment.

    Attributes:
        name: without white space.
        kind: a set, counted or placed.
        dictionary: how its terms are kept, see `dictionary`.
        column: the terms of a document can be asked for too.
    """

    name: str
    kind: Kind
    dictionary: Literal["words", "pairs"] = "words"
    column: bool = False


class FieldWriter:
    """Writes one field.

    Args:
        file: of the segment.
        field: what is written.
        documents: how many the segment has.
    """

    def __init__(self, file: FileWriter, field: Field, documents: int) -> None:
        self._file = file
        self._field = field
        self._documents = documents
        self._at = Packer(rising=True)
        self._times = Packer(rising=False) if field.kind == "counted" else None
        self._most = Growing(TYPES[1])
        self._column: list[tuple[Array, Array]] = []
        self._terms = 0

    def add(self, counts: Array, numbers: Array, times: Array | None) -> None:
        """The postings of the next terms, as in `Postings`; every term has some."""
        if not len(counts):
            return
        self._at.add(numbers, counts)
        if self._times is not None:
            assert times is not None
            self._times.add(times - 1, counts)
            self._most.append(np.maximum.reduceat(times, np.cumsum(counts) - counts).clip(0, 255))
        if self._field.column:
            terms = np.arange(self._terms + 1, self._terms + 1 + len(counts), dtype=np.uint32)
            self._column.append((numbers, np.repeat(terms, counts)))
        self._terms += len(counts)

    def finish(self, terms: Iterable[bytes] | PairTerms, sizes: Array | None = None) -> None:
        """Writes what was added.

        Args:
            terms: as many as were added.
            sizes: of each document, the length of a counted field, the positions of a placed one.
        """
        name = self._field.name
        if isinstance(terms, PairTerms):
            write_pairs(self._file, f"{name}/terms", terms.chars, terms.firsts, terms.seconds)
        else:
            write_words(self._file, f"{name}/terms", terms)
        self._at.save(self._file, f"{name}/at")
        if self._times is not None:
            self._times.save(self._file, f"{name}/times")
            self._file.add(f"{name}/most", self._most)
        if self._field.kind != "set":
            assert sizes is not None
            counted = self._field.kind == "counted"
            made = step_of(sizes) if counted else sizes.astype(least(int(sizes.max(initial=0))))
            self._file.add(f"{name}/{'length' if counted else 'span'}", made)
        if self._field.column:
            self._write_column()

    def _write_column(self) -> None:
        empty = np.zeros(0, np.uint32)
        documents = np.concatenate([some for some, _ in self._column] or [empty]).astype(np.int64)
        terms = np.concatenate([some for _, some in self._column] or [empty])
        having = np.bincount(documents, minlength=self._documents)
        kind = least(self._terms)
        if having.max(initial=0) <= 1:
            column = np.zeros(self._documents, kind)
            column[documents] = terms
            self._file.add(f"{self._field.name}/column", column)
            return
        self._file.add(f"{self._field.name}/column", terms[np.argsort(documents, kind="stable")].astype(kind))
        self._file.add(f"{self._field.name}/columnat", np.concatenate([[0], np.cumsum(having)]).astype(TYPES[4]))


class SegmentBuilder:
    """Takes documents, and writes them as a segment.

    Attributes:
        documents: how many there are.

    Args:
        tokens: fields of tokens, sets or counted; those of a document are given as strings.
        texts: placed field → the set of its single characters; the text of a document is given as its parts.
    """

    def __init__(self, tokens: Sequence[Field], texts: Mapping[Field, Field]) -> None:
        self._tokens = [(field, TokenStream()) for field in tokens]
        self._texts = [(pairs, chars, TextStream()) for pairs, chars in texts.items()]
        self.documents = 0

    def add(self, given: Mapping[str, Sequence[str]]) -> int:
        """Takes the next document, given by the names of the fields; gives its number."""
        for field, tokens in self._tokens:
            tokens.add(given.get(field.name, ()))
        for pairs, _, text in self._texts:
            text.add(given.get(pairs.name, ()))
        self.documents += 1
        return self.documents - 1

    def extend(self, tokens: Mapping[str, Tokens | Sequence[str]], texts: Mapping[str, Texts], some: Some) -> None:
        """Takes the next documents: some of a batch, given by the names of the fields. In a field that is not given
        they have nothing.

        Args:
            tokens: of all documents of the batch; or of those only that are taken, where each of them has one.
            some: at least one.
        """
        one = next(iter(texts.values()))
        documents = len(one.ends if some.numbers is None else some.numbers)
        for field, stream in self._tokens:
            given = tokens.get(field.name)
            if given is None:
                stream.extend_by_none(documents)
            elif isinstance(given, Tokens):
                stream.extend(given, some)
            else:
                stream.extend_by_one_each(given)
        for pairs, _, text in self._texts:
            if (part := texts.get(pairs.name)) is None:
                text.extend_by_none(documents)
            else:
                text.extend(part, some)
        self.documents += documents

    def write(self, path: Path, *, forks: bool = False) -> None:
        """Writes the file of the segment; nothing can be added after.

        Args:
            forks: have a child write half of it (`forked`): pairs and sets are as much work as words and characters.
                What comes of it is the same.
        """
        child = begun(partial(self._write_half, path)) if forks else Child(0)
        if not child.is_there:
            with FileWriter(path) as file:
                self._add_half(file)
                self._add_rest(file)
            return
        rest = path.with_name(path.name + PART)
        try:
            with FileWriter(rest) as file:
                self._add_rest(file)
            if not child.is_done():
                self._write_half(path)
            with FileWriter(path, goes_on=True) as file:
                _add_all(file, rest)
        except BaseException:
            child.end()
            path.unlink(missing_ok=True)
            raise
        finally:
            rest.unlink(missing_ok=True)

    def fields(self) -> list[Field]:
        """All of them."""
        return [field for field, _ in self._tokens] + [
            each for pairs, chars, _ in self._texts for each in (pairs, chars)
        ]

    def _write_half(self, path: Path) -> None:
        with FileWriter(path) as file:
            self._add_half(file)

    def _add_half(self, file: FileWriter) -> None:
        """What every segment has at its beginning, pairs and sets."""
        write_head(file, self.fields(), self.documents)
        for pairs, _, text in self._texts:
            self._write(file, pairs, text.pairs(), text.spans())
        for field, tokens in self._tokens:
            if field.kind == "set":
                self._write(file, field, tokens.postings(times=False), None)

    def _add_rest(self, file: FileWriter) -> None:
        """Words and characters."""
        for field, tokens in self._tokens:
            if field.kind != "set":
                self._write(file, field, tokens.postings(times=True), tokens.lengths())
        for _, chars, text in self._texts:
            self._write(file, chars, text.chars(), None)

    def _write(self, file: FileWriter, field: Field, postings: Iterable[Postings], sizes: Array | None) -> None:
        writer, terms = FieldWriter(file, field, self.documents), []
        for some in postings:
            writer.add(some.counts, some.numbers, some.times)
            terms.append(some.terms)
        writer.finish(joined(terms), sizes)


def write_head(file: FileWriter, fields: Iterable[Field], documents: int) -> None:
    """Writes which fields a segment has, and how many documents."""
    lines = "".join(f"{field.name} {field.kind} {field.dictionary}\n" for field in fields)
    file.add("fields", np.frombuffer(lines.encode(), TYPES[1]))
    file.add("documents", np.array([documents], TYPES[8]))


def _add_all(file: FileWriter, path: Path) -> None:
    """Adds the sections of a file."""
    part = open_file(path)
    for name in part.sections:
        file.add(name, part.array(name))
    part.close()
