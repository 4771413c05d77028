"""Is a query read as it was meant, and is everything that cannot be read an error that says where?"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import QueryError
from search.query import FIELD_NAMES, MAX_DEPTH, MAX_DISTANCE, MAX_LEAVES, MAX_LENGTH, filters, parse, understand
from search.tree import (
    SCOPES,
    VALUES,
    And,
    DateRange,
    Everything,
    Field,
    Filter,
    Literal,
    Not,
    Or,
    Prefix,
    Proximity,
    Query,
    any_of,
    wanted_literals,
)

from .archives import article, issue, on_disk


def run(text: str, scope: str = "") -> Literal:
    return Literal(text, scope, quoted=False)


A, B, C = run("台风"), run("停运"), run("海钓")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Everything()),
        (" 　\n", Everything()),
        ("台风", A),
        ("　台风 ", A),
        ("台风 停运", And((A, B))),
        ("台风 AND 停运", And((A, B))),
        ("台风　停运 海钓", And((A, B, C))),
        ("台风 OR 停运", Or((A, B))),
        ("台风|停运", Or((A, B))),
        ("台风 ｜ 停运｜海钓", Or((A, B, C))),
        # AND binds closer than OR.
        ("台风 停运 OR 海钓", Or((And((A, B)), C))),
        ("台风 OR 停运 海钓", Or((A, And((B, C))))),
        ("台风 AND 停运 OR 海钓 AND 台风", Or((And((A, B)), And((C, A))))),
        ("(台风 OR 停运) 海钓", And((Or((A, B)), C))),
        ("（台风｜停运）海钓", And((Or((A, B)), C))),
        ("海钓(台风 OR 停运)", And((C, Or((A, B))))),
        # NOT binds closest.
        ("NOT 台风", Not(A)),
        ("-台风", Not(A)),
        ("－台风", Not(A)),
        ("台风 -停运", And((A, Not(B)))),
        ("台风 NOT 停运", And((A, Not(B)))),
        ("台风 AND NOT 停运", And((A, Not(B)))),
        ("NOT 台风 停运", And((Not(A), B))),
        ("NOT 台风 OR 停运", Or((Not(A), B))),
        ("NOT (台风 OR 停运)", Not(Or((A, B)))),
        ("-(台风 停运)", Not(And((A, B)))),
        ("--台风", Not(Not(A))),
        ("NOT NOT 台风", Not(Not(A))),
        ("NOT -台风", Not(Not(A))),
        # Brackets that say nothing leave no trace.
        ("((台风))", A),
        ("(台风 停运) 海钓", And((A, B, C))),
        ("(台风 OR 停运) OR 海钓", Or((A, B, C))),
        # A keyword is one only by itself, and in capitals.
        ("ANDROID NOTE ORE", And((run("ANDROID"), run("NOTE"), run("ORE")))),
        ("and or not", And((run("and"), run("or"), run("not")))),
        ('台风 AND"停运"', And((A, Literal("停运")))),
        ("NOT(台风)", Not(A)),
        ('"AND"', Literal("AND")),
        ("标题:AND", run("AND", "headline")),
        # A minus is one only at the beginning of a run.
        ("2025-07", run("2025-07")),
        ("RISC-V", run("RISC-V")),
        ("标题:-台风", run("-台风", "headline")),
        ('-"台风"', Not(Literal("台风"))),
    ],
)
def test_operators(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ('"渔业 生产"', "渔业 生产"),
        ("“渔业 生产”", "渔业 生产"),
        ("”渔业“", "渔业"),
        ("“渔业“", "渔业"),
        ("＂渔业＂", "渔业"),
        ('＂渔业"', "渔业"),
        (r'"说\"好\""', '说"好"'),
        (r'"a\\b"', r"a\b"),
        (r'"a\nb"', r"a\nb"),
        (r"“a\”", "a\\"),
        ('"“引号”里的引号"', "“引号”里的引号"),
        ('“直"引号”', '直"引号'),
        ('"(台风 OR -停运):|"', "(台风 OR -停运):|"),
        ('" 台风 "', " 台风 "),
    ],
)
def test_quotes(text: str, literal: str) -> None:
    assert parse(text) == Literal(literal)


def test_a_quote_ends_a_run() -> None:
    assert parse('台风"停运"海钓') == And((A, Literal("停运"), C))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("渔*", Prefix("渔")),
        ("渔＊", Prefix("渔")),
        ("渔**", Prefix("渔")),
        ("RISC-*", Prefix("RISC-")),
        ("标题：渔＊", Prefix("渔", "headline")),
        ("body:渔*", Prefix("渔", "body")),
        ("标题:(渔* OR 台风)", Or((Prefix("渔", "headline"), run("台风", "headline")))),
        ("-渔* 台风", And((Not(Prefix("渔")), A))),
        ("AND* 台风", And((Prefix("AND"), A))),
        ("第1版:要*", Prefix("第1版:要")),
        # A star that nothing stands before, or that something stands behind, is a character.
        ("*", run("*")),
        ("＊", run("＊")),
        ("标题:*", run("*", "headline")),
        ("A*B", run("A*B")),
        ("*渔", run("*渔")),
        ('"渔*"', Literal("渔*")),
    ],
)
def test_prefixes(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ('"台风 停运"~10', Proximity(("台风", "停运"), 10)),
        ("“台风　停运”～１０", Proximity(("台风", "停运"), 10)),
        ("＂ 台风 停运 ＂~０", Proximity(("台风", "停运"), 0)),
        ('标题:"台风 停运"~3', Proximity(("台风", "停运"), 3, "headline")),
        ('来源:("台风 停运"~3)', Proximity(("台风", "停运"), 3, "source")),
        ('-"台风 停运"~3海钓', And((Not(Proximity(("台风", "停运"), 3)), C))),
        (r'"台风 \"停 运 海 钓 船"~1000', Proximity(("台风", '"停', "运", "海", "钓", "船"), 1000)),
        ("据“台风 停运”~3", And((run("据"), Proximity(("台风", "停运"), 3)))),
        # A tilde that does not follow a quote is a character.
        ("a~3", run("a~3")),
        ('"a~3"', Literal("a~3")),
        ('"台风 停运" ~3', And((Literal("台风 停运"), run("~3")))),
    ],
)
def test_distances(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "query", "set_off"),
    [
        # Curly quotes that touch other text are those of a headline, typed as it is printed.
        ("为市民“助眠”", And((run("为市民"), Literal("助眠"))), ["助眠"]),
        ("“助眠”为市民", And((Literal("助眠"), run("为市民"))), ["助眠"]),
        ("让“渔光曲”更动听", And((run("让"), Literal("渔光曲"), run("更动听"))), ["渔光曲"]),
        ("港口“甲”“乙”", And((run("港口"), Literal("甲"), Literal("乙"))), ["甲", "乙"]),
        ("关于“渔业 生产”的", And((run("关于"), Literal("渔业 生产"), run("的"))), ["渔业 生产"]),
        ("说“-台风”", And((run("说"), Literal("-台风"))), ["-台风"]),
        ("-为“台风”停运", And((Not(run("为")), Literal("台风"), B)), ["台风"]),
        # Where they stand alone they ask for exact words; so do straight ones wherever they stand.
        ("“台风”", Literal("台风"), []),
        ("停运 “台风” 海钓", And((B, Literal("台风"), C)), []),
        ("(“台风”|“停运”)", Or((Literal("台风"), Literal("停运"))), []),
        ("标题:“台风”", Literal("台风", "headline"), []),
        ("-“台风”", Not(Literal("台风")), []),
        ('停运"台风"海钓', And((B, Literal("台风"), C)), []),
    ],
)
def test_curly_quotes_that_touch_other_text_are_typography(text: str, query: Query, set_off: list[str]) -> None:
    assert parse(text) == query
    assert parse(str(query)) == query
    literals = wanted_literals(parse(text))
    assert [literal.text for literal in literals if literal.set_off] == set_off
    assert all(literal.quoted for literal in literals if literal.set_off)
    assert not any(
        literal.set_off for literal in wanted_literals(parse(str(query)))
    )  # it is printed with straight ones


@pytest.mark.parametrize("name", FIELD_NAMES)
@pytest.mark.parametrize("colon", [":", "：", ": ", "：　"])
def test_every_field(name: str, colon: str) -> None:
    places = {"标题": "headline", "正文": "body", "栏目": "column", "来源": "source"}
    values = {"作者": "author", "记者": "reporter", "通讯员": "correspondent", "摄影": "photographer", "主题": "topic"}
    values["版"] = "page"
    expected: Query
    if (scope := places.get(name, name)) in SCOPES:
        expected = run("2025", scope)
    elif (field := values.get(name, name)) in VALUES:
        expected = Field(field, "2025")
    else:
        expected = DateRange("2025-01-01", "2025-12-31")
    assert parse(f"{name}{colon}2025") == expected
    assert parse(f"台风 -{name}{colon}2025") == And((A, Not(expected)))
    if name.isascii():
        assert parse(f"{name.upper()}{colon}2025") == expected


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ('标题:"台风 停运"', Literal("台风 停运", "headline")),
        ("标题：“台风”", Literal("台风", "headline")),
        ("标题:(台风 OR 停运)", Or((run("台风", "headline"), run("停运", "headline")))),
        ("标题:(台风 -停运) 海钓", And((run("台风", "headline"), Not(run("停运", "headline")), C))),
        ('正文:("台风" 标题:停运)', And((Literal("台风", "body"), run("停运", "headline")))),
        ("正文:(台风 记者:阮知秋)", And((run("台风", "body"), Field("reporter", "阮知秋")))),
        ('记者:"John Smith"', Field("reporter", "John Smith")),
        ("记者:阮知秋 台风", And((Field("reporter", "阮知秋"), A))),
        ("版:A12", Field("page", "A12")),
        ("日期:2025-07", DateRange("2025-07-01", "2025-07-31")),
        ("日期:2025-07-01", DateRange("2025-07-01", "2025-07-01")),
        ("日期:2025-07..", DateRange("2025-07-01", "")),
        ("日期:..2025-07", DateRange("", "2025-07-31")),
        ("日期:2025-07-15..2025-08", DateRange("2025-07-15", "2025-08-31")),
        ("日期:2025..2025", DateRange("2025-01-01", "2025-12-31")),
        ("日期：２０２５－０７", DateRange("2025-07-01", "2025-07-31")),
        ('日期:"2025年7月"', DateRange("2025-07-01", "2025-07-31")),
        ("来源:新华社:电", run("新华社:电", "source")),
        ("10:30", run("10:30")),
        ("第1版:要闻", run("第1版:要闻")),
        (":台风", run(":台风")),
        ("台风：", run("台风：")),
    ],
)
def test_fields(text: str, query: Query) -> None:
    assert parse(text) == query


def test_an_unknown_han_field_is_text_and_a_note_says_so() -> None:
    understood = understand("标题里常有冒号：如此 标题里常有冒号：如彼 台风")
    first, second, third = "标题里常有冒号：如此", "标题里常有冒号：如彼", "台风"
    assert understood.query == And((run(first), run(second), run(third)))
    assert understood.notes == ("“标题里常有冒号”不是字段名，整段照原文查找。",)
    assert understand("台风").notes == ()


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("台风 (", 4, "断了"),
        ("(台风", 0, "没有配对的右括号"),
        ("停运 (台风", 3, "没有配对的右括号"),
        ("台风)", 2, "多出一个右括号"),
        ("台风 ）停运", 3, "多出一个右括号"),
        ("()", 0, "括号里是空的"),
        ("台风（ ）", 2, "括号里是空的"),
        ("台风 (停运 OR) 海钓", 9, "缺一个词"),
        ('"台风', 0, "引号没有配对"),
        ("停运“台风", 2, "引号没有配对"),
        ('"a\\"', 0, "引号没有配对"),
        ("“台风＂", 0, "引号没有配对"),
        ('""', 0, "引号里是空的"),
        ("“　”", 0, "引号里是空的"),
        ("台风 OR", 5, "断了"),
        ("台风|", 3, "断了"),
        ("台风 AND ", 7, "断了"),
        ("OR 台风", 0, "OR 前面缺一个词"),
        ("| 台风", 0, "缺一个词"),
        ("台风 AND AND 停运", 7, "AND 前面缺一个词"),
        ("台风 AND OR 停运", 7, "OR 前面缺一个词"),
        ("NOT OR", 4, "OR 前面缺一个词"),
        ("NOT", 3, "断了"),
        ("台风 NOT )", 7, "缺一个词"),
        ("-", 0, "减号后面没有"),
        ("台风 - 停运", 3, "减号后面没有"),
        ("台风 -", 3, "减号后面没有"),
        ("-)", 1, "缺一个词"),
        ("记者:", 3, "“记者:”后面是空的"),
        ("标题: ", 4, "“标题:”后面是空的"),
        ("台风 标题:)", 6, "“标题:”后面是空的"),
        ('记者:""', 3, "引号里是空的"),
        ("记者:(阮知秋)", 3, "“记者:”后面不能用括号"),
        ("标题:(台风", 3, "没有配对的右括号"),
        ("title:台风", 0, "没有叫“title”的字段"),
        ("台风 Foo_bar：x", 3, "没有叫“Foo_bar”的字段"),
        ("日期:昨天", 3, "“昨天”不是日期"),
        ("日期:2025-13", 3, "“2025-13”不是日期"),
        ("日期:..", 3, "“..”不是日期"),
        ("日期:2025..13", 3, "“2025..13”不是日期"),
        ("日期:2025-01...", 3, "不是日期"),
        ("台风 日期:2025-08..2025-07", 6, "开头比结尾晚"),
        ("台风 **", 3, "星号前面缺词头"),
        ("标题:＊*", 3, "星号前面缺词头"),
        ("栏目:民*", 3, "不能按词头查"),
        ("来源:(新华*)", 4, "不能按词头查"),
        ("记者:阮*", 3, "不能按词头查"),
        ("日期:2025*", 3, "不能按词头查"),
        ('"台风"~10', 0, "有 1 个词"),
        ("台风 “停运”～3", 3, "有 1 个词"),
        ('"一 二 三 四 五 六 七"~3', 0, "有 7 个词"),
        ('"台风 停运"~', 8, "缺一个数"),
        ('"台风 停运"~三', 8, "缺一个数"),
        (f'"台风 停运"~{MAX_DISTANCE + 1}', 7, "太远"),
        (f'标题:"台风 停运"~{10**400}', 10, "太远"),
        ('记者:"阮 知秋"~3', 9, "不能限定距离"),
        ('日期:"2025 07"~3', 12, "不能限定距离"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_says_where(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.query, caught.value.position) == (text, position)
    assert says in str(caught.value)
    assert caught.value.expected
    assert caught.value.expected in str(caught.value)


@pytest.mark.parametrize("nest", ["({})", "-{}", "NOT {}", "（{}）", "标题:({})", "停运 OR (海钓 {})", "-(海钓 {})"])
def test_nesting_is_limited_and_never_a_recursion_error(nest: str) -> None:
    def nested(levels: int) -> str:
        text = "台风"
        for _ in range(levels):
            text = nest.format(text)
        return text

    deep = parse(nested(45))
    assert parse(str(deep)) == deep
    for levels in (MAX_DEPTH, 8 * MAX_DEPTH):
        assert len(nested(levels)) < MAX_LENGTH
        with pytest.raises(QueryError, match=f"超过 {MAX_DEPTH} 层"):
            parse(nested(levels))
    with pytest.raises(QueryError, match="太长"):
        parse(nested(100 * MAX_DEPTH))


def test_unclosed_brackets_are_limited_too() -> None:
    with pytest.raises(QueryError, match="超过") as caught:
        parse("(" * MAX_LENGTH)
    assert caught.value.position == MAX_DEPTH


@pytest.mark.parametrize("opener", ["(", "标题:(", "-(", "a OR b ("])
def test_the_deepest_query_fits_the_stack_of_a_caller_that_is_deep_itself(opener: str) -> None:
    levels = MAX_DEPTH - 1 if opener != "-(" else (MAX_DEPTH - 1) // 2
    text = opener * levels + "台风" + ")" * levels

    def below(depth: int) -> Query:
        return below(depth - 1) if depth else parse(text)

    # Of the thousand frames that Python allows, a caller (a web framework, a test runner) may have used up a good many.
    query = below(max(0, 300 - _stack_depth()))
    assert str(parse(str(query))) == str(query)


def _stack_depth() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


def test_a_long_query_is_no_deep_one() -> None:
    query = parse(" ".join(f"词{n}" for n in range(MAX_LEAVES)))
    assert isinstance(query, And)
    assert len(query.clauses) == MAX_LEAVES
    assert parse(str(query)) == query
    assert parse("台" * MAX_LENGTH) == run("台" * MAX_LENGTH)


def test_a_query_of_too_many_words_or_characters_says_where_they_are_too_many() -> None:
    text = "词 " * MAX_LEAVES
    with pytest.raises(QueryError, match=f"超过 {MAX_LEAVES} 个") as caught:
        parse(text + "停运")
    assert caught.value.position == len(text)
    with pytest.raises(QueryError, match=f"有 {MAX_LENGTH + 1} 个字") as caught:
        parse("台" * (MAX_LENGTH + 1))
    assert (caught.value.position, caught.value.expected) == (MAX_LENGTH, f"不超过 {MAX_LENGTH} 个字")


LONG = ["台", "台 ", "台 OR ", "台|", "-台 ", "(", "台(", "-", "标题:(", '"台风 停运"~1000 ', "“台”", "台：", "a一",
        '"', "“", "渔* ", "日期:2025 ", "哈哈哈哈"]  # fmt: skip


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.parametrize("length", [MAX_LENGTH, 100_000])
def test_a_long_query_is_refused_or_answered_in_a_second(tmp_path: Path, piece: str, length: int) -> None:
    backend = on_disk(tmp_path / "index", issue(), [article("lwrb-odd", body="哈" * 1000 + "台" * 1000 + "\n风")])
    text = (piece * (length // len(piece) + 1))[:length]
    ways = [text, (piece * (MAX_LEAVES - 1))[:length] + "海"]  # the second has no more words than it may
    for way in ways:
        began = time.process_time()
        read = reading(way)
        if not isinstance(read, QueryError):
            backend.search(read, sort="relevance", offset=0, limit=10)
        assert time.process_time() - began < 1  # of this process: other programs may be busy
    backend.close()


def test_a_query_of_ten_thousand_clauses_is_refused_in_a_second() -> None:
    for text in (
        "台风 " * 10_000,
        "台风 OR " * 10_000 + "停运",
        "(台风 " * 10_000 + ")" * 10_000,
        "-" * 10_000 + "台风",
    ):
        began = time.process_time()
        assert isinstance(reading(text), QueryError)
        assert time.process_time() - began < 1  # of this process: other programs may be busy


tokens = st.sampled_from(
    ["台风", "渔业生产", "a", "OR", "AND", "NOT", "and", "-", "－", "(", ")", "（", "）", "|", "｜", '"', "“", "”",
     "＂", "\\", " ", "　", "\n", ":", "：", "标题", "记者：", "日期:", "版:", "date:2025", "2025-07", "..", "source:",
     "foo:", "某某:", "*", "~",
     "＊", "～", "渔*", "~10", "～３", '"台风 停运"~', "为“助眠”", "“助眠”者", "“台风 停运”"]
)  # fmt: skip
typography = st.lists(st.sampled_from(["为", "“", "”", "助眠", "-", "AND", "标题:", "渔*", " "]), max_size=10).map(
    "".join
)
typed = st.one_of(st.lists(tokens, max_size=14).map("".join), typography, st.text(max_size=20))


@given(typed)
@settings(max_examples=1000)
def test_whatever_is_typed_is_read_or_is_a_query_error(text: str) -> None:
    read = reading(text)
    if isinstance(read, QueryError):
        assert read.query == text
        assert 0 <= read.position <= len(text)
        assert read.expected
    else:
        assert parse(str(read)) == read


def reading(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


def test_filters_are_queries() -> None:
    assert filters() == Everything()
    query = filters(
        reporter=("阮知秋", "裴远"),
        correspondent=("甲",),
        photographer=("乙",),
        author=("丙",),
        topic=("渔业",),
        page=("1",),
        column=("民生", "海上"),
        source=("新华社",),
        since="2025",
        until="2025-07",
    )
    written = parse(
        '(记者:"阮知秋" OR 记者:"裴远") 通讯员:"甲" 摄影:"乙" 作者:"丙" 主题:"渔业" 版:"1" '
        '(栏目:"民生" OR 栏目:"海上") 来源:"新华社" 日期:2025..2025-07'
    )
    assert query == Filter(written)
    assert parse(str(query)) == written
    assert filters(since="2025-07-01") == Filter(DateRange("2025-07-01", ""))
    assert filters(until="2025-07") == Filter(DateRange("", "2025-07-31"))
    assert filters(since="2025-07", until="2025-07") == Filter(DateRange("2025-07-01", "2025-07-31"))
    assert filters(topic=("甲", "乙")) == Filter(any_of(Field("topic", "甲"), Field("topic", "乙")))


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ({"since": "昨天"}, "昨天"),
        ({"until": "2025-02-30"}, "2025-02-30"),
        ({"since": "2025", "until": "明天"}, "明天"),
        ({"since": "2025-08", "until": "2025-07"}, "2025-08"),
    ],
)
def test_a_filter_that_is_no_span_of_days_is_a_query_error(days: dict[str, str], wrong: str) -> None:
    with pytest.raises(QueryError, match=wrong) as caught:
        filters(**days)  # type: ignore[arg-type]
    assert caught.value.query == wrong
    assert caught.value.expected
