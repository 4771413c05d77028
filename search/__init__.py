"""How does one search the archive from Python? `open_archive` is the way in; everything it gives is here.

    from search import open_archive

    with open_archive("news.index") as archive:
        for hit in archive.search("台风 停运").hits:
            print(hit.article.date, hit.article.headline)

Where to go next: `archive` (what can be asked), `query` (the query language), `article` (what comes back), `errors`.
Importing this package loads neither click nor an engine nor a dictionary; they come when they are needed.
"""

from .archive import Archive, open_archive
from .article import Article, Author, Part
from .errors import (
    ArchiveBroken,
    ArchiveError,
    ArchiveLocked,
    ArchiveNotFound,
    ArchiveOutdated,
    ArticleWithdrawn,
    QueryError,
)
from .query import Query, parse
from .result import Hit, SearchResult
from .snippet import Snippet

__all__ = [
    "Archive",
    "ArchiveBroken",
    "ArchiveError",
    "ArchiveLocked",
    "ArchiveNotFound",
    "ArchiveOutdated",
    "Article",
    "ArticleWithdrawn",
    "Author",
    "Hit",
    "Part",
    "Query",
    "QueryError",
    "SearchResult",
    "Snippet",
    "open_archive",
    "parse",
]
