"""Does a reader that dies, hangs, raises or eats memory cost one file and a sentence, and a good one hardly a thing?"""

from __future__ import annotations

import ctypes
import logging
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.page import Block, Page, Reading
from indexer.problem import Problem
from indexer.readers.guard import Limits, dismiss, finished, guarded, unguarded

NAME = Path("版面.pdf")
SOON = Limits(seconds=4, page_seconds=0.5, most_seconds=6)
LITTLE = Limits(memory=300 * 2**20)


def page(number: int, text: str) -> Page:
    return Page(str(NAME), number, (Block(text),))


def says(path: Path, data: bytes) -> Reading:
    """A reader that gives back what it got, and the process it got it in."""
    return Reading(pages=(page(1, data.decode()), page(2, str(os.getpid()))))


def raises(path: Path, data: bytes) -> Reading:
    raise RuntimeError("我不行")


def recurses(path: Path, data: bytes) -> Reading:
    return recurses(path, data)


def hangs(path: Path, data: bytes) -> Reading:
    while True:
        pass


def hangs_on_page_three(path: Path, data: bytes) -> Reading:
    finished(page(1, "一版"))
    finished(page(2, "二版"))
    return hangs(path, data)


def is_slow_but_gets_on(path: Path, data: bytes) -> Reading:
    pages = [page(number, "慢") for number in range(1, 1 + int(data))]
    for each in pages:
        time.sleep(0.3)
        finished(each)
    return Reading(pages=tuple(pages))


def eats(path: Path, data: bytes) -> Reading:
    heap = [b"x" * 2**20]
    while True:
        heap += [bytes(bytearray(2**20))]


def crashes(path: Path, data: bytes) -> Reading:
    ctypes.string_at(0)
    return Reading()


def chatters(path: Path, data: bytes) -> Reading:
    print("我在说话")
    os.write(1, b"\x80\x04garbage")
    logging.getLogger("pdf").warning("小心")
    return Reading(pages=(page(1, "好"),))


def nests(path: Path, data: bytes) -> Reading:
    inner = guarded(says, path, data).pages[1]
    return Reading(pages=(page(1, "同一个" if inner == page(2, str(os.getpid())) else "另一个"),))


BAD = {
    "raises": (raises, "读不下去（RuntimeError）：文件已损坏，或不合格式。"),
    "recurses": (recurses, "读不下去（RecursionError）：文件已损坏，或不合格式。"),
    "hangs": (hangs, "读不下去：5 秒没有读完，文件可能已损坏，或页面复杂得不像版面。"),
    "eats": (eats, "读不下去：占用内存超过上限（300 MB），文件可能已损坏。"),
    "crashes": (crashes, "读不下去：读取程序崩溃（-11），文件可能已损坏。"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.skipif(os.name == "nt", reason="no memory limit, no signals")
def test_a_bad_reader_costs_one_file(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    reader, said = BAD[case]
    limits = Limits(seconds=5 if case == "hangs" else 20, memory=300 * 2**20)
    assert guarded(reader, NAME, b"", limits) == Reading(problems=(Problem("版面.pdf", said + "请重新导出后再试。"),))
    assert guarded(says, NAME, b"a", limits).pages[0] == page(1, "a")
    assert capfd.readouterr() == ("", "")


def test_pages_that_were_finished_are_kept() -> None:
    reading = guarded(hangs_on_page_three, NAME, b"", SOON)
    assert [each.number for each in reading.pages] == [1, 2]
    (problem,) = reading.problems
    assert problem.what.startswith("前 2 页已读出，第 3 页起读不下去：")


def test_each_finished_page_buys_time_up_to_a_limit() -> None:
    reading = guarded(is_slow_but_gets_on, NAME, b"15", SOON)
    assert (len(reading.pages), reading.problems) == (15, ())
    began = time.monotonic()
    reading = guarded(is_slow_but_gets_on, NAME, b"99", SOON)
    assert 5 < len(reading.pages) < 21
    assert len(reading.problems) == 1
    assert time.monotonic() - began < 60


def test_one_worker_serves_many_files() -> None:
    first = guarded(says, NAME, b"a")
    workers = {guarded(says, NAME, b"a").pages[1] for _ in range(100)}
    assert workers == {first.pages[1]} != {page(2, str(os.getpid()))}


def test_a_worker_is_not_taken_for_as_large_as_its_parent() -> None:
    """Of a process begun by a large one, `getrusage` says that it had been as large."""
    dismiss()
    ballast = b"x" * (Limits().memory * 2 // 3)
    first = guarded(says, NAME, b"a")
    assert guarded(says, NAME, b"a").pages[1] == first.pages[1]
    assert ballast


def test_a_large_file_goes_through() -> None:
    assert guarded(says, NAME, b"a" * 20_000_000).pages[0] == page(1, "a" * 20_000_000)


def test_threads_read_at_once_each_with_a_worker_of_its_own() -> None:
    together = threading.Barrier(3)

    def work(number: int) -> Page:
        together.wait(10)
        return guarded(says, NAME, str(number).encode()).pages[0]

    with ThreadPoolExecutor(3) as pool:
        assert [each.blocks[0].text for each in pool.map(work, range(3))] == ["0", "1", "2"]


def test_what_a_library_prints_does_not_disturb_the_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert guarded(chatters, NAME, b"") == Reading(pages=(page(1, "好"),))
    assert capfd.readouterr() == ("", "")


def test_unguarded_reads_here_and_still_never_raises() -> None:
    with unguarded():
        assert guarded(says, NAME, b"a").pages[1] == page(2, str(os.getpid()))
        assert [each.what for each in guarded(recurses, NAME, b"").problems] == [
            BAD["recurses"][1] + "请重新导出后再试。"
        ]
        assert guarded(says, NAME, b"\xff").problems
    assert guarded(says, NAME, b"a").pages[1] != page(2, str(os.getpid()))


def test_a_worker_that_is_asked_to_guard_reads_itself() -> None:
    assert guarded(nests, NAME, b"a").pages == (page(1, "同一个"),)


def test_after_a_fork_the_child_has_workers_of_its_own() -> None:
    program = f"""
import os, sys
sys.path[:0] = [{str(Path(__file__).parents[1])!r}]
from tests.test_guard import NAME, guarded, says
mine = guarded(says, NAME, b"a").pages[1].blocks[0].text
if not (child := os.fork()):
    os._exit(guarded(says, NAME, b"b").pages[1].blocks[0].text == mine)
assert os.waitpid(child, 0)[1] == 0
assert guarded(says, NAME, b"a").pages[1].blocks[0].text == mine
print(mine)
"""
    if not hasattr(os, "fork"):
        pytest.skip("nothing forks here")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    # The worker went with its parent.
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


def test_a_script_without_a_main_guard_is_not_run_twice(tmp_path: Path) -> None:
    script = tmp_path / "host.py"
    script.write_text(
        f"import sys; sys.path[:0] = [{str(Path(__file__).parents[1])!r}]\n"
        "print('once'); from tests.test_guard import *\nprint(guarded(says, NAME, b'a').pages[0].blocks[0].text)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("once\na\n", "")


@pytest.mark.skipif(os.name == "nt", reason="nobody knows what a process holds")
def test_where_the_kernel_sets_no_limit_the_worker_watches_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    dismiss()
    # The worker is started with another program: as ours, but for the limit.
    module = f"{guarded.__module__.rpartition('.')[0]}.guard_worker"

    class Unlimited(subprocess.Popen[bytes]):
        def __init__(self, args: list[str], **how: int) -> None:
            program = args[-1].replace("__import__", f"import {module} as w; w.limit = lambda _: False; __import__")
            super().__init__([*args[:-1], program], **how)  # type: ignore[arg-type]

    monkeypatch.setattr(subprocess, "Popen", Unlimited)
    assert guarded(eats, NAME, b"", LITTLE).problems[0].what.startswith("读不下去：占用内存超过上限")


def test_no_worker_to_be_had_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    dismiss()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert guarded(says, NAME, b"a").problems[0].what.startswith("没有读：读取进程启动不了（没有这个文件）")
