"""Which PDFs go round in circles, and which pages are odd in ways that the format allows or cannot forbid?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from .pdf_bytes import flate, one_page, set_page, stream, with_objects

Make = Callable[[], bytes]

# --- cycles -----------------------------------------------------------------------------------------------------------


def drawing(forms: dict[int, bytes], first: str = "7 0 R") -> bytes:
    """A page that draws a form, which draws others."""
    resources = f"<< /Font << /F1 5 0 R >> /XObject << /X {first} >> >>"
    pdf = one_page(b"/X Do\n" + set_page(), {"Resources": resources})
    pdf.objects |= forms
    return pdf.bytes()


def form(content: bytes, **draws: str) -> bytes:
    """A form XObject that may draw others."""
    drawn = " ".join(f"/{name} {number}" for name, number in draws.items())
    return stream(
        content, Type="/XObject", Subtype="/Form", BBox="[0 0 9 9]", Resources=f"<< /XObject << {drawn} >> >>"
    )


def laughs(depth: int, width: int) -> bytes:
    """Forms each of which draws the next so many times."""
    forms = {7 + n: form(b"/Y Do\n" * width, Y=f"{8 + n} 0 R") for n in range(depth)}
    return drawing(forms | {7 + depth: form(b"0 0 m 1 1 l S")})


def font(entries: str, more: dict[int, bytes] | None = None, content: bytes | None = None) -> bytes:
    """A page set in a font with such entries."""
    pdf = one_page(content)
    pdf.objects |= {5: f"<< /Type /Font /BaseFont /Odd {entries} >>".encode(), **(more or {})}
    return pdf.bytes()


TYPE3 = "/Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix {} /FirstChar 0 /LastChar 255 /Widths [1 1] "
TYPE3 += "/Encoding << /Differences [0 /a] >> /CharProcs << /a 7 0 R >> /Resources << /Font << /F1 5 0 R >> >>"

CYCLES: dict[str, Make] = {
    "Kids hold their own node": lambda: with_objects({2: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"}),
    "Kids hold the root": lambda: with_objects(
        {2: b"<< /Type /Pages /Kids [7 0 R] /Count 1 >>", 7: b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] >>"}
    ),
    "Kids is its own list": lambda: with_objects({2: b"<< /Type /Pages /Kids 7 0 R >>", 7: b"[7 0 R 7 0 R]"}),
    "Parent is the page": lambda: with_objects({}, Parent="3 0 R", MediaBox="null"),
    "Contents hold themselves": lambda: with_objects({7: b"[7 0 R 7 0 R 4 0 R]"}, Contents="7 0 R"),
    "Contents is the page": lambda: with_objects({}, Contents="3 0 R"),
    "Resources hold themselves": lambda: with_objects({7: b"<< /Font 7 0 R /F1 7 0 R >>"}, Resources="7 0 R"),
    "an object that is itself": lambda: with_objects({4: b"4 0 R"}),
    "two objects that are each other": lambda: with_objects({4: b"7 0 R", 7: b"4 0 R"}),
    "a form that draws itself": lambda: drawing({7: form(b"/Y Do", Y="7 0 R")}),
    "two forms that draw each other": lambda: drawing({7: form(b"/Y Do", Y="8 0 R"), 8: form(b"/Y Do", Y="7 0 R")}),
    "a form that draws itself twice": lambda: drawing({7: form(b"/Y Do /Y Do", Y="7 0 R")}),
    "forms drawn ten to the tenth times": lambda: laughs(10, 10),
    "forms drawn two to the hundredth times": lambda: laughs(100, 2),
    "a filter that is its stream": lambda: with_objects({4: stream(b"abc", Filter="4 0 R")}),
    "parameters that are their stream": lambda: with_objects(
        {4: stream(b"abc", Filter="/LZWDecode", DecodeParms="4 0 R")}
    ),
    "an encoding that is its font": lambda: font("/Subtype /Type1 /Encoding 5 0 R"),
    "an encoding based on itself": lambda: font("/Subtype /Type1 /Encoding 7 0 R", {7: b"<< /BaseEncoding 7 0 R >>"}),
    "a font descended from itself": lambda: font("/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [5 0 R]"),
    "a CMap that uses itself": lambda: font(
        "/Subtype /Type0 /Encoding 7 0 R /DescendantFonts [6 0 R]",
        {7: flate(b"/Me usecmap", Type="/CMap", CMapName="/Me", UseCMap="7 0 R")},
    ),
    "a glyph set in its own font": lambda: font(
        TYPE3.format("[1 0 0 1 0 0]"), {7: flate(b"1 0 d0 BT /F1 1 Tf (a) Tj ET")}, b"BT /F1 9 Tf (\0\0) Tj ET"
    ),
    "bookmarks in a ring": lambda: with_objects(
        {1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 1 0 R /Next 1 0 R /First 1 0 R >>"}
    ),
}

# --- odd pages --------------------------------------------------------------------------------------------------------

BOXES = {
    "of 10^30": "[0 0 1e30 1e30]",
    "of 10^400": f"[0 0 1{'0' * 400} 842]",
    "of no size": "[0 0 0 0]",
    "upside down": "[595 842 0 0]",
    "negative": "[-595 -842 -1 -1]",
    "not a number": "[0 0 nan inf]",
    "of three numbers": "[0 0 595]",
    "of names": "[/a /b /c /d]",
    "none": "null",
    "one number": "595",
}

ODD: dict[str, Make] = {
    **{f"box: {name}": partial(with_objects, {}, MediaBox=box) for name, box in BOXES.items()},
    **{
        f"rotated: {turn}": partial(with_objects, {}, Rotate=turn)
        for turn in ("90", "180", "270", "45", "-90", "1e9", "/x")
    },
    "crop box outside": lambda: with_objects({}, CropBox="[9000 9000 9001 9001]"),
    "unit of 10^9": lambda: with_objects({}, UserUnit="1000000000"),
    "text size nought": lambda: one_page(set_page().replace(b"/F1 10 Tf", b"/F1 0 Tf")).bytes(),
    "text size negative": lambda: one_page(set_page().replace(b"/F1 10 Tf", b"/F1 -10 Tf")).bytes(),
    "matrices of 10^38": lambda: one_page(set_page().replace(b"1 0 0 1 40", b"1e38 1e38 1e38 1e38 1e38")).bytes(),
    "a font matrix of noughts": lambda: font(TYPE3.format("[0 0 0 0 0 0]"), {7: flate(b"")}),
    "widths that are names": lambda: font("/Subtype /Type1 /FirstChar -5 /LastChar /x /Widths [/a (b) null]"),
    "no code for any glyph": lambda: font("/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R]"),
    "half a surrogate for every glyph": lambda: font(
        "/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R",
        {7: flate(b"1 beginbfrange\n<0000> <ffff> <d800>\nendbfrange")},
    ),
    "NUL for every glyph": lambda: font(
        "/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R",
        {7: flate(b"1 beginbfrange\n<0000> <ffff> <0000>\nendbfrange")},
    ),
    "a CMap from elsewhere": lambda: font("/Subtype /Type0 /Encoding /../../../../etc/passwd /DescendantFonts [6 0 R]"),
    "names that are no UTF-8": lambda: with_objects(
        {5: b"<< /Type /Font /Subtype /Type1 /BaseFont /\xff\xfe#00#ff >>"}
    ),
    "no such font": lambda: one_page(b"BT /F9 10 Tf (abc) Tj ET").bytes(),
    "operators without operands": lambda: one_page(
        b"Tf Tm Tj TJ cm re Do gs sh d0 d1 BI ID EI l m c S Q Q Q ' \""
    ).bytes(),
    "operands of the wrong type": lambda: one_page(
        b"BT [1] /a Tf (x) (y) Td /n Tj (a) TJ << >> Tm ET /a /b rg"
    ).bytes(),
    "a string without end": lambda: one_page(b"BT /F1 9 Tf (abc").bytes(),
    "an image without end": lambda: one_page(b"BI /W 10 /H 10 ID abcdefgh").bytes(),
    "a picture and no text": lambda: drawing(
        {7: flate(bytes(300), Subtype="/Image", Width="10", Height="10", ColorSpace="/DeviceRGB", BitsPerComponent="8")}
    ),
    "a picture of a terapixel": lambda: drawing(
        {7: flate(b"", Subtype="/Image", Width="1000000", Height="1000000", ColorSpace="/DeviceRGB")}
    ),
    "a blank page": lambda: one_page(b"").bytes(),
    "no page": lambda: with_objects({2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
    "a count of a billion": lambda: with_objects({2: b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"}),
    "Kids that are nothing": lambda: with_objects({2: b"<< /Type /Pages /Kids [null 9 (a) 77 0 R] /Count 4 >>"}),
}
