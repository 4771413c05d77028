"""How is a file of a hundred thousand records read by several processes?

Records are lines, so a large file of them is decoded, cut at line ends into *pieces*, and each piece read for itself. A
file is taken in piece by piece; what is noted of it, its digest and its problems, is noted of the whole. So are ids
that are twice in it, and the pages of records without one: until its end its articles are held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .page import STDIN, bytes_of, shown
from .problem import Problem
from .readers.decode import decode

LARGE = 4 * 2**20
"""Bytes from which a file is read in pieces."""
PIECE = 256 * 2**10
"""Characters of a piece, to the end of the line."""

_BYTES = 2.5
"""Of a character, mostly hanzi, in a file."""
_SUFFIXES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a file.

    Attributes:
        digest: of the whole file.
        text: the lines.
        first: the number of the first of them.
        last: whether they are the last.
    """

    digest: str
    text: str
    first: int
    last: bool


def is_large(path: Path, size: int) -> bool:
    """Is a file of this name and so many bytes read in pieces?"""
    return path != STDIN and path.suffix.lower() in _SUFFIXES and size >= LARGE


def steps(path: Path) -> int:
    """In about how many pieces a file is read."""
    try:
        size = path.stat().st_size
    except OSError:
        return 1
    return max(1, int(size / (_BYTES * PIECE))) if is_large(path, size) else 1


def pieces_of(path: Path, known: str) -> Iterator[Piece]:
    """The pieces of a file; none where it cannot be read, or has the digest that is known: then it is to be read as
    any other."""
    data = bytes_of(path)
    if isinstance(data, Problem) or (digest := hashlib.sha256(data).hexdigest()) == known:
        return
    text = decode(data, shown(path))
    if isinstance(text, Problem):
        return
    del data
    begin, first = 0, 1
    while begin < len(text):
        end = text.find("\n", begin + PIECE) + 1 or len(text)
        piece = text[begin:end]
        yield Piece(digest, piece.removesuffix("\n"), first, end == len(text))
        begin, first = end, first + piece.count("\n")
