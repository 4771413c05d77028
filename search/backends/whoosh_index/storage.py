"""How are the files of an index opened, and how is a new table of contents put in the place of the old one?

As Whoosh does it, but for two things. The table of contents names a class of ours (`toc`) by the path of its module;
it is looked for here, whatever our package is called, since it may live inside another. And what is renamed into its
place is brought onto the disk before and after.
"""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from .toc import ArraySegment

_MODULE = ".".join(ArraySegment.__module__.split(".")[-3:])


class ArrayStorage(FileStorage):  # type: ignore[misc]
    """The files of an index."""

    def __init__(self, directory: Path) -> None:
        super().__init__(str(directory))

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """See Whoosh's `Storage.open_file`."""
        return _File(open(self._fpath(name), "rb"), name=name, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """See Whoosh's `Storage.rename_file`."""
        on_disk(Path(self.folder) / oldname)
        super().rename_file(oldname, newname, safe)
        on_disk(Path(self.folder))


class _File(StructFile):  # type: ignore[misc]
    def read_pickle(self) -> Any:
        """See Whoosh's `StructFile.read_pickle`."""
        return _Unpickler(self.file).load()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name == ArraySegment.__name__ and module.endswith(_MODULE):
            return ArraySegment
        return super().find_class(module, name)


def on_disk(path: Path) -> None:
    """Sees to it that a file or a directory is on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    file = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        with suppress(OSError):  # not every file system can
            os.fsync(file)
    finally:
        os.close(file)
