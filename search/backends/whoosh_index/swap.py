"""How does another index take the place of an outdated one, under the eyes of those who search it?

    news.index                  the index; it is searched all the while, and nobody else may write in it
    .news.index.rebuild.new     the one that is being made
    .news.index.rebuild.old     where the old one is put, just before the new one is put in its place
    .news.index.rebuild.work    for those who make the new one, to keep what they need

Between the two renames there is no index at the place. Readers wait for it (`WhooshIndex`), and so do writers
(`locking`). A process that dies before them leaves the old index where it is; one that dies after them has made the
new one. If it dies in between, the next that wants to write finishes what it began (`recover`): the old index, put
aside, says by its stamp that the new one is whole. It loses the stamp first of all when it is no longer wanted.

What lies in the directory beside the engine's own files goes along: a ledger, corrections, whatever was put there. A
file goes along as a second name of the same file where the disk can do that, so that a process which has it open goes
on writing in the one that counts. SQLite takes no harm: it goes by path and inode, and both are the same after.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex

from ...errors import ArchiveBroken, ArchiveLocked
from ...schema import Document
from ...sheaf import Row
from . import WhooshIndex
from .layout import PATIENCE, STAMP, beside, is_index, make_empty, stamp_of
from .locking import WHO, acquire, announced
from .rescue import Rescue
from .storage import ArrayStorage
from .translate import translated
from .writing import WhooshWriter, writing

_OURS = ("MAIN_", "_MAIN_", "MAIN.tmp")
_JOURNALS = ("-journal", "-wal", "-shm")
_FULL = (errno.ENOSPC, errno.EDQUOT)


class WhooshRebuild:
    """See `Rebuild`. Made by `rebuilding`."""

    def __init__(self, directory: Path, place: Path) -> None:
        self._directory = directory
        self._place = place
        self._lock: Any = None  # of the new index, from when it is to take the place
        self.work = beside(place, "work")
        self.old = Rescue(directory)
        try:
            self.new = WhooshIndex(beside(place, "new"), wait=0)
        except BaseException:
            self.old.close()
            raise

    def fill(self, documents: Iterable[Document | Row], departures: Iterable[tuple[str, str]]) -> None:
        """See `Rebuild.fill`."""
        with self.new.writer() as writer:
            assert isinstance(writer, WhooshWriter)
            for document in documents:
                writer.add(document)
            for id, successor in departures:
                writer.depart(id, successor)

    def swap(self) -> None:
        """See `Rebuild.swap`."""
        new, old = beside(self._place, "new"), beside(self._place, "old")
        self.new.close()
        with translated(self._directory):
            _merged(new)
            self._lock = acquire(new, 0, None)
            _carry(self._place, new)
            _written(new)
            self._place.rename(old)
            try:
                new.rename(self._place)
            except BaseException:
                old.rename(self._place)
                raise
            _written(self._place.parent, deep=False)

    def close(self) -> None:
        """Lets go of the files of both."""
        self.old.close()
        self.new.close()

    def release(self) -> None:
        """Lets go of the index that has taken the place."""
        if self._lock is not None:
            self._lock.release()


@contextmanager
def rebuilding(
    directory: Path, *, wait: float = 60.0, on_wait: Callable[[str], None] | None = None
) -> Iterator[WhooshRebuild]:
    """See `backends.rebuilding`."""
    place = Path(os.path.realpath(directory))
    with translated(directory):
        recover(directory)
        stamp_of(directory)  # no lock is to be left in a directory that is none of ours
        if os.path.ismount(place):
            raise ArchiveBroken(f"{directory} 是挂载点，换不了名，没法重建。请把索引放进它下面的一个目录里。")
        lock = acquire(directory, wait, on_wait)
    rebuild = None
    try:
        with announced(directory):
            try:
                with translated(directory):
                    stamp_of(directory)
                    _clear(place)
                    make_empty(beside(place, "new"))
                    shutil.copymode(place, beside(place, "new"))
                    beside(place, "work").mkdir()
                    rebuild = WhooshRebuild(directory, place)
                yield rebuild
            except Exception as error:
                if _is_full(error) and is_index(place):
                    raise ArchiveBroken(
                        f"{place.parent} 的磁盘满了，没有重建成；原来的索引没有动，照常可用。"
                        "重建时新旧两份索引都在磁盘上：请腾出与原索引差不多大的地方，再运行一次。"
                    ) from error
                raise
            finally:
                if rebuild is not None:
                    rebuild.close()
                _clear(place)
    finally:
        if rebuild is not None:
            rebuild.release()
        lock.release()


def recover(directory: Path) -> None:
    """Finishes what a rebuild began that died between its two renames. Waits for one that is alive.

    Raises:
        ArchiveLocked: one is alive, and does not go on.
        ArchiveBroken: the place cannot be written.
    """
    with translated(directory):
        _recover(directory)


def _recover(directory: Path) -> None:
    place, old, new = Path(os.path.realpath(directory)), beside(directory, "old"), beside(directory, "new")
    until = time.monotonic() + PATIENCE
    while not place.exists() and is_index(old):
        try:
            lock = acquire(old, 0, None)
        except ArchiveLocked:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
            continue
        except FileNotFoundError:
            continue  # it has been put back, or cleared away
        try:
            if not place.exists():
                (new if is_index(new) else old).rename(place)
        finally:
            lock.release()


def _merged(directory: Path) -> None:
    """Makes one segment of several, and leaves out what was written twice."""
    segments = FileIndex(ArrayStorage(directory))._segments()
    if len(segments) > 1 or any(segment.has_deletions() for segment in segments):
        with writing(directory, 0, None, whole=True):
            pass


def _carry(old: Path, new: Path) -> None:
    """Takes along what is not the engine's own."""
    for path in old.iterdir():
        if path.name.startswith(_OURS) or path.name in (STAMP, WHO) or path.name.endswith(_JOURNALS):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True)
            continue
        try:
            os.link(path, new / path.name, follow_symlinks=False)
        except (OSError, NotImplementedError):  # a disk without second names
            shutil.copy2(path, new / path.name, follow_symlinks=False)


def _written(directory: Path, deep: bool = True) -> None:
    """Sees to it that a directory is on the disk, with its files: the old index is thrown away soon."""
    for path in [*(directory.iterdir() if deep else ()), directory]:
        if path.is_file() or (path.is_dir() and os.name != "nt"):
            file = os.open(path, os.O_RDWR if path.is_file() and os.name == "nt" else os.O_RDONLY)
            try:
                with suppress(OSError):  # not every file system can
                    os.fsync(file)
            finally:
                os.close(file)


def _clear(place: Path) -> None:
    """Clears away what this run, or one that died, has left beside an index that is at its place."""
    if not is_index(place):
        return
    for what in ("old", "new", "work"):
        with suppress(OSError):
            (beside(place, what) / STAMP).unlink(missing_ok=True)
        shutil.rmtree(beside(place, what), ignore_errors=True)


def _is_full(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        error = error.__cause__ or error.__context__
    return False
