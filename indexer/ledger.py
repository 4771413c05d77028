"""What has been fed to the archive already, and which ids may never be used again?

`ledger.sqlite` lies in the index directory. It is written after the commit that it speaks of: should the machine
fall over in between, the files of that commit are merely read again, and their articles, recognised by their text,
keep their ids. (A withdrawal is written before, so that no page can bring the article back.)

    file        path, size, mtime and digest of every file that was taken in: what has not changed is not read again
    source      which file each article came from, and the page on which it goes on or began if that is not stitched
    ordinal     the highest ordinal ever given on a page
    withdrawn   articles taken out by hand (撤稿), with their text, so that reading their page again does not bring
                them back
    topics      by which topics files were read, so that an article can be given its own anew, and
    relabelled  by which of these they were looked for again in all that came out of a file, as a rebuild does
    corrected   articles that a person corrected: what was changed, and the article as its page has it (`corrections`)
    piece       what one page has of a story that goes on on others, as the page has it, and of which article it is
                part (`parted`)
    text        articles by their text, with what each reprints, and
    shingle     the hashes by which texts that are the same find each other (`texts`)

Only who holds the index for writing changes it, `touch` aside, so two processes never wait for each other here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from search.article import Article
from search.errors import ArchiveError

from .tables import Tables
from .texts import TextTable

NAME = "ledger.sqlite"
VERSION = 4

_TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS file
    (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, digest TEXT, rules TEXT, given TEXT);
CREATE INDEX IF NOT EXISTS file_digest ON file (digest);
CREATE TABLE IF NOT EXISTS source (id TEXT PRIMARY KEY, path TEXT, jump_to TEXT, jump_from TEXT);
CREATE INDEX IF NOT EXISTS source_path ON source (path);
CREATE TABLE IF NOT EXISTS ordinal (page TEXT PRIMARY KEY, last INTEGER);
CREATE TABLE IF NOT EXISTS withdrawn (id TEXT PRIMARY KEY, page TEXT, path TEXT, text TEXT);
CREATE INDEX IF NOT EXISTS withdrawn_page ON withdrawn (page);
CREATE INDEX IF NOT EXISTS withdrawn_path ON withdrawn (path);
CREATE TABLE IF NOT EXISTS topics (rules TEXT PRIMARY KEY, topics TEXT);
CREATE TABLE IF NOT EXISTS relabelled (path TEXT PRIMARY KEY, rules TEXT);
CREATE TABLE IF NOT EXISTS corrected (id TEXT PRIMARY KEY, fields TEXT, printed TEXT);
CREATE TABLE IF NOT EXISTS piece (id TEXT PRIMARY KEY, issue TEXT, place TEXT, whole TEXT, record TEXT);
CREATE INDEX IF NOT EXISTS piece_issue ON piece (issue);
CREATE INDEX IF NOT EXISTS piece_place ON piece (place);
CREATE INDEX IF NOT EXISTS piece_whole ON piece (whole);
CREATE TABLE IF NOT EXISTS text
    (number INTEGER PRIMARY KEY, id TEXT UNIQUE, place TEXT, day TEXT, digest BLOB, sketch BLOB, root TEXT,
    fixed INTEGER);
CREATE INDEX IF NOT EXISTS text_root ON text (root) WHERE root <> '';
CREATE TABLE IF NOT EXISTS shingle (hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
COMMIT;
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was taken in.

    Attributes:
        size, mtime_ns: bytes and nanoseconds, as the file system has them.
        digest: of its content; empty where there was trouble, so that the file is read again next time.
        rules: what else decided how it was read (profiles, topics): where that changes, the file is read again.
        given: what the user said of its pages, as JSON: it holds until they say otherwise.
    """

    size: int
    mtime_ns: int
    digest: str
    rules: str = ""
    given: str = ""


@contextmanager
def ledger_of(directory: Path) -> Iterator[Ledger | None]:
    """The ledger of an index directory, for reading; None where there is none."""
    if not (directory / NAME).exists():
        yield None
        return
    ledger = Ledger(directory)
    try:
        yield ledger
    finally:
        ledger.close()


class Ledger(Tables):
    """The ledger of one index. Changes are kept at `commit`, or when the `with` block ends well.

    Args:
        directory: the index directory.
        wait: seconds to wait for another process that is writing in the ledger.

    Raises:
        ArchiveBroken, ArchiveLocked: see `Tables`; so may every method.

    Attributes:
        texts: of the articles, by which it is found what is run again.
    """

    def __init__(self, directory: Path, wait: float = 60.0) -> None:
        super().__init__(directory / NAME, _TABLES, VERSION, wait)
        self.texts = TextTable(self)

    def seen(self, path: str) -> Seen | None:
        """The file as it was last taken in, or None."""
        rows = self.rows("SELECT size, mtime_ns, digest, rules, given FROM file WHERE path = ?", path)
        return Seen(*rows[0]) if rows else None

    def same_content(self, digest: str) -> tuple[tuple[str, Seen], ...]:
        """The files of this content, by path."""
        rows = self.rows(
            "SELECT path, size, mtime_ns, digest, rules, given FROM file WHERE digest = ? ORDER BY path", digest
        )
        return tuple((path, Seen(*rest)) for path, *rest in rows)

    def take(self, path: str, seen: Seen, articles: Iterable[Article]) -> None:
        """Notes a file, and the articles that came out of it beside those noted before."""
        self.touch(path, seen)
        self.rows("DELETE FROM relabelled WHERE path = ?", path)
        for article in articles:
            # A teaser sends its reader to a story that is whole there.
            jumps = ("", "") if article.kind == "teaser" else (article.jump_to, article.jump_from)
            self.later("REPLACE INTO source", (article.id, path, *jumps))

    def touch(self, path: str, seen: Seen) -> None:
        """Notes a file whose articles are noted already."""
        row = (path, seen.size, seen.mtime_ns, seen.digest, seen.rules, seen.given)
        self.rows("REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)", *row)

    def goes_on(self, id: str, jump_to: str, jump_from: str) -> None:
        """Notes on which pages an article goes on and began that are not stitched to it."""
        self.rows("UPDATE source SET jump_to = ?, jump_from = ? WHERE id = ?", jump_to, jump_from, id)

    def drop(self, ids: Iterable[str]) -> None:
        """Forgets where articles came from that are no more."""
        for id in ids:
            self.rows("DELETE FROM source WHERE id = ?", id)

    def rename(self, old: str, new: str) -> None:
        """Notes that a file is called otherwise now."""
        self.rows("DELETE FROM file WHERE path = ?", old)
        self.rows("UPDATE source SET path = ? WHERE path = ?", new, old)
        self.rows("UPDATE OR REPLACE relabelled SET path = ? WHERE path = ?", new, old)
        self.rows("UPDATE withdrawn SET path = ? WHERE path = ?", new, old)

    def jumps(self) -> tuple[tuple[str, str, str], ...]:
        """The articles that go on on another page or come from one and are not stitched: (id, jump_to, jump_from)."""
        return tuple(
            self.rows(
                "SELECT id, jump_to, jump_from FROM source WHERE (jump_to <> '' OR jump_from <> '')"
                " AND id NOT IN (SELECT id FROM withdrawn) ORDER BY id"
            )
        )

    def ids(self, path: str) -> frozenset[str]:
        """The ids of the articles that came out of a file."""
        return frozenset(id for (id,) in self.rows("SELECT id FROM source WHERE path = ?", path))

    def last_ordinal(self, page: str) -> int:
        """The highest ordinal ever given on a page (its id without the ordinal); 0 if none was."""
        rows = self.rows("SELECT last FROM ordinal WHERE page = ?", page)
        return int(rows[0][0]) if rows else 0

    def use_ordinal(self, page: str, ordinal: int) -> None:
        """Notes that an ordinal is taken."""
        if ordinal > self.last_ordinal(page):
            self.rows("REPLACE INTO ordinal VALUES (?, ?)", page, ordinal)

    def withdraw(self, id: str, page: str, text: str) -> None:
        """Notes that an article was taken out by hand. Where it came from stays noted: should the index still have it
        after an accident, then reading its file again takes it out.

        Args:
            page: its id without the ordinal.
            text: by which it is known again (`identity.text_of`).
        """
        rows = self.rows("SELECT path FROM source WHERE id = ?", id)
        self.keep("withdrawn", id, page, rows[0][0] if rows else "", text)

    def withdrawn(self, page: str, path: str) -> tuple[str, ...]:
        """The texts of the articles of a page, or of a file where one is given, that were taken out by hand."""
        rows = self.rows("SELECT text FROM withdrawn WHERE page = ? OR path = nullif(?, '') ORDER BY id", page, path)
        return tuple(text for (text,) in rows)

    def is_withdrawn(self, id: str) -> bool:
        """Was this very article taken out by hand?"""
        return self.may_have("withdrawn", id) and bool(self.rows("SELECT 1 FROM withdrawn WHERE id = ?", id))

    def withdrawn_text(self, id: str) -> str:
        """The text of an article that was taken out by hand, `""` where it was not."""
        rows = self.rows("SELECT text FROM withdrawn WHERE id = ?", id)
        return str(rows[0][0]) if rows else ""

    def note_topics(self, rules: str, topics: str) -> None:
        """Notes the topics that are part of the rules by which files are read."""
        self.rows("INSERT OR IGNORE INTO topics VALUES (?, ?)", rules, topics)

    def relabel(self, topics: str) -> None:
        """Notes that these topics were looked for anew in all articles; the files are not to be read again for it."""
        rules = f"rebuild {sha256(topics.encode()).hexdigest()[:16]}"
        self.note_topics(rules, topics)
        self.rows("REPLACE INTO relabelled SELECT path, ? FROM file", rules)

    def topics_of(self, id: str) -> str | None:
        """The topics that were looked for in an article when its file was read, or since; None where nobody knows."""
        rows = self.rows(
            "SELECT topics FROM source JOIN file USING (path) LEFT JOIN relabelled USING (path)"
            " JOIN topics ON topics.rules = coalesce(relabelled.rules, file.rules) WHERE id = ?",
            id,
        )
        return str(rows[0][0]) if rows else None

    def totals(self) -> tuple[int, int]:
        """How many files were taken in, and how many articles withdrawn."""
        files = self.rows("SELECT count(*) FROM file")[0][0]
        pieces = "SELECT id FROM piece WHERE whole <> id AND whole IN (SELECT id FROM withdrawn)"
        withdrawn = self.rows(f"SELECT count(*) FROM withdrawn WHERE id NOT IN ({pieces})")[0][0]
        return int(files), int(withdrawn)

    def refresh(self) -> bool:
        """See `Tables.refresh`: to be called by who begins to write, and holds the index."""
        if super().refresh():
            self.texts.refresh()
            return True
        return False

    @contextmanager
    def kept_or_not(self) -> Iterator[None]:
        """What is noted in the block is kept when it ends, and taken back when it raises."""
        try:
            yield
        except BaseException:
            with suppress(ArchiveError):  # what went wrong before is what the caller should hear of
                self.rollback()
            raise
        self.commit()

    def rollback(self) -> None:
        """See `Tables.rollback`."""
        self.texts.refresh()
        super().rollback()

    def write(self) -> None:
        """See `Tables.write`."""
        self.texts.write()
        super().write()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()
