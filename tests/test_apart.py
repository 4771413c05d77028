"""Is what another process writes the same, and is the index whole whatever becomes of that process?"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh.index import TOC

from indexer.build import document
from search.backends.whoosh_index import WhooshIndex, transaction
from search.backends.whoosh_index.apart import Apart
from search.backends.whoosh_index.layout import create
from search.backends.whoosh_index.storage import ArrayStorage
from search.errors import ArchiveBroken

from .archives import article, found, issue, on_disk
from .newsroom import environment_of


@pytest.fixture(autouse=True)
def _nobody_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def filled(directory: Path, apart: bool) -> WhooshIndex:
    """An index of every article of the issue, of some twice, and of one that left again, in one block."""
    create(directory)
    backend = WhooshIndex(directory)
    with backend.writer(apart=apart) as writer:
        for each in [*issue(), *issue()[2:5]]:
            writer.add(document(each))
        writer.add(document(article("gone", body="台风")))
        writer.delete("gone", issue()[0].id)
    return backend


def test_the_bytes_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for full in ("FULL", "FULL_APART"):
        monkeypatch.setattr(transaction, full, 150)  # several segments
    here, there = filled(tmp_path / "here", apart=False), filled(tmp_path / "there", apart=True)
    monkeypatch.setattr(transaction, "chosen_to_merge", lambda *_: [])
    for backend in (here, there):
        assert sorted(found(backend, "")) == sorted(each.id for each in issue())
        assert backend.departed("gone") == issue()[0].id
        backend.check()
    assert list(here.articles()) == list(there.articles())
    for extension in ("postings", "_records.col", "_len.col"):
        ours, theirs = (
            sorted(file.read_bytes() for file in directory.glob(f"*{extension}"))
            for directory in (tmp_path / "here", tmp_path / "there")
        )
        assert ours == theirs, extension
        assert ours
    checks = [
        sorted(sorted(segment.checks.items()) for segment in TOC.read(ArrayStorage(backend.directory), "MAIN").segments)
        for backend in (here, there)
    ]
    assert checks[0] == checks[1]
    assert all(checks[0])
    here.close()
    there.close()


def test_an_exception_in_the_block_throws_everything_away(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index", [article("a", body="台风")])
    before = sorted(os.listdir(tmp_path / "index"))
    with pytest.raises(KeyError), backend.writer(apart=True) as writer:  # noqa: PT012
        writer.add(document(article("b", body="台风")))
        raise KeyError
    assert found(backend, "台风") == ["a"]
    assert sorted(os.listdir(tmp_path / "index")) == before
    backend.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("more", [0, 3000])
def test_a_process_that_dies_costs_the_block(tmp_path: Path, more: int) -> None:
    backend = on_disk(tmp_path / "index", [article("a", body="台风")])
    with pytest.raises(ArchiveBroken, match=r"中途没有了（退出码 -9）.*--jobs 1"), backend.writer(apart=True) as writer:  # noqa: PT012
        writer.add(document(article("b", body="台风")))
        for process in multiprocessing.active_children():
            os.kill(process.pid or 0, signal.SIGKILL)
        for number in range(more):
            writer.add(document(article(f"b{number}", body="台风" * 50)))
    assert found(backend, "台风") == ["a"]
    with backend.writer(apart=True) as writer:
        writer.add(document(article("c", body="台风")))
    assert sorted(found(backend, "台风")) == ["a", "c"]
    backend.close()


def test_nobody_waits_for_it_at_the_end_where_it_was_never_closed(tmp_path: Path) -> None:
    create(tmp_path / "index")
    program = f"""
from pathlib import Path
from search.backends.whoosh_index.apart import Apart
apart = Apart(Path({str(tmp_path / "index")!r}))
"""
    subprocess.run([sys.executable, "-c", program], timeout=60, check=True, env=environment_of())


def test_what_goes_wrong_there_is_told_here(tmp_path: Path) -> None:
    backend = on_disk(tmp_path / "index", [article("a", body="台风")])
    with pytest.raises(ArchiveBroken), backend.writer(apart=True) as writer:  # noqa: PT012
        writer.add(document(article("b", body="台风")))
        path = _builder(writer)._segment.path(tmp_path / "index")
        path.mkdir()  # where its file is to be
    assert found(backend, "台风") == ["a"]
    backend.close()


def _builder(writer: object) -> Apart:
    builder = writer._transaction._builder  # type: ignore[attr-defined]
    assert isinstance(builder, Apart)
    return builder
