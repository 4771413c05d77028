"""What did the reader mean by what they typed?

    台风 停运   台风 AND 停运      both                   标题:台风  正文:  栏目:  来源:      in that part only
    台风 OR 大雾   台风 | 大雾     either                 记者:曾强  通讯员:  摄影:  作者:    a whole name
    NOT 海钓   -海钓               all but                主题:渔业   版:1                    a topic, a page
    "渔业 生产"                    literally              日期:2025-07   2025-07-01..2025-08   days, ends included
    (台风 OR 大雾) -海钓           brackets               渔*   标题:渔*   words that begin so
    "台风 停运"~10                 both in one part, in either order, at most ten characters between

AND binds closer than OR. Operators may be typed half- or full-width （：“”｜－）; they are read before anything is
folded. Field names are Chinese or English. An unknown Latin one is an error; an unknown Chinese one is part of the
text (标题里常有冒号：如此), and a note says so. A run without quotes and a quoted text ask for the same characters;
the tree keeps them apart, so that it prints as it was typed.

`parse` gives the tree (`search.tree`), `understand` the tree and the notes. What cannot be read is a `QueryError`
with the position and what was expected there, never an empty result; so is a text of more than `MAX_LENGTH`
characters or `MAX_LEAVES` words: nobody types such a one, and it must not keep others waiting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .dates import day_range
from .filters import filters
from .scanner import BAR, CLOSE, COLON, CURLY, MINUS, OPEN, QUOTES, RUN, Scanner
from .tree import (
    MOST_TEXTS,
    WORD_SCOPES,
    And,
    DateRange,
    Everything,
    Field,
    Literal,
    Not,
    Or,
    Prefix,
    Proximity,
    Query,
    all_of,
    any_of,
    quote,
)

__all__ = ["And", "DateRange", "Everything", "Field", "Literal", "Not", "Or", "Prefix", "Proximity", "Query",
           "filters", "parse", "understand"]  # fmt: skip

MAX_DEPTH = 100
"""How deep brackets and negations may nest."""

MAX_LENGTH = 10_000
"""How many characters a query may have."""

MAX_LEAVES = 500
"""How many words, quoted texts and values a query may have."""

MAX_DISTANCE = 1000
"""How far apart the texts of a distance may be; paragraphs of a newspaper are shorter."""

_SCOPES = {
    "标题": "headline", "headline": "headline",
    "正文": "body", "body": "body",
    "栏目": "column", "column": "column",
    "来源": "source", "source": "source",
}  # fmt: skip
_VALUES = {
    "作者": "author", "author": "author",
    "记者": "reporter", "reporter": "reporter",
    "通讯员": "correspondent", "correspondent": "correspondent",
    "摄影": "photographer", "photographer": "photographer",
    "主题": "topic", "topic": "topic",
    "版": "page", "page": "page",
}  # fmt: skip
_DATES = ("日期", "date")
FIELD_NAMES = (*_SCOPES, *_VALUES, *_DATES)

_FIELD = re.compile(r"([A-Za-z][A-Za-z_]*|[㐀-䶿一-鿿]+)[:：]")
_DISTANCE = re.compile(r"[~～]([0-9０-９]*)")


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it was read, and what the reader should be told about the reading."""

    query: Query
    notes: tuple[str, ...] = ()


def parse(text: str) -> Query:
    """The query that a text asks.

    Raises:
        QueryError: it cannot be read.
    """
    return understand(text).query


def understand(text: str) -> Understood:
    """The query that a text asks, with notes on the reading, in Chinese. An empty text asks for everything.

    Raises:
        QueryError: it cannot be read.
    """
    reader = _Reader(text)
    query = reader.read()
    return Understood(query, tuple(dict.fromkeys(reader.notes)))


class _Reader(Scanner):
    """Recursive descent over the text itself; `at` is how far it has been read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0
        self.leaves = 0
        self.notes: list[str] = []

    def read(self) -> Query:
        if len(self.text) > MAX_LENGTH:
            raise self.error(f"有 {len(self.text)} 个字，太长了。", f"不超过 {MAX_LENGTH} 个字", MAX_LENGTH)
        self.space()
        if self.at == len(self.text):
            return Everything()
        query = self.either("")
        if self.at < len(self.text):  # `either` stops at a closing bracket only
            raise self.error("多出一个右括号。", "去掉它，或在前面补上左括号")
        return query

    def either(self, scope: str) -> Query:
        clauses = [self.both(scope)]
        while self.bar() or self.keyword("OR"):
            clauses.append(self.both(scope))
        return any_of(*clauses)

    def both(self, scope: str) -> Query:
        clauses = [self.one(scope)]
        while True:
            if self.keyword("AND"):
                clauses.append(self.one(scope))
            elif self.at == len(self.text) or self.on(CLOSE + BAR) or self.is_keyword("OR"):
                return all_of(*clauses)
            else:
                clauses.append(self.one(scope))

    def one(self, scope: str) -> Query:
        self.space()
        begin = self.at
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"括号和否定嵌套超过 {MAX_DEPTH} 层。", "更简单的查询")
        try:
            if self.keyword("NOT"):
                return Not(self.one(scope))
            if self.on(MINUS):
                self.at += 1
                if not self.peek() or self.peek().isspace():
                    raise self.error("减号后面没有要排除的词。", "要排除的词紧跟减号，如 -海钓", begin)
                return Not(self.one(scope))
            return self.primary(scope)
        finally:
            self.depth -= 1

    def primary(self, scope: str) -> Query:
        if self.at == len(self.text):
            raise self.error("查询到这里就断了。", "一个词、一句引文或左括号")
        if self.on(OPEN):
            return self.group(scope)
        self.leaves += 1
        if self.leaves > MAX_LEAVES:
            raise self.error(f"要查的词超过 {MAX_LEAVES} 个。", "更简单的查询")
        if self.on(QUOTES):
            return self.text_of(scope)
        for word in ("AND", "OR"):
            if self.is_keyword(word):
                raise self.error(f"{word} 前面缺一个词。", f'一个词；要查 {word} 这个词本身，请加引号："{word}"')
        if self.on(CLOSE + BAR):
            raise self.error("这里缺一个词。", "一个词、一句引文或左括号")
        if (field := _FIELD.match(self.text, self.at)) and (read := self.field(field)) is not None:
            return read
        return self.word(scope)

    def word(self, scope: str) -> Query:
        """A run without quotes; with a star behind it, the words that begin so."""
        begin = self.at
        text = self.run()
        if len(text) == 1 or text[-1] not in "*＊":
            return Literal(text, scope, quoted=False)
        if scope not in WORD_SCOPES:
            raise self.error("这个字段不能按词头查。", "不带星号的词；按词头只能查全文、标题和正文", begin)
        if not text.rstrip("*＊"):
            raise self.error("星号前面缺词头。", f"词头，如 渔*；要查星号本身，请加引号：{quote(text)}", begin)
        return Prefix(text.rstrip("*＊"), scope)

    def text_of(self, scope: str) -> Query:
        """A text in quotes; with a distance behind it, its words near each other."""
        begin = self.at
        text = self.quoted()
        distance = _DISTANCE.match(self.text, self.at)
        if distance is None:
            set_off = self.is_set_off(begin)
            self.space()
            return Literal(text, scope, set_off=set_off)
        self.at = distance.end()
        if not distance[1]:
            raise self.error("~ 后面缺一个数。", '相隔最多几个字，如 "台风 登陆"~10')
        gap, texts = int(distance[1][:9]), tuple(text.split())
        if gap > MAX_DISTANCE:
            raise self.error(f"相隔 {gap} 个字太远了。", f"不超过 {MAX_DISTANCE}", distance.start())
        if not 2 <= len(texts) <= MOST_TEXTS:
            expected = f'引号里用空格隔开的 2 到 {MOST_TEXTS} 个词，如 "台风 登陆"~10'
            raise self.error(f"限定距离的引号里有 {len(texts)} 个词。", expected, begin)
        self.space()
        return Proximity(texts, gap, scope)

    def is_set_off(self, begin: int) -> bool:
        """Are the quotes just read those of a headline that was typed as it is printed (为市民“助眠”)?

        They are where they are curly and touch other text.
        """
        if self.text[begin] not in CURLY or self.text[self.at - 1] not in CURLY:
            return False
        beside = self.text[max(0, begin - 1) : begin] + self.text[self.at : self.at + 1]
        return any(not char.isspace() and char not in OPEN + CLOSE + BAR + MINUS + COLON for char in beside)

    def group(self, scope: str) -> Query:
        begin = self.at
        self.at += 1
        self.space()
        if self.on(CLOSE):
            raise self.error("括号里是空的。", "一个词", begin)
        query = self.either(scope)
        if self.at == len(self.text):
            raise self.error("左括号没有配对的右括号。", "补上右括号", begin)
        self.at += 1
        self.space()
        return query

    def field(self, match: re.Match[str]) -> Query | None:
        """What stands after a field's name; None where the name is none, and all of it is text."""
        name = match[1].lower()
        if name not in FIELD_NAMES:
            if name.isascii():
                raise self.error(f"没有叫“{match[1]}”的字段。", f"{'、'.join(FIELD_NAMES)}；要照原样查，请加引号")
            self.notes.append(f"“{match[1]}”不是字段名，整段照原文查找。")
            return None
        self.at = match.end()
        self.space()
        if name in _SCOPES:
            scope = _SCOPES[name]
            if self.on(OPEN):
                return self.group(scope)
            if self.on(QUOTES):
                return self.text_of(scope)
            self.needs_value(match[1])
            return self.word(scope)
        where = self.at
        if self.on(QUOTES):
            value = self.quoted()
            if _DISTANCE.match(self.text, self.at):
                raise self.error(f"“{match[1]}:”查的是整个名称，不能限定距离。", "不带 ~ 的引文")
            self.space()
        else:
            self.needs_value(match[1])
            value = self.run()
            if len(value) > 1 and value[-1] in "*＊":
                raise self.error(f"“{match[1]}:”查的是整个名称，不能按词头查。", f"全名，或不带字段名的 {value}", where)
        if name in _DATES:
            return self.dates(value, where)
        return Field(_VALUES[name], value)

    def dates(self, value: str, where: int) -> Query:
        first, dots, last = value.partition("..")
        ends = [day_range(end) if end else ("", "") for end in (first, last)]
        if not (first or last) or None in ends:
            raise self.error(f"“{value}”不是日期。", "2025、2025-07、2025-07-01 或 2025-07-01..2025-07-31", where)
        low, high = (end or ("", "") for end in ends)
        if not dots:
            return DateRange(*low)
        if low[0] and high[1] and low[0] > high[1]:
            raise self.error(f"“{value}”的开头比结尾晚。", "先早后晚", where)
        return DateRange(low[0], high[1])

    def needs_value(self, name: str) -> None:
        if self.on(OPEN):
            raise self.error(f"“{name}:”后面不能用括号。", f"一个值；几个值写成 ({name}:甲 OR {name}:乙)")
        if not RUN.match(self.text, self.at):
            raise self.error(f"“{name}:”后面是空的。", "要查的词")
