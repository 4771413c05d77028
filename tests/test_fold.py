"""Are articles that reprint each other shown once, in every engine, and is nothing lost by it?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.archive import Archive
from search.backends import SORTS, Backend, Sort
from search.query import parse
from search.schema import origin

from .archives import ENGINES, article, fill, found, makers

PRINTED = [
    article("lwrb-1", date="2025-07-01", page="01", headline="台风来了", body="台风来了，停运。", topics=("台风",)),
    article("lwrb-2", date="2025-07-02", page="02", headline="台风来了", body="台风来了，停运。", same_as="lwrb-1"),
    article("lwrb-3", date="2025-07-03", page="01", headline="更正：台风", body="台风来了。停运。", same_as="lwrb-1"),
    article("lwrb-4", date="2025-07-02", page="01", headline="台风走了", body="海钓船出港。", topics=("台风", "渔业")),
    article("lwrb-5", date="2025-07-04", page="03", headline="台风走了", body="海钓船出港。", same_as="lwrb-4"),
    article("lwrb-6", date="2025-07-05", page="01", headline="台风课", body="老师讲台风。"),
    # What it reprints is no more; they still belong together.
    article("lwrb-7", date="", headline="旧台风", body="旧闻。", same_as="lwrb-0"),
    article("lwrb-8", date="2024-07-05", headline="旧台风", body="旧闻，又登。", same_as="lwrb-0"),
    article("lwrb-9", date="2025-07-06", headline="元旦", body="新年好。"),
]
QUERIES = ["", "台风", "停运", "台风 -更正", "日期:2025-07-02..", "更正", "元旦", "没有这回事", "旧台风 OR 海钓"]


@pytest.fixture(scope="module", params=ENGINES)
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """Those articles in several commits, so that reprints lie in different segments. Not to be changed."""
    with makers(request.param, tmp_path_factory.mktemp("fold")) as make:
        backend = make(PRINTED[:2], PRINTED[2:7], PRINTED[7:])
        with backend.writer() as writer:
            writer.delete("lwrb-9")
        fill(backend, PRINTED[8:])
        yield backend


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", QUERIES)
def test_reprints_are_folded_into_the_first_of_them(backend: Backend, query: str, sort: Sort) -> None:
    tree = parse(query)
    groups: dict[str, list[str]] = {}
    origins = {each.id: origin(each) for each in PRINTED}
    for id in found(backend, tree, sort):
        groups.setdefault(origins[id], []).append(id)
    folded = backend.search(tree, sort=sort, offset=0, limit=100, fold=True)
    assert folded.total == len(groups) == len(folded.found) == len(folded.folded)
    assert [[a.id, *rest] for (a, _), rest in zip(folded.found, folded.folded, strict=True)] == list(groups.values())
    plain = {a.id: score for a, score in backend.search(tree, sort=sort, offset=0, limit=100).found}
    assert all(plain[a.id] == score for a, score in folded.found)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", QUERIES)
def test_pages_of_groups_laid_side_by_side_are_the_whole(backend: Backend, query: str, sort: Sort) -> None:
    tree = parse(query)
    whole = backend.search(tree, sort=sort, offset=0, limit=100, fold=True)
    for limit in (1, 2, 3):
        pages = [
            backend.search(tree, sort=sort, offset=at, limit=limit, fold=True)
            for at in range(0, whole.total + limit, limit)
        ]
        assert {page.total for page in pages} == {whole.total}
        assert tuple(each for page in pages for each in page.found) == whole.found
        assert tuple(each for page in pages for each in page.folded) == whole.folded
    nothing = backend.search(tree, sort=sort, offset=0, limit=0, fold=True)
    assert (nothing.total, nothing.found, nothing.folded) == (whole.total, (), ())


@pytest.mark.parametrize("query", QUERIES)
def test_facets_count_articles_all_the_same(backend: Backend, query: str) -> None:
    fields = ("topic", "page", "month")
    folded = backend.search(parse(query), sort="newest", offset=0, limit=1, facets=fields, fold=True)
    assert folded.facets == {field: backend.counts(field, parse(query)) for field in fields}


def test_nothing_is_folded_unasked(backend: Backend) -> None:
    matches = backend.search(parse("台风"), sort="newest", offset=0, limit=100)
    assert matches.total == 8
    assert matches.folded == ()


def test_a_hit_names_the_articles_that_it_stands_for(backend: Backend) -> None:
    archive = Archive(backend)
    hits = archive.search("停运", sort="oldest", fold=True).hits
    assert [(hit.article.id, hit.reprints) for hit in hits] == [("lwrb-1", ("lwrb-2", "lwrb-3"))]
    assert {hit.reprints for hit in archive.search("停运").hits} == {()}


def test_what_has_most_of_the_words_is_folded_too(backend: Backend) -> None:
    result = Archive(backend).search("来了停运海钓", fold=True)
    near = {hit.article.id: hit.reprints for hit in result.near}
    assert len(near) == len({origin(hit.article) for hit in result.near}) > 0
    assert any(near.values())
