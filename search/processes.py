"""How is a process begun that works for this one?

Afresh (*spawn*), with nothing of ours but a function and what it is given: no open index, no lock. It has a line to us,
on which both send objects. It does not hear Ctrl-C, which is the business of whoever began it.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from typing import Any

_ROOM = 4 << 20
"""Bytes that are sent before anybody takes them in, where the system grants as much: the fewer, the more often the two
stop for each other in the middle of a message."""


def begin(serve: Callable[..., None], *given: Any, daemon: bool = False) -> tuple[Any, Connection]:
    """Begins a process.

    Args:
        serve: what it does; called with its end of the line, then with what is given. Both have to be pickled.
        daemon: it is ended when this process ends, and not waited for.

    Returns:
        The process, and our end of the line: at its end the process should end, too.
    """
    context = get_context("spawn")
    here, there = context.Pipe()
    for line in (here, there):
        _give_room(line)
    process = context.Process(target=serve, args=(there, *given), daemon=daemon)
    with _deaf():
        process.start()
    there.close()
    return process, here


def _give_room(line: Connection) -> None:
    if hasattr(socket, "AF_UNIX"):
        with suppress(OSError), socket.fromfd(line.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as shared:
            shared.setblocking(True)  # whatever `socket.setdefaulttimeout` says: a line shares that with it
            shared.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ROOM)


@contextmanager
def _deaf() -> Iterator[None]:
    """Who is begun in this block does not hear Ctrl-C; we hear it when the block ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it is begun with the first process, and would make us hear again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
