"""What are two pieces to each other that stand side by side in the file?

Small questions that `stories` asks of a paragraph and of what is beside it: are they halves of one, in one column, is a
paragraph signed, a caption, a row of a list?
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .byline import tail
from .item import PHOTO_ROLES, Item, Kind
from .signs import is_photo_credit

OTHER_COLUMN = 6
"""Columns that differ by so many cells are of two stories; letter-spacing that left no trace hides as much as four."""
MEASURED = 2
"""A paragraph of fewer lines, less one, does not tell the width of its column."""
LONGEST_CAPTION, CREDIT_REACH = 160, 2
"""A paragraph with a picture's credit between its lines is a caption if it has no more characters and, behind the
credit, no more lines of the file."""

_MARK = re.compile(r"[^\w\s%％℃]")


def torn(before: Item, item: Item) -> bool:
    """Are two paragraphs the halves of one?"""
    return before.kind is Kind.PARAGRAPH and not before.ends and not item.begins


def apart(before: Item, item: Item, other: int = OTHER_COLUMN) -> bool:
    """Do two paragraphs stand in columns of clearly different widths?"""
    if before.width is None or item.width is None or min(before.last - before.first, item.last - item.first) < MEASURED:
        return False
    return abs(before.width - item.width) >= other


def is_caption(item: Item, following: Item | None) -> bool:
    """Does the credit of a picture stand right before the last lines of a paragraph? So it is set under a picture."""
    if following is None or following.kind is not Kind.CREDIT or not is_photo_credit(following.text):
        return False
    near = item.first < following.first < item.last and item.last - following.first <= CREDIT_REACH
    return near and len(item.text) <= LONGEST_CAPTION


def is_row(item: Item) -> bool:
    """Is a paragraph a row of its own, which no column holds and no mark ends?"""
    return item.width is None and not _MARK.match(item.text[-1])


def running_on(items: Sequence[Item], at: int) -> str:
    """The running text from a paragraph on, to the next item that is none."""
    texts = []
    for item in items[at:]:
        if item.kind is not Kind.PARAGRAPH:
            break
        texts.append(item.text)
    return "\n".join(texts)


def signed(text: str) -> bool:
    """Does a paragraph end with who wrote the story? The credit of a picture ends nothing."""
    authors = tail(text).authors
    return bool(authors) and not all(author.role in PHOTO_ROLES for author in authors)
