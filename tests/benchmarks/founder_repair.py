"""How many garbled Founder codes does the repair undo, and what does it spoil?

    python -m tests.benchmarks.founder_repair [RECORDS.jsonl[.xz]] [--take N] [--step N] [--start N] [--seed N]
        [--shape NAME]... [--examples N]

Garbles every N-th article of a file in each of the shapes of `tests.garbling`, repairs it, and prints precision and
recall
by the kind of symbol. Then the same articles as they are: not one character may change.

Exits with 1 where precision is under 0.99 or recall under 0.98, for any kind of symbol of which there are 100 and more,
in one of the shapes in which something is garbled throughout (`BARRED`; of letters alone, or of some numbers among many
that are right, less can be proved, and it is only printed), or where a clean article is changed.

Without a file it takes `../shared/articles/pd199801.jsonl.xz`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from indexer.repair.founder import repair_line_start, repair_running
from indexer.repair.reading import DIGITS, LETTERS, SYMBOLS

from ..garbling import SHAPES, Score

REAL = Path(__file__).parents[3] / "shared" / "articles" / "pd199801.jsonl.xz"
PRECISION, RECALL, ENOUGH = 0.99, 0.98, 100
BARRED = ("throughout", "digits", "marks", "half-width")


def main() -> int:
    """Measures and prints; 1 where a bar is not met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="?", type=Path, default=REAL)
    parser.add_argument("--take", type=int, default=1000)
    parser.add_argument("--step", type=int, default=3)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shape", action="append", choices=list(SHAPES))
    parser.add_argument("--examples", type=int, default=0)
    options = parser.parse_args()
    chosen = itertools.islice(texts(options.records), options.start, None, options.step)
    articles = list(itertools.islice(chosen, options.take))
    print(f"{len(articles):,} articles, {sum(map(len, articles)):,} characters\n")
    kinds: tuple[tuple[str, ...], ...] = ((DIGITS,), (LETTERS,), (SYMBOLS,), ())
    print(
        "| shape | " + " | ".join(f"{kind[0] if kind else 'all'}: n | precision | recall" for kind in kinds) + " | s |"
    )
    print("|---|" + "--:|" * (3 * len(kinds) + 1))
    missed = 0
    for shape in options.shape or SHAPES:
        began = time.perf_counter()
        score = measure(articles, shape, options.seed)
        cells = []
        for kind in kinds:
            n, precision, recall = score.garbled(*kind), score.precision(*kind), score.recall(*kind)
            missed += shape in BARRED and n >= ENOUGH and (precision < PRECISION or recall < RECALL)
            cells.append(f"{n:,} | {precision:.4f} | {recall:.4f}")
        print(f"| {shape} | " + " | ".join(cells) + f" | {time.perf_counter() - began:.0f} |", flush=True)
        for printed, read, around in score.examples[: options.examples]:
            print(f"    {printed} read as {read} in {around!r}")
    changed = sum(repaired(text) != text for text in articles)
    print(f"\n{changed} of {len(articles):,} clean articles changed; {missed} bars missed")
    return int(bool(changed or missed))


def measure(articles: list[str], shape: str, seed: int) -> Score:
    """What the repair makes of articles that are garbled in a shape."""
    score = Score()
    for number, text in enumerate(articles):
        bad = SHAPES[shape](text, Random(f"{seed} {number}"))
        score.add(text, bad, repair_running(bad))
    return score


def repaired(text: str) -> str:
    """A text after both repairs: of the marks at the ends of lines, and of what runs."""
    return repair_running("\n".join(map(repair_line_start, text.split("\n"))))


def texts(path: Path) -> Iterator[str]:
    """Headline and body of each article of a file of records."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield f"{record.get('headline') or ''}\n{record.get('body') or ''}"


if __name__ == "__main__":
    sys.exit(main())
