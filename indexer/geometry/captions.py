"""Which text is a picture's caption?

A caption stands right under its picture, or beside it, no wider; it is short, set in another face than the stories, and
says whose the picture is or what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..byline import tail
from ..item import PHOTO_ROLES
from .box import Box
from .columns import Column

UNDER = 3.0
"""Ems: a caption is no farther below its picture, or beside it."""
LONGEST, LINES = 260, 7
"""Characters of a caption with a picture's credit; lines of one that has none."""

_SHOWS = re.compile(r"^[▲▼◀▶△▽←→↑↓]|^(?:[上下左右]?图[为：:①一]|图[①②③])|(?:图为|[（(][左右上下]图)")


def is_caption(column: Column, pictures: Iterable[Box], face: str) -> bool:
    """Is a column the caption of one of the pictures?

    Args:
        column: a column of text.
        pictures: of its room.
        face: the face in which most of the page is set.
    """
    text = column.text
    if len(text) > LONGEST or not any(_at(column, picture) for picture in pictures):
        return False
    if any(line.photo_credit for line in column.lines):
        return True
    authors = tail(column.lines[-1].text).authors or tail(text).authors
    if authors and all(author.role in PHOTO_ROLES for author in authors):
        return True
    if _SHOWS.search(text):
        return True
    return column.style[0] != face and len(column.lines) <= LINES and not any(line.credit for line in column.lines)


def _at(column: Column, picture: Box) -> bool:
    """Does a column stand at a picture, within its width or its height?"""
    box, near = column.box, UNDER * column.em
    under = -near / 2 <= box.top - picture.bottom <= near and box.over(picture) > 0.6 * box.width
    over = -near / 2 <= picture.top - box.bottom <= near and box.over(picture) > 0.6 * box.width
    beside = box.beside(picture) > 0.5 * box.height and -near / 2 <= -box.over(picture) <= near
    return under or over or beside or box.centred_in(picture)
