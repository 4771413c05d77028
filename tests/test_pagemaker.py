"""Is a generated page what it claims to be: readable, complete, and of known truth?"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest

from .pagemaker import Made, make
from .pagemaker.marks import Run
from .pagemaker.page import lacking

pdfplumber = pytest.importorskip("pdfplumber")

SEEDS = range(100, 108)
OPENING, CLOSING = "“‘（《〈「『【〔", "、，。！？；：”’）》〉」』】〕"


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest) -> Made:
    return make(request.param)


def bare(text: str) -> str:
    return "".join(text.split())


def printed(made: Made) -> Iterator[Run]:
    """The runs of text, a headline's shadow left out."""
    for run, after in pairwise([*made.marks, None]):
        shadow = (
            isinstance(after, Run) and isinstance(run, Run) and after.text == run.text and run.colour != after.colour
        )
        if isinstance(run, Run) and not shadow:
            yield run


def test_a_page_has_what_a_page_must_have(made: Made) -> None:
    assert lacking(made) == []


def test_the_text_layer_is_what_was_set_character_for_character(made: Made) -> None:
    with pdfplumber.open(io.BytesIO(made.pdf())) as pdf:
        (page,) = pdf.pages
        read = bare("".join(char["text"] for char in page.chars))
    assert read == bare("".join(mark.text for mark in made.marks if isinstance(mark, Run)))


def test_the_truth_says_what_is_printed_and_nothing_else(made: Made) -> None:
    there = Counter("".join(bare(run.text) for run in made.marks if isinstance(run, Run)))
    said: Counter[str] = Counter()
    for item in made.gold["furniture"]:
        said.update(bare(item))
    labels = []
    for article in made.gold["articles"]:
        rows = dict.fromkeys(author["as_printed"] for author in article["authors"])
        texts = [article[key] for key in ("kicker", "headline", "subtitle", "dateline", "signed", "body")]
        texts += [*rows, article.get("jump_text")]
        said.update(bare("".join(text for text in texts if text)))
        if article["column"] and (article["kind"] != "brief" or article["column"] not in labels):
            labels.append(article["column"])
            said.update(bare(article["column"]))
    said, there = (Counter({c: n for c, n in some.items() if c not in "【】第版澜湾日报"}) for some in (said, there))
    assert there == said


def test_everything_stands_inside_the_page(made: Made) -> None:
    for mark in made.marks:
        left, top, right, bottom = mark.bounds
        assert left >= -0.5
        assert top >= -0.5
        assert right <= made.style.width + 0.5
        assert bottom <= made.style.height + 0.5, mark


def test_no_block_overlaps_another(made: Made) -> None:
    for at, (left, top, right, bottom) in enumerate(made.places):
        for other in made.places[at + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] + 0.01 or other[3] <= top + 0.01
            assert apart, (at, other)


def test_no_character_stands_on_another(made: Made) -> None:
    """Of a punctuation mark only the half of its cell counts that has its ink: the other may be squeezed away."""
    cells = defaultdict(list)
    for run in printed(made):
        for char, (x, y) in zip(run.text, run.points, strict=True):
            if char.isspace():
                continue
            wide = run.face.width(char) * run.size * run.stretch
            x += wide / 2 if char in OPENING else 0
            wide /= 2 if char in OPENING or char in CLOSING else 1
            cell = (x, y - run.size * 0.8, x + wide, y + run.size * 0.05, char)
            for key in {(int(a // 40), int(b // 40)) for a in (cell[0], cell[2]) for b in (cell[1], cell[3])}:
                cells[key].append(cell)
    for near in cells.values():
        for at, one in enumerate(near):
            for other in near[at + 1 :]:
                if one is other:
                    continue
                wide = min(one[2], other[2]) - max(one[0], other[0])
                high = min(one[3], other[3]) - max(one[1], other[1])
                smaller = min((c[2] - c[0]) * (c[3] - c[1]) for c in (one, other))
                assert wide <= 0 or high <= 0 or wide * high <= 0.1 * smaller, (one, other)


def test_the_same_seed_gives_the_same_page() -> None:
    assert make(3).pdf() == make(3).pdf()
    assert make(3).gold != make(4).gold
