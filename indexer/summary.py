"""What did a run of `add` do, in numbers?"""

from __future__ import annotations

from dataclasses import dataclass, field

from .problem import Problem


@dataclass(slots=True)
class Summary:
    """What a run did.

    Attributes:
        files, unchanged: files met, and those of them that had not changed.
        pages, articles: read in this run; a story that was stitched together is one article.
        unplaced: pages of which nobody knows the date or the number.
        removed: articles that a page read again no longer has.
        withheld: articles that were read but had been withdrawn by hand.
        reporters: names that stand as 记者 over the articles of this run.
        stitched: articles of this run that stand on several pages.
        jumps: articles of this run that go on on, or come from, another page that is not there yet.
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
    stitched: int = 0
    jumps: int = 0
    reprints: int = 0
    corrected: int = 0
    problems: list[Problem] = field(default_factory=list)
