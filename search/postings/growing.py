"""How does an array grow that may be larger than memory?"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

_IN_MEMORY = 1 << 24
"""Bytes of it that are kept in memory."""


class Growing:
    """An array that grows at its end and may be larger than memory.

    Args:
        type: of its numbers.
    """

    def __init__(self, type: np.dtype[Any]) -> None:
        self.type = type
        self.size = 0
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (closed when it has been read, or is let go of)
        weakref.finalize(self, self._file.close)

    def append(self, array: NDArray[Any]) -> None:
        """Adds numbers that the type can hold."""
        self._file.write(np.ascontiguousarray(array, self.type).data)
        self.size += len(array)

    def pieces(self) -> Iterator[bytes]:
        """What was added, from the beginning; nothing can be added after."""
        self._file.seek(0)
        while piece := self._file.read(1 << 20):
            yield piece
        self._file.close()
