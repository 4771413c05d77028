"""Are the articles of the scale benchmark real ones first, and then their sentences dealt anew?"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from indexer.build import document
from search.article import Article

from .archives import article
from .benchmarks.shuffled import cut, dealt, pieces_of

ARTICLES = [
    article(
        f"lwrb-{number}",
        date=f"2025-07-{1 + number:02}",
        headline=f"渔船第{number}次 回港",
        body=f"台风停运了{number}班客船。市民出行 请注意！\n　渔业生产照常。\n\n公园开放{number}天，天气预报说。",
    )
    for number in range(7)
]


def sentences(some: list[Article]) -> Counter[str]:
    """The sentences of all of them."""
    return Counter(part for each in some for part in re.split("[。！!\n]", each.body) if part)


def test_the_first_round_is_the_articles_as_they_are(tmp_path: Path) -> None:
    assert cut(ARTICLES, tmp_path / "pieces") == 7
    pieces = pieces_of(tmp_path / "pieces", 7)
    for found, real in zip(dealt(pieces, 0, 7), map(document, ARTICLES), strict=True):
        assert (found.texts, found.words, found.values["date"]) == (real.texts, real.words, real.values["date"])


def test_every_other_round_has_the_same_sentences_in_other_articles(tmp_path: Path) -> None:
    cut(ARTICLES, tmp_path / "pieces")
    pieces = pieces_of(tmp_path / "pieces", 99)
    first, second, third = ([found.article for found in dealt(pieces, begin, begin + 7)] for begin in (0, 7, 14))
    assert sentences(first) == sentences(second) == sentences(third)
    assert Counter(each.headline for each in first) == Counter(each.headline for each in second)
    assert len({tuple(each.body for each in some) for some in (first, second, third)}) == 3
    assert [each.date for each in first] == [each.date for each in third]
    assert len({each.id for some in (first, second, third) for each in some}) == 21
    assert [found.article for found in dealt(pieces, 0, 21)] == first + second + third


def test_a_dealt_article_is_cut_as_its_text_is(tmp_path: Path) -> None:
    cut(ARTICLES, tmp_path / "pieces")
    for found in dealt(pieces_of(tmp_path / "pieces", 7), 7, 14):
        assert (found.texts, found.words) == (document(found.article).texts, document(found.article).words)
