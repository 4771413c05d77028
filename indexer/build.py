"""How does an article become something that an engine can find?

The last step of the line: page file → Page → Article → **Document** → index. `search.schema` says which parts an
article has and what the fields are for, since queries rest on the same rules; here the text is cut into the terms to
store: of many articles at once, which takes a third of the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, count

import numpy as np

from search.article import Article
from search.characters import BLANK, Codes, Folded, codes_of, folded
from search.schema import TEXT_FIELDS, VALUE_FIELDS, WORD_FIELDS, Document, text_fields, value_terms
from search.sheaf import Row, Sheaf, Texts, Tokens

from .cutting import cut
from .enrich import with_keywords

AT_ONCE = 1_000_000
"""Characters of the articles that are made one sheaf: forty megabytes."""

_BESIDE = 200
"""About what else an article takes, as characters."""
_BMP = 1 << 16


def document(article: Article) -> Document:
    """The document of an article: the article and every term that it can be found by."""
    return next(_rows([article])).document


def rows(articles: Iterable[Article], keywords: bool = False) -> Iterator[Row]:
    """The documents of many articles, in sheaves of `AT_ONCE`.

    Args:
        keywords: give those keywords that have none.
    """
    some: list[Article] = []
    size = 0
    for article in articles:
        some.append(article)
        size += len(article.body) + len(article.headline) + _BESIDE
        if size >= AT_ONCE:
            yield from _rows(some, keywords)
            some, size = [], 0
    yield from _rows(some, keywords)


def _rows(articles: Sequence[Article], keywords: bool = False) -> Iterator[Row]:
    printed = [text_fields(article) for article in articles]
    texts: dict[str, Texts] = {}
    words: dict[str, Tokens] = {}
    sizes = np.zeros(len(articles), np.int64)
    for field in TEXT_FIELDS:
        text, ends = _folded([some.get(field, ()) for some in printed])
        texts[field] = _bare(text, ends)
        sizes += np.diff(texts[field].ends, prepend=0)
        if field in WORD_FIELDS:  # of the text as printed: white space parts words, where it is nothing to a literal
            words[field] = cut(text, ends)
            sizes += np.diff(words[field].ends, prepend=0)
    terms = [value_terms(article) for article in articles]
    values = {field: _tokens([some[field] for some in terms]) for field in VALUE_FIELDS if field != "origin"}
    if keywords:
        articles = with_keywords(articles, words["head"], words["body"])
    sheaf = Sheaf(texts, words, values, tuple(sizes.tolist()))
    return (Row(article, sheaf, number) for number, article in enumerate(articles))


def _folded(texts: Sequence[Sequence[str]]) -> tuple[Folded, Codes]:
    """The parts of the texts of many articles, folded, each followed by a 0; where those of each article end."""
    # Whatever else were 0 is no character (`text.fold`).
    parts = [part.replace("\0", "\ufffd") for some in texts for part in some]
    codes = codes_of("\0".join([*parts, ""]))
    ends = [0, *accumulate(len(part) + 1 for part in parts)]
    return folded(codes), np.array([ends[last] for last in accumulate(map(len, texts))], np.int64)


def _bare(text: Folded, ends: Codes) -> Texts:
    """The same without white space, and without parts that are nothing else."""
    codes, kinds = text
    kept = kinds != BLANK
    left = codes[kept]
    stops = left == 0
    empty = stops.copy()
    empty[1:] &= stops[:-1]
    if empty.any():
        kept[np.flatnonzero(kept)[empty]] = False
        left = codes[kept]
    before = np.concatenate([[0], np.cumsum(kept)])
    return Texts(left.astype(np.uint16) if left.max(initial=0) < _BMP else left, before[ends])


def _tokens(values: Sequence[Sequence[str]]) -> Tokens:
    number: defaultdict[str, int] = defaultdict(count().__next__)
    numbers = [number[value] for some in values for value in some]
    return Tokens(list(number), np.array(numbers, np.uint32), np.array(list(accumulate(map(len, values))), np.int64))
