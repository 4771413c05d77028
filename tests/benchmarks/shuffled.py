"""Where do a million articles come from, where there are seventy-five thousand?

The sentences of real ones are dealt anew: each article gets as many as a real one has, and a headline, drawn from those
nearby (of 2,000 sentences, 200 headlines), so that what belongs to the same days still stands together. The first
round is the real articles as they are. Words and pairs within sentences are real; only the vocabulary does not grow as
that of new articles would.

Cutting a million articles into words would take minutes for each engine, and is not what is measured. So every sentence
is cut once (`cut`, into a file), and the pieces are dealt as they are: the segmenter never sees more than a run of
hanzi at once, so an article is cut as its sentences are. The pieces are all that is held in memory.
"""

from __future__ import annotations

import pickle
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from search.article import Article
from search.schema import Document, value_terms
from search.text import bare, words

SENTENCE = re.compile(r"[^。！？\n]*[。！？]?\n?")
NEARBY_SENTENCES, NEARBY_HEADLINES = 2000, 200
_TOGETHER = 5000
"""Articles whose pieces are kept in one record of the file, and read in one go."""


@dataclass(slots=True)
class Pieces:
    """What articles are dealt from.

    Attributes:
        heads: of each real article the headline, without white space, and its words.
        dates: of each its date.
        counts: of each how many sentences it has.
        sentences: one after the other, each with the line's end where it ends a paragraph, and its words.
    """

    heads: list[tuple[str, str]] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    sentences: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Pieces) -> None:
        """Takes in those of more articles."""
        self.heads += other.heads
        self.dates += other.dates
        self.counts += other.counts
        self.sentences += other.sentences


def cut(articles: Iterable[Article], file: Path) -> int:
    """Cuts articles into pieces and writes these to a file; tells how many articles there were."""
    coming, number = iter(articles), 0
    with file.open("wb") as out:
        while some := list(islice(coming, _TOGETHER)):
            pieces = Pieces()
            for article in some:
                text = "\n".join(article.paragraphs)
                sentences = [part for part in SENTENCE.findall(text) if part.strip()]
                pieces.heads.append((bare(article.headline), " ".join(words(article.headline))))
                pieces.dates.append(article.date)
                pieces.counts.append(len(sentences))
                pieces.sentences += [(bare(s) + "\n" * s.endswith("\n"), " ".join(words(s))) for s in sentences]
            pickle.dump(pieces, out)
            number += len(some)
    return number


def pieces_of(file: Path, articles: int) -> Pieces:
    """The pieces of at least so many articles, or of all that there are."""
    pieces = Pieces()
    with file.open("rb") as coming:
        while len(pieces.heads) < articles:
            try:
                pieces.add(pickle.load(coming))
            except EOFError:
                break
    return pieces


def dealt(pieces: Pieces, first: int, end: int, seed: int = 1) -> Iterator[Document]:
    """The articles with these numbers. Those of a round are dealt from its beginning, so `first` is best 0, or where
    another dealing has ended that is still at hand."""
    size = len(pieces.heads)
    for number in range(first // size * size, end):
        at = number % size
        if not at:
            chance = random.Random(seed * 1000 + number // size)
            heads = _shuffled(size, NEARBY_HEADLINES, chance if number else None)
            sentences = _shuffled(len(pieces.sentences), NEARBY_SENTENCES, chance if number else None)
        head = pieces.heads[next(heads)]
        body = [pieces.sentences[place] for place in islice(sentences, pieces.counts[at])]
        if number >= first:
            yield _document(number, pieces.dates[at], head, body)


def _shuffled(size: int, nearby: int, chance: random.Random | None) -> Iterator[int]:
    """Every number below a size, those near each other in any order."""
    for begin in range(0, size, nearby):
        some = list(range(begin, min(size, begin + nearby)))
        if chance is not None:
            chance.shuffle(some)
        yield from some


def _document(number: int, date: str, head: tuple[str, str], body: list[tuple[str, str]]) -> Document:
    text = "".join(text for text, _ in body).strip("\n")
    article = Article(f"lwrb-{number:08}", paper="澜湾日报", date=date, kind="news", headline=head[0], body=text)
    texts = {"head": (head[0],), "body": tuple(article.paragraphs)}
    cut = {"head": tuple(head[1].split()), "body": tuple(word for _, some in body for word in some.split())}
    return Document(
        article,
        {name: some for name, some in texts.items() if any(some)},
        cut,
        {name: terms for name, terms in value_terms(article).items() if terms},
    )
