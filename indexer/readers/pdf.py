"""What stands on the pages of a PDF, and where?

pdfplumber reads the file; here every page's characters become lines of print with their setting, and its shapes rules,
frames and pictures (`geometry`). Two things are put right on the way: characters of Founder (方正) symbol fonts, whose
names carry PK748, come out as hanzi and are read by the 748 rule (`repair.founder`); an arrow that is drawn upside down
points the other way (▶ for ◀).

Pages are read one after the other and let go, so that a file of two hundred takes no more memory than the largest of
them. A page that cannot be read costs that page. What costs the whole file is a `Problem` with what to do: a password,
a broken file, pages without a text layer.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..geometry.box import Box
from ..geometry.drawn import Shape, drawing_of, is_upright
from ..geometry.glyph import Glyph, drawn_once, plain_font
from ..geometry.lines import lines_of
from ..geometry.order import in_order
from ..page import Page, Reading
from ..problem import Problem
from ..repair.founder import decode748
from .guard import finished

if TYPE_CHECKING:
    from pdfplumber.page import Page as PdfPage
    from pdfplumber.pdf import PDF

INSTALL = "读 PDF 要装 pdfplumber：pip install 'newspaper-archive-search[pdf]'。"
UNREAD = 0.5
"""Where more of the characters have no code for what they mean, the text layer is of no use."""
MOST_GLYPHS, MOST_LINES = 100_000, 5_000
"""No page of a paper has so many characters, or lines; one that has would take minutes."""
MOST_PAGES = 400
"""No issue has so many; a file of more is several, or none."""
MOST_POINTS = 24
"""A frame with round corners has no more."""
COLOURED = 0.3
"""So much apart are the parts of a colour that is none of the greys."""
ABOVE = 0.88
"""Of a hanzi's height: so much stands above the line."""
LIGHT, WHITE = 0.85, 0.985
"""Brightness from which on type is light, as on a tint; and from which on a tint is none."""

_SYMBOL_FONT = re.compile("PK748|FZFH|FZBD|方正符号", re.IGNORECASE)
_UNCODED = re.compile(r"\(cid:\d+\)")
_TURNED = {"▶": "◀", "◀": "▶", "▲": "▼", "▼": "▲", "►": "◄", "◄": "►", "→": "←", "←": "→"}
_MISSING = "〓"
"""The printer's mark for a character that his case has not."""


def read_pdf(path: Path, data: bytes) -> Reading:
    """Reads a PDF.

    Returns:
        Its pages, numbered from 1, each with a drawing and the settings of its lines; a problem for every page that
        could not be read, or one for the whole file.
    """
    where = str(path)
    try:
        import pdfplumber
    except ImportError:
        return Reading(problems=(Problem(where, INSTALL),))
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if _more_pages_than(MOST_PAGES, pdf):
                return Reading(problems=(Problem(where, _TOO_MANY),))
            return _pages(where, pdf.pages)
    except Exception as error:  # pdfminer raises whatever the broken file led it into
        return Reading(problems=(Problem(where, _why(error)),))


def _more_pages_than(most: int, pdf: PDF) -> bool:
    """Are there more pages? Only so many are looked for, since a few objects can make up millions."""
    from pdfminer.pdfpage import PDFPage

    return next(islice(PDFPage.create_pages(pdf.doc), most, None), None) is not None


def _pages(where: str, pages: list[PdfPage]) -> Reading:
    found: list[Page] = []
    problems: list[Problem] = []
    blank = 0
    for number, page in enumerate(pages, 1):
        of_page = f"第 {number} 页" if len(pages) > 1 else "版面"
        try:
            read = _page(where, number, page)
        except Exception as error:  # one page must not cost the others
            problems.append(Problem(where, f"{of_page}读不出来（{_name(error)}），这一页没有收。请重新导出这一页。"))
            continue
        finally:
            page.close()
        if isinstance(read, Page):
            found.append(read)
            finished(read)
        elif read:
            problems.append(Problem(where, f"{of_page}{read}"))
        else:
            blank += 1
    if blank == len(pages) and not problems:
        return Reading(problems=(Problem(where, _NO_TEXT if pages else "里面一页也没有。请重新导出。"),))
    return Reading(pages=tuple(found), problems=tuple(problems))


_TOO_MANY = f"有 {MOST_PAGES} 页以上，没有收。请按期拆成几个文件。"
_NO_TEXT = "没有文字层：版面是图片（扫描件）或文字已转成曲线。请先做文字识别（OCR），或从排版系统重新导出带文字的 PDF。"
_OPAQUE = "的文字没有编码，认不出是什么字（字体没有 ToUnicode 表）。请从排版系统重新导出，或做文字识别（OCR）。"


def _page(where: str, number: int, page: PdfPage) -> Page | str:
    """A page; what is wrong with it; or nothing, where it has no text."""
    glyphs: list[Glyph] = []
    shapes: list[Shape] = []
    pictures: list[Box] = []
    for drawn in _drawn(page):
        if isinstance(drawn, Glyph):
            glyphs.append(drawn)
            if len(glyphs) > MOST_GLYPHS:
                return f"有 {MOST_GLYPHS:,} 个以上的字，不像报纸版面。请检查文件。"
        elif isinstance(drawn, Shape):
            shapes.append(drawn)
        else:
            pictures.append(drawn)
    once = drawn_once(glyphs)
    if not once:
        return ""
    if sum(glyph.text == _MISSING for glyph in once) > UNREAD * len(once):
        return _OPAQUE
    drawing = drawing_of(float(page.width), float(page.height), shapes, pictures)
    walls = [rule for rule in drawing.rules if is_upright(rule)]
    for frame in drawing.frames:
        walls.append(Box(frame.x0, frame.top, frame.x0, frame.bottom))
        walls.append(Box(frame.x1, frame.top, frame.x1, frame.bottom))
    lines = lines_of(once, walls)
    if len(lines) > MOST_LINES:
        return f"有 {MOST_LINES:,} 行以上的字，不像报纸版面。请检查文件。"
    return Page(where, number, in_order(lines, drawing), drawing)


def _drawn(page: PdfPage) -> Iterator[Glyph | Shape | Box]:
    """What a page draws: characters, shapes, and the boxes of pictures, in the order of drawing."""
    from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage

    left, top = float(page.mediabox[0]), float(page.mediabox[1])
    height = float(page.height)
    symbols: dict[str, bool] = {}

    def place(item: Any) -> Box:
        return Box(item.x0 + left, height - item.y1 + top, item.x1 + left, height - item.y0 + top)

    waiting: list[Any] = [page.layout]
    order = 0
    while waiting:
        item = waiting.pop()
        if isinstance(item, LTChar):
            order += 1
            name = item.fontname if isinstance(item.fontname, str) else str(item.fontname, "gb18030", "replace")
            if name not in symbols:
                symbols[name] = bool(_SYMBOL_FONT.search(name))
            if glyph := _glyph(item, place(item), plain_font(name), symbols[name], order):
                yield glyph
        elif isinstance(item, LTCurve):
            if len(item.pts) > MOST_POINTS:
                continue  # a drawing, a logo
            tinted = bool(item.fill) and _brightness(item.non_stroking_color) < WHITE
            bordered = bool(item.stroke) and _brightness(item.stroking_color) < WHITE
            yield Shape(place(item), bordered, tinted)
        elif isinstance(item, LTImage):
            yield place(item)
        elif isinstance(item, LTContainer):
            waiting.extend(reversed(item._objs))


def _glyph(item: Any, box: Box, font: str, symbol: bool, order: int) -> Glyph | None:
    a, b, c, d, _, _ = item.matrix
    size = float(item.size)
    if not size > 0.5 or not box.width < 2000 or not box.height < 2000:
        return None
    text = _UNCODED.sub(_MISSING, item.get_text())
    if symbol:
        text = "".join(decode748(char) or char for char in text)
    if a < 0 and d < 0:
        text = _TURNED.get(text, text)
    # Condensed type is narrower than high; turned by a right angle, what is across is down.
    across, down = (abs(a), abs(d)) if abs(a) >= abs(b) else (abs(b), abs(c))
    em = size * across / down if down else size
    if b == 0 and d > 0:
        # Fonts disagree on how far down a character reaches; on the line that it stands on they agree.
        foot = box.top + item.y1 - item.matrix[5]
        box = Box(box.x0, foot - ABOVE * size, box.x1, foot + (1 - ABOVE) * size)
    colour = item.graphicstate.ncolor
    light = _brightness(colour) >= LIGHT
    return Glyph(text, box, size, em or size, font, light, _is_coloured(colour), order, down=abs(a) < abs(b))


def _brightness(colour: Any) -> float:
    """How light a colour is, from 0 to 1: grey, RGB or CMYK, each from 0 to 1; 0 for a pattern."""
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    try:
        numbers = [float(value) for value in values]
    except (TypeError, ValueError):
        return 0.0
    if len(numbers) == 4:
        cyan, magenta, yellow, black = numbers
        return max(0.0, 1 - (0.3 * cyan + 0.59 * magenta + 0.11 * yellow) - black)
    if len(numbers) == 3:
        return 0.3 * numbers[0] + 0.59 * numbers[1] + 0.11 * numbers[2]
    return numbers[0] if len(numbers) == 1 else 0.0


def _is_coloured(colour: Any) -> bool:
    """Is a colour neither black nor white nor grey?"""
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    try:
        inks = [float(value) for value in values][:3]
    except (TypeError, ValueError):
        return True  # a pattern
    return len(inks) == 3 and max(inks) - min(inks) >= COLOURED


def _why(error: Exception) -> str:
    """Why a file cannot be read, and what to do about it."""
    causes = [error, *(cause for cause in error.args if isinstance(cause, Exception))]
    names = " ".join(_name(cause) for cause in causes)
    if re.search("Password|Encrypt", names):
        return "PDF 有密码，打不开。请用排版系统另存一份不加密的，或先解密。"
    if "TextExtractionNotAllowed" in names:
        return "PDF 不许提取文字。请用排版系统另存一份不限制的。"
    return f"PDF 坏了或不完整，读不出来（{_name(causes[-1])}）。请重新导出或传送。"


def _name(error: Exception) -> str:
    return type(error).__name__
