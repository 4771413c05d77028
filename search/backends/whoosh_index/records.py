"""Which bytes lie in the file of what is stored?

Everything is little-endian. A file is four things, one after the other without a gap:

    head     16 bytes: the magic ``RECORDED``, the version of this format (u32), zeros
    frames   one a document: Zstandard (RFC 8878), with its length unpacked before and a checksum behind
    places   where each frame begins in the file, and where the last one ends (u64)
    tail     16 bytes: how many documents there are (u64), the magic ``DEDROCER``

Unpacked, a frame is one text in UTF-16, without a byte order mark: a letter for the field that is stored, ``A`` for
`article` and ``S`` for `successor`, and behind it what is stored of it. Of every document one of the two is. A hanzi is
two bytes so, and not three as in UTF-8: a third less to look through, and a little less when compressed. Half a
surrogate pair is kept; two halves that stand side by side come back as the character that they make.

The file has a checksum in the table of contents (`toc`), and yet each frame has its own: articles are read one by one,
and a merge copies frames as they lie.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from ...errors import ArchiveError
from ...postings.format import Array
from .translate import Damaged

MAGIC, CIGAM = b"RECORDED", b"DEDROCER"
VERSION = 1

_HEAD = struct.Struct("<8sI4x")
_PLACE = struct.Struct("<Q")
_PLACES = struct.Struct("<QQ")
_TAIL = struct.Struct("<Q8s")

_LETTERS = {"article": "A", "successor": "S"}
_FIELDS = {letter: field for field, letter in _LETTERS.items()}
_LEVEL = 2
"""As small as 3 but for two thousandths, in nine tenths of its time; 1 saves another tenth and is larger by 4 %."""
_AT_ONCE = 1 << 20
"""Bytes that are given to the file at a time."""


@cache
def _zstd() -> ModuleType:
    """What compresses. Imported when the first record is read or written: a search that finds nothing needs none.

    Raises:
        ArchiveError: it is not there. A Python can be built without.
    """
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError as error:
        raise ArchiveError(
            f"这个 Python 没有 Zstandard（{error}），文章读不出来，也写不进去。"
            "3.14 起请换一个带 compression.zstd 的 Python；更早的请运行 pip install backports.zstd。"
        ) from error
    return zstd


class RecordWriter:
    """Writes the file, one document after the other.

    Args:
        path: where; what is there is overwritten.
    """

    def __init__(self, path: Path) -> None:
        zstd = _zstd()
        options = zstd.CompressionParameter
        self._compress = zstd.ZstdCompressor(
            options={options.compression_level: _LEVEL, options.checksum_flag: 1}
        ).compress
        self._whole = zstd.ZstdCompressor.FLUSH_FRAME
        self._file = path.open("wb", _AT_ONCE)
        self._places = array("Q", [self._file.write(_HEAD.pack(MAGIC, VERSION))])

    def __len__(self) -> int:
        return len(self._places) - 1

    def extend(self, field: str, texts: Iterable[str]) -> None:
        """The next documents, of each of which this field is stored."""
        letter, compress, whole, write = _LETTERS[field], self._compress, self._whole, self._file.write
        places, at = self._places, self._places[-1]
        for text in texts:
            at += write(compress((letter + text).encode("utf-16-le", "surrogatepass"), whole))
            places.append(at)

    def copy(self, records: Records, documents: Array) -> None:
        """The next documents are these of another segment, in rising order.

        Raises:
            Damaged: its file is not what was written.
        """
        places = records.places()
        for run in np.split(documents, np.flatnonzero(np.diff(documents) != 1) + 1):
            if len(run):
                theirs = places[run[0] : run[-1] + 2]
                self._file.write(records.between(int(theirs[0]), int(theirs[-1])))
                self._places.frombytes(
                    (theirs[1:] - theirs[0] + np.uint64(self._places[-1])).astype(np.uint64).tobytes()
                )

    def finish(self) -> None:
        """Writes what is still to be written, and lets go of the file."""
        self._file.write(np.frombuffer(self._places, np.uint64).astype("<u8").tobytes())
        self._file.write(_TAIL.pack(len(self), CIGAM))
        self.close()

    def close(self) -> None:
        """Lets go of the file, as it is."""
        self._file.close()


class Records:
    """What is stored in a segment, mapped into memory. The file can be deleted while it is open.

    Args:
        path: the file.
        documents: how many the segment has.

    Raises:
        OSError: it cannot be read.
        Damaged: it is cut short, of another version, or otherwise not what was written.
    """

    def __init__(self, path: Path, documents: int) -> None:
        self._name, self._documents = path.name, documents
        with path.open("rb") as file:
            try:
                self._bytes: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:
                raise Damaged(f"{path.name}: empty") from None
        size = len(self._bytes)
        self._table = size - _TAIL.size - _PLACE.size * (documents + 1)
        if self._table < _HEAD.size or _TAIL.unpack_from(self._bytes, size - _TAIL.size) != (documents, CIGAM):
            raise Damaged(f"{path.name}: cut short or overwritten")
        magic, version = _HEAD.unpack_from(self._bytes)
        if magic != MAGIC or version != VERSION:
            raise Damaged(f"{path.name}: of version {version}, not {VERSION}, or overwritten")

    def __getitem__(self, doc: int) -> dict[str, str]:
        """What is stored of a document, by field.

        Raises:
            Damaged: its bytes have changed.
        """
        zstd = _zstd()
        begin, end = _PLACES.unpack_from(self._bytes, self._table + _PLACE.size * doc)
        if not begin < end <= self._table:
            raise Damaged(f"{self._name}: document {doc}")
        unpacker = zstd.ZstdDecompressor()
        try:
            text = unpacker.decompress(self._bytes[begin:end]).decode("utf-16-le", "surrogatepass")
        except (zstd.ZstdError, UnicodeDecodeError) as error:
            raise Damaged(f"{self._name}: document {doc}") from error
        if not unpacker.eof or unpacker.unused_data or text[:1] not in _FIELDS:
            raise Damaged(f"{self._name}: document {doc}")
        return {_FIELDS[text[0]]: text[1:]}

    def places(self) -> Array:
        """Where each frame begins, and where the last one ends.

        Raises:
            Damaged: they cannot be that.
        """
        places: Array = np.frombuffer(self._bytes, "<u8", self._documents + 1, self._table)
        if places[0] != _HEAD.size or places[-1] != self._table or not (places[:-1] < places[1:]).all():
            raise Damaged(f"{self._name}: overwritten")
        return places

    def between(self, begin: int, end: int) -> memoryview:
        """The bytes of frames that follow each other."""
        return memoryview(self._bytes)[begin:end]

    def close(self) -> None:
        """Lets go of the file, once nobody holds bytes of it any more."""
        self._bytes = b""
