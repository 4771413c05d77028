"""What of ours is named in Whoosh's table of contents?

One class, and nothing else: `ArraySegment`. Whoosh pickles it by this module's path, so **neither may ever be moved or
renamed**, and its state is plain values, which any later version can read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Segment

EXTENSION = ".postings"


class ArraySegment(W3Segment):  # type: ignore[misc]
    """A segment whose postings are arrays (`search.postings`), and what is stored is in a file of ours (`records`).

    Attributes:
        checks: of each file of what is kept of documents (`stored`), by name, its length and its CRC-32.
    """

    def __init__(self, indexname: str, doccount: int = 0) -> None:
        super().__init__(None, indexname, doccount)
        self._fieldlengths: dict[str, int] = {}
        self.checks: dict[str, tuple[int, int]] = {}

    def codec(self, **kwargs: Any) -> Any:
        """The codec that reads it."""
        from .codec import ArrayCodec

        return ArrayCodec()

    def should_assemble(self) -> bool:
        """Never into one file with others: it is mapped into memory by itself."""
        return False

    def path(self, directory: Path) -> Path:
        """The file of the postings."""
        return directory / str(self.make_filename(EXTENSION))

    def __getstate__(self) -> dict[str, Any]:
        return {
            "indexname": self.indexname,
            "segid": self.segid,
            "documents": self._doccount,
            "deleted": sorted(self._deleted or ()),
            "lengths": dict(self._fieldlengths),
            "checks": dict(self.checks),
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.indexname, self.segid = state["indexname"], state["segid"]
        self._doccount = state["documents"]
        self._deleted = set(state["deleted"]) or None
        self._fieldlengths = state["lengths"]
        self.checks = state.get("checks", {})
        self._codec, self.compound = None, False
