"""What does a page print about itself, and in which of its lines?

The lines that may be furniture (`furniture`) are taken together into *runs*: next to one another, blank lines aside. A
run counts where one of its lines is sure enough for where it stands, and the weak ones beside it count with it:

- a line of strength 3 anywhere;
- a line of strength 2 within the first or the last `_ZONE` lines of print, or in a run of several anywhere;
- weak lines alone only at the very edge of a page, and only with a folio as papers print it (`04`, `A12`, `第4版`) or
  the address for readers' letters.

So a phone number or a `12` inside a story stays what it is. At the ends of a run some weak lines are let go again,
since the story may begin there: page names must be beside a folio or a date, `某某发布`, plain numbers and the like
between furniture; and what leads up to furniture at the foot of a page may be the end of an advertisement.

What they say is believed only where nothing contradicts it: two different dates are no date, unless one of them stands
with its weekday and the other does not; a date whose weekday is wrong was misread and is not used; two different
folios are no folio. Notices are signed with a date, so that one without a weekday counts only at the head of a page or
between other furniture, and one on its own, even with a weekday, only near the head or where it is the known date. What
is known already (from the options or the file's name) is not doubted: a folio that differs belongs to a teaser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .furniture import Known, Line, bare, read_line
from .issue_date import DATE, date_in, is_weekday_of
from .staff import Editor

_ZONE = 20
_HEAD = 3
_GAP = re.compile(r"[\u3400-\u9fff]{2,6}|[\u3400-\u9fff]{2,4}[·•・][\u3400-\u9fff]{2,4}")
_ONE_HANZI = re.compile(r"[\u3400-\u9fff]")
_JUMP_END = re.compile(r"[转接见至]$")
_COLUMNS = re.compile(r"\s{3,}|\t")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the furniture of a page says. Absent texts are empty.

    Attributes:
        lines: which of the lines are furniture, blank ones not counted among them.
        paper: the paper's slug.
        date: `YYYY-MM-DD`.
        page: `01`, `A12`.
        page_name: 版名.
        editors: the staff box.
    """

    lines: frozenset[int] = frozenset()
    paper: str = ""
    date: str = ""
    page: str = ""
    page_name: str = ""
    editors: tuple[Editor, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line of print: its index among all lines, its rank among those not blank, and what it is."""

    index: int
    rank: int
    text: str
    line: Line


def read_masthead(lines: Sequence[str], known: Known, date: str = "", page: str = "") -> Masthead:
    """What a page says about itself.

    Args:
        lines: all lines of the page, blank ones too.
        known: the papers and page names to look for.
        date: the date, where it is known from elsewhere.
        page: the page's number, likewise.
    """
    print_ = [(index, text) for index, text in enumerate(lines) if text.strip()]
    seen = _settled([_Seen(i, rank, text, read_line(text, known)) for rank, (i, text) in enumerate(print_)], known)
    runs = [kept for run in _runs(seen) if (kept := _kept(run, len(seen), date, page))]
    kept = [s for run in runs for s in run]
    folios = {s.line.folio for s in kept if s.line.folio and "folio" in s.line.kinds}
    if not page and len(folios) > 1:
        # An index of the pages: what these lines say, they do not say of this page.
        kept = [s for s in kept if not (s.line.folio and s.line.kinds <= {"folio", "name"})]
    aside = [line for s in seen[:_ZONE] if not s.line.strength for line in _columns(s.text, known)]
    return Masthead(
        lines=frozenset(s.index for s in kept),
        paper=_one([s.line.paper for s in kept]),
        date=date or _date(runs, aside),
        page=page or _one([s.line.folio for s in kept]) or _one([line.folio for line in aside]),
        page_name=_page_name(runs, kept) or _one([line.page_name for line in aside]),
        editors=tuple(dict.fromkeys(editor for s in kept for editor in s.line.editors)),
    )


def _settled(seen: list[_Seen], known: Known) -> list[_Seen]:
    """What lines mean for their neighbours: `2026年1月` and `25日` are one date, 下转 and `第4版` no folio."""
    result = list(seen)
    for at, s in enumerate(seen):
        for count in (2, 3):
            together = "".join(piece.line.fragment or " " for piece in seen[at : at + count])
            if re.fullmatch(DATE, together):
                for n in range(at, at + count):
                    result[n] = replace(seen[n], line=Line(1, frozenset({"date"}), date=date_in(together)))
        following = seen[at + 1] if at + 1 < len(seen) else s
        if not s.line.strength and _ONE_HANZI.fullmatch(bare(following.text)):
            # The padding of a short name (郁　青) was taken for the gap between two lines.
            whole = read_line(f"{s.text.rstrip()}　{following.text}", known)
            if whole.strength == 3 and whole.editors:
                result[at] = replace(s, line=whole)
                result[at + 1] = replace(following, line=Line(1, frozenset({"staff"})))
        if at and s.line.kinds == {"folio"} and _JUMP_END.search(bare(seen[at - 1].text)):
            result[at] = replace(s, line=Line())
    return result


def _runs(seen: list[_Seen]) -> list[list[_Seen]]:
    """The stretches of furniture. One short line between two of them may be the page's name, and does not part them."""
    runs: list[list[_Seen]] = []
    for at, s in enumerate(seen):
        if s.line.strength:
            if at and seen[at - 1].line.strength and runs:
                runs[-1].append(s)
            elif runs and at > 1 and seen[at - 2].line.strength and _GAP.fullmatch(bare(seen[at - 1].text)):
                runs[-1].extend((seen[at - 1], s))
            else:
                runs.append([s])
    return runs


def _kept(run: list[_Seen], total: int, date: str, page: str) -> list[_Seen]:
    """The lines of a run that are furniture; none where nothing in it is sure enough."""
    if page:
        run = [s for s in run if s.line.folio in ("", page) or not s.line.kinds <= {"folio", "number", "name"}]
    if not run:
        return []
    if not _is_sure(run, total, date):
        own = any({"folio", "letters"} & s.line.kinds for s in run)
        edge = run[0].rank == 0 or run[-1].rank == total - 1
        if not own or not edge:
            return []
    return _named(_trimmed(run, head=run[0].rank < _HEAD))


def _is_sure(run: list[_Seen], total: int, date: str) -> bool:
    """Whether something in a run is certainly furniture, for where the run stands."""
    best = max(s.line.strength for s in run)
    kinds = {kind for s in run for kind in s.line.kinds}
    if best == 3:
        return True
    if best == 1:
        head = run[0].rank < _HEAD
        return head and "date" in kinds and bool(kinds & {"weekday", "folio", "paper", "latin"})
    if len(run) > 1:
        return True
    if kinds <= {"date", "weekday", "lunar"}:
        return run[0].line.date == date if date else run[0].rank < _ZONE
    return run[0].rank < _ZONE or run[0].rank >= total - _ZONE


def _named(run: list[_Seen]) -> list[_Seen]:
    """The run with a line between two others made the page's name, if there is one such, beside a folio or a date."""
    gaps = [at for at, s in enumerate(run) if not s.line.strength]
    beside = len(gaps) == 1 and _beside(run, gaps[0], {"folio", "date", "issue"})
    # Beside 第438期 it is a supplement's name, which need not be the page's.
    own = beside and _beside(run, gaps[0], {"folio", "date"})
    name = Line(1, frozenset({"name"}), page_name=bare(run[gaps[0]].text) if own else "") if beside else Line()
    return [s if s.line.strength else replace(s, line=name) for s in run if s.line.strength or beside]


def _trimmed(run: list[_Seen], head: bool) -> list[_Seen]:
    """The run without weak lines at its ends that may belong to a story."""
    kept = list(run)
    while kept and not _holds(kept, len(kept) - 1, head):
        kept.pop()
    while kept and not _holds(kept, 0, head):
        kept.pop(0)
    return kept


def _holds(run: list[_Seen], at: int, head: bool) -> bool:
    """Whether the line at this end of a run is furniture for all its neighbours know."""
    kinds = run[at].line.kinds
    if run[at].line.strength != 1:
        return run[at].line.strength > 1
    if kinds == {"name"}:
        return _beside(run, at, {"folio", "date", "number"})
    if head and at == 0:
        return True
    if at == 0:  # What stands above this is a story or an advertisement, and may end in a telephone number.
        return bool(kinds & {"folio", "imprint", "staff", "letters"})
    doubtful = {"number", "channel", "other_paper", "publisher", "weather"} | (set() if head else {"date"})
    return not kinds & doubtful


def _beside(run: list[_Seen], at: int, kinds: set[str]) -> bool:
    return any(run[n].line.kinds & kinds for n in (at - 1, at + 1) if 0 <= n < len(run))


def _columns(text: str, known: Known) -> list[Line]:
    """The furniture in a line of several columns (pdftotext -layout): good for facts, while the line stays."""
    columns = _COLUMNS.split(text.strip())
    lines = [read_line(column, known) for column in columns] if len(columns) > 1 else []
    return [line for line in lines if line.strength > 1 and line.kinds & {"date", "folio"}]


def _page_name(runs: list[list[_Seen]], kept: list[_Seen]) -> str:
    """The name in the folio's own line or next to it; without such, the only one there is."""
    next_to = [
        s.line.page_name
        for run in runs
        for at, s in enumerate(run)
        if s in kept and ("folio" in s.line.kinds or _beside(run, at, {"folio"}))
    ]
    return _one(next_to) or _one([s.line.page_name for s in kept])


def _date(runs: list[list[_Seen]], aside: list[Line]) -> str:
    """The one date that the furniture agrees on."""
    sure: list[str] = []
    others: list[str] = []
    for lines in (*([s.line for s in run] for run in runs), *([line] for line in aside)):
        weekday = _one([line.weekday for line in lines])
        for line in lines:
            day = line.weekday or weekday
            if line.date and not (day and not is_weekday_of(day, line.date)):
                (sure if day or line.strength > 1 else others).append(line.date)
    return _one(sure) if sure else _one(others)


def _one(values: Sequence[str]) -> str:
    """The value that all who have one agree on, or ""."""
    distinct = {value for value in values if value}
    return distinct.pop() if len(distinct) == 1 else ""
