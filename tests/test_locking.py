"""What happens when two processes want to write?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.build import document
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.locking import WHO
from search.errors import ArchiveLocked

from .archives import article, fill, found, on_disk

HOLDER = """
import sys
from pathlib import Path
from indexer.build import document
from search.article import Article
from search.backends.whoosh_index import WhooshIndex
backend = WhooshIndex(Path(sys.argv[1]))
with backend.writer() as writer:
    writer.add(document(Article("theirs", body="台风")))
    print("writing", flush=True)
    if sys.stdin.readline().strip() != "commit":
        raise SystemExit(1)
backend.close()
"""


@contextmanager
def holder(directory: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, in the middle of writing."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HOLDER, str(directory)],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        try:
            assert process.stdout.readline().strip() == "writing"
            yield process
        finally:
            process.kill()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    on_disk(tmp_path / "index", [article("ours", body="台风")]).close()
    return tmp_path / "index"


def test_whoever_waits_is_told_for_whom_and_then_that_it_was_in_vain(index: Path) -> None:
    told: list[str] = []
    backend = WhooshIndex(index, wait=0.5, on_wait=told.append)
    with holder(index) as process:
        began = time.monotonic()
        with pytest.raises(ArchiveLocked) as caught, backend.writer():
            pytest.fail("two writers at once")
        assert time.monotonic() - began >= 0.5
        assert len(told) == 1
        for message in (told[0], str(caught.value)):
            assert str(index) in message
            assert f"进程 {process.pid}" in message
        assert "等了 0.5 秒" in str(caught.value)
        assert found(backend, "台风") == ["ours"]  # reading goes on all the while
    backend.close()


def test_whoever_does_not_wait_is_not_told_to(index: Path) -> None:
    told: list[str] = []
    backend = WhooshIndex(index, wait=0, on_wait=told.append)
    with holder(index), pytest.raises(ArchiveLocked), backend.writer():
        pytest.fail("two writers at once")
    assert told == []
    backend.close()


def test_waiting_ends_when_the_other_commits(index: Path) -> None:
    told: list[str] = []
    backend = WhooshIndex(index, wait=30, on_wait=told.append)
    with holder(index) as process:
        assert process.stdin is not None
        stdin = process.stdin

        def release() -> None:
            stdin.write("commit\n")
            stdin.flush()

        timer = threading.Timer(0.3, release)
        timer.start()
        with backend.writer() as writer:
            writer.add(document(article("after", body="台风")))
        timer.join()
        assert process.wait(10) == 0
    assert len(told) == 1
    assert found(backend, "台风") == ["after", "ours", "theirs"]
    backend.close()


def test_the_lock_goes_when_the_process_dies(index: Path) -> None:
    backend = WhooshIndex(index, wait=0)
    with holder(index) as process:
        assert (index / WHO).exists()
        process.kill()
        process.wait(10)
        fill(backend, [article("after", body="台风")])
    assert found(backend, "台风") == ["after", "ours"]
    assert not (index / WHO).exists()
    backend.close()


def test_what_a_dead_process_left_is_cleared_away(index: Path) -> None:
    backend = WhooshIndex(index, wait=0)
    before = len(list(index.iterdir()))
    with holder(index) as process:
        process.kill()
        process.wait(10)
    left = {path.name for path in index.iterdir()}
    fill(backend, [article("ours", body="停运")])
    with backend.writer() as writer:
        writer.delete("ours")
    fill(backend, [])
    segments = {name.split(".")[0] for name in (path.name for path in index.iterdir()) if name.startswith("MAIN_")}
    assert len(left) > before
    assert not any(name.endswith(".tmp") for name in (path.name for path in index.iterdir()))
    assert len(segments - {"MAIN_WRITELOCK"}) <= 3
    backend.close()


def test_the_writer_says_who_it_is_while_it_writes(index: Path) -> None:
    backend = WhooshIndex(index, wait=0)
    with backend.writer():
        who = json.loads((index / WHO).read_text("utf-8"))
        assert who["pid"] == os.getpid()
        assert who["since"]
    assert not (index / WHO).exists()
    with pytest.raises(KeyError), backend.writer():
        raise KeyError
    assert not (index / WHO).exists()
    backend.close()


def test_two_writers_in_one_process_are_two_writers_too(index: Path) -> None:
    backend = WhooshIndex(index, wait=0.1)
    with backend.writer() as writer:
        writer.add(document(article("after", body="台风")))
        with pytest.raises(ArchiveLocked, match=f"进程 {os.getpid()}"), backend.writer():
            pytest.fail("two writers at once")
    assert found(backend, "台风") == ["after", "ours"]
    backend.close()


def test_a_writer_that_nobody_can_name(index: Path) -> None:
    backend = WhooshIndex(index, wait=0)
    with backend.writer():
        for unreadable in ("", "{", "[]", "{}"):
            (index / WHO).write_text(unreadable, "utf-8")
            with pytest.raises(ArchiveLocked, match="不知是哪个进程"), backend.writer():
                pytest.fail("two writers at once")
        (index / WHO).unlink()
    backend.close()


def test_a_note_by_the_next_writer_is_left_alone(index: Path) -> None:
    # The lock is let go of before the note is taken away: another process may have put its own there.
    backend = WhooshIndex(index, wait=0)
    with backend.writer():
        (index / WHO).write_text('{"pid": 1}', "utf-8")
    assert (index / WHO).read_text("utf-8") == '{"pid": 1}'
    backend.close()


def test_writing_goes_on_where_the_note_cannot_be_written(index: Path) -> None:
    backend = WhooshIndex(index, wait=0)
    (index / WHO).mkdir()
    fill(backend, [article("after", body="台风")])
    assert found(backend, "台风") == ["after", "ours"]
    backend.close()
