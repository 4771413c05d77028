"""How does a process do two things at once with what it has in memory?

It is forked: the child sees all that the parent has, without a copy, and leaves what it makes in a file. Only a process
without other threads may be (whoever held a lock at that moment would hold it in the child for ever), and not every
system can. What the child does not bring to its end, killed or out of memory, the parent does itself. A child does not
outlive its parent.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

_WHEN_THE_PARENT_DIES = 1
"""`PR_SET_PDEATHSIG`, prctl(2)."""


class Child:
    """A process that does some work.

    Args:
        process: its number; 0 where there is none.
    """

    def __init__(self, process: int) -> None:
        self._process = process

    @property
    def is_there(self) -> bool:
        """Is there one of which the end has not been waited for?"""
        return self._process != 0

    def is_done(self) -> bool:
        """Waits for its end. Was the work done?"""
        if not self._process:
            return False
        try:
            status = os.waitpid(self._process, 0)[1]
        except ChildProcessError:  # whoever began us has said that nobody waits for children
            status = -1
        self._process = 0
        return status == 0

    def end(self) -> None:
        """Nobody wants any more what it is at."""
        if self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            self.is_done()


def begun(work: Callable[[], object]) -> Child:
    """Begins some work in a child, where that can be."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return Child(0)
    parent = os.getpid()
    try:
        child = os.fork()
    except OSError:  # no memory, no room for another process
        return Child(0)
    if child:
        return Child(child)
    status = 1
    try:
        ctypes.CDLL(None).prctl(_WHEN_THE_PARENT_DIES, signal.SIGKILL)
        if os.getppid() == parent:
            work()
            status = 0
    finally:
        # Nothing of what the parent has to tidy up is tidied up here.
        os._exit(status)
