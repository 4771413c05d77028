"""Does a PDF that was made to do harm cost one file and a sentence, with little time and memory?"""

from __future__ import annotations

import hashlib
import time
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest

from indexer.page import Block, Page, Reading
from indexer.readers.guard import Limits, finished, guarded

from .hostile_pdfs import CASES, TEN
from .pdf_bytes import STORIES

pytest.importorskip("pdfplumber")

SECONDS, MEMORY = 10, 512 * 2**20


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


@pytest.mark.parametrize("name", TEN)
def test_a_hostile_file_ends_in_a_reading(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    data = TEN[name]()
    began = time.monotonic()
    reading = guarded(characters, Path("坏.pdf"), data, Limits(SECONDS, 0.01, SECONDS + 5, MEMORY))
    assert time.monotonic() - began < SECONDS + 10
    assert reading.pages or reading.problems
    assert all(problem.where == "坏.pdf" and problem.what.endswith("。") for problem in reading.problems)
    assert capfd.readouterr() == ("", "")
