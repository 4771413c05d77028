"""Does every engine give the right answer, which is the same for all?

One suite over `memory` and `whoosh_index`; more of it is in `test_counts.py`, `test_fold.py`, `test_facets.py`,
`test_law.py` (whatever hypothesis thinks of), `test_interleaving.py` and `test_threads.py`. What is right is worked out
a third time, by `tests/law.py`.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import document
from search.article import Article
from search.backends import SORTS, Backend
from search.query import parse
from search.schema import COUNTED, LISTED, parts
from search.text import bare, pairs, words
from search.tree import And, AtLeast, Everything, Filter, Literal, Query, Word, wanted_literals

from .archives import ENGINES, Maker, article, fill, found, issue, makers, memory, on_disk, settled_engine
from .law import law


@pytest.fixture(params=ENGINES)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Maker]:
    """Makes an engine of the kind under test, filled in as many commits as batches are given."""
    with makers(request.param, tmp_path) as make:
        yield make


@pytest.fixture(scope="module", params=ENGINES)
def settled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """The articles of `issue`, after a life. Not to be changed."""
    backend = settled_engine(request.param, tmp_path_factory.mktemp("settled") / "index")
    yield backend
    backend.close()


QUERIES = [
    "", "台风", "颱風", "台", "风", "台风 停运", "台风 OR 元旦", "台风 -停运", "-台风", "NOT (台风 OR 海钓)",
    "-记者:阮知秋", "NOT NOT 台风", "渔业生产", "“渔业 生产”", "渔业生产两不误", "暂停。海上", "来了，渔业生产暂停",
    "停运海上客船 渔船", "哈", "哈哈", "哈哈哈", "哈哈哈哈", "哈哈哈哈哈", "哈哈，哈哈", "abc", "ＡＢＣ",
    "居民abc做好", "risc-v", "RISC-V芯片V2.0发布", "hello  world", "helloworld！", "3.5亿", "12%", "——", "—", "！",
    "新年好", '"新 年 好"', "好新", "没有这回事", "没", "标题:台风", "标题:停运", "正文:停运", "标题:(停运 OR 台风)",
    "标题:今年第4号", "标题:渔船回港", "栏目:民生", "栏目:民", "民生", "来源:新华社", "来源:新华", "新华社",
    "本报讯", "阮知秋", "知秋", "记者:阮知秋", "记者:阮知", "通讯员:阮知秋", "摄影:阮知秋", "作者:阮知秋",
    "作者:阮知秋阳", "作者:龙潭客", "通讯员:裴远", '通讯员:"裴 远"', "reporter:裴远", "主题:台风与防汛", "主题:台风",
    "主题:渔业 -台风", "版:1", "版:01", "版:１", "版:a12", "版:12", "版:2", "版:0", "日期:2025", "日期:2025-07",
    "日期:2025-07-02", "日期:2025-08..", "日期:..2025-07-01", "日期:2025-07-02..2025-08-01", "日期:2030",
    "日期:2025-12..2026-01", "台风 日期:2025-07 版:1 主题:渔业", "-日期:2025", "-版:1 -台风",
    '"停运 客船"~0', '"客船 停运"~0', '"客船 停运"~1', '"客船 停运"~2', '"停运 客船"~9', '"台风 停运"~1000',
    '"台风 暂停"~9', '标题:"停运 澜湾"~1', '正文:"停运 澜湾"~9', '"哈哈 哈哈"~0', '"哈哈 哈哈"~1', '"哈哈 哈哈 哈哈"~1',
    '"哈 哈"~0', '"风 来"~0', '"渔 暂停"~4', '"渔 暂停"~2', '-"台风 暂停"~9', '"海上 停运 客船"~2', '"新年 好"~0',
    '"ABC 做好"~0', "渔*", "台*", "颱*", "标题:海*", "正文:海*", "risc*", "3*", "没*", "-渔*",
    "渔* 停运", "(渔* OR 元旦) -台风",
    "(台风 OR 渔业) (停运 OR 海钓)", "澜湾日报", "要闻", "科技", "年终盘点：台风共五个。", "盘点：台风共六个",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_what_the_law_says(settled: Backend, query: str) -> None:
    tree = parse(query)
    expected = {each.id for each in issue() if law(tree, each)}
    assert set(found(settled, tree)) == expected
    assert settled.search(tree, sort="relevance", offset=0, limit=0).total == len(expected)
    assert set(found(settled, tree, "relevance")) == expected
    assert set(found(memory(issue()), tree)) == expected


TREES: list[Query] = [
    Word("台风"), Word("颱風", "body"), Word("台风", "headline"), Word("风"), Word("没有这回事"),
    AtLeast(1, (parse("台风"), parse("海钓"))), AtLeast(2, (parse("台风"), parse("海钓"), parse("停运"))),
    AtLeast(2, (parse("台风"), parse("台风"))),
    AtLeast(3, (parse("台风"), parse("-海钓"), parse("版:1")), (Literal("来了"),)),
    AtLeast(3, (parse("台风"), parse("停运"))), Filter(parse("台风 OR 元旦")), Filter(Everything()),
]  # fmt: skip
"""What the query language has no way to say."""


@pytest.mark.parametrize("tree", TREES, ids=repr)
def test_a_tree_that_a_program_makes_finds_what_the_law_says(settled: Backend, tree: Query) -> None:
    expected = {each.id for each in issue() if law(tree, each)}
    assert set(found(settled, tree)) == set(found(settled, tree, "relevance")) == expected
    assert settled.search(tree, sort="relevance", offset=0, limit=0).total == len(expected)


def test_the_queries_are_fit_to_tell_engines_apart() -> None:
    sizes = Counter(len(found(memory(issue()), query)) for query in QUERIES)
    assert set(sizes) >= {0, 1, 2, 3, 4, 5, len(issue())}
    assert sizes[0] < len(QUERIES) / 3


@pytest.mark.parametrize("query", QUERIES[:12])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_laid_side_by_side_are_the_whole(settled: Backend, sort: str, query: str) -> None:
    tree = parse(query)
    whole = settled.search(tree, sort=sort, offset=0, limit=1000)  # type: ignore[arg-type]
    for limit in (1, 3):
        pages = [
            settled.search(tree, sort=sort, offset=at, limit=limit)  # type: ignore[arg-type]
            for at in range(0, whole.total + limit, limit)
        ]
        assert {page.total for page in pages} == {whole.total}
        assert tuple(each for page in pages for each in page.found) == whole.found
    assert settled.search(tree, sort=sort, offset=whole.total, limit=5).found == ()  # type: ignore[arg-type]


def test_articles_come_back_as_they_were_given(settled: Backend) -> None:
    for each in issue():
        assert settled.article(each.id) == each
    assert {a.id: a for a, _ in settled.search(Everything(), sort="newest", offset=0, limit=100).found} == {
        each.id: each for each in issue()
    }
    for id in ("", "lwrb-never", "lwrb-20250701-01", "LWRB-20250701-01-01", "\ud800"):
        assert settled.article(id) is None


def test_newest_and_oldest_follow_the_date_then_the_id_undated_last(settled: Backend) -> None:
    dated = sorted((each for each in issue() if each.date), key=lambda each: each.id)
    undated = sorted(each.id for each in issue() if not each.date)
    assert found(settled, "", "oldest") == [a.id for a in sorted(dated, key=lambda a: a.date)] + undated
    newest = sorted(dated, key=lambda a: a.date, reverse=True)
    assert found(settled, "", "newest") == [a.id for a in newest] + undated


def test_odd_dates_are_in_the_same_order_everywhere(make: Maker) -> None:
    days = ["2025-07-01", "2025-7-1", "2025", "", "²", "去年", "2025-07", "12025-01-01", "2025-07-01b"]
    backend = make([article(f"lwrb-{n}", date=day, body="台风") for n, day in enumerate(days)])
    expected = sorted(filter(None, days))
    for sort, order in (("oldest", expected), ("newest", expected[::-1])):
        assert [days[int(id[5:])] for id in found(backend, "", sort)] == [*order, ""]  # type: ignore[arg-type]


def test_scores_fall_and_tell_a_literal_from_a_filter(settled: Backend) -> None:
    for query in QUERIES:
        scores = [s for _, s in settled.search(parse(query), sort="relevance", offset=0, limit=100).found]
        assert scores == sorted(scores, reverse=True)
        assert all(score >= 0 for score in scores)
    for query in ("台风", "台", "——", "栏目:民生", "新华社", "哈哈哈"):
        assert all(score > 0 for _, score in settled.search(parse(query), sort="relevance", offset=0, limit=100).found)
    for query in ("", "-台风", "记者:阮知秋", "日期:2025", "-台风 版:1"):
        assert {score for _, score in settled.search(parse(query), sort="relevance", offset=0, limit=100).found} == {
            0.0
        }
    for sort in ("newest", "oldest"):
        matches = settled.search(parse("台风"), sort=sort, offset=0, limit=100)
        assert {score for _, score in matches.found} == {0.0}


def test_negation_filters_and_repetition_change_no_score(settled: Backend) -> None:
    def scores(query: str) -> dict[str, float]:
        matches = settled.search(parse(query), sort="relevance", offset=0, limit=100)
        return {each.id: score for each, score in matches.found}

    whole = scores("台风")
    for query in ("台风 -停运", "台风 日期:2025-07", "台风 NOT (NOT 台风)", "台风 台风", "台风 -没有这回事"):
        assert scores(query).items() <= whole.items()
        assert scores(query)


def test_the_engines_score_alike(tmp_path: Path) -> None:
    # Whoosh rounds the length of a field to one of 256 steps, and does not count how often a single character stands
    # in an article; nothing else may differ where nothing was taken out.
    disk, plain = on_disk(tmp_path / "index", issue()[:5], issue()[5:]), memory(issue())
    for tree in [*map(parse, QUERIES), *TREES]:
        if any(len(literal.bare) == 1 for literal in wanted_literals(tree)):
            continue
        theirs = {a.id: s for a, s in disk.search(tree, sort="relevance", offset=0, limit=100).found}
        ours = {a.id: s for a, s in plain.search(tree, sort="relevance", offset=0, limit=100).found}
        assert theirs == pytest.approx(ours, rel=0.05), tree
    disk.close()


def test_a_filter_changes_no_score(settled: Backend) -> None:
    whole = dict(settled.search(parse("台风"), sort="relevance", offset=0, limit=100).found)
    some = settled.search(parse("台风 停运"), sort="relevance", offset=0, limit=100).found
    tree = AtLeast(1, (parse("台风"),))
    assert dict(settled.search(tree, sort="relevance", offset=0, limit=100).found) == whole
    for each, score in settled.search(
        And((parse("台风"), Filter(parse("停运")))), sort="relevance", offset=0, limit=100
    ).found:
        assert score == whole[each]
        assert score < dict(some)[each]


# What else an engine knows.


def test_a_frequency_is_never_too_low(settled: Backend) -> None:
    texts = {
        bare(text)[at : at + size]
        for each in issue()
        for _, text in parts(each)
        for at in (0, 1, 5)
        for size in (1, 2, 3, 7)
    }
    for literal in [
        Literal(text, scope)
        for text in texts | {"没有这回事", "渔风"}
        if text
        for scope in ("", "headline", "body", "source")
    ]:
        exact = sum(law(literal, each) for each in issue())
        assert settled.frequency(literal) >= exact, literal
    assert settled.frequency(Literal("没有这回事")) == 0


def test_a_frequency_is_about_right_where_nothing_was_taken_out(make: Maker) -> None:
    backend, exact = make(issue()), memory(issue())
    for pair in {pair for each in issue() for _, text in parts(each) for pair in pairs(bare(text))}:
        # An article that has it in head, body and rest counts three times at most.
        assert (
            backend.frequency(Literal(pair)) <= 3 * exact.search(Literal(pair), sort="newest", offset=0, limit=0).total
        )
    assert backend.size() == len(issue())


def test_the_size_is_about_right_and_every_article_is_given_once(settled: Backend) -> None:
    assert len(issue()) <= settled.size() <= len(issue()) + 5
    given = list(settled.articles())
    assert sorted(given, key=lambda each: each.id) == sorted(issue(), key=lambda each: each.id)
    assert dict(settled.departures()) == {"lwrb-old": issue()[0].id}


def test_articles_are_those_of_the_commit_though_others_come_meanwhile(make: Maker) -> None:
    backend = make([article(id, body="台风") for id in "abc"], [article("d", body="停运")])
    given = backend.articles()
    first = next(given)
    with backend.writer() as writer:
        for id in "abcd":
            writer.delete(id)
        writer.add(document(article("e")))
    assert {first.id, *(each.id for each in given)} == set("abcd")
    assert [each.id for each in backend.articles()] == ["e"]


def test_whoever_stops_listing_leaves_nothing_open(make: Maker) -> None:
    given = make(issue()[:5], issue()[5:]).articles()
    next(given)
    del given
    gc.collect()  # what was not let go of warns now, and warnings are errors


def test_departures_are_those_of_which_departed_has_something_to_say(make: Maker) -> None:
    backend = make([article(id) for id in "abcde"])
    with backend.writer() as writer:
        writer.delete("a")
        writer.delete("b", successor="c")
        writer.delete("d")
        writer.delete("never")
    fill(backend, [article("d"), article("f")])
    assert sorted(backend.departures()) == [("a", ""), ("b", "c")]
    assert all(backend.departed(id) == successor for id, successor in backend.departures())


def test_the_version_differs_from_commit_to_commit_and_not_between(make: Maker) -> None:
    backend = make()
    versions = [backend.version()]
    for n in range(4):
        fill(backend, [article("a", body=str(n))])
        assert backend.version() not in versions
        found(backend, "台风")
        versions.append(backend.version())
        assert backend.version() == versions[-1]
    with pytest.raises(KeyError), backend.writer() as writer:  # noqa: PT012  (a block is tested)
        writer.delete("a")
        raise KeyError
    assert backend.version() == versions[-1]


def test_the_words_and_the_headlines_of_an_archive_can_be_listed(make: Maker) -> None:
    inferred = article("lwrb-z", headline="没有印标题", headline_inferred=True, body="渔船 渔业 渔业")
    backend = make(issue()[:5], [*issue()[5:], inferred])
    headlines = Counter(each.headline for each in issue() if each.headline)
    assert list(backend.terms("headline", "")) == sorted(headlines.items(), key=lambda pair: (-pair[1], pair[0]))
    assert list(backend.terms("headline", "risc－v")) == [("RISC-V芯片 v2.0 发布", 1)]
    counted: Counter[str] = Counter()
    for each in [*issue(), inferred]:
        for names in (("kicker", "headline", "subtitle"), ("body",)):
            counted.update({word for name, text in parts(each) if name in names for word in words(text)})
    listed = list(backend.terms("word", ""))
    assert dict(listed) == dict(counted)
    assert listed == sorted(listed, key=lambda pair: (-pair[1], pair[0]))
    assert {word for word, _ in backend.terms("word", "漁")} == {word for word in counted if word.startswith("渔")}
    assert len(list(backend.terms("word", "渔"))) > 2
    assert list(backend.terms("word", "没有这回事")) == []


def test_words_that_were_taken_out_may_be_listed_but_none_is_missing(settled: Backend) -> None:
    listed = dict(settled.terms("word", ""))
    for each in issue():
        for word in words("\n".join((each.kicker, each.headline, each.subtitle, each.body))):
            assert listed[word] >= 1


def test_what_cannot_be_listed_is_a_value_error(settled: Backend) -> None:
    assert set(LISTED) == {*COUNTED, "headline", "word"}
    for field in ("", "body", "origin", "date", "words"):
        with pytest.raises(ValueError, match="no such field"):
            settled.terms(field, "")
        with pytest.raises(ValueError, match="no such field"):
            settled.search(Everything(), sort="newest", offset=0, limit=1, facets=("topic", field))


# Writing.


def test_an_article_of_the_same_id_takes_the_place_of_the_one_before(make: Maker) -> None:
    backend = make([article("a", body="台风", topics=("旧",)), article("b", body="台风")], [article("a", body="停运")])
    assert found(backend, "台风") == ["b"]
    assert found(backend, "停运") == ["a"]
    assert found(backend, "") == ["a", "b"]
    assert backend.article("a") == article("a", body="停运")
    assert backend.counts("topic", None) == {}


def test_the_last_of_the_same_id_in_one_transaction_stays(make: Maker) -> None:
    backend = make([article("a", body="台风")])
    fill(backend, [article("a", body="停运"), article("b", body="大雾"), article("a", body="海钓")])
    fill(backend, [article("c", body="台风"), article("c", body="停运")])
    assert found(backend, "") == ["a", "b", "c"]
    assert found(backend, "海钓") == ["a"]
    assert found(backend, "停运") == ["c"]
    assert found(backend, "台风") == []


def test_what_is_taken_out_is_found_no_more_and_is_remembered(make: Maker) -> None:
    backend = make([article("a", body="台风", topics=("渔业",)), article("b", body="台风"), article("c", body="台风")])
    with backend.writer() as writer:
        writer.delete("a")
        writer.delete("b", successor="c")
        writer.delete("never")
    assert found(backend, "台风") == found(backend, "") == found(backend, "-停运") == ["c"]
    assert backend.article("a") is backend.article("b") is None
    assert [backend.departed(id) for id in ("a", "b", "c", "never")] == ["", "c", None, None]
    assert backend.counts("topic", None) == {}


def test_what_is_gone_cannot_go_again(make: Maker) -> None:
    backend = make([article("a"), article("b")])
    with backend.writer() as writer:
        writer.delete("a", successor="b")
        writer.delete("a")
    with backend.writer() as writer:
        writer.delete("a")
    assert backend.departed("a") == "b"


def test_what_never_was_there_can_be_said_to_be_part_of_something(make: Maker) -> None:
    backend = make([article("a", body="台风"), article("b")])
    with backend.writer() as writer:
        writer.depart("never", "a")
        writer.depart("here", "a")
        writer.add(document(article("here")))
        writer.delete("b")
        writer.depart("b", "a")
    assert [backend.departed(id) for id in ("never", "here", "b")] == ["a", None, "a"]
    with backend.writer() as writer:
        writer.depart("never", "b")
        writer.add(document(article("b")))
    assert dict(backend.departures()) == {"never": "b"}
    assert found(backend, "") == ["a", "b", "here"]


def test_what_was_taken_out_can_come_back(make: Maker) -> None:
    backend = make([article("a", body="台风")])
    with backend.writer() as writer:
        writer.delete("a", successor="b")
    fill(backend, [article("a", body="停运")])
    assert found(backend, "") == ["a"]
    assert backend.departed("a") is None
    with backend.writer() as writer:
        writer.delete("a")
    assert backend.departed("a") == ""
    assert found(backend, "") == []


def test_adding_and_taking_out_in_one_transaction(make: Maker) -> None:
    backend = make([article("old", body="台风"), article("kept", body="台风")])
    with backend.writer() as writer:
        writer.delete("old")
        writer.add(document(article("old", body="停运")))
        writer.add(document(article("new", body="大雾")))
        writer.delete("new", successor="kept")
        writer.add(document(article("twice", body="海钓")))
        writer.delete("twice")
        writer.add(document(article("twice", body="海钓船")))
    assert found(backend, "") == ["kept", "old", "twice"]
    assert [backend.departed(id) for id in ("old", "new", "twice")] == [None, "kept", None]
    assert found(backend, "停运") == ["old"]
    assert found(backend, "大雾") == []
    assert found(backend, "海钓") == found(backend, "海钓船") == ["twice"]


def test_an_exception_throws_the_whole_transaction_away(make: Maker) -> None:
    backend = make([article("a", body="台风"), article("b", body="台风")])
    with pytest.raises(KeyError, match="in the middle"), backend.writer() as writer:  # noqa: PT012  (a block is tested)
        writer.add(document(article("a", body="停运")))
        writer.add(document(article("c", body="停运")))
        writer.delete("b")
        raise KeyError("in the middle")
    assert found(backend, "台风") == found(backend, "") == ["a", "b"]
    assert found(backend, "停运") == []
    assert backend.departed("b") is None
    fill(backend, [article("c", body="停运")])  # the writer was let go
    assert found(backend, "") == ["a", "b", "c"]


def test_nothing_is_seen_before_the_transaction_ends(make: Maker) -> None:
    backend = make([article("a", body="台风")])
    with backend.writer() as writer:
        writer.add(document(article("b", body="台风")))
        writer.delete("a")
        assert found(backend, "台风") == ["a"]
        assert backend.departed("a") is None
    assert found(backend, "台风") == ["b"]


def test_a_transaction_that_changes_nothing(make: Maker) -> None:
    backend = make([article("a", body="台风")])
    with backend.writer():
        pass
    assert found(backend, "") == ["a"]


def test_an_empty_archive_has_no_answers_and_no_errors(make: Maker) -> None:
    backend = make()
    for query in QUERIES:
        for sort in SORTS:
            assert backend.search(parse(query), sort=sort, offset=0, limit=10).total == 0
    assert backend.article("a") is backend.departed("a") is None
    assert [*backend.articles(), *backend.departures(), *backend.terms("word", "")] == []
    assert backend.size() == backend.frequency(Literal("台风")) == 0
    for field in COUNTED:
        assert backend.counts(field, None) == {}
        assert list(backend.terms(field, "")) == []


def test_a_term_all_of_whose_articles_were_taken_out(make: Maker) -> None:
    # Whoosh's matcher of such a term is at its end before its beginning, and takes no step.
    backend = make([article("a", body="渔船回港"), article("b", body="台风停运")])
    with backend.writer() as writer:
        writer.delete("b")
    for query in (
        "渔船 OR 停运",
        "渔船 OR 台风停运",
        "渔船 OR 台*",
        "(渔船 OR 停运) (台风 OR 回港)",
        '渔船 OR "台风 停运"~9',
    ):
        assert found(backend, query, "relevance") == ["a"], query


def test_an_archive_emptied_again(make: Maker) -> None:
    backend = make(issue())
    with backend.writer() as writer:
        for each in issue():
            writer.delete(each.id)
    assert found(backend, "") == found(backend, "台风") == found(backend, "-台风") == []
    assert all(backend.departed(each.id) == "" for each in issue())
    assert backend.counts("paper", None) == {}


def test_many_small_commits_with_changes_between_them(make: Maker) -> None:
    """Enough for Whoosh to merge segments that hold deletions, of articles and of what marks the place of others."""
    backend = make()
    expected: dict[str, Article] = {}
    gone: dict[str, str] = {}
    for n in range(24):
        with backend.writer() as writer:
            for k in range(3):
                one = article(
                    f"lwrb-{(n * 3 + k) % 40:02}", date=f"2025-07-{n + 1:02}", body=f"第{n}次 哈哈哈{'停运' * k}"
                )
                writer.add(document(one))
                expected[one.id] = one
                gone.pop(one.id, None)
            if n % 2 and (id := f"lwrb-{n * 5 % 40:02}") in expected:
                writer.delete(id, successor="lwrb-00" if n % 3 else None)
                del expected[id]
                gone[id] = "lwrb-00" if n % 3 else ""
            again = article(f"lwrb-{n % 40:02}", date="2026-01-01", body="重写")
            if n % 4 == 0:  # once more, in the same transaction
                writer.add(document(again))
                expected[again.id] = again
                gone.pop(again.id, None)
    assert gone
    for query in ("", "停运", "停运停运", "哈哈哈", "第7次", "重写", "-停运", "日期:2025-07-20..2025-07-23"):
        tree = parse(query)
        assert set(found(backend, tree)) == {each.id for each in expected.values() if law(tree, each)}, query
    for id, each in expected.items():
        assert backend.article(id) == each
        assert backend.departed(id) is None
    for id, successor in gone.items():
        assert backend.article(id) is None
        assert backend.departed(id) == successor


def test_the_deepest_query_is_answered(settled: Backend) -> None:
    text = "(台风 -(停运 OR " * 33 + "海钓" + "))" * 33

    def below(depth: int) -> list[str]:
        return below(depth - 1) if depth else found(settled, text, "relevance")

    assert below(100)


def test_every_byte_is_as_it_was_written(settled: Backend) -> None:
    settled.check()


def test_an_engine_has_nothing_to_say_by_itself(make: Maker) -> None:
    assert make().notes() == ()


def test_more_than_fits_in_memory_is_written_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.backends.whoosh_index import transaction

    written: list[int] = []
    flush = transaction.Transaction.flush
    monkeypatch.setattr(transaction, "FULL", 150)
    monkeypatch.setattr(transaction.Transaction, "flush", lambda self: (written.append(1), flush(self)))
    for merging in (True, False):
        with monkeypatch.context() as patched:
            if not merging:
                patched.setattr(transaction, "chosen_to_merge", lambda *_: [])
            backend = on_disk(tmp_path / f"index{merging}", issue()[:5], issue()[5:], issue()[2:4])
        for query in QUERIES:
            assert set(found(backend, query)) == {each.id for each in issue() if law(parse(query), each)}
        backend.close()
    assert len(written) >= 8
