"""How is a file of a hundred thousand records read by several processes?

Records are lines, so a large file of them is cut at line ends into *pieces*, and each piece read for itself. It is gone
through twice: once to see that it is text from its first byte to its last, and which, then piece by piece as they are
asked for; it is never in memory as a whole. A file of which that cannot be seen so simply (it is not UTF-8, or
something is wrong with it) is decoded as any other, and then cut.

A file is taken in piece by piece; what is noted of it, its digest and its problems, is noted of the whole. So are ids
that are twice in it, and the pages of records without one: until its end its articles are held.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from .page import STDIN, Reading, bytes_of, shown
from .problem import Problem
from .readers.decode import Limits, decode, is_plain
from .readers.records import read_lines

LARGE = 4 * 2**20
"""Bytes from which a file is read in pieces."""
PIECE = 2 * 2**20
"""Bytes of a piece, to the end of the line: a thousand articles. Of smaller ones more words are looked up, since each
has its own list of them."""

_LIMITS = Limits()
_LONGEST = 4 * _LIMITS.line_chars
"""Bytes of a line that is read to its end: a longer one is for `decode` to refuse."""
_WIDTH = 2
"""Bytes of a hanzi where it is not UTF-8."""
_SUFFIXES = (".jsonl", ".ndjson")

Stamp = tuple[int, int]
"""Size and time of a file, by which it is seen whether somebody writes in it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a file.

    Attributes:
        digest: of the whole file.
        data: the lines, in UTF-8.
        first: the number of the first of them.
        last: whether they are the last.
        has_changed: whether the file is not what it was when it was gone through first, or could not be read to its
            end; told of the last.
    """

    digest: str
    data: bytes
    first: int
    last: bool
    has_changed: bool = False


def is_large(path: Path, size: int) -> bool:
    """Is a file of this name and so many bytes read in pieces?"""
    return path != STDIN and path.suffix.lower() in _SUFFIXES and size >= LARGE


def steps(path: Path) -> int:
    """In about how many pieces a file is read."""
    try:
        size = path.stat().st_size
    except OSError:
        return 1
    return max(1, size // PIECE) if is_large(path, size) else 1


def pieces_of(path: Path, known: str) -> Iterator[Piece]:
    """The pieces of a file; none where it cannot be read, or has the digest that is known: then it is to be read as
    any other."""
    digest = ""
    with suppress(OSError), path.open("rb") as file:
        stamp = _stamp(file)
        digest = _digest_of_text(file)
        file.seek(0)
        if digest and digest != known:
            yield from _cut(file, digest, stamp)
    if not digest:
        yield from _cut_whole(path, known)


def read_piece(where: str, piece: Piece) -> Reading:
    """The records of a piece.

    Args:
        where: what people call the file.
    """
    changed = Problem(where, "读到一半，文件变了，或者读不下去了。请等它写完，检查磁盘，再收一次。")
    try:
        text = str(piece.data, "utf-8", "surrogatepass")
    except UnicodeDecodeError:  # it was UTF-8 when it was gone through
        return Reading(problems=(changed,))
    reading = read_lines(Path(where), text, piece.first)
    return replace(reading, problems=(*reading.problems, changed)) if piece.has_changed else reading


def _digest_of_text(file: BinaryIO) -> str:
    """The digest of a file in which there is UTF-8 without doubt, `""` of any other."""
    digest, is_at_end = hashlib.sha256(), False
    while data := _lines(file):
        if is_at_end or not is_plain(data) or file.tell() > _LIMITS.file_bytes:
            return ""
        is_at_end = not data.endswith(b"\n")  # else a line of it was too long
        digest.update(data)
    return digest.hexdigest()


def _cut(file: BinaryIO, digest: str, stamp: Stamp) -> Iterator[Piece]:
    """The pieces of a file of this digest, as long as it is what it was then."""
    first = 1
    data = _lines_left(file)
    while data:
        following = _lines_left(file) if file.tell() < stamp[0] else b""
        has_changed = not following and (_stamp(file) != stamp or file.tell() != stamp[0])
        yield Piece(digest, data, first, not following, has_changed)
        first += data.count(b"\n")
        data = following


def _stamp(file: BinaryIO) -> Stamp:
    facts = os.fstat(file.fileno())
    return facts.st_size, facts.st_mtime_ns


def _lines(file: BinaryIO) -> bytes:
    """The next lines, `b""` at the end."""
    data = file.read(PIECE)
    return data if data.endswith(b"\n") else data + file.readline(_LONGEST)


def _lines_left(file: BinaryIO) -> bytes:
    """The same of a file that could be read a moment ago; where it cannot any more, nothing follows."""
    with suppress(OSError):
        return _lines(file)
    return b""


def _cut_whole(path: Path, known: str) -> Iterator[Piece]:
    """The pieces of a file that has to be decoded first."""
    data = bytes_of(path)
    if isinstance(data, Problem) or (digest := hashlib.sha256(data).hexdigest()) == known:
        return
    text = decode(data, shown(path))
    if isinstance(text, Problem):
        return
    del data
    begin, first = 0, 1
    while begin < len(text):
        end = text.find("\n", begin + PIECE // _WIDTH) + 1 or len(text)
        piece = text[begin:end]
        yield Piece(digest, piece.encode("utf-8", "surrogatepass"), first, end == len(text))
        begin, first = end, first + piece.count("\n")
