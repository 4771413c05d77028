"""What does an archive offer for a name that stands in the text of an article only?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.archive import Archive
from search.suggest import pinyin

from .archives import ENGINES, article, engine, issue, memory

pytestmark = pytest.mark.skipif(not pinyin.installed(), reason="pypinyin is not installed")

ARTICLES = [
    *issue(),
    article("lwrb-20260210-04-01", headline="海草床下", body="潜水员虞若珂浮出水面。\n她在缪汀洲潜了三年。"),
]


@pytest.fixture(params=ENGINES)
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    with Archive(engine(request.param, tmp_path / "index", ARTICLES)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("虞若科", "虞若珂"), ("于若珂", "虞若珂"), ("缪听洲", "缪汀洲"), ("缪汀周", "缪汀洲"), ("yuruoke", "虞若珂")],
)
def test_it_is_offered(archive: Archive, typed: str, meant: str) -> None:
    assert meant not in dict(archive.terms("word"))
    assert [(each.text, each.articles) for each in archive.suggest(typed)] == [(meant, 1)]


def test_it_is_offered_in_the_place_of_a_text_that_finds_nothing(archive: Archive) -> None:
    result = archive.search("海草床 虞若科")
    assert [(each.query, each.articles) for each in result.suggestions] == [("海草床 AND 虞若珂", 1)]
    assert archive.search(result.suggestions[0].query).total == 1


def test_what_finds_its_article_brings_no_offer(archive: Archive) -> None:
    assert archive.search("虞若珂").suggestions == archive.suggest("虞若珂") == ()


def test_an_article_that_was_taken_out_brings_no_offer(archive: Archive) -> None:
    assert archive.suggest("虞若科")
    with archive.backend.writer() as writer:
        writer.delete("lwrb-20260210-04-01")
    assert archive.suggest("虞若科") == ()


def test_what_no_reader_could_type_brings_no_offer(archive: Archive) -> None:
    names = tuple(f"甲{number}" for number in range(600))
    assert archive.search("海草床 虞若科", author=names).suggestions == ()


def test_of_many_slips_in_a_query_the_first_are_looked_into() -> None:
    with Archive(memory(ARTICLES)) as archive:
        others = [f"没有的事{number}" for number in range(30)]
        assert [each.by for each in archive.search(" OR ".join(["虞若科", *others])).suggestions] == ["虞若珂"]
        assert archive.search(" OR ".join([*others, "虞若科"])).suggestions == ()
