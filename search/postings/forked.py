"""How does a process do two things at once with what it has in memory?

It is forked: the child sees all that the parent has, without a copy, and leaves what it makes in a file. Only a process
without other threads may be (whoever held a lock at that moment would hold it in the child for ever), and not every
system can. What the child does not bring to its end, killed or out of memory, the parent does itself.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable


def begun(work: Callable[[], object]) -> Callable[[], bool]:
    """Begins some work in a child, where that can be.

    Returns:
        A function that waits for its end, and tells whether it was done.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return lambda: False
    try:
        child = os.fork()
    except OSError:  # no memory, no room for another process
        return lambda: False
    if child:
        return lambda: os.waitpid(child, 0)[1] == 0
    status = 1
    try:
        work()
        status = 0
    finally:
        # Nothing of what the parent has to tidy up is tidied up here.
        os._exit(status)
