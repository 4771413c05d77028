"""Which error of ours is an error of Whoosh's?

The one place where exceptions of the library become `search.errors`. `tests/test_whoosh_errors.py` walks over every
exception class that Whoosh defines for its index and fails for one that is not mapped.

Files that were cut short or overwritten make Whoosh raise whatever Python raises for nonsense (KeyError, a plain
`Exception` "Block tag error", what an unpickled class says …), so no list can name it all. What comes out of Whoosh's
own code is translated whatever its class; what comes out of ours is a bug of ours, and must not tell anyone to delete
an index.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from whoosh.codec.base import OutOfOrderError
from whoosh.fields import FieldConfigurationError, UnknownFieldError
from whoosh.filedb.filestore import StorageError
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import EmptyIndexError, IndexError, IndexVersionError, LockError, OutOfDateError
from whoosh.reading import ReaderClosed, TermNotFound
from whoosh.writing import IndexingError

from ...errors import ArchiveBroken, ArchiveError, ArchiveLocked, ArchiveOutdated
from ...postings.format import Damaged as DamagedPostings


class Damaged(Exception):
    """What was read from the index is not what we write there."""


_POSTINGS = DamagedPostings.__module__.rpartition(".")[0]
"""The postings are files too: nonsense in them makes numpy raise whatever it raises."""

_DAMAGED = "索引文件残缺；请把该目录移到别处留作备份，再用 news-index add 重建。"
_STUCK = "索引读不下去。请用 news-index verify 核对：说有损坏就用 news-index rebuild 重建；没有，就是程序的错，请报告。"
"""What our own arrays raise for numbers that make no sense may come of a damaged file, or be our fault."""

_MAPPED: tuple[tuple[tuple[type[Exception], ...], type[ArchiveError], str], ...] = (
    ((LockError,), ArchiveLocked, "索引正被另一个程序写入；请等它结束再试。"),
    (
        (IndexVersionError, OutOfDateError),
        ArchiveOutdated,
        "索引是另一个版本的 Whoosh 建立的；请把该目录移到别处留作备份，再用 news-index add 重建。",
    ),
    (
        (EmptyIndexError, IndexError, StorageError, FileFormatError, FieldConfigurationError, UnknownFieldError,
         ReaderClosed, TermNotFound, OutOfOrderError, IndexingError),
        ArchiveBroken,
        "索引已损坏；请把该目录移到别处留作备份，再用 news-index add 重建。",
    ),
    # What Whoosh lets through when its files are cut short or overwritten.
    (
        (Damaged, DamagedPostings, pickle.UnpicklingError,
          struct.error, zlib.error, EOFError, AssertionError, UnicodeDecodeError),
        ArchiveBroken,
        _DAMAGED,
    ),
    ((OSError,), ArchiveBroken, "索引文件读写失败；请检查磁盘和权限。"),
)  # fmt: skip


class translated:
    """Turns what Whoosh raises inside into an `ArchiveError` that names the directory.

    Each question is asked inside one, and a generator would take as long as two of numpy's calls.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception) or isinstance(error, ArchiveError):
            return
        for errors, ours, message in _MAPPED:
            if isinstance(error, errors):
                raise ours(f"{self._directory}：{message}（{type(error).__name__}: {error}）") from error
        for package, message in (("whoosh", _DAMAGED), (_POSTINGS, _STUCK)):
            if _out_of(package, error):
                raise ArchiveBroken(f"{self._directory}：{message}（{type(error).__name__}: {error}）") from error


def _out_of(package: str, error: BaseException) -> bool:
    frames = (frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__))
    return any(name == package or name.startswith(f"{package}.") for name in frames)
