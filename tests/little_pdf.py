"""PDFs of a few lines, written by hand: no font is embedded, the reader knows Adobe's Chinese characters by itself."""

from __future__ import annotations

from collections.abc import Sequence


def text(x: float, y: float, words: str, size: float = 10, font: str = "F1") -> str:
    """Draws words from (x, y) on, counted from the lower left corner."""
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def pdf(
    pages: Sequence[str], fonts: Sequence[str] = ("FZSSK--GBK1-0",), box: str = "0 0 600 800", rotate: int = 0
) -> bytes:
    """A PDF of these pages, each given as what it draws.

    Args:
        fonts: names of the fonts F1, F2 …
        box: corners of the pages.
        rotate: by how many degrees they are turned.
    """
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    named = []
    for number, name in enumerate(fonts, 1):
        at = len(objects) + 1
        objects.append(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /UniGB-UCS2-H"
            f" /DescendantFonts [{at + 1} 0 R] >>"
        )
        objects.append(
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /DW 1000 /FontDescriptor {at + 2} 0 R"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
        )
        objects.append(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120"
            " /CapHeight 700 /StemV 80 /ItalicAngle 0 >>"
        )
        named.append(f"/F{number} {at} 0 R")
    kids = []
    for drawn in pages:
        at = len(objects) + 1
        kids.append(f"{at} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Rotate {rotate} /Contents {at + 1} 0 R"
            f" /Resources << /Font << {' '.join(named)} >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{written}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode("latin-1")
