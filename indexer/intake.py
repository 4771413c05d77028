"""Which files are new or have changed, and what is in them?

Of each file the ledger says whether it is the one that was taken in before; only others are read, in this process or in
several (`workers`), large ones in pieces (`large`). Reading is one function, `read`, from a `Task` to a `Found`, which
knows of no ledger and no index. What it finds is looked at in the order of the files, so it does not matter who did.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

from search.article import Article

from .articles import Options, Pages, read_articles
from .large import Piece, is_large, pieces_of, read_piece
from .ledger import Ledger, Seen
from .page import STDIN, Reading, bytes_of, read_file, read_stdin, shown
from .problem import Problem
from .profile import PageFacts
from .ready import Ready, ready
from .sources import file_key
from .summary import Summary
from .workers import done

Read = Callable[[Path, bytes], Reading]
"""How a file's bytes are read: `page.read_file`, which picks the reader by the name."""


UNSEEN = Seen(0, 0, "")

MOST_READY = 5000
"""Records of which everything is worked out at once. Of a larger file that is not read in pieces it would take too much
memory to send: there it is worked out when it is taken in."""

Batch = tuple[PageFacts, Sequence[Article], Sequence[Ready]]
"""What is known of a page, and its articles; or records without facts, and what was worked out of them, or nothing."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read, or a piece of it.

    Attributes:
        piece: what is to be read; None for all of it.
        given: what the user says of its pages.
        known: the digest of a content that need not be read again, `""` where there is none.
        seen: the file as it was met, its digest not known yet.
    """

    path: Path
    given: PageFacts = field(default_factory=PageFacts)
    known: str = ""
    seen: Seen = UNSEEN
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a file.

    Attributes:
        digest: of its bytes, `""` where they could not be read.
        pages: page by page; None where nothing could be read, or nothing needed to be.
        problems: what went wrong.
        ready: of records, what was worked out of each.
    """

    digest: str = ""
    pages: Pages | None = None
    problems: tuple[Problem, ...] = ()
    ready: tuple[Ready, ...] = ()

    def batches(self) -> Iterator[Batch]:
        """The pages, and the records."""
        for facts, articles in self.pages or ():
            yield facts, articles, () if facts.source else self.ready


@dataclass(frozen=True, slots=True)
class Input:
    """A file to be taken in.

    Attributes:
        key: what the ledger calls it.
        where: what people call it.
        batches: what was in it; to be asked for once, and to the end.
        problems: what went wrong: all of it when the batches have been asked for.
        is_large: whether it is many thousand records.
        seen: what to note of it.
        renamed_from: what the ledger calls a file of the same content that is no longer there.
    """

    key: str
    where: str
    batches: Iterable[Batch]
    problems: list[Problem]
    seen: Seen
    renamed_from: str = ""
    is_large: bool = False


def read(task: Task, options: Options, reader: Read = read_file) -> Found:
    """Reads one file, and splits its pages.

    A fault of ours costs the file, as everything does that is wrong with it.
    """
    if task.piece is not None:
        reading = read_piece(shown(task.path), task.piece)
        return Found(task.piece.digest, ((PageFacts(), reading.articles),), reading.problems)
    data = bytes_of(task.path)
    if isinstance(data, Problem):
        return Found(problems=(data,))
    digest = hashlib.sha256(data).hexdigest()
    if digest == task.known:
        return Found(digest)
    path = task.path
    if path == STDIN:
        path, reader = Path(f"{STDIN}{digest[:8]}"), read_stdin
    try:
        reading = reader(path, data)
    except MemoryError:
        return Found(digest, problems=(Problem(shown(task.path), "内存不够，没有读完。请把文件拆小再试。"),))
    if reading.problems and not (reading.pages or reading.articles):
        return Found(digest, problems=reading.problems)
    pages, faults = read_articles(reading, replace(options, given=task.given))
    return Found(digest, pages, (*reading.problems, *faults))


def read_ready(task: Task, options: Options, reader: Read = read_file) -> Found:
    """Reads one file as `read` does, and works out of its records what can be."""
    found = read(task, options, reader)
    records = [article for facts, articles in found.pages or () if not facts.source for article in articles]
    if task.piece is None and len(records) > MOST_READY:
        return found
    return replace(found, ready=tuple(ready(records, options.topics, options.keywords)))


def read_all(
    tasks: Iterable[Task],
    options: Options,
    jobs: int,
    reader: Read = read_file,
    *,
    works_out: bool = False,
    early: bool = False,
) -> Generator[tuple[Task, Found], None, None]:
    """Reads files, in so many processes; gives them in order. To be closed.

    Args:
        works_out: as `read_ready` does.
        early: see `workers.done`.
    """
    # Else topics are looked for later, and would only have to be sent.
    kept = options if works_out else replace(options, topics=())
    work = partial(read_ready if works_out else read, options=kept, reader=reader)
    return done(tasks, work, jobs, died=_died, here=lambda task: task.path == STDIN, early=early)


class Intake:
    """The files of one run.

    Args:
        ledger: what was taken in before.
        summary: where files are counted, and problems go.
        jobs: in how many processes to read.
        reader: how to read a file.

    Attributes:
        touched: files that have another time and the same content, with what to note of them.
    """

    def __init__(self, ledger: Ledger, options: Options, summary: Summary, jobs: int, reader: Read) -> None:
        self.touched: list[tuple[str, Seen]] = []
        self._ledger = ledger
        self._options = options
        self._rules = options.rules()
        self._summary = summary
        self._jobs = jobs
        self._reader = reader

    def changed(self, files: Iterable[Path], progress: Callable[[Path], None] | None) -> Generator[Input, None, None]:
        """The files that are to be taken in, in order.

        Args:
            progress: called with each file, before it is taken in, and with each further piece of a large one.
        """
        known = list(files)
        tasks, early = self._tasks(known, progress), any(map(self._takes_long, known))
        with closing(read_all(tasks, self._options, self._jobs, self._reader, works_out=True, early=early)) as all_read:
            for task, found in all_read:
                if progress is not None:
                    progress(task.path)
                if (input := self._look(task, found)) is None:
                    continue
                if task.piece is not None and not task.piece.last:
                    input = replace(input, batches=_joined(input, all_read, progress))
                yield input

    def _tasks(self, files: Iterable[Path], progress: Callable[[Path], None] | None) -> Iterator[Task]:
        """The files that are not what they were by size and time, each when it is asked for."""
        for path in files:
            self._summary.files += 1
            size, mtime_ns = 0, 0
            before = None if path == STDIN else self._ledger.seen(file_key(path))
            if path != STDIN:
                with suppress(OSError):  # `bytes_of` says why
                    size, mtime_ns = (stat := path.stat()).st_size, stat.st_mtime_ns
            given = _given(self._options.given, before)
            now = Seen(size, mtime_ns, "", self._rules, _as_text(given))
            if before is not None and before.digest and replace(before, digest="") == now:
                self._summary.unchanged += 1
                if progress is not None:
                    progress(path)
                continue
            same = before is not None and (before.rules, before.given) == (now.rules, now.given)
            task = Task(path, given, before.digest if before is not None and same else "", now)
            pieces = (replace(task, piece=piece) for piece in pieces_of(path, task.known))
            first = next(pieces, None) if is_large(path, size) else None
            yield from (task,) if first is None else chain((first,), pieces)

    def _takes_long(self, path: Path) -> bool:
        """Is a file large, and perhaps another than it was?"""
        with suppress(OSError):
            stat = path.stat()
            if is_large(path, stat.st_size):
                before = self._ledger.seen(file_key(path))
                return before is None or (before.size, before.mtime_ns) != (stat.st_size, stat.st_mtime_ns)
        return False

    def _look(self, task: Task, found: Found) -> Input | None:
        """What is to be taken in of a file: None where it has not changed, or could not be read."""
        now = replace(task.seen, digest=found.digest)
        key, renamed_from = file_key(task.path), ""
        if task.path == STDIN:
            key = f"{STDIN}{found.digest[:8]}"
        elif found.digest and self._ledger.seen(key) is None:
            moved = ((name, seen) for name, seen in self._ledger.same_content(found.digest) if not os.path.exists(name))
            renamed_from, before = next(moved, ("", None))
            if (given := _given(self._options.given, before)) != task.given:
                now = replace(now, given=_as_text(given))
                found = read_ready(Task(task.path, given, piece=task.piece), self._options, self._reader)
        elif found.digest and found.digest == task.known:
            self.touched.append((key, now))
            self._summary.unchanged += 1
            return None
        if found.pages is None:
            self._summary.problems.extend(found.problems)
            return None
        problems, is_large = list(found.problems), task.piece is not None
        return Input(key, shown(task.path), found.batches(), problems, now, renamed_from, is_large)


def _joined(
    input: Input, following: Iterator[tuple[Task, Found]], progress: Callable[[Path], None] | None
) -> Iterator[Batch]:
    """What is in a file of which this is the first piece, and the others are still to be read."""
    yield from input.batches
    for task, found in following:
        if progress is not None:
            progress(task.path)
        input.problems.extend(found.problems)
        yield from found.batches()
        if task.piece is None or task.piece.last:
            return


def _died(task: Task, code: int) -> Found:
    """What is known of a file, or a piece of one, whose reader died."""
    why = f"退出码 {code}"
    if code < 0:
        with suppress(ValueError):
            why = f"信号 {signal.Signals(-code).name}"
    what = f"读它的进程中途没有了（{why}），多半是内存不够。请用 --jobs 1 单独再收这个文件。"
    piece = task.piece
    where = shown(task.path) if piece is None else f"{shown(task.path)}:{piece.first}"
    return Found(piece.digest if piece else "", () if piece else None, (Problem(where, what),))


def _given(said: PageFacts, before: Seen | None) -> PageFacts:
    """What the user says of a file's pages; where they are silent, what they said when it was taken in before."""
    old = json.loads(before.given) if before is not None and before.given else {}
    return replace(said, **{key: getattr(said, key) or old.get(key, "") for key in ("paper", "date", "page")})


def _as_text(given: PageFacts) -> str:
    said = {key: value for key in ("paper", "date", "page") if (value := getattr(given, key))}
    return json.dumps(said, ensure_ascii=False) if said else ""
