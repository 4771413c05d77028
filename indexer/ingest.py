"""How do tonight's pages get into the archive, and forty years of them?

One file after the other: read, split, enriched, matched with what the archive holds of the page, handed to the
writer. Files that have not changed since they were taken in are not read again. Every so many articles there is a
commit, and then the ledger is written: an interrupted run goes on where it was. What is wrong with a file costs that
file, and a `Problem`; what the archive had from it before stays.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from search.article import Article
from search.backends import Backend, Writer
from search.errors import ArchiveLocked

from . import corrections
from .amend import reapply
from .articles import Options, empty_pages, read_articles
from .desk import Desk
from .identity import replaced
from .ledger import Ledger, Seen
from .page import STDIN, Reading, bytes_of, read_file, read_stdin, shown
from .problem import Problem
from .profile import PageFacts
from .shelf import record_facts
from .sources import file_key
from .topic import to_text

BATCH = 2000
"""Articles between two commits, those of one file always together."""


@dataclass(slots=True)
class Summary:
    """What a run did.

    Attributes:
        files, unchanged: files met, and those of them that had not changed.
        pages, articles: read in this run.
        unplaced: pages of which nobody knows the date or the number.
        removed: articles that a page read again no longer has.
        withheld: articles that were read but had been withdrawn by hand.
        reporters: names that stand as 记者 over the articles of this run.
        jumps: articles of this run that go on on, or come from, another page; they are not stitched yet.
        reprints: articles found in this run to be run again.
        corrected: articles in the archive to which corrections were applied, or from which they were taken back.
        problems: what could not be taken.
    """

    files: int = 0
    unchanged: int = 0
    pages: int = 0
    articles: int = 0
    unplaced: int = 0
    removed: int = 0
    withheld: int = 0
    reporters: set[str] = field(default_factory=set)
    jumps: int = 0
    reprints: int = 0
    corrected: int = 0
    problems: list[Problem] = field(default_factory=list)


def ingest(
    files: Iterable[Path],
    backend: Backend,
    ledger: Ledger,
    options: Options,
    progress: Callable[[Path], None] | None = None,
) -> Summary:
    """Takes files into an archive.

    Args:
        files: as `sources.files_of` names them.
        backend: the archive's engine.
        ledger: the archive's ledger.
        options: how to read.
        progress: called before each file.

    Raises:
        ArchiveError: the archive cannot be written. What was committed before stays.
    """
    said = corrections.read(corrections.path_of(ledger))
    run = _Run(backend, ledger, options)
    run.summary.problems.extend(said.problems)
    run.summary.corrected = reapply(backend, ledger, corrections.in_force(said, ledger))
    changed = run.changed(files, progress)
    for first, where in changed:
        # A run without anything new writes nothing, and waits for nobody.
        with backend.writer() as writer:
            run.start(writer)
            run.take(first, where)
            while run.pending < BATCH and (more := next(changed, None)) is not None:
                run.take(*more)
        ledger.commit()
        run.again |= run.desk.reprints
    with suppress(ArchiveLocked):  # the touched ones are merely looked at again next time
        run.touch()
        ledger.commit()
    run.summary.reprints = len(run.again)
    run.summary.problems.extend(corrections.missing(said, ledger, backend.departed))
    return run.summary


@dataclass(frozen=True, slots=True)
class _Input:
    """A file to be taken in.

    Attributes:
        key: what the ledger calls it.
        reading: what was in it.
        seen: what to note of it.
        given: what the user says of its pages, or said when it was taken in before.
        renamed_from: what the ledger calls a file of the same content that is no longer there.
    """

    key: str
    reading: Reading
    seen: Seen
    given: PageFacts
    renamed_from: str = ""


class _Run:
    """One run: what it found, and what of it is not committed yet."""

    def __init__(self, backend: Backend, ledger: Ledger, options: Options) -> None:
        self.backend = backend
        self.ledger = ledger
        self.options = options
        self.rules = options.rules()
        self.summary = Summary()
        self.again: set[str] = set()
        self.pending = 0
        self.touched: list[tuple[str, Seen]] = []

    def start(self, writer: Writer) -> None:
        """A new block of the writer: everything before it is committed and can be searched."""
        self.desk = Desk(self.backend, writer, self.ledger, corrections.standing(self.ledger))
        self.ledger.note_topics(self.rules, to_text(self.options.topics))
        self.pending = 0

    def touch(self) -> None:
        """Notes the files that have another time and the same content."""
        for key, seen in self.touched:
            self.ledger.touch(key, seen)

    def changed(self, files: Iterable[Path], progress: Callable[[Path], None] | None) -> Iterator[tuple[_Input, str]]:
        """The files that are to be taken in, each read when it is asked for, with what they are called."""
        for path in files:
            if progress is not None:
                progress(path)
            if (found := self.look(path)) is not None:
                yield found, shown(path)

    def look(self, path: Path) -> _Input | None:
        """What is to be taken in of a file: None where it has not changed, or cannot be read."""
        self.summary.files += 1
        key, size, mtime_ns = file_key(path), 0, 0
        before = None if path == STDIN else self.ledger.seen(key)
        if path != STDIN:
            with suppress(OSError):  # `bytes_of` says why
                size, mtime_ns = (stat := path.stat()).st_size, stat.st_mtime_ns
        given = _given(self.options.given, before)
        now = Seen(size, mtime_ns, "", self.rules, _as_text(given))
        if before is not None and before.digest and replace(before, digest="") == now:
            self.summary.unchanged += 1
            return None
        data = bytes_of(path)
        if isinstance(data, Problem):
            self.summary.problems.append(data)
            return None
        now = replace(now, digest=hashlib.sha256(data).hexdigest())
        renamed_from = ""
        if path == STDIN:
            key = f"{STDIN}{now.digest[:8]}"
            path = Path(key)
        elif before is None:
            moved = ((name, seen) for name, seen in self.ledger.same_content(now.digest) if not os.path.exists(name))
            renamed_from, before = next(moved, ("", None))
            given = _given(self.options.given, before)
            now = replace(now, given=_as_text(given))
        elif (before.digest, before.rules, before.given) == (now.digest, now.rules, now.given):
            self.touched.append((key, now))
            self.summary.unchanged += 1
            return None
        reading = (read_stdin if key.startswith(str(STDIN)) else read_file)(path, data)
        if reading.problems and not (reading.pages or reading.articles):
            self.summary.problems.extend(reading.problems)
            return None
        return _Input(key, reading, now, given, renamed_from)

    def take(self, file: _Input, where: str) -> None:
        """Hands the articles of a file to the writer, in place of those that it held before."""
        pages, faults = read_articles(file.reading, replace(self.options, given=file.given))
        problems = [*file.reading.problems, *faults]
        if not problems:
            self.summary.problems.extend(empty_pages(where, pages))
        if file.renamed_from:
            self.ledger.rename(file.renamed_from, file.key)
        mine = self.ledger.ids(file.key)
        kept: list[Article] = []
        for facts, articles in pages:
            if facts.source:
                self.summary.pages += 1
                self.summary.unplaced += not (facts.date and facts.page)
                kept += self._page(facts, articles, file.key, mine)
            else:
                kept += self._records(articles, where, file.key, mine, problems)
        self.summary.problems.extend(problems)
        if problems:
            # What it held before may be behind what is wrong now: that stays, and the file is read again next time.
            self.ledger.take(file.key, replace(file.seen, size=-1, digest=""), kept)
        else:
            self._remove(mine - {article.id for article in kept}, mine, kept)
            self.ledger.take(file.key, file.seen, kept)

    def _page(
        self, facts: PageFacts, articles: Sequence[Article], key: str, mine: frozenset[str]
    ) -> tuple[Article, ...]:
        named = self.desk.shelf.with_ids(facts, articles, key, mine)
        self.summary.withheld += len(articles) - len(named)
        return tuple(map(self._add, named))

    def _records(
        self, articles: Sequence[Article], where: str, key: str, mine: frozenset[str], problems: list[Problem]
    ) -> list[Article]:
        """Ready-made articles: an id that they have is kept, the others get one as if their page had been read."""
        kept: dict[str, Article] = {}
        nameless: dict[PageFacts, list[Article]] = {}
        for article in articles:
            if not article.id:
                nameless.setdefault(record_facts(article, self.options.profiles), []).append(article)
            elif article.id in kept:
                what = f"编号 {article.id} 重复：收了“{kept[article.id].headline}”，没有收“{article.headline}”。"
                problems.append(Problem(where, what + "请改成不同的编号。"))
            elif self.ledger.is_withdrawn(article.id):
                self.summary.withheld += 1
            else:
                kept[article.id] = self._add(article)
        for facts, some in nameless.items():
            # Without a page there is only the text to know a record by, and it makes the id.
            named = self._page(facts, some, key, frozenset() if facts.source else mine)
            kept |= {article.id: article for article in named}
        return list(kept.values())

    def _add(self, article: Article) -> Article:
        """Takes an article in, and gives it back as its page has it: that is what the ids go by."""
        stored = self.desk.put(article, self.options.topics)
        self.pending += 1
        self.summary.articles += 1
        self.summary.jumps += bool(stored.jump_to or stored.jump_from)
        self.summary.reporters.update(author.name for author in stored.authors if author.role == "记者")
        return article

    def _remove(self, gone: frozenset[str], mine: frozenset[str], kept: Sequence[Article]) -> None:
        lost = {id: article for id in sorted(gone) if (article := self.desk.shelf.printed(id)) is not None}
        ended = replaced(lost, len(mine) - len(gone), kept)
        for id, heir in ended.items():
            self.desk.drop(id, heir)
            self.summary.removed += 1
        self.desk.forget(sorted(gone - (lost.keys() - ended.keys())))


def _given(said: PageFacts, before: Seen | None) -> PageFacts:
    """What the user says of a file's pages; where they are silent, what they said when it was taken in before."""
    old = json.loads(before.given) if before is not None and before.given else {}
    return replace(said, **{key: getattr(said, key) or old.get(key, "") for key in ("paper", "date", "page")})


def _as_text(given: PageFacts) -> str:
    said = {key: value for key in ("paper", "date", "page") if (value := getattr(given, key))}
    return json.dumps(said, ensure_ascii=False) if said else ""
