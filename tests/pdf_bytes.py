"""How are the bytes of a small PDF written, right or wrong?

`Pdf` keeps numbered objects as bytes and puts a header, a cross-reference table and a trailer around them; nothing is
checked, since most of what is written with it is wrong on purpose. `one_page` is a good page of Chinese text.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

STORIES = (
    ("全市渔船回港避风", "截至昨晚，三千艘渔船已经回港。受台风影响，客运航线今起停运，复航时间另行通知。" * 3),
    ("老街小学添了图书馆", "书架是木工师傅带着学生一起做的，三百个座位，傍晚也开门，家长可以同去。" * 3),
    ("菜场里的修鞋匠", "他在东门菜场修了四十年鞋，摊子三尺宽，谁家的鞋什么毛病他都记得。" * 3),
)
"""Headline and body of what stands on a good page."""


def dictionary(entries: Mapping[str, str]) -> bytes:
    """`<< /Type /Page … >>`."""
    return ("<< " + " ".join(f"/{key} {value}" for key, value in entries.items()) + " >>").encode("latin-1")


def stream(data: bytes, **entries: str) -> bytes:
    """A stream object; `Length` is right unless it is given."""
    return dictionary({"Length": str(len(data)), **entries}) + b"\nstream\n" + data + b"\nendstream"


def flate(data: bytes, **entries: str) -> bytes:
    """A stream object, compressed."""
    return stream(zlib.compress(data), Filter="/FlateDecode", **entries)


class Pdf:
    """A file in the making: objects by number, what the trailer says beside `Size` and `Root`."""

    def __init__(self, objects: Mapping[int, bytes] | None = None, trailer: str = "") -> None:
        self.objects = dict(objects or {})
        self.trailer = trailer

    def bytes(self) -> bytes:
        """The file."""
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = {}
        for number, body in self.objects.items():
            offsets[number] = len(out)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        start, size = len(out), max(self.objects, default=0) + 1
        out += b"xref\n0 %d\n" % size
        for number in range(size):
            at = offsets.get(number)
            out += b"0000000000 65535 f \n" if at is None else b"%010d 00000 n \n" % at
        out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (size, self.trailer.encode("latin-1"))
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


FONT = {
    5: b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
    6: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Song /DW 1000 "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
}
"""A font that every reader has: no file, Unicode in, hanzi out."""


def shown(text: str) -> str:
    """The operand that shows a text in `FONT`."""
    return f"<{text.encode('utf-16-be').hex()}>"


def set_page(stories: tuple[tuple[str, str], ...] = STORIES) -> bytes:
    """The operators that set stories, one below the other, in a column of 20 hanzi."""
    out, y = [], 780
    for headline, body in stories:
        out.append(f"BT /F1 20 Tf 1 0 0 1 40 {y} Tm {shown(headline)} Tj ET")
        for at in range(0, len(body), 20):
            y -= 14
            out.append(f"BT /F1 10 Tf 1 0 0 1 40 {y} Tm {shown(body[at : at + 20])} Tj ET")
        y -= 40
    return "\n".join(out).encode()


PAGE = {
    "Type": "/Page",
    "Parent": "2 0 R",
    "MediaBox": "[0 0 595 842]",
    "Resources": "<< /Font << /F1 5 0 R >> >>",
    "Contents": "4 0 R",
}
"""The dictionary of a good page."""


def one_page(content: bytes | None = None, page: Mapping[str, str] | None = None) -> Pdf:
    """A file of one good page; with other operators in its content, or other entries in its dictionary.

    Objects: 1 the catalogue, 2 the pages, 3 the page, 4 its content, 5 and 6 the font; 7 and on are free.
    """
    return Pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: dictionary({**PAGE, **(page or {})}),
            4: flate(set_page() if content is None else content),
            **FONT,
        }
    )


def with_objects(objects: dict[int, bytes], trailer: str = "", **page: str) -> bytes:
    """A good page, but for these objects and these entries of its dictionary."""
    pdf = one_page(page=page)
    pdf.objects |= objects
    pdf.trailer = trailer
    return pdf.bytes()
