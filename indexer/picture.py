"""What did the splitter see on this page?

A picture of the page with every article in a colour of its own: its text under a tint, its headline framed thick,
kicker, subtitle, label and subheads framed thin, its byline underlined, and a number, by the order in which the
articles are read. Furniture stays white. People believe what they can see; where a story is cut wrongly, one look says
how.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .geometry.stories import BYLINE, HEADLINE, KICKER, LABEL, SUBHEAD, SUBTITLE, Laid, laid_out
from .page import Page

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

RESOLUTION = 110
"""Dots per inch: a broadsheet is some 1,500 dots wide."""
TINT = 64
"""Of 255: how much of its colour lies over an article's text."""
COLOURS = (
    (31, 119, 180), (255, 127, 14), (44, 160, 44), (214, 39, 40), (148, 103, 189), (140, 86, 75), (227, 119, 194),
    (120, 120, 30), (23, 190, 207), (90, 90, 160),
)  # fmt: skip


def picture_of(page: Page, furniture: frozenset[int], data: bytes) -> bytes:
    """A PNG of a page with its articles marked.

    Args:
        page: as read from a PDF.
        furniture: numbers of the blocks that belong to no article.
        data: the PDF.
    """
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        drawn = pdf.pages[page.number - 1]
        left, top = float(drawn.bbox[0]), float(drawn.bbox[1])
        ground: Image = drawn.to_image(resolution=RESOLUTION).original.convert("RGBA")
    marked = _marked(ground, page, laid_out(page, furniture), (left, top))
    out = io.BytesIO()
    marked.convert("RGB").save(out, format="PNG")
    return out.getvalue()


def _marked(ground: Image, page: Page, stories: Sequence[Laid], corner: tuple[float, float]) -> Image:
    """The page with every story's marks over it."""
    from PIL import Image as images
    from PIL import ImageDraw as drawing

    marks = images.new("RGBA", ground.size, (0, 0, 0, 0))
    draw = drawing.Draw(marks)
    scale = RESOLUTION / 72
    for number, laid in enumerate(stories, 1):
        colour = COLOURS[(number - 1) % len(COLOURS)]
        for placed in laid.placed:
            setting = page.blocks[placed.number].setting
            assert setting is not None
            box = setting.box
            where = (
                (box.x0 - corner[0]) * scale - 1,
                (box.top - corner[1]) * scale - 1,
                (box.x1 - corner[0]) * scale + 1,
                (box.bottom - corner[1]) * scale + 1,
            )
            _mark(draw, where, placed.role, colour)
        _number(draw, (laid.box.x0 - corner[0]) * scale, (laid.box.top - corner[1]) * scale, number, colour)
    return images.alpha_composite(ground, marks)


def _mark(draw: ImageDraw, where: tuple[float, float, float, float], role: str, colour: tuple[int, int, int]) -> None:
    """Marks one line by its role."""
    draw.rectangle(where, fill=(*colour, TINT))
    if role == HEADLINE:
        draw.rectangle(where, outline=(*colour, 255), width=4)
    elif role in (KICKER, SUBTITLE, LABEL, SUBHEAD):
        draw.rectangle(where, outline=(*colour, 255), width=2)
    elif role == BYLINE:
        draw.line((where[0], where[3], where[2], where[3]), fill=(*colour, 255), width=3)


def _number(draw: ImageDraw, x: float, y: float, number: int, colour: tuple[int, int, int]) -> None:
    """Sets a story's number at its upper left corner, in the margin."""
    from PIL import ImageFont as fonts

    font = fonts.load_default(size=26)
    text = str(number)
    width = draw.textlength(text, font=font)
    if x < width + 14:  # no room in the margin: above, so that nothing of the headline is hidden
        y -= 32
    x, y = max(0.0, x - width - 14), max(0.0, y - 6)
    draw.rectangle((x, y, x + width + 12, y + 32), fill=(*colour, 255))
    draw.text((x + 6, y + 1), text, font=font, fill=(255, 255, 255, 255))
