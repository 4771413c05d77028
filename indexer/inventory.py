"""What is in an archive, counted?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from search.backends import Backend
from search.query import Everything

from . import corrections
from .ledger import Ledger


def inventory(backend: Backend, ledger: Ledger | None, directory: Path) -> dict[str, Any]:
    """The numbers of an archive, ready for JSON; `jumps` are the articles that go on elsewhere, not stitched yet."""
    days = sorted(backend.counts("day", None))
    matches = backend.search(Everything(), sort="oldest", offset=0, limit=0)
    papers = dict(sorted(backend.counts("paper", None).items(), key=lambda item: -item[1]))
    unknown = matches.total - sum(papers.values())
    files, withdrawn = ledger.totals() if ledger is not None else (0, 0)
    again, corrected = (ledger.texts.total(), corrections.total(ledger)) if ledger is not None else (0, 0)
    jumps = ledger.jumps() if ledger is not None else ()
    return {
        "articles": matches.total,
        "papers": papers | ({"": unknown} if unknown else {}),
        "first": days[0] if days else "",
        "last": days[-1] if days else "",
        "days": len(days),
        "undated": matches.total - sum(backend.counts("year", None).values()),
        "reporters": len(backend.counts("reporter", None)),
        "topics": dict(sorted(backend.counts("topic", None).items(), key=lambda item: (-item[1], item[0]))),
        "files": files,
        "withdrawn": withdrawn,
        "reprints": again,
        "corrected": corrected,
        "bytes": sum(file.stat().st_size for file in directory.iterdir() if file.is_file()),
        "jumps": [{"id": id, "jump_to": jump_to, "jump_from": jump_from} for id, jump_to, jump_from in jumps],
        "notes": list(backend.notes()),
    }
