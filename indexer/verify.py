"""Is everything in the archive that should be, and is it found?

Every stored article is looked for as a reader would: by its headline, and by the first sentence of its text. What is
stored is counted and compared with what the index says of itself, ids are compared with what stands behind them, and
with the ledger: an article that came out of a file must be there, or have been taken out on purpose.

Only as much is held in memory as a page of the ledger; ids are compared in a database that SQLite keeps on disk.
Should somebody write meanwhile, then counts are not compared, and an article that was changed meanwhile is let pass.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from search.article import Article
from search.backends import Backend
from search.query import DateRange, Everything, Literal, Query
from search.schema import page_key, values
from search.text import bare
from search.tree import all_of

from .issue_date import is_real_date
from .ledger import Ledger
from .page import STDIN

LONGEST = 40
"""Characters of what an article is looked for by."""
MOST = 1000
"""Faults that are told; the others are counted."""
PAGE = 1000
"""Rows of the ledger, and articles of an answer, that are looked at in one go."""

_END = re.compile(r"(?<=[。！？!?；;])")
_ID = re.compile(r"[a-z][a-z0-9]*-(\d{8})-([A-Za-z0-9]+)-(?:[0-9a-f]{8}-)?\d{2,}")
_NO_DATE, _NO_PAGE = "00000000", "00"


@dataclass(slots=True)
class Verified:
    """What was checked, and what is wrong.

    Attributes:
        articles: how many are stored.
        looked_for: how many of them were looked for.
        queries: by how many texts.
        departed: how many ids are no more.
        noted: how many ids the ledger knows to have come out of a file; None where there is no ledger.
        counted: whether the counts were compared: not, if somebody wrote meanwhile.
        faults: (where, what), at most `MOST`.
        more: faults beyond those.
    """

    articles: int
    looked_for: int
    queries: int
    departed: int
    noted: int | None
    counted: bool
    faults: list[tuple[str, str]]
    more: int


def verify(
    backend: Backend,
    ledger: Ledger | None,
    sample: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Verified:
    """Checks an archive.

    Args:
        backend: the archive's engine.
        ledger: its ledger, if there is one.
        sample: how many articles, evenly spread, to look for; 0 for all. The rest is checked of all.
        progress: called before each article with about how many there are.

    Raises:
        ArchiveError: the archive cannot be read.
    """
    backend.check()
    check = _Check(backend.version())
    said, papers = _said(backend), Counter[str]()
    size = max(1, said[0])
    with closing(sqlite3.connect("")) as ids:
        ids.execute("CREATE TABLE id (id TEXT PRIMARY KEY) WITHOUT ROWID")
        for number, article in enumerate(backend.articles()):
            if progress is not None:
                progress(size)
            papers.update(values(article, "paper") or ("",))
            check.articles += 1
            if not ids.execute("INSERT OR IGNORE INTO id VALUES (?)", (article.id,)).rowcount:
                check.fault(article.id, "这个编号有两篇以上的文章。请重建索引（news-index rebuild）。")
            check.form(article)
            # Is it there? is asked again, here and below: it may have been taken out since we began.
            if ledger is not None and ledger.is_withdrawn(article.id) and backend.article(article.id) is not None:
                check.fault(article.id, f"已经撤稿，却还检索得到。请再撤一次：news-index remove {article.id}")
            # The article at which another `size / sample` is full: as many as asked for, evenly spread.
            if not sample or (number + 1) * sample // size > number * sample // size:
                check.find(article, backend)
        for id, _ in backend.departures():
            check.departed += 1
            if ids.execute("SELECT 1 FROM id WHERE id = ?", (id,)).fetchone() and backend.article(id) is not None:
                check.fault(id, "既有这篇文章，又记着它已经撤下或被取代。请重建索引（news-index rebuild）。")
        if counted := backend.version() == check.version:
            check.counts(said, papers)
            for id, path in _noted(ledger):
                check.noted += 1
                if not ids.execute("SELECT 1 FROM id WHERE id = ?", (id,)).fetchone():
                    check.missing(id, path, backend, ledger)
    noted = None if ledger is None else check.noted
    return Verified(
        check.articles, check.looked_for, check.queries, check.departed, noted, counted, check.faults, check.more
    )


class _Check:
    """What was checked so far, of an archive that was then of this version."""

    def __init__(self, version: object) -> None:
        self.version = version
        self.articles = self.looked_for = self.queries = self.departed = self.noted = self.more = 0
        self.faults: list[tuple[str, str]] = []

    def fault(self, where: str, what: str) -> None:
        """Something is wrong."""
        if len(self.faults) < MOST:
            self.faults.append((where, what))
        else:
            self.more += 1

    def find(self, article: Article, backend: Backend) -> None:
        """Looks for an article by its headline and its first sentence."""
        self.looked_for += 1
        for name, scope, text in _texts(article):
            self.queries += 1
            query = Literal(text, scope)
            # Of that day only, so that a sentence that stands in every issue is not looked up in all of them.
            near = DateRange(article.date, article.date) if article.date else Everything()
            if _finds(all_of(query, near), article.id, backend):
                continue
            if backend.version() == self.version or backend.article(article.id) == article:
                self.fault(article.id, f"用它的{name}“{text}”检索不到。请重建索引（news-index rebuild）。")

    def form(self, article: Article) -> None:
        """Compares an id with date and page."""
        if article.date and not is_real_date(article.date):
            self.fault(article.id, f"日期“{article.date}”不是 2025-07-29 这样的日期。请改正来源再 add。")
        if (match := _ID.fullmatch(article.id)) is None:
            return
        date, page = match.groups()
        if date not in (_NO_DATE, article.date.replace("-", "")):
            self.fault(article.id, f"编号和日期 {article.date or '（没有）'} 对不上。请改正来源再 add。")
        if page != _NO_PAGE and page_key(page) != page_key(article.page):
            self.fault(article.id, f"编号和版号 {article.page or '（没有）'} 对不上。请改正来源再 add。")

    def counts(self, said: tuple[int, Counter[str]], papers: Counter[str]) -> None:
        """Compares what was counted with what the index says."""
        total, of_papers = said
        if total != self.articles:
            self.fault("篇数", f"存着 {self.articles} 篇，检索说有 {total} 篇。请重建索引（news-index rebuild）。")
        for paper in papers.keys() | of_papers.keys():
            if papers[paper] != of_papers[paper]:
                name = paper or "（报名不详）"
                what = f"存着 {papers[paper]} 篇，检索说有 {of_papers[paper]} 篇。请重建索引（news-index rebuild）。"
                self.fault(name, what)

    def missing(self, id: str, path: str, backend: Backend, ledger: Ledger | None) -> None:
        """An article that the ledger speaks of is not there: it may have been taken out on purpose."""
        if backend.departed(id) is None and not (ledger is not None and ledger.is_withdrawn(id)):
            again = f"重读 {path} 可以补回：news-index rebuild {path}"
            if path.startswith(str(STDIN)):
                again = "当时是从标准输入收的，请再收一次。"
            self.fault(id, f"账本里有，索引里没有。{again}")


def _said(backend: Backend) -> tuple[int, Counter[str]]:
    """What the index says: how many articles, and how many of each paper, `""` for those without."""
    total = backend.search(Everything(), sort="newest", offset=0, limit=0).total
    papers = Counter(dict(backend.counts("paper", None)))
    papers[""] = total - papers.total()
    return total, papers


def _texts(article: Article) -> Iterator[tuple[str, str, str]]:
    """What an article is looked for by: (what it is, scope, text)."""
    for name, scope, text in (
        ("标题", "headline", article.headline),
        ("首句", "body", _END.split(next(iter(article.paragraphs), "").strip(), maxsplit=1)[0]),
    ):
        if bare(cut := text.strip()[:LONGEST]):
            yield name, scope, cut


def _finds(query: Query, id: str, backend: Backend) -> bool:
    offset, total = 0, 1
    while offset < total:
        matches = backend.search(query, sort="newest", offset=offset, limit=PAGE)
        if any(article.id == id for article, _ in matches.found):
            return True
        offset, total = offset + PAGE, matches.total
    return False


def _noted(ledger: Ledger | None) -> Iterator[tuple[str, str]]:
    """Every id that came out of a file, with the file."""
    last: str | None = ""
    while ledger is not None and last is not None:
        rows = ledger.rows("SELECT id, path FROM source WHERE id > ? ORDER BY id LIMIT ?", last, PAGE)
        yield from rows
        last = rows[-1][0] if rows else None
