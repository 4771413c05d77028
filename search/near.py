"""Which articles have most of what was asked for, where few have all?

For a query of bare runs only. The engine gives the articles that have some of the words, the best of them by its own
ranking; those are read once more, and put in order by how much of the query's text is in theirs. A headline from
memory shares more with its article than whole words: the pairs of characters in 抗震救灾 are there when a word is
cut otherwise, the characters of 世卫 are in 世界卫生组织. For every article d of the pool, with the terms t of the
query, which are of three kinds, words, pairs and characters,

    idf(t)     = ln(1 + (N − n(t) + 0.5) / (n(t) + 0.5)) · TAGGED(the word that t is in): names count more
    tf(t, d)   = occurrences of t in d, those in the headline counted LOUD times more, in the first paragraph LEAD times
    bm25(d)    = Σ weight(kind of t) · idf(t) · tf · (K1 + 1) / (tf + K1 · (1 − B + B · length(d) / mean length))
                 + WHOLE · the greatest Σ idf of the words that one paragraph has
                 + TOGETHER · the greatest Σ idf of the pairs that one sentence has
    cosine(d)  = Σ idf(t)² · (1 + ln tf) / √(different pairs of d)
    score(d)   = bm25(d) / greatest bm25 + COSINE · cosine(d) / greatest cosine + day(d)
    day(d)     = the greater of WRITTEN, where one of the days that the query names is written in d,
                 and DATED · lacking, where d was printed on the first of them (the day after: AFTER times that)
    lacking    = the share of Σ idf of the query's words that every article of the pool lacks

A paper writes 今天 of its own day: what it printed on 7月21日 does not say so. Where the words tell the article (the
satellite that is to be launched on 12月2日) the date of printing says little; where they are those of every day
(明天气象预报) it must decide. So articles of that day that have any of the words are in the pool as well.

The second run is put in the same order, with WHOLE_OF_ALL for WHOLE: where every article has all the words, what tells
is whether one paragraph has them.

bm25 is Robertson's; its second and third line are a passage's share of the query; cosine is Singhal's pivot without
the pivot (Pivoted document length normalization, SIGIR 1996): a short article that is about nothing else comes before
a long one that mentions it. The lengths are means of the pool. The constants were tuned on headlines of three papers,
asked of bodies without them, and reported on others (`tests/benchmarks/headlines.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from math import log, sqrt

from .article import Article
from .dates import NamedDay, days_named, without_days
from .numerals import in_digits
from .schema import HEADS, parts
from .second_run import is_production
from .text import bare, fold, inner_words, pairs, tag, words
from .tree import And, AtLeast, DateRange, Filter, Literal, Not, Query, all_of, any_of

POOL = 30
"""How many articles are read once more."""

SHARE = 4
"""An article that has not one in so many of the words is not looked at. One half would be too much: one in eight of a
local daily's headlines shares fewer words with its own article. The first in order have most of them all the same."""

SHORTEST = 3
"""Characters of a query that may have several words: shorter ones are not even cut."""

MOST_WORDS = 40
"""Of a query: a longer one is known by its first words."""

MOST_CHARACTERS = 400
"""Of a query: what stands behind them is not looked at. No headline is half as long."""

WEIGHT = {"word": 1.0, "pair": 0.85, "char": 0.5}
TAGGED = {"nr": 1.4, "nt": 1.4, "nz": 1.4}
"""jieba's tag of a word → how much more its idf counts: names of people, institutions and other things, but not places;
half of all headlines begin with one."""

LOUD, LEAD = 6.0, 0.85
K1, B = 2.0, 0.3
WHOLE, WHOLE_OF_ALL, TOGETHER = 0.5, 8.0, 0.17
COSINE = 0.3
DATED, AFTER, WRITTEN = 2.0, 0.5, 0.3

MOST_DAYS = 100
"""Of those a query names, each year of the archive by itself."""

_NOUNS = ("n", "j")
"""jieba's tags of words that name something, and of abbreviations (韩, 俄)."""

_SENTENCE = re.compile("[。！？；!?;]")
"""Ends a sentence; folded text has the half-width ones."""

Weighed = tuple[str, float, float]
"""A term, its idf, the weight of its kind."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What articles should have most of.

    Attributes:
        runs: the texts as typed, folded, without white space.
        words: their words of two characters and more, each once, in order; single ones stand everywhere.
        singles: those of one character that name something (韩, 俄, 虎): they count for the order only.
        unknown: pairs of two such side by side, which may be one word that the segmenter does not know.
        days: that the texts name.
        filters: what has to hold all the same.
    """

    runs: tuple[str, ...]
    words: tuple[str, ...]
    singles: tuple[str, ...]
    unknown: tuple[str, ...]
    days: tuple[NamedDay, ...]
    filters: tuple[Filter, ...]

    def query(self, found: Query) -> Query:
        """The query for an engine: most of the words, and not what was found already."""
        inside = {pair for word in self.words for pair in pairs(word)}
        across = dict.fromkeys(pair for run in self.runs for pair in pairs(run) if pair not in inside)
        clauses = tuple(map(Literal, (*self.words, *self.unknown, *self.short_days())))
        most = AtLeast(max(1, len(self.words) // SHARE), clauses, tuple(map(Literal, across)))
        return all_of(most, *self.filters, Not(found))

    def query_of_days(self, found: Query, years: Iterable[int]) -> Query | None:
        """The same for the articles of the days that are named, of which any of the words is enough; None where no day
        is named.

        Args:
            years: those that the archive has articles of.
        """
        named = dict.fromkeys(day.in_year(year) for year in years for day in self.days[:1])
        days = [day for day in named if day][:MOST_DAYS]
        ranges = (DateRange(day.isoformat(), (day + timedelta(1)).isoformat()) for day in days)
        some = AtLeast(1, tuple(map(Literal, (*self.words, *self.unknown, *self.short_days()))))
        return all_of(some, Filter(any_of(*ranges)), *self.filters, Not(found)) if days else None

    def day(self, article: Article, text: str, lacking: float) -> float:
        """day(d) of the formula."""
        if not self.days:
            return 0.0
        written = WRITTEN * any(str(day) in text for day in self.days)
        return max(DATED * lacking * _on(article, self.days[0]), written)

    def short_days(self) -> tuple[str, ...]:
        """The days as a paper writes them in the month they are in: 21日."""
        return tuple(dict.fromkeys(f"{day.day}日" for day in self.days))

    def missing(self, article: Article) -> tuple[str, ...]:
        """The words that an article lacks."""
        texts = [bare(text) for _, text in parts(article)]
        words = (word for word in (*self.words, *self.unknown) if not any(word in text for text in texts))
        days = (str(day) for day in self.days if not _on(article, day) and not any(str(day) in text for text in texts))
        return (*words, *days)


def wanted(query: Query) -> Wanted | None:
    """What articles should have most of; None where the query is not of bare runs, or has not two words."""
    clauses = query.clauses if isinstance(query, And) else (query,)
    filters = tuple(clause for clause in clauses if isinstance(clause, Filter))
    literals = (clause for clause in clauses if isinstance(clause, Literal) and not clause.scope)
    runs = [literal for literal in literals if literal.set_off or not literal.quoted]
    if len(runs) + len(filters) < len(clauses):
        return None
    texts = _first_of([run.text for run in runs if not is_production(run)])
    if sum(len(bare(text)) for text in texts) < SHORTEST:
        return None
    days = tuple(dict.fromkeys(day for text in texts for day in days_named(text)))
    texts = [rest for text in texts if bare(rest := without_days(text))] if days else texts
    found = list(dict.fromkeys(word for text in texts for word in words(text)))
    if len(found) == 1 and len(texts) == 1:
        found = inner_words(texts[0]) or found
    counted = [word for word in found if len(word) > 1]
    unknown = tuple(dict.fromkeys(pair for text in texts for pair in _unknown(text)))
    pieces = (re.split(r"[^\w.%]+", in_digits(fold(text))) for text in texts)
    typed = tuple(piece for some in pieces for piece in some if piece)
    counted += [word for text in typed for word in words(text) if word not in found and word[0].isdigit()]
    # One word alone is either there, and then found, or not; unless something beside it stood in its way.
    if not (counted or unknown) or (len(found) == 1 and len(texts) == len(runs)):
        return None
    singles = tuple(word for word in found if len(word) == 1 and tag(word).startswith(_NOUNS))
    return Wanted(typed, tuple(counted[:MOST_WORDS]), singles, unknown[:MOST_WORDS], days, filters)


def _first_of(texts: Iterable[str]) -> list[str]:
    """The texts, cut where together they have `MOST_CHARACTERS`."""
    kept, room = [], MOST_CHARACTERS
    for text in texts:
        kept.append(text[:room])
        room = max(0, room - len(text))
    return kept


def _unknown(text: str) -> list[str]:
    """Pairs of words of one character that stand side by side: what a segmenter leaves of a word that it does not know
    (K线, 虎趣, a person's name)."""
    typed, cut = bare(text), words(text)
    return [one + next for one, next in pairwise(cut) if len(one) == len(next) == 1 and one + next in typed]


def ordered(
    articles: Sequence[Article], wanted: Wanted, frequency: Callable[[Literal], int], total: int, whole: float
) -> list[tuple[Article, float]]:
    """The articles by the formula above, best first, with their scores.

    Args:
        articles: in the order that equals keep.
        frequency: in about how many articles a literal stands.
        total: how many articles there are.
        whole: `WHOLE`, or `WHOLE_OF_ALL` where every article has all the words.
    """
    rarity: dict[str, float] = {}
    factors = {word: TAGGED.get(tag(word), 1.0) for word in (*wanted.words, *wanted.singles)}

    def terms(kind: str, some: Iterable[str]) -> list[Weighed]:
        for text in some:
            if text not in rarity:
                count = min(frequency(Literal(text)), total)
                rarity[text] = log(1 + (total - count + 0.5) / (count + 0.5))
                rarity[text] *= next((factor for word, factor in factors.items() if text in word), 1.0)
        return [(text, rarity[text], WEIGHT[kind]) for text in dict.fromkeys(some)]

    known = terms("word", (*wanted.words, *wanted.singles, *wanted.short_days()))
    together = terms("pair", [pair for run in wanted.runs for pair in pairs(run)])
    every = [*known, *together, *terms("char", [char for run in wanted.runs for char in run])]
    texts = list(map(_Text.of, articles))
    mean = sum(len(text.all) for text in texts) / max(1, len(texts))
    sums = [text.sums(every, known, together, mean, whole) for text in texts]
    most = [max((some[at] for some in sums), default=0) or 1.0 for at in (0, 1)]
    lacking = 1 - max(_most(known, [text.all]) for text in texts) / (sum(idf for _, idf, _ in known) or 1.0)
    days = [wanted.day(article, text.all, lacking) for article, text in zip(articles, texts, strict=True)]
    scores = [a / most[0] + COSINE * b / most[1] + day for (a, b), day in zip(sums, days, strict=True)]
    return sorted(zip(articles, scores, strict=True), key=lambda pair: -pair[1])


def _on(article: Article, day: NamedDay) -> float:
    """on(d) of the formula, for one day, but for its being written in the text."""
    return {0: 1.0, 1: AFTER}.get(day.distance(article.date), 0.0)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Text:
    """An article's text, folded, white space left out: the headline parts, the paragraphs, and all of it."""

    head: str
    paragraphs: tuple[str, ...]
    all: str

    @classmethod
    def of(cls, article: Article) -> _Text:
        some = [(name, in_digits(bare(text))) for name, text in parts(article)]
        head = "\n".join(text for name, text in some if name in HEADS)
        return cls(head, tuple(text for name, text in some if name == "body"), "\n".join(text for _, text in some))

    def sums(
        self, terms: Sequence[Weighed], known: Sequence[Weighed], together: Sequence[Weighed], mean: float, whole: float
    ) -> tuple[float, float]:
        """bm25 and cosine of the formula."""
        lead = self.paragraphs[0] if self.paragraphs else ""
        long = K1 * (1 - B + B * len(self.all) / max(1.0, mean))
        bm25 = cosine = 0.0
        for text, idf, weight in terms:
            if count := float(self.all.count(text)):
                count += LEAD * lead.count(text) + (LOUD * self.head.count(text) if self.head else 0)
                bm25 += weight * idf * count * (K1 + 1) / (long + count)
                cosine += idf * idf * (1 + log(count))
        sentences = [sentence for paragraph in self.paragraphs for sentence in _SENTENCE.split(paragraph)]
        bm25 += whole * _most(known, self.paragraphs) + TOGETHER * _most(together, sentences)
        return bm25, cosine / sqrt(len(set(pairs(self.all))) + 1)


def _most(terms: Sequence[Weighed], passages: Iterable[str]) -> float:
    """The greatest Σ idf of the terms that one passage has."""
    return max((sum(idf for text, idf, _ in terms if text in passage) for passage in passages), default=0.0)
