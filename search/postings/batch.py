"""How are many documents handed over at once?

As arrays, so that nobody touches each of their tokens again: who cuts texts (perhaps in another process) numbers the
tokens, and `writer.SegmentBuilder` takes thousands of them in one go. The arrays of a batch lie end to end, document
after document, and *ends* says of each document where its own are over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .format import Array


class Tokens(NamedTuple):
    """The tokens that many documents have in a field.

    Attributes:
        terms: those that there are, each once.
        numbers: the tokens of all documents, by their places in `terms` (unsigned).
        ends: of each document, in `numbers` (i64).
    """

    terms: Sequence[str]
    numbers: Array
    ends: Array

    def of(self, document: int) -> tuple[str, ...]:
        """The tokens of one."""
        return tuple([self.terms[number] for number in self.numbers_of(document)])

    def numbers_of(self, document: int) -> list[int]:
        """The tokens of one, by their places in `terms`."""
        numbers: list[int] = self.numbers[_span(self.ends, document)].tolist()
        return numbers


class Texts(NamedTuple):
    """The texts that many documents have in a field.

    Attributes:
        codes: their characters (u16, or u32 where one needs it), each part followed by a 0. No part is empty.
        ends: of each document, in `codes` (i64).
    """

    codes: Array
    ends: Array

    def of(self, document: int) -> tuple[str, ...]:
        """The parts of one."""
        text = string_of(self.codes[_span(self.ends, document)])
        return tuple(text.split("\0")[:-1])


@dataclass(frozen=True, slots=True)
class Some:
    """Some documents of a batch.

    Attributes:
        numbers: which, in the order in which they are taken (i64); None for all of them, as they are.
    """

    numbers: Array | None

    def of(self, values: Array, ends: Array) -> tuple[Array, Array]:
        """What is theirs of an array that lies end to end, and how long it is of each."""
        sizes = np.diff(ends, prepend=0)
        if self.numbers is None:
            return values, sizes
        starts, sizes = (ends - sizes)[self.numbers], sizes[self.numbers]
        moved = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
        return values[moved + np.arange(len(moved))], sizes


def string_of(codes: Array) -> str:
    """Characters as text."""
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def _span(ends: Array, document: int) -> slice:
    return slice(int(ends[document - 1]) if document else 0, int(ends[document]))
