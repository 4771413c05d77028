"""Who may write, and what does whoever waits for them hear?

There is one writer at a time, by a lock on a file in the index that the system releases when the process dies. While
it writes, `writer.json` beside the lock says who it is.

A rebuilt index takes the place of the old one while others wait for the old one's lock (`swap`). A lock counts only
if it is that of the index which is at the place once it is held: else it is let go of, and the wait begins anew.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from ...errors import ArchiveLocked
from .layout import PATIENCE, is_index, under_way

LOCK = "MAIN_WRITELOCK"
"""Whoosh's own lock, of an index that goes by Whoosh's usual name."""
WHO = "writer.json"


def acquire(directory: Path, wait: float, on_wait: Callable[[str], None] | None) -> Any:
    """The lock of the index that is at the place, held; to be released.

    Raises:
        ArchiveLocked: another process was still writing after `wait` seconds; the message says which.
        OSError: there is no such place, or no lock can be made there.
    """
    until = time.monotonic() + wait
    gone_until = time.monotonic() + PATIENCE
    said = False
    while True:
        lock = FileStorage(str(directory)).lock(LOCK)
        try:
            held = lock.acquire()
        except FileNotFoundError:  # between the two renames of a rebuild
            # In this order: when it is no longer under way, then the place is taken.
            if time.monotonic() >= gone_until or not (under_way(directory) or is_index(directory)):
                raise
            time.sleep(0.05)
            continue
        if held and _is_of(lock, directory):
            return lock
        if held:
            lock.release()
            continue
        who = _holder(directory)
        if time.monotonic() >= until:
            raise ArchiveLocked(f"{directory} 一直在被写入（{who}），等了 {wait:g} 秒；请等它结束再试。")
        if not said and on_wait is not None:
            on_wait(f"{directory} 正在被写入（{who}），等它结束……")
        said = True
        time.sleep(0.1)
        gone_until = time.monotonic() + PATIENCE


@contextmanager
def announced(directory: Path) -> Iterator[None]:
    """Says who writes, to those who wait, as long as the block lasts."""
    who, myself = directory / WHO, json.dumps(_myself())
    try:
        with suppress(OSError):  # only a courtesy
            who.write_text(myself, "utf-8")
        yield
    finally:
        with suppress(OSError):
            # The lock may be free by now: what stands there may be the next one's.
            if who.read_text("utf-8") == myself:
                who.unlink()


def _is_of(lock: Any, directory: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock.fd), os.stat(directory / LOCK))
    except OSError:
        return False


def _myself() -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": " ".join((Path(sys.argv[0]).name, *sys.argv[1:]))[:200] if sys.argv else "",
        "since": time.strftime("%Y-%m-%d %H:%M:%S"),
    }


def _holder(directory: Path) -> str:
    try:
        who = json.loads((directory / WHO).read_text("utf-8"))
        return f"进程 {who['pid']}，{who['host']}，{who['since']} 起，{who['command']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "不知是哪个进程"
