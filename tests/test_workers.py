"""Are files read in several processes as in one: the same results, in the same order, whoever dies?"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from indexer import workers
from indexer.commands.options import jobs_for
from indexer.ingest import ingest
from indexer.ledger import Ledger
from indexer.sources import files_of
from indexer.summary import Summary
from indexer.workers import AHEAD, done, processors
from search.article import Article
from search.backends.memory import MemoryIndex
from search.processes import begin

from .newsroom import OPTIONS, PROGRAM, ROOT, articles, dump, environment_of, record, run
from .slow_reading import endless, fragile, large, slowly, squared
from .test_settle import CHOIR_ON, PAGES

posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def died(number: int, code: int) -> tuple[int, int]:
    return -number, code


@pytest.fixture(autouse=True)
def _nobody_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


# The workers


def test_results_come_in_the_order_of_the_tasks_from_several_processes() -> None:
    with closing(done(range(12), squared, 2, died=died)) as results:
        found = list(results)
    assert [(task, result[0]) for task, result in found] == [(n, n * n) for n in range(12)]
    who = {result[1] for _, result in found}
    assert len(who) == 2
    assert os.getpid() not in who


@pytest.mark.parametrize(("tasks", "jobs"), [(6, 1), (1, 4), (0, 4)])
def test_one_process_or_one_task_begins_no_other(tasks: int, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "begin", lambda *given: pytest.fail("a process was begun"))
    found = list(done(range(tasks), squared, jobs, died=died))
    assert found == [(n, (n * n, os.getpid())) for n in range(tasks)]


def test_no_more_is_taken_on_than_a_few_tasks_a_worker() -> None:
    asked = 0

    def tasks() -> Iterator[int]:
        nonlocal asked
        while asked < 40:
            asked += 1
            yield asked

    with closing(done(tasks(), squared, 2, died=died)) as results:
        for given, _ in enumerate(results, 1):
            assert asked <= given + 2 * AHEAD


@posix
def test_a_worker_that_dies_costs_what_it_was_at() -> None:
    with closing(done([1, 2, 3, 4, 6, 7], fragile, 2, died=died)) as results:
        found = [result for _, result in results]
    assert [square for square, _ in found] == [1, 4, -3, 16, 36, 49]
    assert found[2][1] == -signal.SIGKILL


@posix
@pytest.mark.parametrize("tasks", [[3, 3, 3, 3, 3, 3], [1, 3, 3, 2, 3, 3, 4]])
def test_workers_that_die_again_and_again_are_replaced(tasks: list[int]) -> None:
    with closing(done(tasks, fragile, 2, died=died)) as results:
        assert [square for _, (square, _) in results] == [-3 if n == 3 else n * n for n in tasks]


def test_what_the_work_raises_is_raised_here() -> None:
    with closing(done([1, 2, 5, 4], fragile, 2, died=died)) as results, pytest.raises(ValueError, match="five"):
        list(results)


def test_a_task_that_can_be_done_here_only_is_done_in_its_turn() -> None:
    with closing(done(range(5), squared, 2, died=died, here=lambda task: task == 2)) as results:
        found = list(results)
    assert [result[0] for _, result in found] == [0, 1, 4, 9, 16]
    assert found[2][1][1] == os.getpid()


def test_results_larger_than_a_pipe_holds_do_not_stop_anybody() -> None:
    with closing(done(range(8), large, 2, died=died)) as results:  # type: ignore[arg-type]
        assert [task for task, _ in results] == list(range(8))


def test_who_loses_interest_leaves_nobody_behind() -> None:
    began = time.monotonic()
    results = done(range(8), endless, 2, died=died)
    tasks = iter([0, 1])
    with closing(done(tasks, squared, 2, died=died)) as some:
        next(some)
    with pytest.raises(RuntimeError), closing(results):
        raise RuntimeError
    assert time.monotonic() - began < 60


def test_a_worker_that_cannot_begin_is_trouble_and_blames_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_serve", os._exit)  # with its first argument, which is no number: it dies
    with closing(done(range(4), squared, 2, died=died)) as results, pytest.raises(ChildProcessError, match="--jobs 1"):
        list(results)


# `add` with them


def pages(folder: Path) -> list[Path]:
    """An issue, a page nobody can place, records, a broken file, one that is not there."""
    for page, stories in PAGES.items():
        (folder / f"lwrb-2025-07-21-{page}.txt").write_text(dump(*stories), "utf-8")
    (folder / "scan.txt").write_text(CHOIR_ON, "utf-8")
    (folder / "issue.jsonl").write_text(record(CHOIR_ON, id="a-1") + record(CHOIR_ON, id="a-1"), "utf-8")
    (folder / "noise.txt").write_bytes(b"\x00\x01\x02" * 100)
    return [*files_of([str(folder)]).paths, folder / "nowhere.txt"]


def taken_in(folder: Path, files: list[Path], jobs: int) -> tuple[Summary, list[Article]]:
    """What comes of files, read in so many processes."""
    backend = MemoryIndex()
    folder.mkdir()
    with Ledger(folder) as ledger:
        met: list[Path] = []
        summary = ingest(files, backend, ledger, OPTIONS, met.append, jobs=jobs, reader=slowly)
        assert met == files
        again = ingest(files, backend, ledger, OPTIONS, jobs=jobs, reader=slowly)
        assert (again.articles, again.unchanged) == (1, len(files) - 3)  # of the records one was at fault
        return summary, articles(backend)


def test_the_archive_is_the_same_however_many_read(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    files = pages(folder)
    one, several = (taken_in(tmp_path / f"index{jobs}", files, jobs) for jobs in (1, 3))
    assert one == several
    assert len(one[0].problems) == 3


@posix
def test_a_page_whose_reader_dies_costs_itself(tmp_path: Path) -> None:
    for name, page in (("01", "01"), ("02-dies", "02"), ("03-memory", "02"), ("04", "04")):
        (tmp_path / f"lwrb-2025-07-21-{name}.txt").write_text(dump(*PAGES[page]), "utf-8")
    backend = MemoryIndex()
    (tmp_path / "index").mkdir()
    with Ledger(tmp_path / "index") as ledger:
        files = sorted(tmp_path.glob("*.txt"))
        summary = ingest(files, backend, ledger, OPTIONS, jobs=2, reader=slowly)
        killed, out_of_memory = (problem.what for problem in summary.problems)
        assert killed.startswith("读它的进程中途没有了（信号 SIGKILL），多半是内存不够。")
        assert out_of_memory.startswith("内存不够，没有读完。")
        assert [Path(problem.where) for problem in summary.problems] == files[1:3]
        assert (summary.pages, ledger.totals()) == (2, (2, 0))


def test_the_command_reads_in_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    pages(tmp_path / "pages")
    one, two = (run("add", "pages", "--index", f"index{jobs}", "--jobs", jobs) for jobs in ("1", "2"))
    assert one.exit_code == two.exit_code == 1
    assert one.stderr.partition("，用时")[0].replace("index1", "index2") == two.stderr.partition("，用时")[0]
    one, two = (run("split", "pages", "--json", "--jobs", jobs) for jobs in ("1", "2"))
    assert (one.stdout, one.stderr) == (two.stdout, two.stderr)


def test_a_few_files_are_read_in_this_process_and_many_or_large_ones_by_every_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [Path(f"{number}.txt") for number in range(3)]
    assert [jobs_for(0, few), jobs_for(0, few * 9), jobs_for(3, few[:1])] == [1, processors(), 3]
    monkeypatch.setattr("indexer.large.LARGE", 5)
    (tmp_path / "years.jsonl").write_text("{}\n{}\n", "utf-8")
    assert jobs_for(0, [tmp_path / "years.jsonl"]) == processors()


def test_large_tasks_and_large_answers_do_not_wait_for_each_other() -> None:
    with closing(done([b"x" * 2_000_000] * 9, bytes.upper, 2, died=lambda task, code: b"")) as results:
        assert [result for _, result in results] == [b"X" * 2_000_000] * 9


@pytest.mark.parametrize("jobs", ["0", "-1", "两个", "1000"])
def test_no_number_of_processes(jobs: str) -> None:
    assert run("add", "x", "--jobs", jobs).stderr.startswith(f"--jobs：“{jobs}”不行，要一个 1 到 256 的整数。")


@posix
def test_an_interrupted_run_ends_its_workers_and_says_one_line(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"lwrb-2025-07-21-{number + 10}.txt").write_text(dump(*PAGES["04"]), "utf-8")
    process = subprocess.Popen(
        [*PROGRAM, "add", str(tmp_path), "--index", str(tmp_path / "index"), "--jobs", "2"],
        stderr=subprocess.PIPE,
        env=environment_of(),
        cwd=ROOT,
        start_new_session=True,
        # Who is begun in the background, as by `pytest &`, is deaf, and so would this be.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        encoding="utf-8",
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "index" / "ledger.sqlite").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: all of them hear it
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == "中断了。已经收进去的都在，再运行一次会接着做。"
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:  # whoever tracks their resources ends a moment later
            os.killpg(process.pid, 0)
            time.sleep(0.05)
        pytest.fail("somebody is left")


def test_a_line_does_not_keep_the_time_out_of_sockets() -> None:
    """A program that has us embedded may have set one for its own."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(5)
    try:
        assert [result for _, result in done(range(4), str, 2, died=_never)] == ["0", "1", "2", "3"]
        process, line = begin(_slow)
        assert line.recv() == "late"
        process.join()
    finally:
        socket.setdefaulttimeout(before)


def _never(task: int, code: int) -> str:
    raise AssertionError(f"task {task} died: {code}")


def _slow(line: Connection) -> None:
    time.sleep(0.5)
    line.send("late")
