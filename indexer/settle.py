"""What does the archive have of an issue, now that one more of its pages was read?

Which pieces are one story follows from all that are known of the issue (`parted`, `stitch`), and is worked out anew
each time: so it does not matter in what order the pages came, nor how often. Then the archive is brought up to it: an
article for each chain of pieces, under the id of the first; the ids of the others lead there.

A piece may bear no mark, where its page lost it. Whatever stands on a page that another piece names may be its other
half; it becomes a piece when it is found to be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from search.article import Article

from . import corrections, parted
from .desk import Desk
from .identity import text_of
from .ledger import Ledger
from .parted import Issue, Piece
from .printed import as_printed, topics_read_with
from .stitch import Chain, chains, is_jump, is_named, may_be_piece, whole


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the pieces of an issue.

    Attributes:
        stored: the articles that were written anew, as stored.
        parts: the ids that are part of another article now.
        withheld: how many pieces were not taken because their article was withdrawn.
    """

    stored: tuple[Article, ...] = ()
    parts: frozenset[str] = frozenset()
    withheld: int = 0


def settle(issue: Issue, fresh: Collection[str], desk: Desk, ledger: Ledger) -> Settled:
    """Stitches what is known of an issue.

    Args:
        issue: all its files that were read in this block are noted in the ledger, their pieces in `parted`.
        fresh: ids of the pieces that were read in this block, and are not in the archive as they are now.
        desk: of this block.
    """
    known = {piece.article.id: piece for piece in parted.of_issue(issue, ledger)}
    if not known:
        return Settled()
    others = {article.id: article for article in _others(issue, known, desk, ledger)}
    withdrawn = {id for id in known if ledger.is_withdrawn(id)}
    stored: list[Article] = []
    parts: set[str] = set()
    withheld = 0
    for chain in _cut(chains([*(piece.article for piece in known.values()), *others.values()]), withdrawn):
        first, rest = chain[0], chain[1:]
        if first.id in withdrawn:
            for piece in (piece for piece in rest if piece.id in known and piece.id not in withdrawn):
                ledger.withdraw(piece.id, piece.id.rpartition("-")[0], text_of(piece))
                _join(piece, first.id, desk, ledger)
                withheld += piece.id in fresh
        elif len(chain) == 1 and first.id in others:
            pass  # it is whole, and there already
        elif _is_new(chain, known, fresh, desk):
            pieces = [_printed(piece, others, ledger) for piece in chain]
            for piece in pieces[1:]:
                _join(piece, first.id, desk, ledger)
                parts.add(piece.id)
            if len(pieces) == 1 and not is_jump(first):
                parted.forget(first.id, ledger)
            else:
                parted.keep(pieces[0], first.id, ledger)
            article = whole(tuple(pieces))
            stored.append(desk.put(article, topics_read_with(first.id, ledger)))
            ledger.goes_on(first.id, article.jump_to, article.jump_from)
    return Settled(tuple(stored), frozenset(parts), withheld)


def _others(issue: Issue, known: Mapping[str, Piece], desk: Desk, ledger: Ledger) -> Iterator[Article]:
    """What the archive has of the issue that may be a piece and is not known to be one."""
    pieces = [piece.article for piece in known.values()]
    for article in desk.shelf.issue(issue):
        if article.id not in known and may_be_piece(article) and (is_jump(article) or is_named(article, pieces)):
            # Not as somebody corrected it: as a piece it will be known as printed, and must be the same then.
            yield corrections.printed(article.id, ledger) or article


def _cut(found: tuple[Chain, ...], withdrawn: Collection[str]) -> Iterator[Chain]:
    """The chains, cut before each piece that was withdrawn by itself. What goes on from a withdrawn one is its rest."""
    for chain in found:
        begin = 0
        for at, piece in enumerate(chain):
            if at and piece.id in withdrawn and chain[begin].id not in withdrawn:
                yield chain[begin:at]
                begin = at
        yield chain[begin:]


def _is_new(chain: Chain, known: Mapping[str, Piece], fresh: Collection[str], desk: Desk) -> bool:
    """Does the archive not have this chain as it is?"""
    ids = sorted(piece.id for piece in chain)
    before = sorted(id for id, piece in known.items() if piece.whole == chain[0].id)
    stored = desk.shelf.get(chain[0].id)
    same = stored is not None and before == ids and stored.parts == whole(chain).parts
    return not same or any(id in fresh for id in ids)


def _printed(piece: Article, others: Mapping[str, Article], ledger: Ledger) -> Article:
    if piece.id not in others:
        return piece
    return as_printed(piece, topics_read_with(piece.id, ledger), ledger)


def _join(piece: Article, first: str, desk: Desk, ledger: Ledger) -> None:
    parted.keep(piece, first, ledger)
    desk.give_way(piece.id, first)
    ledger.goes_on(piece.id, "", "")
