"""How is work done in several processes, so that nobody can tell from the results?

Tasks are handed to *workers*, processes that each do one after the other; results are given back in the order of the
tasks. No more than a few tasks a worker are taken on before the first of them is given back, however many there are:
the memory that it takes does not grow with the run.

A worker that dies (killed, out of memory) costs the task that it had, and another takes its place. Workers are begun
afresh (`search.processes`), with nothing of ours but the function and the tasks, and end with whoever began them.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from search.processes import begin

from .processor import collecting_rarely

AHEAD = 4
"""Tasks a worker that are taken on before the first result is given back."""
IN_HAND = 2
"""Tasks that a worker is sent: with the next one at hand it does not wait until its result is looked at."""
PATIENCE = 5.0
"""Seconds that a worker is given to end."""

T = TypeVar("T")
R = TypeVar("R")


def processors() -> int:
    """How many processes can run at once here."""
    available: Callable[[int], Any] | None = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available is not None else os.cpu_count() or 1


def done(
    tasks: Iterable[T],
    work: Callable[[T], R],
    jobs: int,
    *,
    died: Callable[[T, int], R],
    here: Callable[[T], bool] = lambda task: False,
    early: bool = False,
) -> Generator[tuple[T, R], None, None]:
    """Does the tasks, as `map` would.

    Args:
        tasks: each of them is asked for when there is room for it.
        work: a function that can be pickled, as must be tasks and results. What it raises is raised here.
        jobs: how many processes; with 1, or a single task, none are begun, and the work is done here.
        died: the result of a task whose worker died, by its exit code, which is minus the signal if it was one.
        here: whether a task can be done in this process only.
        early: begin the processes before the first task is asked for, which takes long to be made.

    Returns:
        Each task with its result. To be closed (`contextlib.closing`), which ends the workers.

    Raises:
        ChildProcessError: a worker died before it had begun.
    """
    rest = iter(tasks)
    with _pool(work, jobs, died) as pool:
        if early and jobs > 1:
            pool.begin()
        first = list(islice(rest, 2 if jobs > 1 else 0))
        if len(first) < 2:
            for task in chain(first, rest):
                yield task, work(task)
            return
        tasks = chain(first, rest)
        orders: deque[_Order[T, R]] = deque()
        while True:
            for task in islice(tasks, jobs * AHEAD - len(orders)):
                orders.append(_Order(task) if here(task) else pool.take(task))
            if not orders:
                return
            order = orders.popleft()
            if here(order.task):
                order.result.append(work(order.task))
            else:
                pool.finish(order)
            yield order.task, order.result[0]


@dataclass(slots=True, eq=False)
class _Order(Generic[T, R]):
    """A task, and its result once it is there."""

    task: T
    result: list[R] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Worker(Generic[T, R]):
    """A process, the line to it, and what it was sent and has not answered."""

    process: Any
    line: Connection
    orders: deque[_Order[T, R]] = field(default_factory=deque)
    begun: bool = False


class _Pool(Generic[T, R]):
    def __init__(self, work: Callable[[T], R], jobs: int, died: Callable[[T, int], R]) -> None:
        self._work = work
        self._jobs = jobs
        self._died = died
        self._workers: list[_Worker[T, R]] = []
        self._waiting: deque[_Order[T, R]] = deque()

    def begin(self) -> None:
        """Begins all workers, that they are there when the first task comes."""
        while len(self._workers) < self._jobs:
            self._begin()

    def take(self, task: T) -> _Order[T, R]:
        """Takes on a task."""
        order: _Order[T, R] = _Order(task)
        self._waiting.append(order)
        self._send()
        return order

    def finish(self, order: _Order[T, R]) -> None:
        """Waits until a task is done."""
        while not order.result:
            lines = {worker.line: worker for worker in self._workers}
            for line in wait(list(lines)):
                self._hear(lines[line])  # type: ignore[index]  # it gives back what it was given
            self._send()

    def end(self) -> None:
        """Ends the workers, whatever they are at."""
        for worker in self._workers:
            worker.line.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(PATIENCE)
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join()
        self._workers.clear()

    def _send(self) -> None:
        """Sends what waits to whoever has least to do."""
        while self._waiting:
            if len(self._workers) < self._jobs and all(worker.orders for worker in self._workers):
                self._begin()
            worker = min(self._workers, key=lambda each: len(each.orders))
            if len(worker.orders) >= IN_HAND:
                return
            try:
                worker.line.send(self._waiting[0].task)
            except OSError:  # it died; what it had answered before is still on the line
                while worker in self._workers:
                    self._hear(worker)
            else:
                worker.orders.append(self._waiting.popleft())

    def _hear(self, worker: _Worker[T, R]) -> None:
        """Takes a worker's answer, or its end."""
        try:
            answer = worker.line.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if answer is None:
            worker.begun = True
            return
        result, error = answer
        if error is not None:
            raise error
        worker.orders.popleft().result.append(result)

    def _begin(self) -> None:
        self._workers.append(_Worker(*begin(_serve, self._work)))

    def _bury(self, worker: _Worker[T, R]) -> None:
        """A worker died: of what it was at. What else it was sent goes to others."""
        self._workers.remove(worker)
        worker.line.close()
        worker.process.join(PATIENCE)
        code = worker.process.exitcode or 0
        if not worker.begun:
            raise ChildProcessError(f"读文件的进程起不来（退出码 {code}）。请用 --jobs 1 再试")
        if worker.orders:
            order = worker.orders.popleft()
            order.result.append(self._died(order.task, code))
            self._waiting.extendleft(reversed(worker.orders))


@contextmanager
def _pool(work: Callable[[T], R], jobs: int, died: Callable[[T, int], R]) -> Iterator[_Pool[T, R]]:
    pool = _Pool(work, jobs, died)
    try:
        yield pool
    finally:
        pool.end()


def _serve(line: Connection, work: Callable[[Any], Any]) -> None:
    """What a worker does all its life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(line, tasks), daemon=True).start()
    with suppress(OSError), collecting_rarely():  # an error: nobody is there any more
        line.send(None)
        while (task := tasks.get()) is not _END:
            answer: tuple[Any, Exception | None]
            try:
                answer = (work(task), None)
            except Exception as error:
                answer = (None, error)
            line.send(answer)


_END = object()


def _listen(line: Connection, tasks: SimpleQueue[Any]) -> None:
    """Takes in tasks while another is done: whoever sends a large one would wait for us, and we, with a large answer,
    for them."""
    with suppress(EOFError, OSError):
        while True:
            tasks.put(line.recv())
    tasks.put(_END)
