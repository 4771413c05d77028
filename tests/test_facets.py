"""Are facets and timelines what one would count by hand?

Three hundred random queries (the seed is `SEED`) over invented articles, and over a month of a real paper where
`../shared` is there, counted once more by `tests/law.py` and plain Python.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from search.archive import Archive
from search.article import Article, Part, from_record
from search.backends import Backend
from search.backends.holding import Prepared, asking
from search.query import parse
from search.text import words
from search.tree import Literal

from .archives import ENGINES, article, fill, makers, on_disk
from .law import law

SEED = 20250701
QUERIES = 300
COUNT = 45
FIELDS = ("author", "reporter", "topic", "page", "column", "source", "paper", "year", "month")
REAL = Path(__file__).parents[2] / "shared" / "articles" / "zsrb-2026-03.jsonl"

NAMES = ["阮知秋", "裴远", "林晓岚", "温良", "邬小满"]
TOPICS = ["台风与防汛", "渔业", "科技", "教育"]
TEXTS = [
    "台风来了。",
    "渔船回港。",
    "海上客船停运。",
    "学生放假。",
    "海钓新业态。",
    "哈哈哈。",
    "RISC-V芯片发布。",
    "新年好。",
]


def invented(count: int, rng: random.Random) -> list[Article]:
    """Articles with several authors, topics and pages each, or none."""
    made = []
    for n in range(count):
        pages = rng.sample(["01", "02", "A12", "４"], rng.randint(0, 3))
        named = rng.sample(NAMES, rng.randint(0, 3))
        made.append(
            article(
                f"lwrb-{n:03}",
                paper=rng.choice(["澜湾日报", "澜湾晚报", ""]),
                date=rng.choice(["", "2024-12-31", "2025-01-01", "2025-07-01", "2025-07-15", "2026-02-28"]),
                page=pages[0] if pages else "",
                parts=tuple(Part(page, "", "") for page in pages),
                column=rng.choice(["", "民生", "海上观察"]),
                source=rng.choice(["", "新华社", "澜湾发布"]),
                authors=[(name, rng.choice(["记者", "通讯员", "摄影"])) for name in named],
                topics=tuple(rng.sample(TOPICS, rng.randint(0, 3))),
                headline=rng.choice(TEXTS),
                body="\n".join(rng.sample(TEXTS, rng.randint(0, 4))),
            )
        )
    return made


def random_query(rng: random.Random, runs: Sequence[str], depth: int = 2) -> str:
    """A query in the language, of words and pieces of the texts, values, days and operators."""
    kind = rng.random()
    if depth and kind < 0.45:
        some = [random_query(rng, runs, depth - 1) for _ in range(rng.randint(2, 3))]
        return "(" + rng.choice([" ", " OR "]).join(some) + ")"
    if depth and kind < 0.55:
        return f"NOT {random_query(rng, runs, depth - 1)}"
    text = rng.choice(runs)
    at, size = rng.randrange(len(text)), rng.randint(1, 4)
    piece, other = text[at : at + size].strip("-－*＊"), rng.choice(runs)[:2]
    return rng.choice(
        [
            Literal(piece or text), Literal(piece or text), Literal(text[:2], "headline"), Literal(text[-2:], "body"),
            f'"{text[:1]} {other}"~{rng.randint(0, 30)}', f"{words(text)[0]}*", f"记者:{rng.choice(NAMES)}",
            f"主题:{rng.choice(TOPICS)}", f"版:{rng.randint(1, 8)}", "日期:2025", "日期:2025-07-02..",
            "日期:2026-03-10..2026-03-20",
        ]
    ).__str__()  # fmt: skip


def by_hand(articles: Sequence[Article], field: str) -> dict[str, int]:
    """Each article counts once for each of its values."""
    counted: Counter[str] = Counter()
    for each in articles:
        some: Sequence[str] = {
            "author": [author.name for author in each.authors],
            "reporter": [author.name for author in each.authors if author.role == "记者"],
            "topic": each.topics,
            "page": each.pages,
            "year": [each.date[:4]],
            "month": [each.date[:7]],
            "day": [each.date],
        }.get(field, [getattr(each, field, "")])
        counted.update({"".join(value.split()) if field in ("author", "reporter") else value.strip() for value in some})
    return {value: count for value, count in counted.items() if value}


@pytest.fixture(scope="module", params=ENGINES)
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """Invented articles in several commits, some replaced and some taken out on the way."""
    some = invented(COUNT, random.Random(SEED))
    with makers(request.param, tmp_path_factory.mktemp("facets")) as make:
        backend = make(some[20:40], some[:30], invented(10, random.Random(1)), [article("lwrb-old", topics=("渔业",))])
        with backend.writer() as writer:
            writer.delete("lwrb-old")
        fill(backend, some[:10])
        fill(backend, some[10:])
        yield backend


def test_facets_and_timelines_of_random_queries_are_those_counted_by_hand(backend: Backend) -> None:
    held, rng, archive = invented(COUNT, random.Random(SEED)), random.Random(SEED), Archive(backend)
    sizes = set()
    for number in range(QUERIES):
        query = random_query(rng, TEXTS)
        found = [each for each in held if law(parse(query), each)]
        check(archive, query, found, fold=number % 3 == 0)
        for field in FIELDS if number % 3 == 0 else ():
            assert archive.counts(field, query) == by_hand(found, field), query
        sizes.add(len(found))
    assert {0, len(held)} <= sizes
    assert len(sizes) > 20


def check(archive: Archive, query: str, found: Sequence[Article], **how: Any) -> None:
    tree = parse(query)
    result = archive.search(tree, facets=FIELDS, limit=0, **how)
    if result.query == tree:  # else it found nothing, and was asked once more in words
        assert result.facets == {field: by_hand(found, field) for field in FIELDS}, query
    for by in ("year", "month", "day"):
        timeline = archive.timeline(tree, by=by)
        assert dict(timeline) == by_hand(found, by), query
        assert list(timeline) == sorted(timeline)


def test_facets_of_everything_are_those_of_all_articles(backend: Backend) -> None:
    held = invented(COUNT, random.Random(SEED))
    result = Archive(backend).search("", facets=FIELDS)
    assert result.facets == {field: by_hand(held, field) for field in FIELDS}
    assert all(len(result.facets[field]) > 1 for field in FIELDS)
    assert sum(result.facets["topic"].values()) > len(held)  # each value of a multi-valued field counts


@pytest.mark.parametrize("fields", [(), ("topic",), ("month", "page", "topic")])
def test_only_the_facets_that_were_asked_for_are_counted(backend: Backend, fields: tuple[str, ...]) -> None:
    assert tuple(Archive(backend).search("台风", facets=fields).facets) == fields


def test_facets_are_those_of_all_that_match_whatever_the_page(backend: Backend) -> None:
    archive = Archive(backend)
    whole = archive.search("台风", facets=("topic",), limit=1000)
    for how in ({"limit": 0}, {"limit": 1}, {"offset": 3, "limit": 2}, {"offset": 10_000}, {"sort": "newest"}):
        assert archive.search("台风", facets=("topic",), **how).facets == whole.facets
    assert dict(archive.search("没有这回事", facets=("topic",)).facets) == {"topic": {}}


def test_filters_narrow_facets_and_timelines(backend: Backend) -> None:
    held, archive = invented(COUNT, random.Random(SEED)), Archive(backend)
    found = [each for each in held if "渔业" in each.topics and each.date >= "2025-07"]
    assert archive.search("", topic="渔业", since="2025-07", facets=("page",)).facets == {
        "page": by_hand(found, "page")
    }
    assert archive.timeline(topic="渔业", since="2025-07", by="day") == by_hand(found, "day")
    assert archive.counts("page", topic=("渔业",), since="2025-07") == by_hand(found, "page")


@pytest.mark.parametrize("ask", ["weather", "headline\t", "", "body"])
def test_a_facet_that_is_none_is_a_value_error(backend: Backend, ask: str) -> None:
    archive = Archive(backend)
    with pytest.raises(ValueError, match="no such field"):
        archive.search("台风", facets=(ask,))
    with pytest.raises(ValueError, match="year, month or day"):
        archive.timeline("台风", by=ask)  # type: ignore[arg-type]


@pytest.mark.skipif(not REAL.exists(), reason="needs ../shared/articles, which is not there")
def test_facets_and_timelines_of_random_queries_over_a_real_month(tmp_path: Path) -> None:
    with REAL.open(encoding="utf-8") as lines:
        held = [from_record(json.loads(line)) for line in lines]
    rng = random.Random(SEED)
    runs = ["".join(filter(str.isalnum, each.headline)) for each in held]
    runs = [run for run in runs if len(run) > 3]
    backend, prepared = on_disk(tmp_path / "index", held[::2], held[1::2]), [Prepared(each) for each in held]
    archive = Archive(backend)
    sizes = set()
    for _ in range(QUERIES):
        query = random_query(rng, runs)
        tree = parse(query)
        found = [each.article for each in prepared if asking(tree)(each)]
        check(archive, query, found)
        sizes.add(len(found))
    assert len(sizes) > 20
    backend.close()
