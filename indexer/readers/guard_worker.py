"""What does the process do that reads a file in another's place?

It takes requests `(reader, path, data)` from its standard input and answers each on its standard output: with every
page that is finished as it comes, then with `(Reading | Failure, whether it ends now)`. Nothing else may get there, so
what a library prints goes nowhere. It ends when its input ends, when its parent is gone, and, after an answer, when it
has used up half of the memory that it may have: memory once taken is rarely given back.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import IO

from .guard import attempt, unguarded
from .guard_process import OUT_OF_MEMORY, receive, send

_LOOK = 0.25  # seconds between two looks at the memory and at the parent


def main(memory: int) -> None:
    """Serves until there is nothing left to do.

    Args:
        memory: how many bytes it may take.
    """
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends us
    limited = limit(memory)
    threading.Thread(target=_watch, args=(0 if limited else memory, os.getppid()), daemon=True).start()
    with unguarded():
        try:
            while _serve(requests, answers, memory // 2):
                pass
        except EOFError:
            return
        except MemoryError:  # outside of the reader: a file or an answer too large to be handed over
            os._exit(OUT_OF_MEMORY)


def _serve(requests: IO[bytes], answers: IO[bytes], much: int) -> bool:
    """Reads one file; False where so much memory has been taken meanwhile that another should read the next."""
    reader, path, data = receive(requests)
    answer = attempt(reader, path, data, lambda page: send(answers, page))
    grown = taken() > much
    send(answers, (answer, grown))
    return not grown


def limit(memory: int) -> bool:
    """Asks the kernel to give this process no more memory than that; False where it cannot be asked."""
    if sys.platform != "linux":  # elsewhere the call is missing, fails, or is not enforced
        return False
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if soft == resource.RLIM_INFINITY else min(memory, soft), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    return True


def taken() -> int:
    """The most bytes that this process has held at any time; 0 where nobody knows.

    On Linux `getrusage` begins with what the parent held, which may be an index that is being written: the kernel's own
    figure for this program is asked for instead.
    """
    with (
        suppress(OSError, ValueError, StopIteration),
        open("/proc/self/status", encoding="ascii", errors="replace") as status,
    ):
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _watch(memory: int, parent: int) -> None:
    """Ends this process when it takes more than so many bytes (0: never), or is left alone."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
        if memory and taken() > memory:
            os._exit(OUT_OF_MEMORY)
    os._exit(0)
