"""Does splitting pages still work as well as it did?

    python -m tests.gate            measures, prints the table beside the floors
    python -m tests.gate --raise    raises the floors to what is measured
    python -m tests.gate --lower    lowers them too; say why in the commit

Four sets of pages, each with its floors in `floors.json`: the corpus as it stands; the corpus typeset anew in random
styles (`typeset`), so that rules are held against layouts that nobody looked at; and real pages, as dumps and as PDF,
where they are beside the checkout. `test_gate.py` fails below a floor.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from indexer.ingest import Options
from indexer.page import Block, Page, read_file
from indexer.profile import facts_of, load_profiles
from indexer.split import split
from search.article import Article

from .scoring import mean, score
from .typeset import CORPUS, knowable, random_style, typeset

FLOORS = Path(__file__).with_name("floors.json")
SHARED = Path(__file__).parents[2] / "shared" / "pages"
RANDOM_PAGES = 24
SEED = 20250716
SLACK = 0.005
"""Floors are set this much below what was measured, so that a tie broken otherwise does not fail."""


def corpus() -> Iterator[dict[str, float | None]]:
    """The measures of every page of the corpus."""
    for path in sorted(CORPUS.glob("*.txt")):
        yield score(_gold(path), _articles(read_file(path).pages[0]))


def printed() -> Iterator[dict[str, float | None]]:
    """The measures of the real pages as PDF beside the checkout; none where there are none, or no pdfplumber."""
    if find_spec("pdfplumber") is None:
        return
    for path in sorted(SHARED.glob("*.pdf")):
        yield score(_gold(path), _articles(read_file(path).pages[0]))


def shared() -> Iterator[dict[str, float | None]]:
    """The measures of the real dumps beside the checkout; none where there are none."""
    for path in sorted(SHARED.glob("*.txt")):
        yield score(_gold(path), _articles(read_file(path).pages[0]))


def randomly_typeset(pages: int = RANDOM_PAGES) -> Iterator[dict[str, float | None]]:
    """The measures of corpus pages in random styles."""
    rng = Random(SEED)
    golds = [_gold(path) for path in sorted(CORPUS.glob("*.txt"))]
    for number in range(pages):
        gold, style, seed = golds[number % len(golds)], random_style(rng), rng.randrange(10**6)
        name = f"lwrb-{gold['date']}-{gold['page']:02}.txt"
        page = Page(name, 1, tuple(Block(line) for line in typeset(gold, style, seed).split("\n")))
        yield score(knowable(gold, style, seed), _articles(page))


SETS = {"corpus": corpus, "random": randomly_typeset, "shared": shared, "printed": printed}


def measured(name: str) -> dict[str, float]:
    """The mean measures of one of `SETS`; empty where its pages are not there."""
    return mean(SETS[name]())


def floors() -> dict[str, dict[str, float]]:
    """The floors of every set."""
    found: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8"))
    return found


def _gold(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(path.with_suffix(".gold.json").read_text("utf-8"))
    return found


def _articles(page: Page) -> tuple[Article, ...]:
    options = Options(load_profiles())
    facts, furniture = facts_of(page, options.profiles)
    return split(page, facts, furniture)


def main(arguments: list[str]) -> int:
    """Measures, prints, and moves the floors where it is told to."""
    kept = floors() if FLOORS.exists() else {}
    now = {name: measured(name) for name in SETS}
    for name, row in now.items():
        print(
            name, "  ".join(f"{key} {value:.3f} ({kept.get(name, {}).get(key, 0):.3f})" for key, value in row.items())
        )
    if "--raise" in arguments or "--lower" in arguments:
        for name, row in now.items():
            for key, value in row.items():
                floor = round(max(0.0, value - SLACK), 3)
                before = kept.setdefault(name, {}).get(key, 0.0)
                kept[name][key] = floor if "--lower" in arguments else max(before, floor)
        FLOORS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
