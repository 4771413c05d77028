"""Work for the tests of `workers`, where other processes find it: it has to be in a module."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from indexer.page import Reading, read_file

SECONDS = 0.05


def squared(number: int) -> tuple[int, int]:
    """The square of a number, and who worked it out."""
    time.sleep(SECONDS)
    return number * number, os.getpid()


def fragile(number: int) -> tuple[int, int]:
    """The same; of 3 this process dies, of 5 it raises."""
    if number == 3:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if number == 5:
        raise ValueError("five")
    return squared(number)


def endless(number: int) -> tuple[int, int]:
    """Never."""
    time.sleep(3600)
    return squared(number)


def large(number: int) -> tuple[int, bytes]:
    """More than fits into a pipe at once."""
    return number, bytes(2_000_000)


def slowly(path: Path, data: bytes) -> Reading:
    """Reads a page as slowly as a PDF; of one whose name says so it dies, and of another runs out of memory."""
    time.sleep(SECONDS)
    if "dies" in path.name:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if "memory" in path.name:
        raise MemoryError
    return read_file(path, data)
