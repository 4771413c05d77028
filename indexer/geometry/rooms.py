"""Which lines stand together in a frame?

A *room* is a frame, bordered or tinted, with text of its own inside: a boxed story, a sidebar in another story's frame,
a text panel beside a photo. What stands in a room is no part of what stands outside. Not every frame is one: a small
one around a line or two is a *banner* (a label, white on red, or on a picture; two short rules make one, too); one with
headlines only is the ground that they are printed on; one whose border runs through lines is an ornament.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..labels import is_label
from ..page import Drawing
from .adverts import is_advert
from .box import Box
from .prints import Print

SLACK = 3.0
"""Points: a line may stick out of its frame so far, as a comma at its end does."""
BANNER = 2.6
"""Times the size of its line: a frame that is no higher is a banner."""
RULED = 3.0
"""Times the size of its line: the rules of a banner are so much wider than it, at most."""
BANNER_LINES, BANNER_CHARACTERS = 2, 24
MOST = 0.8
"""Of a page's lines: a frame that holds more is the page's own."""
LARGEST_LABEL = 1.75
"""Times the body's size: larger type in a small frame is a headline on a band, unless it sounds like a label."""
CUTS = 0.25
"""Of the lines in it: a frame whose border cuts so many is an ornament."""
TEXT = 1.35
"""Times the body's size: type in which text is set, at most."""
LEAST_LINES = 2
"""So many lines of text make a room."""


@dataclass(frozen=True, slots=True)
class Room:
    """A frame with text of its own: its box, and the number of the room that it stands in, -1 for the page."""

    box: Box
    outer: int = -1


def rooms_of(prints: Sequence[Print], drawing: Drawing, body: float) -> tuple[list[Room], list[Print]]:
    """The rooms of a page, outer ones first, and its lines, each with its room."""
    lines = list(prints)
    kept: list[Box] = []
    frames = [(frame, False) for frame in drawing.frames] + [(picture, True) for picture in drawing.pictures]
    for frame, picture in sorted(frames, key=lambda entry: -entry[0].area):
        inside = [line for line in lines if line.box.centred_in(frame)]
        if not inside or len(inside) > MOST * len(lines):
            continue
        if _is_banner(frame, inside, body):
            numbers = {line.number for line in inside}
            lines = [replace(line, banner=True) if line.number in numbers else line for line in lines]
        elif not picture and _is_room(frame, inside, lines, body):
            kept.append(frame)
    lines = [replace(line, banner=True) if _is_ruled(line, drawing.rules) else line for line in lines]
    rooms: list[Room] = []
    for frame in kept:
        outer = [at for at, room in enumerate(rooms) if room.box.holds(frame, SLACK)]
        rooms.append(Room(frame, outer[-1] if outer else -1))
    return rooms, [replace(line, room=_room(line, rooms)) for line in lines]


def is_ground(picture: Box, lines: Sequence[Print], body: float) -> bool:
    """Is a picture only the ground on which a headline or a label is printed?"""
    return any(
        line.box.centred_in(picture)
        and (line.banner or (line.size > TEXT * body and 2 * line.box.width > picture.width))
        for line in lines
    )


def _is_banner(frame: Box, inside: Sequence[Print], body: float) -> bool:
    few = len(inside) <= BANNER_LINES and sum(len(line.bare) for line in inside) <= BANNER_CHARACTERS
    size = max(line.size for line in inside)
    if size > LARGEST_LABEL * body and not any(is_label(line.bare) for line in inside):
        return False  # a headline, white on a band
    high = frame.height <= BANNER * size * (1 if len(inside) == 1 else 1.6)
    upright = all(line.setting.vertical for line in inside) and frame.width <= BANNER * size
    return few and (high or upright)


def _is_ruled(line: Print, rules: Sequence[Box]) -> bool:
    """Does a short line stand between two rules, or over one, that are hardly wider than it?"""
    if len(line.bare) > BANNER_CHARACTERS / 2 or line.banner or line.credit or not line.words:
        return False
    own = [
        rule
        for rule in rules
        if rule.width >= rule.height
        and rule.width <= line.box.width + RULED * line.size
        and rule.over(line.box) >= 0.8 * min(rule.width, line.box.width)
        and rule.width >= 0.8 * line.box.width
    ]
    above = any(-0.2 * line.size <= line.box.top - rule.y <= line.size for rule in own)
    below = any(-0.2 * line.size <= rule.y - line.box.bottom <= line.size for rule in own)
    return above and below


def without_banners_rules(rules: Sequence[Box], lines: Sequence[Print]) -> tuple[Box, ...]:
    """The rules that part things: not those between which a banner stands."""
    banners = [line for line in lines if line.banner]
    return tuple(rule for rule in rules if not any(_rules_banner(rule, line) for line in banners))


def _rules_banner(rule: Box, line: Print) -> bool:
    near = -rule.beside(line.box) <= line.size and rule.over(line.box) >= 0.8 * min(rule.width, line.box.width)
    return near and rule.height <= rule.width <= line.box.width + RULED * line.size


def _is_room(frame: Box, inside: Sequence[Print], lines: Sequence[Print], body: float) -> bool:
    text = [line for line in inside if line.size <= TEXT * body and not line.banner and line.words]
    if len(text) < LEAST_LINES and not is_advert(inside):
        return False
    cut = sum(_cuts(frame, line) for line in lines)
    return cut <= CUTS * len(inside)


def _cuts(frame: Box, line: Print) -> bool:
    """Does the border of a frame run through a line?"""
    if frame.beside(line.box) < 0.3 * line.box.height or frame.over(line.box) <= SLACK + line.em:
        return False
    return not frame.holds(line.box, SLACK + line.em / 2)


def _room(line: Print, rooms: Sequence[Room]) -> int:
    """The innermost room that a line stands in."""
    inside = [at for at, room in enumerate(rooms) if line.box.centred_in(room.box)]
    return min(inside, key=lambda at: rooms[at].box.area, default=-1)
