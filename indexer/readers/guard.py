"""What if a file takes its reader down with it?

PDF libraries trust their input. A few hundred bytes make them recurse without end, loop for hours or unpack gigabytes,
and some of that is in C, where no exception can be caught. So such a reader works in a *worker*: a process beside ours
that may die in our place. A `guarded` reading always comes back, in bounded time and memory, with pages or a `Problem`:

    process    the worker                         what is said of the file
    ─────────────────────────────────────────────────────────────────────────────────────
    ours ──▶   reads, answers                     nothing: its `Reading` is handed on
               raises, whatever it is             损坏: export it again
               finds no more memory               占用内存超过上限
               dies (a signal, a C stack)         崩溃
               is silent beyond the deadline      太久: it is killed

The pages that a reader has called `finished` before the end are kept: one poisoned page of an issue costs that page and
those after it.

A worker serves one file after another, so that the libraries are imported once; it is started when the first file
comes and replaced when it died or has grown. It is a fresh Python (`subprocess`), told by its arguments what to import:
a fork of a process with threads may hang on a lock that nobody holds, and multiprocessing's spawn runs the host's main
script again, which a newsroom's script without `if __name__ == "__main__"` does not survive. Every thread that reads
gets a worker of its own, so N threads are N files at once. Where a process is itself at nobody's mercy, say
`unguarded`: readers are then called directly, with the same sentences for what can be caught.
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
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ..page import Page, Reading
from ..problem import Problem, reason

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

    seconds: float = 25.0
    page_seconds: float = 3.0
    most_seconds: float = 900.0
    memory: int = 768 * 2**20


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a reader did not come to its end: `error` (an exception), `memory`, `death`, `time` or `start` (there is no
    worker to be had), and what is known of it."""

    how: str
    detail: str = ""


_direct: ContextVar[bool] = ContextVar("_direct", default=False)
_report: ContextVar[Callable[[Page], None] | None] = ContextVar("_report", default=None)


def guarded(reader: Reader, path: Path, data: bytes, limits: Limits | None = None) -> Reading:
    """Reads a file in a worker.

    Args:
        reader: a function at the top level of a module, which the worker imports.
        path: what the file is called.
        data: what it holds.
        limits: None stands for `Limits()`.

    Returns:
        What the reader returned; or the pages that it had finished, with a problem.
    """
    limits = limits or Limits()
    done: list[Page] = []
    if _direct.get():
        outcome = attempt(reader, path, data, done.append)
    else:
        with _worker(limits) as worker:
            outcome = worker.read(reader, path, data, done.append)
    if isinstance(outcome, Reading):
        return outcome
    return Reading(pages=tuple(done), problems=(_problem(outcome, path, len(done), limits),))


def finished(page: Page) -> None:
    """A reader says that it is done with a page: the page is safe, and there is time for the next."""
    if report := _report.get():
        report(page)


@contextmanager
def unguarded() -> Iterator[None]:
    """Within it `guarded` starts no process: for one that is a worker already, or one that may die."""
    token = _direct.set(True)
    try:
        yield
    finally:
        _direct.reset(token)


def attempt(reader: Reader, path: Path, data: bytes, report: Callable[[Page], None]) -> Reading | Failure:
    """Calls a reader here and now. Whatever it raises becomes a value: what a library may raise is not known."""
    token = _report.set(report)
    try:
        return reader(path, data)
    except MemoryError:
        return Failure("memory")
    except Exception as error:
        return Failure("error", type(error).__name__)
    finally:
        _report.reset(token)


def _problem(failure: Failure, path: Path, pages: int, limits: Limits) -> Problem:
    """What is said of a file that could not be read to its end."""
    so_far = f"前 {pages} 页已读出，第 {pages + 1} 页起" if pages else ""
    said = {
        "error": f"{so_far}读不下去（{failure.detail}）：文件已损坏，或不合格式。",
        "memory": f"{so_far}读不下去：占用内存超过上限（{limits.memory // 2**20:,} MB），文件可能已损坏。",
        "death": f"{so_far}读不下去：读取程序崩溃（{failure.detail}），文件可能已损坏。",
        "time": f"{so_far}读不下去：{failure.detail} 秒没有读完，文件可能已损坏，或页面复杂得不像版面。",
    }
    if failure.how == "start":
        return Problem(str(path), f"没有读：读取进程启动不了（{failure.detail}）。请关掉一些程序后再试。")
    return Problem(str(path), said[failure.how] + "请重新导出后再试。")


# --- workers ----------------------------------------------------------------------------------------------------------


class _Worker:
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


_idle: list[_Worker] = []
_MOST_IDLE = 8


@contextmanager
def _worker(limits: Limits) -> Iterator[_Worker]:
    """A worker under these limits that nobody else uses meanwhile: an idle one, or a new one."""
    worker = next((each for each in reversed(_idle) if each.limits == limits), None)
    try:
        if worker is None:
            raise ValueError
        _idle.remove(worker)
    except ValueError:  # none, or another thread was faster
        worker = _Worker(limits)
    try:
        yield worker
    finally:
        _idle.append(worker)
        while len(_idle) > _MOST_IDLE:
            _idle.pop(0).close()


_not_ours: list[_Worker] = []


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


__all__ = ["Failure", "Limits", "dismiss", "finished", "guarded", "unguarded"]
