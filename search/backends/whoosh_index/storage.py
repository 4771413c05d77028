"""How are the files of an index opened, and how is a new table of contents put in the place of the old one?

As Whoosh does it, but for three things. The table of contents names a class of ours (`toc`) by the path of its module;
it is looked for here, whatever our package is called, since it may live inside another. What is renamed into its
place is brought onto the disk before and after. And a table of contents ends in a seal, which Whoosh does not read on
to: the CRC-32 of all before it (u32, little-endian), and a magic. Without it, a byte that has changed in a pickle could
give deleted articles back.
"""

from __future__ import annotations

import os
import pickle
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from .toc import ArraySegment
from .translate import Damaged

_MODULE = ".".join(ArraySegment.__module__.split(".")[-3:])


_SEAL = struct.Struct("<I8s")
_MAGIC = b"CONTENTS"


class ArrayStorage(FileStorage):  # type: ignore[misc]
    """The files of an index.

    Args:
        directory: where they are.
        sealed: a table of contents without a seal is damaged; else it may be older than seals are.
    """

    def __init__(self, directory: Path, sealed: bool = True) -> None:
        super().__init__(str(directory))
        self._sealed = sealed

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """See Whoosh's `Storage.open_file`.

        Raises:
            Damaged: a table of contents is not what was written.
        """
        if name.endswith(".toc"):
            _check(Path(self._fpath(name)), self._sealed)
        return _File(open(self._fpath(name), "rb"), name=name, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """See Whoosh's `Storage.rename_file`."""
        if newname.endswith(".toc"):
            with (Path(self.folder) / oldname).open("r+b") as file:
                file.write(_SEAL.pack(zlib.crc32(file.read()), _MAGIC))
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


def _check(path: Path, sealed: bool) -> None:
    """Is a table of contents as it was written?"""
    data = path.read_bytes()
    if data[-len(_MAGIC) :] == _MAGIC:
        if zlib.crc32(data[: -_SEAL.size]) != _SEAL.unpack(data[-_SEAL.size :])[0]:
            raise Damaged(f"{path.name}: has changed")
    elif sealed:
        raise Damaged(f"{path.name}: cut short or overwritten")


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
