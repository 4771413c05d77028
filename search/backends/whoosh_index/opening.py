"""How is a commit opened whole, or not at all, and is it still the newest?

Another process may commit at any moment, and a commit deletes files. Whoosh then raises in the middle of opening, and
what it had opened by then it leaves to the garbage collector. Here the storage remembers every file that was opened
through it, so that all of them can be closed at once.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import TOC, FileIndex

from .layout import file_of_stamp
from .segment import OpenFiles
from .storage import ArrayStorage
from .stored import check_files

_KEPT = 31 << 20
"""Bytes: of an array so large, and of no larger one than 32 MB, glibc learns what `_keep_memory` has to teach it."""

_YOUNG = 2.5
"""Seconds: file systems keep times in steps, the coarsest of two."""
_TRUSTED = 1.0
"""Seconds after which the time of a directory is not trusted any longer."""

Version = tuple[int, int, int]
"""Inode and time of the stamp, of which a rebuilt index has another, and the commit."""


class Watch:
    """Tells whether a commit is still the newest.

    It is asked at each question, and a call of the system takes as long as several of numpy's, and slows down what
    comes after it. So one look at the directory has to do while that is the same one and has the same time: no file
    comes or goes without it. Not where that time is young, for what comes next may get the same one; and not for long,
    for the clock may be another machine's.

    Args:
        directory: where the index is.
    """

    def __init__(self, directory: Path) -> None:
        self._place = str(directory)
        self._directory = directory
        self._seen: tuple[Version, int, int] | None = None
        self._until = 0.0

    def is_newest(self, version: Version) -> bool:
        """Would a reader that is opened now have this version?"""
        now = time.monotonic()
        try:
            stat = os.stat(self._place)
        except OSError:
            return False
        seen = version, stat.st_ino, stat.st_mtime_ns
        if seen == self._seen and now < self._until:
            return True
        self._seen = None
        if not self._is_newest(version):
            return False
        if time.time() - stat.st_mtime > _YOUNG:
            self._seen, self._until = seen, now + _TRUSTED
        return True

    def _is_newest(self, version: Version) -> bool:
        """The same from the files themselves: a commit is one more than the one before, and tables of contents are
        deleted from the oldest on (`Transaction.commit`)."""
        commit, place = version[2], self._place
        return (
            file_of_stamp(self._directory) == version[:2]
            and os.access(f"{place}/_MAIN_{commit}.toc", os.F_OK)
            and not os.access(f"{place}/_MAIN_{commit + 1}.toc", os.F_OK)
        )


class Opening(ArrayStorage):
    """One attempt to open the newest commit of an index.

    Args:
        directory: where the index is.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self._files: list[Any] = []

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """See Whoosh's `Storage.open_file`."""
        file = super().open_file(name, **kwargs)
        self._files.append(file)
        return file

    def read(self) -> tuple[Any, list[OpenFiles]]:
        """Whoosh's reader of the commit, and the files of its segments, every one of them open.

        What is read of them later lies in files that are open from now on (`StoredReader`): Whoosh opens columns when
        they are first read, and takes one whose file is gone for one without values. Its own `FileIndex.reader` tries
        ten times; whoever calls this knows better when to.

        Raises:
            Exception: whatever a vanished or damaged file makes Whoosh raise; nothing is left open.
        """
        _keep_memory()
        try:
            toc = TOC.read(self, "MAIN")
            for segment in toc.segments:
                check_files(Path(self.folder), segment)
            reader = FileIndex._reader(self, toc.schema, toc.segments, toc.generation)
            return reader, [OpenFiles.of(leaf) for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
        except BaseException:
            for file in self._files:
                with suppress(Exception):  # Whoosh's word for "closed already"
                    file.close()
            raise
        finally:
            self._files.clear()  # from now on they are the reader's to close


def _keep_memory() -> None:
    """Has the C library keep what arrays leave behind, for those that come after.

    glibc gives the memory of a large array back at once and asks for it again, page by page, for the next one: at a
    million articles a third of what a common prefix takes. Once an array has come and gone it keeps as much as that one
    had ("dynamic mmap threshold", mallopt(3)). Nothing is written to it, so it costs no memory. Other libraries do not
    mind.
    """
    np.empty(_KEPT, np.uint8)
