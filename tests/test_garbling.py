"""How much of the garbling of Founder codes is undone, by shape and by kind of symbol?

The floors are under what was measured; all of it, over 1,000 articles, is printed by
`python -m tests.benchmarks.founder_repair`. The articles of `../shared` are real, those of `corpus/` invented.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from indexer.page import lines_of, read_file
from indexer.repair.reading import DIGITS, LETTERS, SYMBOLS

from .benchmarks.founder_repair import REAL, measure, repaired, texts
from .garbling import SHAPES, Score, half_width_image, image

CORPUS = Path(__file__).parents[1] / "corpus"

RECALL = {
    "throughout": {DIGITS: 0.98, LETTERS: 0.96, SYMBOLS: 0.98},
    "digits": {DIGITS: 0.97},
    "letters": {LETTERS: 0.8},
    "marks": {SYMBOLS: 0.98},
    "no marks": {DIGITS: 0.97, LETTERS: 0.92},
    "half-width": {DIGITS: 1.0, LETTERS: 1.0},
    "some numbers": {DIGITS: 0.92, LETTERS: 0.88},
    "some paragraphs": {DIGITS: 0.97, LETTERS: 0.88, SYMBOLS: 0.96},
}
"""By shape, for kinds of which there are enough."""
PRECISION = 0.99


def invented() -> list[str]:
    """The running text of the corpus, page by page: lines of some length, joined where no sentence ends.

    The dumps are garbled a little, as dumps are; that is undone first.
    """
    pages = []
    for path in sorted(CORPUS.rglob("*.txt")):
        for page in read_file(path).pages:
            lines = [line.strip() for line in lines_of(page) if len(line.strip()) >= 12]
            pages.append(re.sub(r"(?<![。！？”])\n", "", "\n".join(lines)))
    return [repaired(page) for page in pages if len(page) > 200]


def assert_undone(score: Score, shape: str, enough: int) -> None:
    for kind, floor in RECALL[shape].items():
        if score.garbled(kind) >= enough:
            assert score.recall(kind) >= floor, (kind, score.examples[:20])
    assert score.precision() >= PRECISION, score.examples[:20]


@pytest.mark.parametrize("shape", SHAPES)
def test_in_invented_pages(shape: str) -> None:
    pages = invented()
    score = measure(pages, shape, seed=7)
    assert score.garbled() >= (20 if shape == "letters" else 300)
    assert_undone(score, shape, enough=100)


@pytest.mark.skipif(not REAL.exists(), reason="no directory `shared` beside the checkout")
@pytest.mark.parametrize("shape", SHAPES)
def test_in_real_articles(shape: str) -> None:
    articles = list(islice(texts(REAL), 2, None, 20))
    score = measure(articles, shape, seed=11)
    assert_undone(score, shape, enough=100)


def test_the_garbler_follows_the_rules() -> None:
    assert "".join(map(image, "，。１2Ａb□Ⅳ漢a")) == "袁遥员圆粤遭阴郁漢葬"
    assert "".join(map(half_width_image, "1Ａ，")) == "牨犃，"
    assert SHAPES["some numbers"]("12天，34天，56天，78天", Random(1)).count("天") == 4
