"""Is a large file of records taken in by pieces as it would be in one?"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from indexer import large
from indexer.ingest import ingest
from indexer.ledger import Ledger
from indexer.ready import ready
from indexer.summary import Summary
from search.article import Article
from search.backends import connect
from search.backends.memory import MemoryIndex

from .newsroom import BOATS, BRIDGE, COBBLER, LIBRARY, OPTIONS, articles, feed, record, run

CHANGED = "读到一半，文件变了，或者读不下去了。请等它写完，检查磁盘，再收一次。"
STORIES = (BOATS, LIBRARY, COBBLER, BRIDGE)


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 1)
    monkeypatch.setattr(large, "PIECE", 300)


def lines(count: int, **keys: object) -> str:
    """So many records: each story with a number in it, with an id of its own but every third."""
    made = []
    for number in range(count):
        own = {} if number % 3 == 0 else {"id": f"r-{number}"}
        story = STORIES[number % 4].replace("本报讯", f"本报讯第{number}号")
        made.append(record(story, paper="澜湾日报", date=f"2025-07-{1 + number % 9:02}", page="1", **own, **keys))
    return "".join(made)


def taken(file: Path, place: Path, jobs: int) -> tuple[list[Article], Summary]:
    """What an archive holds of a file."""
    place.mkdir()
    backend = MemoryIndex()
    with Ledger(place) as ledger:
        summary = ingest([file], backend, ledger, OPTIONS, jobs=jobs)
    return sorted(articles(backend), key=lambda each: each.id), summary


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_makes_no_difference(tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "years.jsonl"
    file.write_text(
        "\n" + lines(30) + "{broken\n" + lines(34)[-900:] + '{"id": "r-1", "body": "又是第一号。"}', "utf-8"
    )
    pieces, summary = taken(file, tmp_path / "pieces", jobs)
    monkeypatch.setattr(large, "LARGE", 10**9)
    whole, expected = taken(file, tmp_path / "whole", 1)
    assert pieces == whole
    assert len(pieces) > 30
    assert summary == expected
    assert [problem.where for problem in summary.problems[:2]] == [f"{file}:32", f"{file}:33"]  # the second is cut off
    assert {problem.where for problem in summary.problems[2:]} == {str(file)}  # the same id twice


def test_the_pieces_are_the_file_cut_at_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "years.jsonl"
    file.write_text(text := lines(9).replace("\n", "\r\n"), "utf-8", newline="")
    pieces = list(large.pieces_of(file, ""))
    assert len(pieces) > 3
    assert b"".join(piece.data for piece in pieces) == text.encode()
    assert [piece.last for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    written = text.encode().split(b"\n")
    assert all(piece.data.split(b"\n")[0] == written[piece.first - 1] for piece in pieces)
    assert list(large.pieces_of(file, pieces[0].digest)) == []


@pytest.mark.parametrize(
    "data",
    [
        ("\ufeff" + lines(9)).encode(),
        lines(9).encode("gb18030"),
        lines(9).encode("utf-16"),
        lines(9).encode()[:-1],
        lines(9).encode() + "末".encode()[:2],
        lines(9).encode() + b"\xb9\xab\n",
        lines(4).encode() + b"\1\2\3\4" * 500 + b"\n",
        lines(9).encode() + b"\0\n",
        b"%PDF-1.4\n" + lines(9).encode(),
        lines(9).encode() + b'{"body": "' + b"x" * 1_000_000 + b'"}\n',
        lines(9).encode() + b'{"body": "' + b"x" * 5_000_000 + b'"}\n',
        lines(9).encode() + (b'{"body":' + b"\r" * 900_000) * 6 + b'"x"}\n' + lines(3).encode(),
        b'{"id": "long", "headline":' + b"\r" * 4_500_000 + b'"long"}\n' + lines(3).encode(),
        lines(9).encode() + b'{"body": "' + "长".encode() * 400_000 + b'"}\n',
    ],
)
def test_whatever_the_bytes_they_say_what_the_whole_says(
    tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "years.jsonl"
    file.write_bytes(data)
    pieces, summary = taken(file, tmp_path / "pieces", 1)
    monkeypatch.setattr(large, "LARGE", 10**9)
    assert (pieces, summary) == taken(file, tmp_path / "whole", 1)
    assert pieces or summary.problems


def test_a_file_that_changes_meanwhile_is_read_again(tmp_path: Path) -> None:
    file, backend = tmp_path / "years.jsonl", MemoryIndex()
    file.write_text(lines(20), "utf-8")

    def progress(_: Path) -> None:
        if "第19号" in file.read_text("utf-8"):
            file.write_text(lines(20).replace("第19号", "第91号"), "utf-8")

    with Ledger(tmp_path) as ledger:
        first = ingest([file], backend, ledger, OPTIONS, progress)
        assert [str(problem) for problem in first.problems] == [f"{file}: {CHANGED}"]
        assert first.articles == 20
        again = feed(backend, ledger, file)
    assert (again.articles, again.unchanged, again.problems) == (20, 0, [])


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("then", ["cut", "gb18030", "longer"])
def test_a_file_that_is_written_meanwhile_costs_itself_and_not_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, then: str
) -> None:
    file, other, digest_of = tmp_path / "years.jsonl", tmp_path / "z.jsonl", large._digest_of_text
    file.write_text(text := lines(20), "utf-8")
    other.write_text(record(BOATS, id="other"), "utf-8")

    def changed_behind(opened: BinaryIO) -> str:
        digest = digest_of(opened)
        if opened.name == str(file):
            data = text.encode()
            cut = len(text[: text.rindex("渔")].encode()) + 1 if "渔" in text else len(data) - 4
            file.write_bytes({"cut": data[:cut], "gb18030": text.encode("gb18030"), "longer": data + data}[then])
        return digest

    monkeypatch.setattr(large, "_digest_of_text", changed_behind)
    backend = MemoryIndex()
    with Ledger(tmp_path) as ledger:
        summary = ingest([file, other], backend, ledger, OPTIONS, jobs=jobs)
        assert str(summary.problems[-1]) == f"{file}: {CHANGED}"
        assert "other" in {each.id for each in articles(backend)}
        monkeypatch.setattr(large, "_digest_of_text", digest_of)
        file.write_text(text, "utf-8")
        assert feed(backend, ledger, file).problems == []
    assert len(articles(backend)) == 21


def test_a_file_that_cannot_be_read_to_its_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, backend, lines_of, asked = tmp_path / "years.jsonl", MemoryIndex(), large._lines, list[int]()
    file.write_text(lines(20), "utf-8")

    def broken(opened: BinaryIO) -> bytes:
        asked.append(opened.tell())
        if asked.count(0) == 2 and len(asked) - asked.index(0, 1) > 3:
            raise OSError(5, "Input/output error")
        return lines_of(opened)

    monkeypatch.setattr(large, "_lines", broken)
    with Ledger(tmp_path) as ledger:
        first = feed(backend, ledger, file)
        assert [str(problem) for problem in first.problems] == [f"{file}: {CHANGED}"]
        assert 0 < first.articles < 20
        monkeypatch.setattr(large, "_lines", lines_of)
        assert feed(backend, ledger, file).problems == []
    assert len(articles(backend)) == 20


def test_who_waits_sees_every_piece(tmp_path: Path) -> None:
    file, seen = tmp_path / "years.jsonl", list[Path]()
    file.write_text(lines(20), "utf-8")
    with Ledger(tmp_path) as ledger:
        ingest([file], MemoryIndex(), ledger, OPTIONS, seen.append)
    assert seen == [file] * len(list(large.pieces_of(file, "")))
    assert len(seen) / 2 <= large.steps(file) <= 2 * len(seen)
    assert large.steps(tmp_path / "none.jsonl") == large.steps(Path("x.txt")) == 1


def test_it_is_read_once_and_its_lines_are_known_again(tmp_path: Path) -> None:
    file, backend = tmp_path / "years.jsonl", MemoryIndex()
    file.write_text(lines(20), "utf-8")
    with Ledger(tmp_path) as ledger:
        assert feed(backend, ledger, file).articles == 20
        assert feed(backend, ledger, file).unchanged == 1
        ids = {each.id for each in articles(backend)}
        file.write_text(lines(17), "utf-8")
        again = feed(backend, ledger, file)
    assert (again.articles, again.removed) == (17, 3)
    assert {each.id for each in articles(backend)} < ids


@pytest.mark.parametrize("text", ["\n \n", "", "\x00"])
def test_a_file_without_records_is_a_problem(tmp_path: Path, text: str) -> None:
    file = tmp_path / "years.jsonl"
    file.write_text(text, "utf-8")
    with Ledger(tmp_path) as ledger:
        (problem,) = feed(MemoryIndex(), ledger, file).problems
    assert str(problem).startswith(f"{file}")


def test_without_topics_and_keywords(tmp_path: Path) -> None:
    file, index = tmp_path / "years.jsonl", tmp_path / "news.index"
    file.write_text(lines(6, topics=["渔业"]), "utf-8")
    add = ("add", file, "--index", index, "--no-topics", "--no-keywords")
    assert run(*add).exit_code == 0
    assert "没有变化" in run(*add).stderr
    held = [json.loads(line) for line in run("split", file, "--json").stdout.splitlines()]
    assert any(each["keywords"] for each in held)
    shown = run("info", "--index", index).stdout
    assert "渔业 6" in shown
    assert run(*add[:4]).exit_code == 0  # other rules: it is read again
    assert run("info", "--index", index).stdout != shown


def test_what_is_ready_may_be_called_otherwise() -> None:
    article = Article("", headline="渔船", body="渔船回港。" * 20, same_as="x")
    named = replace(article, id="lwrb-1", belongs_to="lwrb-2")
    made = next(ready([article], OPTIONS.topics)).called(named)
    anew = next(ready([named], OPTIONS.topics))
    assert (made.article, made.text) == (anew.article, anew.text)
    assert made.document.document == anew.document.document


def test_what_was_worked_out_of_a_withdrawn_record_is_not_taken_for_that_of_the_next(tmp_path: Path) -> None:
    file, index = tmp_path / "pictures.jsonl", tmp_path / "news.index"
    captions = ["渔船回港的清晨码头一片忙碌", "图书馆新馆开门迎客读者盈门", "补鞋匠的第四十个年头依然在街角"]
    file.write_text("".join(map(picture, captions)), "utf-8")
    assert run("add", file, "--index", index).exit_code == 0
    assert run("remove", "lwrb-20250701-01-01", "--index", index).exit_code == 0
    captions.append("大桥今天合龙")
    file.write_text("".join(map(picture, captions)), "utf-8")
    assert "1 篇撤过稿" in run("add", file, "--index", index).stderr
    with closing(connect(index)) as backend:
        assert {each.id: each.headline for each in articles(backend)} == {
            f"lwrb-20250701-01-{number:02}": caption for number, caption in enumerate(captions[1:], 2)
        }


def picture(caption: str) -> str:
    """A record without an id and without a body."""
    return record("", headline=caption, paper="澜湾日报", date="2025-07-01", page="1", kind="photo")
