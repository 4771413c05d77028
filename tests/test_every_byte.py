"""Is every byte of an index accounted for?

Whoever flips one, in any file, must be told: at opening, or when all is checked (`news-index verify`); and never by a
traceback. Whoever cuts a file short must be told at opening, and which file it is. `tests/test_postings.py` flips every
byte of the postings of a segment; here they are flipped here and there, and every byte of the other files is.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.backends import connect
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.layout import STAMP
from search.backends.whoosh_index.toc import ArraySegment
from search.errors import ArchiveBroken, ArchiveError, ArchiveOutdated

from .archives import article, as_layout_4, found, issue, on_disk
from .newsroom import run


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed index of two segments, with an article that was taken out."""
    directory = tmp_path_factory.mktemp("whole") / "index"
    backend = on_disk(directory, [article("lwrb-gone", body="台风停运"), issue()[1]], [issue()[3]])
    with backend.writer() as writer:
        writer.delete("lwrb-gone")
    backend.close()
    return directory


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """The same, to be damaged."""
    shutil.copytree(whole, tmp_path / "copy")
    return tmp_path / "copy"


def files(directory: Path, *kinds: str) -> Iterator[tuple[Path, bytes]]:
    """The files of some kinds that are not empty, with what is in them."""
    for file in sorted(directory.iterdir()):
        if file.suffix in kinds and (data := file.read_bytes()):
            yield file, data


def told(directory: Path) -> str:
    """What whoever opens an index and has all of it checked is told; anything but our own errors passes through."""
    try:
        backend = WhooshIndex(directory)
    except ArchiveError as error:
        return str(error)
    try:
        backend.check()
    except ArchiveError as error:
        return str(error)
    finally:
        backend.close()
    return "".join(backend.notes())


def flipped(data: bytes, at: int) -> bytes:
    """The bytes with one bit changed of the one at a place."""
    return data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]


def test_the_index_to_be_damaged_is_whole(copy: Path) -> None:
    assert told(copy) == ""
    assert {file.suffix for file in copy.iterdir()} >= {".toc", ".col", ".postings", ".json"}
    assert len(list(files(copy, ".postings"))) == 3


@pytest.mark.parametrize(("kind", "step"), [(".toc", 1), (".col", 1), (".json", 1), (".postings", 997)])
def test_every_byte_that_has_changed_is_told(copy: Path, kind: str, step: int) -> None:
    missed = []
    for file, data in files(copy, kind):
        for at in range(0, len(data), step):
            file.write_bytes(flipped(data, at))
            if not told(copy):
                missed.append((file.name, at))
        file.write_bytes(data)
    assert missed == []


@pytest.mark.parametrize("kind", [".toc", ".col", ".postings"])
def test_a_file_that_is_cut_short_is_named_at_opening(copy: Path, kind: str) -> None:
    for file, data in files(copy, kind):
        for length in {*range(0, len(data), len(data) // 20 + 1), *range(max(0, len(data) - 40), len(data))}:
            file.write_bytes(data[:length])
            with pytest.raises(ArchiveBroken, match=file.name):
                WhooshIndex(copy)
        file.write_bytes(data + b"\0")
        with pytest.raises(ArchiveBroken, match=file.name):
            WhooshIndex(copy)
        file.unlink()
        with pytest.raises(ArchiveBroken):
            WhooshIndex(copy)
        file.write_bytes(data)


def test_a_stamp_that_is_cut_short_is_named(copy: Path) -> None:
    data = (copy / STAMP).read_bytes()
    for length in range(len(data.rstrip())):
        (copy / STAMP).write_bytes(data[:length])
        with pytest.raises(ArchiveBroken, match=STAMP):
            WhooshIndex(copy)


def test_an_article_that_was_taken_out_does_not_come_back(copy: Path) -> None:
    """The table of contents says which documents are deleted: one bit of it could give another article away."""
    ((toc, data),) = files(copy, ".toc")
    at = data.index(b"deleted")
    for place in range(at, at + 40):
        toc.write_bytes(flipped(data, place))
        with pytest.raises(ArchiveBroken, match=toc.name):
            WhooshIndex(copy)


def test_the_command_tells_of_a_stored_article_that_has_changed(copy: Path) -> None:
    """At opening only the length of the file is looked at, and of an article only its own bytes, when it is read."""
    file, data = max(files(copy, ".col"), key=lambda pair: len(pair[1]))
    assert run("verify", "--index", copy).exit_code == 0
    file.write_bytes(flipped(data, len(data) - 1))
    result = run("verify", "--index", copy)
    assert result.exit_code == 2
    assert file.name in result.stderr


def test_a_commit_that_comes_while_all_is_checked(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It deletes the files that were to be looked at: then those of the new one are."""
    backend, checked = WhooshIndex(copy), list[int]()
    verify = "search.postings.format.SegmentFile.verify"

    def overtaken(_: object) -> list[str]:
        if not checked:
            checked.append(1)
            other = WhooshIndex(copy)
            with other.writer() as writer:
                writer.delete(issue()[1].id)
                writer.delete(issue()[3].id)
            other.close()
        return []

    monkeypatch.setattr(verify, overtaken)
    backend.check()
    assert checked
    assert found(backend, "") == []
    backend.close()


def test_an_index_of_before_the_seal_is_outdated_and_can_be_rebuilt(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Layout 3: a table of contents that ends where Whoosh's does, segments without checksums of their columns."""
    with monkeypatch.context() as patched:
        state = ArraySegment.__getstate__
        patched.setattr(ArraySegment, "__getstate__", lambda self: state(self) | {"checks": {}})
        as_layout_4(copy)
    ((toc, data),) = files(copy, ".toc")
    toc.write_bytes(data[:-12])
    stamp = json.loads((copy / STAMP).read_text("utf-8"))
    (copy / STAMP).write_text(json.dumps(stamp | {"layout": 3}), "utf-8")
    with pytest.raises(ArchiveOutdated):
        connect(copy)
    assert run("rebuild", "--index", copy).exit_code == 0
    backend = connect(copy)
    assert found(backend, "") == [issue()[3].id, issue()[1].id]
    backend.check()
    backend.close()
