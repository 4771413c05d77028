"""Does the search still put first what a journalist would?

    python -m tests.judging            measures, prints every query beside its floor
    python -m tests.judging --raise    raises the floors to what is measured
    python -m tests.judging --lower    lowers them too; say why in the commit

`judged.toml` has queries over the corpus, with the articles that matter graded by reading. The articles are those of
the gold, so that a change in splitting does not move a measure of ranking. They are put into every engine, and the
first ten that a search gives, hits and then near ones, are measured by

    DCG@10  = Σ over ranks r = 1 … 10 of (2^grade(r) − 1) / log2(r + 1)
    nDCG@10 = DCG@10 / DCG@10 of the best order of everything graded

Cumulated gain with a logarithmic discount is Järvelin and Kekäläinen's (Cumulated gain-based evaluation of IR
techniques, ACM TOIS 20(4), 2002); the gain 2^grade − 1, which tells the one that is meant from three that mention it,
is that of Burges et al. (Learning to rank using gradient descent, ICML 2005).

The floors of `judged_floors.json` hold the mean and every query; `test_judged.py` fails below them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indexer.enrich import enriched
from indexer.toml import read_toml
from indexer.topic import load_topics
from search.archive import Archive
from search.article import Article, from_record
from search.errors import QueryError

from .archives import ENGINES, engine
from .typeset import CORPUS

SET = Path(__file__).with_name("judged.toml")
FLOORS = Path(__file__).with_name("judged_floors.json")
GRADES = (3, 2, 1)
TOP = 10
SLACK = 0.005
"""The mean may fall this far below what was measured when its floor was set."""
TOLERANCE = 0.05
"""A query may fall this far below its floor. Neighbours below the first rank that trade places cost less where their
grades differ by one, and so close are they that any weight moves some such pair; a lesser article that comes first
costs more, in every query of the set (`test_judged.py` holds both)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query of the set.

    Attributes:
        text: as typed.
        kind: what it tries.
        why: what was weighed when it was graded.
        grades: article (`2025-07-21/02/4`) → 1, 2 or 3.
    """

    text: str
    kind: str
    why: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a query gave.

    Attributes:
        value: nDCG@10; 0 where the query could not be read.
        found: the articles, best first, at most ten.
        error: why it could not be read.
    """

    value: float
    found: tuple[str, ...] = ()
    error: str = ""


def load(path: Path = SET) -> tuple[Judged, ...]:
    """The judged set, in the order of the file.

    Raises:
        TomlError: the file is no TOML.
        ValueError: an article is graded twice for a query.
    """
    return tuple(_judged(entry) for entry in read_toml(path.read_text("utf-8"), path.name)["query"])


def gold() -> dict[str, Article]:
    """Every article of the gold by its name, `2025-07-21/02/4`, with topics and keywords as they are at ingest."""
    topics = load_topics()
    found: dict[str, Article] = {}
    for path in sorted(CORPUS.glob("*.gold.json")):
        page = json.loads(path.read_text("utf-8"))
        for record in page["articles"]:
            name = f"{page['date']}/{page['page']:02}/{record['n']}"
            above = f"{page['date']}/{page['page']:02}/{record['belongs_to']}" if record.get("belongs_to") else ""
            keys = {key: page[key] or "" for key in ("paper", "date", "page_name")}
            keys |= {"id": id_of(name), "page": f"{page['page']:02}", "belongs_to": id_of(above) if above else ""}
            found[name] = enriched(from_record({**record, **keys}), topics)
    return found


def id_of(name: str) -> str:
    """The id that an article of the gold is given: `2025-07-21/02/4` is `lwrb-20250721-02-04`."""
    date, page, number = name.split("/")
    return f"lwrb-{date.replace('-', '')}-{page}-{int(number):02}"


def ndcg(found: Sequence[int], graded: Sequence[int]) -> float:
    """nDCG@10 of the grades found, in order, among all the grades there are."""
    best = _dcg(sorted(graded, reverse=True))
    return _dcg(found) / best if best else 0.0


def measure(archive: Archive, judged: Sequence[Judged], names: Mapping[str, str]) -> dict[str, Measured]:
    """What each query gives; `names` says what the article of an id is called in the set."""
    return {each.text: _measure(archive, each, names) for each in judged}


@contextmanager
def archives(articles: Mapping[str, Article], directory: Path) -> Iterator[dict[str, Archive]]:
    """An archive of these articles in every engine; closed in the end."""
    made: dict[str, Archive] = {}
    try:
        for kind in ENGINES:
            made[kind] = Archive(engine(kind, directory / kind, articles.values()))
        yield made
    finally:
        for archive in made.values():
            archive.close()


def measured(directory: Path) -> dict[str, dict[str, Measured]]:
    """The measures of every query on every engine: engine → text → measured."""
    judged, articles = load(), gold()
    names = {article.id: name for name, article in articles.items()}
    with archives(articles, directory) as made:
        return {kind: measure(archive, judged, names) for kind, archive in made.items()}


def mean(row: Mapping[str, Measured]) -> float:
    """The mean nDCG@10 of one engine."""
    return sum(each.value for each in row.values()) / len(row)


def floors() -> dict[str, Any]:
    """The floors: `mean`, and `queries` with the value of each text."""
    found: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    return found


def moved(row: Mapping[str, Measured], kept: Mapping[str, float], judged: Sequence[Judged], by: float = 0.0005) -> str:
    """The queries that are off their floors by more than `by`, worst first, a line each with what they gave."""
    grades = {each.text: each.grades for each in judged}
    off = sorted((each.value - kept.get(text, 0.0), text) for text, each in row.items())
    return "\n".join(
        f"{change:+.3f}  {kept.get(text, 0.0):.3f} → {row[text].value:.3f}  {text}  {_given(row[text], grades[text])}"
        for change, text in off
        if abs(change) > by
    )


def _judged(entry: Mapping[str, Any]) -> Judged:
    graded = [(name, grade) for grade in GRADES for name in entry.get(str(grade), ())]
    if len(dict(graded)) != len(graded):
        raise ValueError(f"{entry['text']}: an article is graded twice")
    return Judged(entry["text"], entry["kind"], entry["why"], dict(graded))


def _measure(archive: Archive, judged: Judged, names: Mapping[str, str]) -> Measured:
    try:
        result = archive.search(judged.text, limit=TOP)
    except QueryError as error:
        return Measured(0.0, error=str(error))
    found = tuple(names[hit.article.id] for hit in (*result.hits, *result.near)[:TOP])
    return Measured(ndcg([judged.grades.get(name, 0) for name in found], list(judged.grades.values())), found)


def _dcg(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades[:TOP], 1))


def _given(each: Measured, grades: Mapping[str, int]) -> str:
    """The grades in the order given, and the articles above 1 that are missing: `31·2  without 2025-05-16/01/1 (2)`."""
    if each.error:
        return each.error.splitlines()[0]
    given = "".join(str(grades.get(name, "·")) for name in each.found) or "nothing"
    missing = [f"{name} ({grade})" for name, grade in grades.items() if grade > 1 and name not in each.found]
    return given + (f"  without {', '.join(missing)}" if missing else "")


def main(arguments: list[str]) -> int:
    """Measures, prints, and moves the floors where it is told to."""
    judged = load()
    kept: dict[str, Any] = floors() if FLOORS.exists() else {"mean": 0.0, "queries": {}}
    with TemporaryDirectory() as directory:
        now = measured(Path(directory))
    print("  ".join((*now, "floor", "query", "grades as given")))
    for each in judged:
        rows = [row[each.text] for row in now.values()]
        values = "  ".join(f"{row.value:.3f}" for row in rows)
        floor = kept["queries"].get(each.text, 0.0)
        print(f"{values}  ({floor:.3f})  {each.kind:<14}  {each.text}  {_given(rows[0], each.grades)}")
    for kind, row in now.items():
        print(f"{kind}: mean {mean(row):.4f} ({kept['mean']:.3f})")
        print(moved(row, kept["queries"], judged))
    if "--raise" in arguments or "--lower" in arguments:
        lower = "--lower" in arguments
        floor = round(min(mean(row) for row in now.values()) - SLACK, 3)
        queries = {each.text: round(min(row[each.text].value for row in now.values()), 3) for each in judged}
        if not lower:
            floor = max(floor, kept["mean"])
            queries = {text: max(value, kept["queries"].get(text, 0.0)) for text, value in queries.items()}
        text = json.dumps({"mean": floor, "queries": queries}, ensure_ascii=False, indent=1)
        FLOORS.write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
