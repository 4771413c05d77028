"""Does a PDF that was made to do harm cost one file and a sentence, with little time and memory?"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest

from indexer.page import Block, Page, Reading
from indexer.readers import Reader
from indexer.readers.guard import Limits, finished, guarded
from indexer.readers.pdf import read_pdf

from .hostile_pdfs import CASES, TEN
from .pdf_bytes import STORIES

pytest.importorskip("pdfplumber")

SECONDS, MEMORY = 6, 512 * 2**20


def characters(path: Path, data: bytes) -> Reading:
    """A reader without any care: what happens if all that stands between a PDF and us is the guard."""
    import pdfplumber

    pages = []
    with pdfplumber.open(BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            pages.append(Page(str(path), number, (Block("".join(char["text"] for char in page.chars)),)))
            finished(pages[-1])
    return Reading(pages=tuple(pages))


def test_there_are_a_hundred_and_each_is_the_same_at_every_call() -> None:
    small = {name: make() for name, make in islice(CASES.items(), 120)}
    assert len(CASES) >= 100
    assert len({hashlib.sha256(data).digest() for data in small.values()}) == len(small)
    assert small == {name: make() for name, make in islice(CASES.items(), 120)}


def test_a_good_page_of_the_kind_is_read() -> None:
    (page,) = guarded(characters, Path("好.pdf"), CASES["a good page"]()).pages
    assert page.blocks[0].text == "".join(headline + body for headline, body in STORIES)


@pytest.mark.parametrize("reader", [characters, read_pdf])
@pytest.mark.parametrize("name", TEN)
def test_a_hostile_file_ends_in_a_reading(name: str, reader: Reader, capfd: pytest.CaptureFixture[str]) -> None:
    data = TEN[name]()
    began = time.monotonic()
    reading = guarded(reader, Path("坏.pdf"), data, Limits(SECONDS, 0.01, SECONDS + 5, MEMORY))
    assert time.monotonic() - began < SECONDS + 10
    assert reading.pages or reading.problems
    assert all(problem.where == "坏.pdf" and problem.what.endswith("。") for problem in reading.problems)
    assert capfd.readouterr() == ("", "")


def test_from_the_shell_each_is_one_problem_and_the_good_page_beside_them_is_read(tmp_path: Path) -> None:
    names = ("cut after 11/20", "Kids hold the root", "a gigabyte of noughts", "ten thousand pages", "a good page")
    for number, name in enumerate(names):
        (tmp_path / f"{number}.pdf").write_bytes(CASES[name]())
    program = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "indexer",
        "split",
        "--json",
        *sorted(map(str, tmp_path.iterdir())),
    ]
    done = subprocess.run(program, capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[1])
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    problems = [line for line in done.stderr.splitlines() if line.startswith("有问题 ")]
    assert [Path(line.split(": ")[0]).name for line in problems] == ["0.pdf", "2.pdf", "3.pdf"]
    headlines = [json.loads(line)["headline"] for line in done.stdout.splitlines()]
    assert headlines == [headline for headline, _ in STORIES] * 2
