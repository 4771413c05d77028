"""How is an index made anew, without its page files or with them?

The archive keeps every article whole, so an index can be made of nothing but itself: when the rules have changed by
which articles are found, when a new segmenter ranks otherwise, when years of changes have made it fat. Where page
files are named, those are read anew by the present rules, as `ingest` would have read them if they had changed; of
all else the stored articles speak. Ids stay, those of articles that are no more too, and what was withdrawn stays so.

Topics are looked for anew. Those that an article came with stay; which ones these are follows from the topics that
its file was read with, or with which the index was rebuilt since. Where the ledger does not know those, topics of a
name that is looked for now are taken for found, but those of a ready-made record, which has no `parts`, for its own.
Topics that a person set stay as they are.
Keywords stay.

The ledger is changed last of all, after the new index has taken its place (`Rebuild`). But before that it forgets that
it knows the files that are read: if the machine falls over in between, the next `add` merely reads them once more.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from search.article import Article
from search.backends import Rebuild, rebuilding
from search.errors import ArchiveBroken, QueryError

from . import corrections
from .articles import Options
from .build import rows
from .ingest import ingest
from .ledger import NAME, Ledger
from .page import STDIN
from .sources import file_key
from .summary import Summary
from .topic import Topic, from_text, to_text, topics_of

PATIENCE = 60.0
"""Seconds to wait for whoever reads the ledger, when it is written in the end."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did.

    Attributes:
        articles: stored articles that were taken over.
        withdrawn: ids of withdrawn articles that were carried over; so were those of which another took the place.
        summary: what came of the files; None where none were named.
        before, after: bytes of the old index and of the new.
    """

    articles: int
    withdrawn: int
    summary: Summary | None
    before: int
    after: int


def rebuild(
    directory: Path,
    options: Options,
    files: Sequence[Path] = (),
    *,
    jobs: int = 1,
    wait: float = 60.0,
    on_wait: Callable[[str], None] | None = None,
    on_article: Callable[[int, int], None] | None = None,
    on_file: Callable[[Path], None] | None = None,
) -> Rebuilt:
    """Makes an index anew and puts it in the place of the old one, which may be outdated.

    Args:
        directory: the index.
        options: how to read, and the topics to look for.
        files: page files to be read anew, as `sources.files_of` names them.
        jobs: in how many processes to read them.
        wait, on_wait: for another process that is writing, see `connect`.
        on_article: called before each stored article with how many were taken over, and about how many there are.
        on_file: called before each file.

    Raises:
        ArchiveError: the index cannot be read, or the new one not be written. The old one stays as it was.
    """
    taken = 0

    def counted(articles: Iterable[Article], about: int) -> Iterator[Article]:
        nonlocal taken
        for article in articles:
            if on_article is not None:
                on_article(taken, about)
            taken += 1
            yield article

    with rebuilding(directory, wait=wait, on_wait=on_wait) as made, ExitStack() as open_files:
        before = _bytes(directory)
        ledger = None
        if files or (directory / NAME).exists():
            ledger = open_files.enter_context(Ledger(directory, wait))
        gone = dict(made.old.departures())
        articles = _renewed(made.old.articles(), ledger, options.topics, gone)
        made.fill(rows(counted(articles, made.old.size())), gone.items())
        summary = _read(files, made, directory, options, jobs, on_file) if files else None
        if ledger is not None:
            _unread(files, ledger)
        made.swap()
        if summary is not None:
            _copy(made.work / NAME, directory / NAME)
        elif ledger is not None:
            ledger.relabel(to_text(options.topics))
            ledger.commit()
        return Rebuilt(taken, list(gone.values()).count(""), summary, before, _bytes(directory))


def _renewed(
    articles: Iterable[Article], ledger: Ledger | None, topics: Sequence[Topic], gone: dict[str, str]
) -> Iterator[Article]:
    """The articles with the topics that are looked for now. Those that the ledger, after an accident, knows to be
    withdrawn, are noted among the ids that are gone instead."""
    fixed = frozenset[str]()
    if ledger is not None:
        force = corrections.standing(ledger)
        fixed = frozenset(id for id, fields in force.items() if "topics" in fields)
    now, texts = to_text(topics), dict[str, "tuple[Topic, ...] | None"]()
    for article in articles:
        gone.pop(article.id, None)
        if ledger is not None and ledger.is_withdrawn(article.id):
            gone[article.id] = ""
        elif article.id in fixed:
            yield article
        else:
            then = ledger.topics_of(article.id) if ledger is not None else None
            if then is not None and then not in texts:
                texts[then] = _topics(then)
            looked_for = topics if then == now else texts.get(then or "")
            own = _own(article, looked_for, topics)
            yield replace(article, topics=tuple(dict.fromkeys((*own, *topics_of(article, topics)))))


def _own(article: Article, then: Sequence[Topic] | None, now: Sequence[Topic]) -> tuple[str, ...]:
    """The topics that an article came with.

    Args:
        then: those that were looked for when it was taken in; None where that is not known.
        now: those that are looked for now.
    """
    if not article.topics or (then is None and not article.parts):
        return article.topics
    found = topics_of(article, then) if then is not None else [topic.name for topic in now]
    return tuple(topic for topic in article.topics if topic not in found)


def _topics(text: str) -> tuple[Topic, ...] | None:
    try:
        return from_text(text)
    except (QueryError, ValueError):  # of an earlier version, where they could be typed so
        return None


def _read(
    files: Sequence[Path],
    made: Rebuild,
    directory: Path,
    options: Options,
    jobs: int,
    on_file: Callable[[Path], None] | None,
) -> Summary:
    """Takes files into the new index, whether they have changed or not, with a copy of the ledger."""
    _copy(directory / NAME, made.work / NAME)
    said = directory / corrections.NAME
    if said.exists():
        shutil.copy2(said, made.work / corrections.NAME)
    with Ledger(made.work) as ledger:
        ledger.relabel(to_text(options.topics))
        _unread(files, ledger)
        summary = ingest(files, made.new, ledger, options, on_file, jobs=jobs)
    # They were told of the copy.
    summary.problems[:] = [
        replace(problem, where=problem.where.replace(str(made.work), str(directory))) for problem in summary.problems
    ]
    return summary


def _unread(files: Iterable[Path], ledger: Ledger) -> None:
    """Sees to it that files are read again, whether they have changed or not."""
    for path in files:
        if path != STDIN and (seen := ledger.seen(key := file_key(path))) is not None:
            ledger.touch(key, replace(seen, size=-1, digest=""))
    ledger.commit()


def _copy(source: Path, target: Path) -> None:
    """Copies a ledger, into one that others may have open too."""
    try:
        with (
            closing(sqlite3.connect(source, timeout=PATIENCE)) as old,
            closing(sqlite3.connect(target, timeout=PATIENCE)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        raise ArchiveBroken(f"收稿账本 {target} 写不进去（{error}）。请检查磁盘空间和权限，再运行一次。") from error


def _bytes(directory: Path) -> int:
    return sum(file.stat().st_size for file in directory.iterdir() if file.is_file())
