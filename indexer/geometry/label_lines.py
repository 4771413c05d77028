"""Which lines are labels though no frame says so?

A column's label (栏目) may be set without a frame: a few words in colour, or words that sound like a label, right over
the headline or at the top of the first column. Nothing of the same size stands above them, something does below. Such
lines are taken for banners, so that they find their story the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..labels import covers_several, is_label
from .prints import Print

LONGEST = 12
"""Characters: a label that only its colour gives away is no longer."""
LARGEST, SMALLEST = 1.75, 0.98
"""Times the body's size: so large is a label at most, and at least."""
SEVERAL = 3.0
"""The same of a label over several short pieces, which may be as large as a headline."""
CLEAR = 2.4
"""Times its size: so far above a label there is nothing of its own size, or smaller."""
BELOW = 3.2
"""Times its size: no farther below it something stands."""
_BRACKETS = ("【", "〖", "[", "［")


def with_labels(prints: Sequence[Print], body: float) -> list[Print]:
    """The lines, labels among them made banners."""
    plain = [line for line in prints if not line.setting.coloured]
    colour_tells = 2 * len(plain) > len(prints)
    styles = Counter(line.style for line in prints)
    text = styles.most_common(1)[0][0]
    return [
        replace(line, banner=True) if _is_label(line, prints, body, text, colour_tells) else line for line in prints
    ]


def _is_label(
    line: Print, prints: Sequence[Print], body: float, usual: tuple[str, int], colour_tells: bool
) -> bool:
    text = line.bare
    if line.banner or line.credit or line.dated or line.ends or line.running or not line.words:
        return line.banner
    if is_label(text) and covers_several(text) and body < line.size <= SEVERAL * body:
        return _stands_over(line, prints)
    if not SMALLEST * body <= line.size <= LARGEST * body or line.setting.vertical:
        return False
    bracketed = text.startswith(_BRACKETS) and len(text) <= LONGEST + 2
    coloured = colour_tells and line.setting.coloured and len(text) <= LONGEST
    if not (bracketed or coloured or (is_label(text) and line.style != usual)):
        return False
    return _stands_over(line, prints)


def _stands_over(line: Print, prints: Sequence[Print]) -> bool:
    """Does a line stand at the top of something: nothing like it above, something right below?"""
    below = False
    for other in prints:
        if other is line or other.room != line.room or other.box.over(line.box) <= 0:
            continue
        if 0 <= other.box.top - line.box.bottom + 0.3 * line.size <= BELOW * line.size:
            below = True
            if other.style == line.style and other.setting.coloured == line.setting.coloured and not other.ends:
                close = other.box.top - line.box.bottom <= line.size
                if close and not other.running and abs(other.box.width - line.box.width) > line.em:
                    return False  # the first line of a headline
        above = line.box.top - other.box.bottom
        larger = 1.05 if line.setting.coloured else 1.25
        if -0.3 * line.size <= above <= CLEAR * line.size and other.size <= larger * line.size:
            return False
    return below
