"""Who are the workers, processes beside ours that read a file and may die of it, and how are they kept?

A worker is a fresh Python that is told by its arguments where the modules are; `guard_worker` is the program that it
runs. It is given one file after the other, with a watch that kills it at the deadline. Idle ones wait in a list for the
next file under the same limits: every thread that reads takes one out, so no two ever talk to the same.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ..page import Page, Reading
from ..problem import reason

Reader = Callable[[Path, bytes], Reading]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    A newspaper page of 7,000 characters takes a second and 100 MB; a file with pages that bring nothing forth gets the
    first allowance and no more.

    Attributes:
        seconds: the wall clock until the first page is finished, and after all pages.
        page_seconds: what each finished page adds.
        most_seconds: never more than this for one file, however many pages it has.
        memory: bytes that the worker may take, libraries included. Enforced by the kernel on Linux (`RLIMIT_AS`),
            elsewhere on Unix by looking four times a second; on Windows not at all.
    """

    seconds: float = 15.0
    page_seconds: float = 3.0
    most_seconds: float = 900.0
    memory: int = 768 * 2**20


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a reader did not come to its end: `error` (an exception), `memory`, `death`, `time` or `start` (there is no
    worker to be had), and what is known of it."""

    how: str
    detail: str = ""


class Worker:
    """One process that reads; `None` until it is needed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, reader: Reader, path: Path, data: bytes, report: Callable[[Page], None]) -> Reading | Failure:
        """Has a file read, and hands on each page that is finished."""
        try:
            process = self.process = self.process or _start(self.limits)
        except OSError as error:
            return Failure("start", reason(error))
        began = time.monotonic()
        watch = _Watch(process, began + self.limits.seconds)
        try:
            answer = self._answer(process, (reader, path, data), report, watch)
            if isinstance(answer, Reading | Failure):
                return answer
        except (OSError, EOFError, pickle.UnpicklingError):  # it died, perhaps in the middle of a word
            pass
        except BaseException:  # interrupted: what it was doing nobody wants any more
            self.close()
            raise
        finally:
            watch.stop()
        self.close()
        if watch.killed:
            return Failure("time", f"{time.monotonic() - began:.0f}")
        return Failure("memory") if process.returncode == OUT_OF_MEMORY else Failure("death", str(process.returncode))

    def _answer(
        self,
        process: subprocess.Popen[bytes],
        request: tuple[Reader, Path, bytes],
        report: Callable[[Page], None],
        watch: _Watch,
    ) -> Reading | Failure | None:
        assert process.stdin is not None
        assert process.stdout is not None
        last = watch.deadline + self.limits.most_seconds - self.limits.seconds
        send(process.stdin, request)
        while isinstance(said := receive(process.stdout), Page):
            report(said)
            watch.deadline = min(watch.deadline + self.limits.page_seconds, last)
        answer, leaves = said
        if leaves:
            self.close()
        return answer if isinstance(answer, Reading | Failure) else None

    def close(self) -> None:
        """Ends the process, at once."""
        if process := self.process:
            self.process = None
            process.kill()
            if process.stdin is not None:
                with suppress(OSError):  # what could not be sent is still in its buffer
                    process.stdin.close()
            with process:  # closes the other pipe and waits
                pass


class _Watch:
    """Kills a process at its deadline, which may be put off, unless stopped before."""

    def __init__(self, process: subprocess.Popen[bytes], deadline: float) -> None:
        self.deadline = deadline
        self.killed = False
        self._process = process
        self._stopped = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while (left := self.deadline - time.monotonic()) > 0:
            if self._stopped.wait(left):
                return
        self.killed = True
        self._process.kill()

    def stop(self) -> None:
        """Lets the process live."""
        self._stopped.set()


_idle: list[Worker] = []
_MOST_IDLE = 8


@contextmanager
def borrowed(limits: Limits) -> Iterator[Worker]:
    """A worker under these limits that nobody else uses meanwhile: an idle one, or a new one."""
    worker = next((each for each in reversed(_idle) if each.limits == limits), None)
    try:
        if worker is None:
            raise ValueError
        _idle.remove(worker)
    except ValueError:  # none, or another thread was faster
        worker = Worker(limits)
    try:
        yield worker
    finally:
        _idle.append(worker)
        while len(_idle) > _MOST_IDLE:
            _idle.pop(0).close()


_not_ours: list[Worker] = []


def _disown() -> None:
    """After a fork the workers are still the parent's: of two who talk to one, each would hear the other's answers."""
    _not_ours.extend(_idle)
    _idle.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_disown)


@atexit.register
def dismiss() -> None:
    """Ends the workers that have nothing to do. The next file starts a new one."""
    while _idle:
        _idle.pop().close()


OUT_OF_MEMORY = 77
"""How a worker ends that saw itself take too much memory."""


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    """A worker that waits for work. It finds the modules where we find them, under the name that we have."""
    module = f"{__package__}.guard_worker"
    program = "import sys; path, module, memory = eval(sys.stdin.buffer.readline()); sys.path[:] = path; "
    program += "__import__(module, fromlist=['main']).main(memory)"
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    process.stdin.write(ascii((sys.path, module, limits.memory)).encode() + b"\n")
    return process


def send(pipe: IO[bytes], message: object) -> None:
    """Writes one message."""
    pickle.dump(message, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Reads one message."""
    return pickle.load(pipe)


__all__ = ["Failure", "Limits", "Reader", "Worker", "borrowed", "dismiss", "receive", "send"]
