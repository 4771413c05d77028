"""Do the passages show why an article was found?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Article
from search.query import parse
from search.schema import PARTS, parts
from search.snippet import ELLIPSIS, Snippet, snippets
from search.text import bare, fold
from search.tree import Filter, Literal, Or, all_of, any_of

from .archives import article


def shown(a: Article, query: str, **how: int) -> list[tuple[str, str]]:
    """The passages as (part, text with the marks in brackets)."""
    return [(snippet.part, bracketed(snippet)) for snippet in snippets(a, parse(query), **how)]


def bracketed(snippet: Snippet) -> str:
    text = snippet.text
    for begin, end in reversed(snippet.marks):
        text = f"{text[:begin]}[{text[begin:end]}]{text[end:]}"
    return text


STORM = article(
    "a",
    kicker="颱風逼近",
    headline="澜湾停运海上客船",
    subtitle="渔船回港",
    column="民生",
    source="新华社",
    authors=[("阮知秋", "记者")],
    dateline="本报讯",
    body="昨天天气不错。台风来了，渔业生产暂停！市民说：“台风真大。”景区关闭。\n海上客船停运。海钓船也停运了。\n没什么别的。",
)


def test_the_headline_comes_first_then_the_best_sentence() -> None:
    assert shown(STORM, "停运") == [
        ("headline", "澜湾[停运]海上客船"),
        ("body", "海上客船[停运]。海钓船也[停运]了。"),
    ]


def test_a_sentence_with_more_of_the_query_comes_before_one_with_less() -> None:
    text = article("a", body="海钓不行。\n台风停了，台风又来。\n台风来了，海钓停了。")
    assert shown(text, "台风 海钓") == [
        ("body", "[台风]来了，[海钓]停了。"),
        ("body", "[台风]停了，[台风]又来。"),
        ("body", "[海钓]不行。"),
    ]


def test_marks_stand_in_the_text_as_printed() -> None:
    spaced = article("a", headline="台　風 來了", body="ＡＢＣ颱 風abc")
    assert shown(spaced, "台风") == [("headline", "[台　風] 來了"), ("body", "ＡＢＣ[颱 風]abc")]
    assert shown(spaced, "abc") == [("body", "[ＡＢＣ]颱 風[abc]")]


def test_headlines_are_given_in_the_order_of_their_weight() -> None:
    three = article("a", kicker="台风一", headline="台风二", subtitle="台风三", body="台风四")
    assert [part for part, _ in shown(three, "台风", limit=4)] == ["headline", "kicker", "subtitle", "body"]
    assert len(shown(three, "台风")) == 3
    assert shown(three, "台风", limit=0) == []


def test_overlapping_marks_are_one() -> None:
    laugh = article("a", headline="哈哈哈哈！渔业生产")
    assert shown(laugh, "哈哈") == [("headline", "[哈哈哈哈]！渔业生产")]
    assert shown(laugh, "渔业 OR 业生 OR 生产") == [("headline", "哈哈哈哈！[渔业生产]")]
    assert shown(laugh, "渔业 生产") == [("headline", "哈哈哈哈！[渔业][生产]")]


def test_only_the_scope_is_marked() -> None:
    assert shown(STORM, "标题:停运") == [("headline", "澜湾[停运]海上客船")]
    assert shown(STORM, "正文:停运") == [("body", "海上客船[停运]。海钓船也[停运]了。")]
    assert shown(STORM, "标题:台风 正文:渔业") == [
        ("kicker", "[颱風]逼近"),
        ("body", "台风来了，[渔业]生产暂停！市民说：“台风真大。”景区关闭。"),
    ]


def test_what_stands_outside_of_headline_and_body_is_shown_where_nothing_else_is() -> None:
    assert shown(STORM, "阮知秋") == [("author", "[阮知秋]")]
    assert shown(STORM, "栏目:民生") == [("column", "[民生]")]
    assert shown(STORM, "新华") == [("source", "[新华]社")]
    assert shown(STORM, "本报讯") == [("dateline", "[本报讯]")]
    assert shown(STORM, "阮知秋 海钓") == [("body", "[海钓]船也停运了。")]


@pytest.mark.parametrize("query", ["", "-雾", "记者:阮知秋", "日期:2025", "NOT 台风"])
def test_without_a_literal_the_lead_is_given(query: str) -> None:
    assert shown(STORM, query) == [("body", STORM.paragraphs[0])]
    assert shown(STORM, query, width=20) == [("body", "昨天天气不错。台风来了，渔业生产暂停！")]


def test_of_a_prefix_the_words_that_begin_so_are_marked() -> None:
    fishing = article(
        "a", headline="休渔期的渔村", column="渔乡", body="昨天休渔。渔业生产如常，渔船都在。\n　　颱 風无碍渔民。"
    )
    assert shown(fishing, "渔*") == [
        ("headline", "休渔期的[渔村]"),
        ("body", "[渔业生产]如常，[渔船]都在。"),
        ("body", "颱 風无碍[渔民]。"),
    ]
    assert shown(fishing, "正文:渔业*") == [("body", "[渔业生产]如常，渔船都在。")]
    assert shown(fishing, "休渔 渔*")[0] == ("headline", "[休渔]期的[渔村]")


def test_of_a_distance_each_text_is_marked() -> None:
    text = article("a", body="台风一早登陆。\n停运的船不少。\n登陆在即。")
    assert shown(text, '"登陆 台风"~10') == [("body", "[台风]一早[登陆]。"), ("body", "[登陆]在即。")]


def test_what_only_says_where_to_look_is_not_marked() -> None:
    query = all_of(parse("停运"), Filter(Literal("渔船")))
    assert [bracketed(snippet) for snippet in snippets(STORM, query)] == [
        "澜湾[停运]海上客船",
        "海上客船[停运]。海钓船也[停运]了。",
    ]


def test_what_is_negated_is_not_marked() -> None:
    assert shown(STORM, "景区 -渔船") == [("body", "[景区]关闭。")]


def test_an_article_without_text_has_no_passages() -> None:
    assert shown(article("a"), "台风") == []
    assert shown(article("a", headline="台风"), "记者:甲") == []


def test_sentences_are_whole_where_they_fit() -> None:
    text = article("a", body="一二三四五。六七八台风九。十一十二十三。十四十五十六。")
    assert shown(text, "台风", width=14) == [("body", "六七八[台风]九。十一十二十三。")]
    assert shown(text, "台风", width=13) == [("body", "六七八[台风]九。")]
    assert shown(text, "台风", width=7) == [("body", "六七八[台风]九。")]


def test_closing_quotes_belong_to_their_sentence() -> None:
    text = article("a", body="他说：“台风来了！”大家都笑了……后来呢？没有后来。")
    assert shown(text, "台风", width=11) == [("body", "他说：“[台风]来了！”")]
    assert shown(text, "后来呢", width=5) == [("body", "[后来呢]？")]


def test_a_long_sentence_is_cut_around_its_mark() -> None:
    long = article(
        "a", body="，".join(["前面的话很长"] * 30) + "，台风来了，" + "，".join(["后面的话也长"] * 30) + "。"
    )
    (snippet,) = snippets(long, parse("台风"), width=40)
    assert snippet.text.startswith(ELLIPSIS)
    assert snippet.text.endswith(ELLIPSIS)
    assert len(snippet.text) <= 42
    assert "[台风]来了" in bracketed(snippet)
    assert snippet.marks[0][0] == 11  # a quarter of the width stands before it


def test_a_mark_near_the_beginning_of_a_long_sentence_leaves_the_beginning() -> None:
    long = article("a", body="台风来了，" + "，".join(["后面的话也长"] * 30) + "。")
    (snippet,) = snippets(long, parse("台风"), width=30)
    assert bracketed(snippet).startswith("[台风]来了")
    assert len(snippet.text) == 31


def test_a_literal_that_runs_over_the_end_of_a_sentence_is_shown() -> None:
    text = article("a", body="渔业生产暂停。海上客船停运。后来都好了。")
    assert shown(text, "暂停。海上") == [("body", f"{ELLIPSIS}[暂停。海上]客船停运。后来都好了。")]
    assert [part for part, _ in shown(text, "暂停。海上", width=5)] == ["body"]
    assert "[暂停。海上]" in shown(text, "暂停。海上", width=3)[0][1]


def test_a_literal_longer_than_the_width_is_shown_whole() -> None:
    text = article("a", body="开头，" + "渔业生产" * 10 + "，结尾。")
    assert f"[{'渔业生产' * 10}]" in shown(text, "渔业生产" * 10, width=10)[0][1]


def test_passages_of_one_paragraph_do_not_overlap() -> None:
    # The best sentence stands last; the one before it is shown too, and not the same words twice.
    filler = "，".join(["别的话"] * 20)
    text = article("a", body=f"台风一，{filler}。{filler}。台风二，海钓，{filler}。{filler}，台风三。")
    found = snippets(text, parse("台风 OR 海钓"), width=30)
    assert [bracketed(snippet)[:8] for snippet in found][:2] == ["[台风]二，[海", "[台风]一，别的"]
    places = sorted(_place(text, snippet) for snippet in found)
    assert len(found) == 3
    assert all(left[1] <= right[0] for left, right in pairwise(places))


def _place(a: Article, snippet: Snippet) -> tuple[int, int]:
    plain = snippet.text.strip(ELLIPSIS)
    assert a.body.count(plain) == 1
    begin = a.body.index(plain)
    return begin, begin + len(plain)


signs = "台颱风風哈a1Ａ　 ，。！”；…"
lines = st.text(st.sampled_from(signs), max_size=60)
found_articles = st.builds(
    lambda headline, kicker, column, body: article("a", headline=headline, kicker=kicker, column=column, body=body),
    lines,
    lines,
    lines,
    st.lists(lines, max_size=3).map("\n".join),
)
wanted_literals = st.builds(
    Literal,
    st.text(st.sampled_from("台风風哈a1 ，。"), min_size=1, max_size=4).filter(str.strip),
    st.sampled_from(["", "headline", "body", "column"]),
)
queries = st.lists(wanted_literals, min_size=1, max_size=3).map(lambda some: any_of(*some))


def marked_in(text: str, literals: list[Literal]) -> set[int]:
    """The offsets of a printed text that some literal covers, worked out character by character."""
    kept = [at for at, char in enumerate(text) if not char.isspace()]
    covered: set[int] = set()
    for wanted in {literal.bare for literal in literals}:
        for n in range(len(kept) - len(wanted) + 1):
            if all(fold(text[kept[n + k]]) == wanted[k] for k in range(len(wanted))):
                covered |= set(range(kept[n], kept[n + len(wanted) - 1] + 1))
    return covered


@given(found_articles, queries, st.integers(8, 40))
def test_marks_cover_the_characters_of_the_literals_and_nothing_else(
    a: Article, query: Literal | Or, width: int
) -> None:
    literals = list(query.clauses) if isinstance(query, Or) else [query]
    scopes = {"headline": ("headline", "kicker", "subtitle"), "body": ("body",), "column": ("column",), "": PARTS}
    for snippet in snippets(a, query, width=width):
        assert snippet.part in PARTS
        assert all(begin < end for begin, end in snippet.marks)
        assert all(left[1] <= right[0] for left, right in pairwise(snippet.marks))
        allowed = [x for x in literals if isinstance(x, Literal) and snippet.part in scopes[x.scope]]
        marked = {at for begin, end in snippet.marks for at in range(begin, end)}
        # The passage stands somewhere in the part, cut at either end; there its marks are those of the part.
        cuts = [
            (text, at, lead)
            for name, text in parts(a)
            if name == snippet.part
            for lead in (0, 1)
            for tail in (0, 1)
            if snippet.text[:lead] in ("", ELLIPSIS) and snippet.text[len(snippet.text) - tail :] in ("", ELLIPSIS)
            for at in range(len(text))
            if text.startswith(snippet.text[lead : len(snippet.text) - tail], at)
        ]
        assert any(
            marked
            == {place - at + lead for place in marked_in(text, allowed) if at <= place < at + len(snippet.text) - lead}
            - ({len(snippet.text) - 1} if snippet.text.endswith(ELLIPSIS) else set())
            for text, at, lead in cuts
        ), snippet


@given(found_articles, queries, st.integers(8, 40))
def test_a_found_article_has_a_mark_and_its_passages_are_no_wider_than_asked(
    a: Article, query: Literal | Or, width: int
) -> None:
    some = snippets(a, query, width=width)
    literals = [x for x in (query.clauses if isinstance(query, Or) else (query,)) if isinstance(x, Literal)]
    scopes = {"headline": ("headline", "kicker", "subtitle"), "body": ("body",), "column": ("column",), "": PARTS}
    holds = [
        (name, text) for x in literals for name, text in parts(a) if name in scopes[x.scope] and x.bare in bare(text)
    ]
    assert bool(holds) == any(snippet.marks for snippet in some)
    assert len(some) <= 3
    for snippet in some:
        if snippet.part == "body":
            longest = max((end - begin for begin, end in snippet.marks), default=0)
            assert len(snippet.text) <= max(width, longest + width // 4) + 2
        else:
            assert snippet.text in [text for name, text in parts(a) if name == snippet.part]
