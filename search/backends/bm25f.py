"""How well does an article fit a query?

Whether it matches has been decided before; this orders what matched. The formula is BM25F in its simple form
(Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields, CIKM 2004; the idf that is never
negative is Lucene's):

    long(f, d) = the greater of length(f, d) / average length(f) and SHORTEST(f)
    tf(t, d)   = Σ over fields f of  weight(f) · count(t, f, d) / (1 − b(f) + b(f) · long(f, d))
    idf(t)     = ln(1 + (N − n(t) + 0.5) / (n(t) + 0.5)),  n(t) in the field that most documents have it in
    score(d)   = Σ over terms t of  boost(t) · idf(t) · tf(t, d) · (k1 + 1) / (k1 + tf(t, d))

    near(d)    = the greatest Σ idf(t) of texts t that begin within WINDOW characters of each other in d
    score(d)  += NEAR · near(d),  for the POOL best documents, if the query has two texts or more

    score(d)  *= KIND(d), and is then told in steps of STEP of itself

The terms of a query are, for every text outside NOT and filters: its words (jieba's; so an article in which the text is
a word, not a chance run of characters across two, comes first), and the text itself by its occurrences (so a phrase
counts as one, and an article in which jieba cut it differently still scores); an author, topic or column that is
called exactly so is an occurrence in the field `name`. A prefix is one term: all the words that begin so. Length is
counted in words.

A teaser and an advert say less than the article that they point to; a brief of one sentence is not more about its
one mention than a page that tells the story. Scores that differ by less than anyone could account for are the same:
then the newer article comes first.

The lines on near put words that stand together above the same words scattered: the idea, and the experience that a
window serves as well as anything finer, are those of Tao and Zhai (An exploration of proximity measures in
information retrieval, SIGIR 2007). Only so many of the best are looked at, since it needs their positions; as it
never takes anything away, the others stay behind them.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

K1 = 1.2
WEIGHT = {"head": 4.0, "body": 1.0, "rest": 1.0, "name": 3.0}
B = {"head": 0.3, "body": 0.4, "rest": 0.0, "name": 0.0}
SHORTEST = {"body": 0.6}
KIND = {"teaser": 0.6, "advert": 0.6}
STEP = 0.02
WORD_BOOST = 1.0
LITERAL_BOOST = 0.6
NEAR = 0.5
POOL = 100

NAME_FIELDS = ("author", "topic", "column")
"""The value fields of which a whole value counts as `name`."""


def idf(total: int, documents: int) -> float:
    """How much the presence of a term tells, that `documents` of `total` articles have."""
    return log(1 + (max(total, documents) - documents + 0.5) / (documents + 0.5))


def weighted_frequency(counts: Mapping[str, int], lengths: Mapping[str, int], averages: Mapping[str, float]) -> float:
    """tf of the formula: the occurrences in each field, weighted, and divided by how long the field is."""
    total = 0.0
    for field, count in counts.items():
        average = averages.get(field) or 1.0
        long = max(lengths.get(field, average) / average, SHORTEST.get(field, 0.0))
        total += WEIGHT[field] * count / (1 - B[field] + B[field] * long)
    return total


def saturated(frequency: float) -> float:
    """The second occurrence says less than the first: tf · (k1 + 1) / (k1 + tf)."""
    return frequency * (K1 + 1) / (K1 + frequency)


def told(score: float) -> float:
    """The score in steps of `STEP` of itself."""
    return exp(round(log(score) / STEP) * STEP) if score > 0 else 0.0
