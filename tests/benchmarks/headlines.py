"""Does a headline from memory find its article, where the headline itself is in no index?

    python -m tests.benchmarks.headlines ARTICLES.jsonl[.xz] [--take 5000] [--queries 300] [--seed 7] [--leave-out 1]

Takes in the bodies of articles without their headlines, and asks for a sample of them by headline: whole, and three of
its words. In one run, over one index: what `Archive.search` gives (hits, then `near`), and beside it what plain BM25
over the same words gives, any word matching. Prints mean reciprocal rank in the first ten, and the ratio.

The constants of `search/near.py` were tuned with seed 7; samples of the seed given with --leave-out take no part, so
that they can be reported.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import tempfile
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from indexer.build import document
from search import Archive, Article
from search.article import from_record
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.layout import create
from search.text import words
from search.tree import AtLeast, Word


def articles(path: Path, take: int) -> list[Article]:
    """The first records of a file."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        return [from_record(json.loads(line)) for line in islice(lines, take)]


def headless(article: Article) -> Article:
    """The article without its headline, which some bodies repeat."""
    body = "\n".join(line for line in article.body.split("\n") if line.strip() != article.headline.strip())
    return Article(article.id, date=article.date, authors=article.authors, body=body)


def sample(every: Sequence[Article], queries: int, seed: int) -> list[Article]:
    """Articles with a headline to remember and a text to be found by."""
    pool = [article for article in every if 8 <= len(article.headline) <= 40 and len(article.body) > 100]
    return random.Random(seed).sample(pool, min(queries, len(pool)))


def mean_reciprocal_rank(asked: Sequence[Article], find: Callable[[Article], Sequence[str]]) -> float:
    """The mean of 1 / rank, 0 where the article is not among the ids found."""
    ranks = ((article.id, list(find(article))) for article in asked)
    return sum(1 / (found.index(id) + 1) for id, found in ranks if id in found) / max(1, len(asked))


def whole(headline: str) -> str:
    """The headline as one would type it."""
    return re.sub(r'["|*~\\-]+', " ", headline).strip()


def three(headline: str) -> str:
    """Three words of it, or what there is."""
    found = [word for word in dict.fromkeys(words(headline)) if len(word) > 1]
    return " ".join(random.Random(headline).sample(found, min(3, len(found))))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--take", type=int, default=5000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--leave-out", type=int)
    options = parser.parse_args()
    every = articles(options.articles, options.take)
    asked = sample(every, options.queries, options.seed)
    if options.leave_out is not None:
        out = {article.id for article in sample(every, 500, options.leave_out)}
        asked = [article for article in asked if article.id not in out]
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory) / "index"
        create(place)
        backend = WhooshIndex(place)
        with backend.writer() as writer:
            for article in every:
                writer.add(document(headless(article)))
        with Archive(backend) as archive:
            for name, make in (("whole headline", whole), ("three words", three)):

                def ours(article: Article, make: Callable[[str], str] = make) -> list[str]:
                    result = archive.search(make(article.headline), limit=10)
                    return [hit.article.id for hit in (*result.hits, *result.near)][:10]

                def plain(article: Article, make: Callable[[str], str] = make) -> list[str]:
                    query = AtLeast(1, tuple(map(Word, dict.fromkeys(words(make(article.headline))))))
                    found = backend.search(query, sort="relevance", offset=0, limit=10).found
                    return [each.id for each, _ in found]

                mine, theirs = mean_reciprocal_rank(asked, ours), mean_reciprocal_rank(asked, plain)
                print(
                    f"{name}: MRR@10 {mine:.3f}, BM25 of any word {theirs:.3f}, ratio {mine / theirs:.3f}"
                    f" ({len(asked)} queries, {len(every)} articles, seed {options.seed})"
                )


if __name__ == "__main__":
    main()
