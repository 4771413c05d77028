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
gets a worker of its own, so N threads are N files at once. A process that may die itself says `unguarded`: readers are
then called directly, with the same sentences for what can be caught.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from ..page import Page, Reading
from ..problem import Problem
from .guard_process import Failure, Limits, Reader, borrowed, dismiss

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
        with borrowed(limits) as worker:
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
    except Exception as error:
        causes = [type(cause) for cause in _causes(error)]
        return Failure("memory") if MemoryError in causes else Failure("error", causes[-1].__name__)
    finally:
        _report.reset(token)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it was raised for: some libraries put that into the arguments of one of their own."""
    seen: list[BaseException] = []
    cause: object = error
    while isinstance(cause, BaseException) and not any(cause is each for each in seen):
        seen.append(cause)
        yield cause
        cause = cause.__cause__ or next((each for each in cause.args if isinstance(each, BaseException)), None)


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


__all__ = ["Failure", "Limits", "attempt", "dismiss", "finished", "guarded", "unguarded"]
