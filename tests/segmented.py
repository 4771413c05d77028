"""How does an index come to have exactly so many segments? Only the tests ask: no option of the product says so.

`segmented` commits the articles in as many batches, and merges nothing; of one segment it makes one commit that does.
`counted` tells how many an index has.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from search.article import Article
from search.backends.whoosh_index import WhooshIndex, transaction
from search.backends.whoosh_index.writing import writing

from .archives import fill, on_disk


def segmented(directory: Path, articles: Sequence[Article], count: int) -> WhooshIndex:
    """A new index of articles, at least as many as it has segments. To be closed."""
    size = -(-len(articles) // count)
    backend = on_disk(directory)
    with mock.patch.object(transaction, "chosen_to_merge", return_value=[]):
        for first in range(0, len(articles), size):
            fill(backend, articles[first : first + size])
    if count == 1:
        with writing(directory, 0, None, whole=True):
            pass
    assert counted(directory) == count
    return backend


def counted(directory: Path) -> int:
    """How many segments an index has: each has one file of postings."""
    return len(list(directory.glob("*.postings")))
