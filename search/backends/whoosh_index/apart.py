"""How are segments made in a process of its own, while this one goes on?

Whoever takes in articles does other things with them than to sort their terms. `Apart` hands the entries on to a
process that builds the segments, and does not wait for it: a thread sends what has been packed, and holds as much as
comes while a segment is being sorted and written. The bytes of a segment are the same as those that `Building` makes.

The process is begun afresh (`search.processes`), and ends when the line to it does: when this one closes it, or dies.
Segments that it was making then are named nowhere, and swept away by the next commit.
"""

from __future__ import annotations

import gc
import pickle
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from ...errors import ArchiveBroken
from ...processes import begin
from ...sheaf import Lines, Row
from .building import Building, Entry, Rows, are_many, entry_of, together
from .toc import ArraySegment

_AT_ONCE = 64
"""Entries that are sent together."""
_WAITING = 16
"""Messages that wait to be sent: articles of some seconds, in sixty megabytes."""
PATIENCE = 5.0
"""Seconds that the process is given to end."""

_WORDS = "words_"
"""Fields of which the terms are sent as the lines of one text, in a tenth of the time."""


class Apart:
    """A `Builder` in another process.

    Args:
        directory: of the index.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._entries: list[Entry] = []
        self._rows: list[Row] = []
        self._finished: list[ArraySegment] = []
        self._messages: Queue[bytes | None] = Queue(_WAITING)
        # A daemon: whoever could not close this, because of another Ctrl-C, ends without waiting for it.
        self._process, self._line = begin(_serve, directory, daemon=True)
        self._broken: OSError | None = None
        self._is_begun = False
        self._sender = Thread(target=self._send, daemon=True)
        self._sender.start()

    def begin(self, segment: ArraySegment) -> None:
        """See `Builder.begin`."""
        self._segment, self._is_begun = segment, True
        self._put(("begin", segment))

    def add(self, entry: Entry | Row) -> None:
        """See `Builder.add`."""
        if isinstance(entry, Row):
            if self._entries or (self._rows and self._rows[0].sheaf is not entry.sheaf):
                self._flush()
            self._rows.append(entry)
            return
        if self._rows:
            self._flush()
        self._entries.append(entry)
        if len(self._entries) >= _AT_ONCE:
            self._flush()

    def finish(self) -> None:
        """See `Builder.finish`."""
        self._flush()
        self._put(("finish", None))
        self._finished.append(self._segment)
        self._is_begun = False

    def wait(self) -> None:
        """See `Builder.wait`."""
        for segment in self._finished:
            try:
                documents, lengths, checks, error = self._line.recv()
            except (EOFError, OSError):
                raise self._died() from None
            if error is not None:
                raise error
            segment.set_doc_count(documents)
            segment._fieldlengths, segment.checks = lengths, checks
        self._finished.clear()

    def close(self) -> None:
        """See `Builder.close`."""
        if self._is_begun or self._finished:
            self._process.kill()  # nobody wants what it is at
        self._broken = self._broken or OSError("closed")
        self._messages.put(None)
        self._sender.join()
        self._line.close()
        self._process.join(PATIENCE)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()

    def _flush(self) -> None:
        if self._entries:
            self._put(("add", [_pack(entry) for entry in self._entries]))
            self._entries = []
        if self._rows:
            rows, self._rows = self._rows, []
            if are_many(rows):
                self._put(("rows", _pack_rows(together(rows))))
            else:
                self._put(("add", [_pack(entry_of(row.document)) for row in rows]))

    def _put(self, message: object) -> None:
        if self._broken is not None:
            raise self._died() from self._broken
        self._messages.put(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))

    def _send(self) -> None:
        """What the thread does all its life: it goes on taking messages when nobody hears them any more, lest whoever
        puts them wait for ever."""
        while (message := self._messages.get()) is not None:
            if self._broken is None:
                try:
                    self._line.send_bytes(message)
                except OSError as error:
                    self._broken = error

    def _died(self) -> ArchiveBroken:
        self._process.join(PATIENCE)
        return ArchiveBroken(
            f"{self._directory}：写索引的进程中途没有了（退出码 {self._process.exitcode}），多半是内存不够。"
            "这一批没有收进，原来的文章都在。请用 --jobs 1 再试。"
        )


def _pack(entry: Entry) -> tuple[Any, ...]:
    """What an entry is made of, in the form that takes the least time to send."""
    given = {name: Lines.of(some) if name.startswith(_WORDS) else some for name, some in entry.given.items()}
    return given, dict(entry.fields), dict(entry.lengths), entry.size


def _pack_rows(rows: Rows) -> tuple[Any, ...]:
    return rows.sheaf, rows.numbers, rows.ids, rows.origins, rows.records


def _serve(line: Connection, directory: Path) -> None:
    """What the process does all its life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 100)  # what is made here lives until the segment is whole, and holds no circles
    building = Building(directory, forks=True)
    segment, failed = None, None
    with suppress(EOFError, OSError):  # nobody is there any more
        while True:
            what, value = pickle.loads(line.recv_bytes())
            try:
                if what == "begin":
                    segment = value
                    building.begin(value)
                elif what == "add" and failed is None:
                    for packed in value:
                        building.add(Entry(*packed))
                elif what == "rows" and failed is None:
                    building.add_rows(Rows(*value))
                elif what == "finish" and failed is None:
                    building.finish()
            except Exception as error:
                failed = error
            if what == "finish":
                assert segment is not None
                line.send((segment.doc_count_all(), dict(segment._fieldlengths), dict(segment.checks), failed))
    building.close()
