"""How well are pages split that nobody has looked at?

    python -m tests.benchmarks.generated_pages [--pages N] [--seed N] [--jobs N] [--worst N] [--keep DIR]

Generated pages (`tests.pagemaker`), one a seed, are written as PDFs, read and split in this process, and held against
their truth. It prints the means of all measures (`tests.scoring`; *found* is F1@.9, and F1 of heads and the rest as
there), the seconds a page takes to read and split, and the worst pages with the reason: which stories were missed,
what of them was lost and what was put in, and which articles were none.

With `--keep` the PDFs stay, with their truth beside them, where `score_pages.py` and the eye can look at them.
"""

from __future__ import annotations

import argparse
import difflib
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from indexer.ingest import Options
from indexer.page import read_file
from indexer.profile import facts_of, load_profiles
from indexer.split import split
from search.article import Article
from tests.pagemaker import make
from tests.scoring import FOUND, MEASURES, STORIES, bare, mean, pairs_of, score


@dataclass(frozen=True, slots=True)
class Outcome:
    """One page: its seed, its measures, the seconds it took, and what went wrong, a line each."""

    seed: int
    measures: Mapping[str, float | None]
    seconds: float
    reasons: tuple[str, ...]

    @property
    def found(self) -> float:
        """F1@.9."""
        return self.measures["found"] or 0.0


def measured(seed: int, folder: Path) -> Outcome:
    """The page of a seed, written into the folder, read, split, and held against its truth."""
    made = make(seed)
    path = folder / f"made-{seed:04}.pdf"
    path.write_bytes(made.pdf())
    path.with_suffix(".gold.json").write_text(json.dumps(made.gold, ensure_ascii=False, indent=1) + "\n", "utf-8")
    start = time.perf_counter()
    articles, problems = _articles(path)
    took = time.perf_counter() - start
    return Outcome(seed, score(made.gold, articles), took, (*problems, *reasons(made.gold, articles)))


def _articles(path: Path) -> tuple[list[Article], list[str]]:
    options = Options(load_profiles())
    reading = read_file(path)
    articles: list[Article] = []
    for page in reading.pages:
        facts, furniture = facts_of(page, options.profiles)
        articles += split(page, facts, furniture)
    return articles, [f"problem: {problem.what}" for problem in reading.problems]


def reasons(page: Mapping[str, Any], printed: Sequence[Article]) -> list[str]:
    """Why the page is not perfect: a line for each story that was not found, and each article that is no story."""
    stories = [story for story in page["articles"] if story["kind"] in STORIES and len(bare(story["body"])) >= 40]
    some = [article for article in printed if article.kind in STORIES]
    pairs = pairs_of(stories, some)
    lines = []
    for at, story in enumerate(stories):
        name = f"{story['n']} {story['kind']} {story['headline'] or story['body'][:12]}"
        if at not in pairs:
            lines.append(f"missed   {name}{_elsewhere(story['body'], printed)}")
        elif pairs[at][1] < FOUND:
            lines.append(f"{pairs[at][1]:.2f}     {name}{_difference(story['body'], pairs[at][0].body)}")
    taken = {id(article) for article, _ in pairs.values()}
    lines += [
        f"no story {article.kind} {article.headline or '(no headline)'}: {article.body[:24]}…"
        for article in some
        if id(article) not in taken and len(bare(article.body)) >= 40
    ]
    return lines


def _difference(gold: str, seen: str) -> str:
    """The longest piece lost, and the longest put in."""
    gold, seen = bare(gold), bare(seen)
    steps = difflib.SequenceMatcher(None, gold, seen, autojunk=False).get_opcodes()
    lost = max(
        (gold[a:b] for _, a, b, _, _ in (s for s in steps if s[0] in ("delete", "replace"))), key=len, default=""
    )
    more = max(
        (seen[c:d] for _, _, _, c, d in (s for s in steps if s[0] in ("insert", "replace"))), key=len, default=""
    )
    return "".join(
        f"\n           {what} {len(text)}: {text[:36]}{'…' if len(text) > 36 else ''}"
        for what, text in (("lost", lost), ("put in", more))
        if text
    )


def _elsewhere(body: str, printed: Sequence[Article]) -> str:
    """Where the beginning of a missed story went."""
    begin = bare(body)[2:14]
    homes = [article for article in printed if begin in bare(article.body)]
    return "".join(f"\n           its beginning is in {a.kind} {a.headline or '(no headline)'}" for a in homes[:1])


def run(seeds: Sequence[int], jobs: int, folder: Path) -> list[Outcome]:
    """The outcomes of these seeds, in their order."""
    work = partial(measured, folder=folder)
    if jobs == 1:
        return [work(seed) for seed in seeds]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        return pool.map(work, seeds, chunksize=5)


def report(outcomes: Sequence[Outcome], worst: int) -> str:
    """The table, and the worst pages with their reasons."""
    means = mean(outcome.measures for outcome in outcomes)
    perfect = sum(outcome.found == 1.0 for outcome in outcomes)
    seconds = sorted(outcome.seconds for outcome in outcomes)
    lines = [
        f"{len(outcomes)} pages, {perfect} of them without a story missed",
        "  ".join(f"{name} {means[name]:.3f}" for name in MEASURES if name in means),
        f"read and split: median {statistics.median(seconds):.2f} s, slowest {seconds[-1]:.2f} s",
    ]
    for outcome in sorted(outcomes, key=lambda outcome: outcome.found)[:worst]:
        if outcome.found < 1.0:
            lines += ["", f"seed {outcome.seed}: F1@.9 {outcome.found:.3f}", *(f"  {line}" for line in outcome.reasons)]
    return "\n".join(lines)


def main() -> int:
    """Measures and prints; exit 1 where the mean F1@.9 is below the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0, help="of the first page")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--worst", type=int, default=10, help="how many pages are listed with their reasons")
    parser.add_argument("--floor", type=float, default=0.0, help="exit 1 where the mean F1@.9 is below it")
    parser.add_argument("--keep", type=Path, help="keep the pages here")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.pages)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        outcomes = run(seeds, options.jobs, folder)
    print(report(outcomes, options.worst))
    return int(mean(outcome.measures for outcome in outcomes)["found"] < options.floor)


if __name__ == "__main__":
    sys.exit(main())
