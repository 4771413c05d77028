"""Which bytes lie in the file of a segment?

Everything is little-endian. A file is four things, one after the other without a gap:

    head        64 bytes: the magic ``POSTINGS``, the version of this format (u32), zeros
    sections    arrays of unsigned numbers, each filled up with zeros to a multiple of 64 bytes
    directory   one entry a section, in the order in which they lie in the file
    tail        32 bytes: offset of the directory (u64), its length (u32), its CRC-32 (u32), length of the file (u64),
                the magic ``SGNITSOP``

An entry of the directory:

    u16  length of the name in bytes
    …    the name, UTF-8
    u8   bytes of one number: 1, 2, 4 or 8
    u64  offset of the section in the file, a multiple of 64
    u64  how many numbers it holds
    u32  CRC-32 of the section and the zeros that fill it up

The first section begins at 64, each at the end of the one before, and the directory at the end of the last. So there is
no byte that is not accounted for: `verify` finds any that has changed.

Sections of a field F (`packing` says what a *list* is made of: ``width``, ``count``, ``anchor``, ``bits`` and for long
lists ``long``, ``longcount``, ``except``, ``exceptat``, ``skip``, ``skipexcept``, ``skipat``):

    fields               all the names as lines ``NAME KIND DICTIONARY``, UTF-8; KIND is set, counted or placed,
                         DICTIONARY words or pairs
    documents            one number: how many documents the segment has
    F/terms/…            the dictionary, see `dictionary`
    F/at/…               for each term a list of rising numbers: its documents; of a placed field its positions
    F/times/…            counted: for each term a list of how often it is in each of those documents, less one
    F/most               counted: for each term the highest of those numbers plus one, 255 for 255 and more (u8)
    F/length             counted: for each document the length of the field, in the steps of `score.LENGTHS` (u8)
    F/span               placed: for each document how many positions it takes; they are counted through from the first
                         document to the last, so that a position tells its document
    F/column             for each document its term, counted from 1, or 0 (fields that have a column, and of which no
                         document has two terms)
    F/column, F/columnat the terms of all documents, and for each document and one more where its own begin (where one
                         has several)

There are no pickles, no floating-point numbers and no signed ones.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .growing import Growing

Array = NDArray[Any]

VERSION = 1
"""To be raised when the bytes change their meaning: a file of another version is not read."""

MAGIC, CIGAM = b"POSTINGS", b"SGNITSOP"
ALIGN = 64
HEAD = struct.pack("<8sI52x", MAGIC, VERSION)
_TAIL = struct.Struct("<QIIQ8s")
_NAME = struct.Struct("<H")
_ENTRY = struct.Struct("<BQQI")
TYPES = {size: np.dtype(f"<u{size}") for size in (1, 2, 4, 8)}

CHEAP = 4096
"""Sections of so many bytes and fewer are checked whenever a file is opened."""


class Damaged(Exception):
    """A file is not what was written. The message names it."""


def least(highest: int) -> np.dtype[Any]:
    """The smallest type of a section that holds a number."""
    return TYPES[next(size for size in TYPES if highest < 1 << 8 * size)]


class FileWriter:
    """Writes the file of a segment, section by section. As a context: nothing is left of it where the block raises.

    Args:
        path: where; what is there is overwritten, unless the file goes on.
        goes_on: sections are added to the file that is there.

    Raises:
        OSError: it cannot be written; so may everything else.
        Damaged: there is no whole file to go on with.
    """

    def __init__(self, path: Path, *, goes_on: bool = False) -> None:
        self.path = path
        self._at = len(HEAD)
        self._entries: list[bytes] = []
        self._names: set[str] = set()
        if goes_on:
            for name, section in _closed(path).items():
                self._note(name, section)
                self._at = section.end
        self._file = path.open("r+b" if goes_on else "wb")
        if goes_on:
            self._file.truncate(self._at)
            self._file.seek(self._at)
        else:
            self._file.write(HEAD)

    def __enter__(self) -> FileWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
            self._file.close()
        except BaseException:
            with suppress(OSError):
                self._file.close()
            self.path.unlink(missing_ok=True)
            raise
        if kind is not None:
            self.path.unlink(missing_ok=True)

    def add(self, name: str, array: Array | Growing) -> None:
        """Adds a section; the array is of an unsigned type, or grows.

        Raises:
            ValueError: there is one of this name, or the array is of another type.
        """
        if name in self._names:
            raise ValueError(f"{self.path}: two sections {name}")
        type = array.type if isinstance(array, Growing) else array.dtype
        if type not in TYPES.values():
            raise ValueError(f"{self.path}: {name} is of type {type}")
        pieces = array.pieces() if isinstance(array, Growing) else iter([np.ascontiguousarray(array).tobytes()])
        check = length = 0
        for piece in pieces:
            self._file.write(piece)
            check, length = zlib.crc32(piece, check), length + len(piece)
        fill = bytes(-length % ALIGN)
        self._file.write(fill)
        self._note(name, Section(type, self._at, length // type.itemsize, zlib.crc32(fill, check)))
        self._at += length + len(fill)

    def _note(self, name: str, section: Section) -> None:
        encoded = name.encode()
        entry = _ENTRY.pack(section.type.itemsize, section.offset, section.count, section.check)
        self._entries.append(_NAME.pack(len(encoded)) + encoded + entry)
        self._names.add(name)

    def _finish(self) -> None:
        directory = b"".join(self._entries)
        length = self._at + len(directory) + _TAIL.size
        self._file.write(directory)
        self._file.write(_TAIL.pack(self._at, len(directory), zlib.crc32(directory), length, CIGAM))


@dataclass(frozen=True, slots=True)
class Section:
    """Where an array lies.

    Attributes:
        type: of its numbers.
        offset, count: in the file, in bytes; of numbers.
        check: its checksum.
    """

    type: np.dtype[Any]
    offset: int
    count: int
    check: int

    @property
    def end(self) -> int:
        """Of the section and what fills it up."""
        return self.offset + -(-self.count * self.type.itemsize // ALIGN) * ALIGN


@dataclass(slots=True)
class SegmentFile:
    """The arrays of a segment, mapped into memory: what is not asked for is not read.

    The file can be deleted while it is open. Made by `open_file`.

    Attributes:
        path: the file.
        sections: name → where the array lies.
    """

    path: Path
    sections: dict[str, Section]
    _bytes: Any
    _arrays: dict[str, Array] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.sections

    def array(self, name: str) -> Array:
        """The numbers of a section, not to be written to.

        Raises:
            Damaged: there is no such section.
        """
        if name not in self._arrays:
            try:
                section = self.sections[name]
            except KeyError:
                raise Damaged(f"{self.path}: no section {name}") from None
            self._arrays[name] = np.frombuffer(self._bytes, section.type, section.count, section.offset)
        return self._arrays[name]

    def text(self, name: str) -> str:
        """A section that holds UTF-8."""
        try:
            return self.array(name).tobytes().decode()
        except UnicodeDecodeError:
            raise Damaged(f"{self.path}: section {name} is no text") from None

    def verify(self) -> list[str]:
        """The names of the sections whose bytes have changed, `head` for the beginning of the file."""
        changed = [] if self._bytes[: len(HEAD)] == HEAD else ["head"]
        return changed + [name for name, section in self.sections.items() if not self._is_whole(section)]

    def check_cheap(self) -> None:
        """Checks what takes no time.

        Raises:
            Damaged: a small section has changed.
        """
        for name, section in self.sections.items():
            if section.end - section.offset <= CHEAP and not self._is_whole(section):
                raise Damaged(f"{self.path}: section {name} has changed")

    def _is_whole(self, section: Section) -> bool:
        return zlib.crc32(memoryview(self._bytes)[section.offset : section.end]) == section.check

    def close(self) -> None:
        """Lets go of the file, once nobody holds an array of it any more."""
        self._arrays.clear()
        self._bytes = b""


def open_file(path: Path) -> SegmentFile:
    """Opens the file of a segment.

    Raises:
        OSError: it cannot be read.
        Damaged: it is cut short, of another version, or otherwise not what was written.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < len(HEAD) + _TAIL.size:
            raise Damaged(f"{path}: cut short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    magic, version = struct.unpack_from("<8sI", mapped)
    at, length, check, whole, cigam = _TAIL.unpack_from(mapped, size - _TAIL.size)
    if magic == MAGIC and version != VERSION and cigam == CIGAM:
        raise Damaged(f"{path}: of version {version}, not {VERSION}")
    if magic != MAGIC or cigam != CIGAM or whole != size or at + length + _TAIL.size != size:
        raise Damaged(f"{path}: cut short or overwritten")
    directory = mapped[at : at + length]
    if zlib.crc32(directory) != check:
        raise Damaged(f"{path}: the directory has changed")
    opened = SegmentFile(path, dict(_entries(directory)), mapped)
    end = len(HEAD)
    for name, section in opened.sections.items():
        if section.offset != end:
            raise Damaged(f"{path}: section {name} is not where it should be")
        end = section.end
    if end != at:
        raise Damaged(f"{path}: the directory is not where it should be")
    opened.check_cheap()
    return opened


def _closed(path: Path) -> dict[str, Section]:
    """The sections of a file that nobody holds."""
    file = open_file(path)
    file.close()
    return file.sections


def _entries(directory: bytes) -> Iterator[tuple[str, Section]]:
    at = 0
    while at < len(directory):
        (length,) = _NAME.unpack_from(directory, at)
        at += _NAME.size
        name = directory[at : at + length].decode()
        size, offset, count, check = _ENTRY.unpack_from(directory, at + length)
        yield name, Section(TYPES[size], offset, count, check)
        at += length + _ENTRY.size
