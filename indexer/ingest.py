"""How do tonight's pages get into the archive, and forty years of them?

One file after the other: read, split, enriched, matched with what the archive holds of the page, handed to the
writer. Files that have not changed since they were taken in are not read again. Every so many articles there is a
commit, and then the ledger is written: an interrupted run goes on where it was. What is wrong with a file costs that
file, and a `Problem`; what the archive had from it before stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from search.article import Article
from search.backends import Backend, Writer
from search.errors import ArchiveLocked
from search.sheaf import Sheaf

from . import corrections, parted
from .amend import reapply
from .articles import Options, empty_pages
from .desk import Desk
from .identity import replaced
from .intake import Input, Intake, Read
from .ledger import Ledger
from .page import read_file
from .parted import Issue
from .problem import Problem
from .profile import PageFacts
from .ready import Ready, ready
from .settle import settle
from .shelf import record_facts
from .stitch import is_jump
from .summary import Summary
from .topic import to_text

BATCH = 2000
"""Articles between two commits, those of one file always together."""
MOST_SHEAVES = 4
"""Of records without an id, in some thirty megabytes, that are held to the end of their file."""


def ingest(
    files: Iterable[Path],
    backend: Backend,
    ledger: Ledger,
    options: Options,
    progress: Callable[[Path], None] | None = None,
    *,
    jobs: int = 1,
    reader: Read = read_file,
) -> Summary:
    """Takes files into an archive.

    Args:
        files: as `sources.files_of` names them.
        backend: the archive's engine.
        ledger: the archive's ledger.
        options: how to read.
        progress: called before each file is taken in.
        jobs: in how many processes to read; it makes no difference to what comes of it.
        reader: how a file is read; with several processes a function that can be pickled.

    Raises:
        ArchiveError: the archive cannot be written. What was committed before stays.
    """
    said = corrections.read(corrections.path_of(ledger))
    run = _Run(backend, ledger, options)
    run.summary.problems.extend(said.problems)
    run.summary.corrected = reapply(backend, ledger, corrections.in_force(said, ledger))
    intake = Intake(ledger, options, run.summary, jobs, reader)
    with closing(intake.changed(files, progress)) as changed:
        for first in changed:
            # A run without anything new writes nothing, and waits for nobody.
            # A process more is worth it for many thousand articles.
            with ledger.kept_or_not(), backend.writer(apart=jobs > 1 and first.is_large) as writer:
                run.start(writer)
                run.take(first)
                while run.pending < BATCH and (more := next(changed, None)) is not None:
                    run.take(more)
                run.settle()
                writer.finish()
                ledger.write()  # while segments are being made apart
            run.again |= run.desk.reprints
    with suppress(ArchiveLocked):  # the touched ones are merely looked at again next time
        for key, seen in intake.touched:
            ledger.touch(key, seen)
        ledger.commit()
    run.summary.reprints = len(run.again)
    run.summary.stitched, run.summary.jumps = len(run.stitched), len(run.open)
    run.summary.problems.extend(corrections.missing(said, ledger, backend.departed))
    return run.summary


class _Run:
    """One run: what it found, and what of it is not committed yet."""

    def __init__(self, backend: Backend, ledger: Ledger, options: Options) -> None:
        self.backend = backend
        self.ledger = ledger
        self.options = options
        self.rules = options.rules()
        self.summary = Summary()
        self.again: set[str] = set()
        self.stitched: set[str] = set()
        self.open: set[str] = set()
        self.pending = 0
        self.issues: dict[Issue, None] = {}
        self.fresh: set[str] = set()

    def start(self, writer: Writer) -> None:
        """A new block of the writer: everything before it is committed and can be searched."""
        force = corrections.standing(self.ledger)
        self.desk = Desk(self.backend, writer, self.ledger, force, self.options.keywords)
        self.ledger.note_topics(self.rules, to_text(self.options.topics))
        self.pending = 0
        self.issues.clear()
        self.fresh.clear()

    def take(self, file: Input) -> None:
        """Hands the articles of a file to the writer, in place of those that it held before. Pieces of articles that
        stand on several pages are kept until the block ends (`settle`): some more of them may be in the next file."""
        if file.renamed_from:
            self.ledger.rename(file.renamed_from, file.key)
        mine = self.ledger.ids(file.key)
        problems = file.problems
        kept: list[Article] = []
        pages: list[tuple[PageFacts, tuple[Article, ...]]] = []
        records = _Records(file.where)
        for facts, articles, made in file.batches:
            if facts.source or articles:
                pages.append((facts, tuple(articles[:1])))
            if facts.source:
                self.summary.pages += 1
                self.summary.unplaced += not (facts.date and facts.page)
                kept += self._page(facts, articles, file.key, mine)
            else:
                self._records(articles, made, records)
        kept += self._end_of_records(records, file.key, mine)
        problems += records.problems
        self.summary.problems.extend(problems or empty_pages(file.where, pages))
        if problems:
            # What it held before may be behind what is wrong now: that stays, and the file is read again next time.
            self.ledger.take(file.key, replace(file.seen, size=-1, digest=""), kept)
        else:
            self._remove(mine - {article.id for article in kept}, mine, kept)
            self.ledger.take(file.key, file.seen, kept)

    def _page(
        self,
        facts: PageFacts,
        articles: Sequence[Article],
        key: str,
        mine: frozenset[str],
        made: Sequence[Ready | None] = (),
    ) -> tuple[Article, ...]:
        named = self.desk.shelf.with_ids(facts, articles, key, mine)
        self.summary.withheld += len(articles) - len(named)
        worked_out = zip(articles, made, strict=True) if made else iter(())
        for article in named:
            # What was left out has been withdrawn; the body alone does not tell it apart, many have none.
            own = next((each for given, each in worked_out if _but_for_ids(given) == _but_for_ids(article)), None)
            self._add(article, own.called(article) if own is not None else None)
        return named

    def _records(self, articles: Sequence[Article], made: Iterable[Ready], taken: _Records) -> None:
        """Ready-made articles: those with an id are taken in, the others kept until all of their page are there."""
        self.desk.expect(articles)
        made = made or ready(articles, self.options.topics, self.options.keywords)
        for article, own in zip(articles, made, strict=True):
            if not article.id:
                facts = record_facts(article, self.options.profiles)
                taken.nameless.setdefault(facts, []).append((article, taken.held(own)))
            elif article.id in taken.kept:
                taken.refuse(article)
            elif self.ledger.is_withdrawn(article.id):
                self.summary.withheld += 1
            else:
                self._add(article, own)
                taken.kept[article.id] = article

    def _end_of_records(self, taken: _Records, key: str, mine: frozenset[str]) -> list[Article]:
        """All records of a file are there: those without an id get one as if their page had been read."""
        for facts, some in taken.nameless.items():
            articles, made = [article for article, _ in some], [own for _, own in some]
            # Without a page there is only the text to know a record by, and it makes the id.
            named = self._page(facts, articles, key, frozenset() if facts.source else mine, made)
            taken.kept |= {article.id: article for article in named}
        return list(taken.kept.values())

    def _add(self, article: Article, made: Ready | None = None) -> None:
        """Takes in an article as its page has it, or keeps it for `settle`.

        Args:
            made: what was worked out of it before.
        """
        self.pending += 1
        self.issues[parted.issue_of(article)] = None
        if is_jump(article) or parted.piece(article.id, self.ledger) is not None:
            parted.keep_again(article, self.ledger)
            self.fresh.add(article.id)
        else:
            self._count(self.desk.put(article, self.options.topics, made))

    def settle(self) -> None:
        """Stitches the issues of which this block has something."""
        for issue in self.issues:
            settled = settle(issue, self.fresh, self.desk, self.ledger)
            self.summary.withheld += settled.withheld
            self.stitched -= settled.parts
            self.open -= settled.parts
            for stored in settled.stored:
                self._count(stored)

    def _count(self, stored: Article) -> None:
        self.summary.articles += 1
        self.summary.reporters.update(author.name for author in stored.authors if author.role == "记者")
        goes_on = stored.kind != "teaser" and bool(stored.jump_to or stored.jump_from)
        (self.open.add if goes_on else self.open.discard)(stored.id)
        (self.stitched.add if len(stored.parts) > 1 else self.stitched.discard)(stored.id)

    def _remove(self, gone: frozenset[str], mine: frozenset[str], kept: Sequence[Article]) -> None:
        lost = {id: article for id in sorted(gone) if (article := self.desk.shelf.read(id)) is not None}
        ended = replaced(lost, len(mine) - len(gone), kept)
        for id, heir in ended.items():
            self.issues[parted.issue_of(lost[id])] = None
            self.desk.drop(id, heir)
            self.open.discard(id)
            self.stitched.discard(id)
            self.summary.removed += 1
        self.desk.forget(sorted(gone - (lost.keys() - ended.keys())))


def _but_for_ids(article: Article) -> Article:
    return replace(article, id="", belongs_to="")


@dataclass(slots=True)
class _Records:
    """The records of one file.

    Attributes:
        where: what people call it.
        kept: id → those that were taken in.
        nameless: those without an id, by the page that they say they stand on.
        sheaves: of which something is held for these.
        problems: those of the same id.
    """

    where: str
    kept: dict[str, Article] = field(default_factory=dict)
    nameless: dict[PageFacts, list[tuple[Article, Ready | None]]] = field(default_factory=dict)
    sheaves: set[Sheaf] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def held(self, own: Ready) -> Ready | None:
        """What was worked out of a record without an id, as long as there is room for it. It is three times as large as
        the article, and holds all of its sheaf: of many it is worked out again."""
        sheaf = own.document.sheaf
        if sheaf not in self.sheaves and len(self.sheaves) >= MOST_SHEAVES:
            return None
        self.sheaves.add(sheaf)
        return own

    def refuse(self, article: Article) -> None:
        """There is one of this id already."""
        what = f"编号 {article.id} 重复：收了“{self.kept[article.id].headline}”，没有收“{article.headline}”。"
        self.problems.append(Problem(self.where, what + "请改成不同的编号。"))
