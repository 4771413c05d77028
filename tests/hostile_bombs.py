"""Which small PDFs are huge, deep or endless once somebody begins to read them?"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

from .pdf_bytes import FONT, PAGE, dictionary, flate, one_page, set_page, stream

MB = 2**20
GB = 2**30


def packed(block: bytes, times: int) -> bytes:
    """`zlib.compress(block * times)`, made of one block, packed once: after a full flush a block needs no other."""
    packer = zlib.compressobj(9)
    head = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, wbits=-15)
    body = again.compress(block) + again.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, wbits=-15).flush(zlib.Z_FINISH)
    total = 1
    for _ in range(times):
        total = zlib.adler32(block, total)
    return head + body * (times - 1) + end + struct.pack(">I", total)


def content(data: bytes, filters: str, **entries: str) -> bytes:
    """A page whose content is packed so."""
    pdf = one_page()
    pdf.objects[4] = stream(data, Filter=filters, **entries)
    return pdf.bytes()


def gigabyte() -> bytes:
    """A gigabyte of noughts, packed: a megabyte."""
    return packed(bytes(64 * MB), 16)


def composite(entries: str, extra: bytes) -> bytes:
    """A page set in a composite font with such entries, whose object 7 is a stream."""
    pdf = one_page()
    pdf.objects[5] = f"<< /Type /Font /Subtype /Type0 /BaseFont /Odd {entries} >>".encode()
    pdf.objects[7] = extra
    return pdf.bytes()


def widths(entry: str) -> bytes:
    """A page set in a composite font with such widths."""
    pdf = one_page()
    pdf.objects[6] = FONT[6].replace(b"/DW 1000", entry.encode())
    return pdf.bytes()


def simple(entries: bytes) -> bytes:
    """A page set in a simple font with such entries."""
    pdf = one_page(b"BT /F1 9 Tf (abc) Tj ET")
    pdf.objects[5] = b"<< /Type /Font /Subtype /TrueType /BaseFont /Odd %b >>" % entries
    return pdf.bytes()


def pages(count: int, each: bytes | None = None) -> bytes:
    """Many pages, each of its own, or the same one over and over."""
    pdf = one_page()
    numbers = range(10, 10 + count) if each is None else [3] * count
    if each is None:
        pdf.objects |= {number: dictionary(PAGE) for number in numbers}
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    pdf.objects[2] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (count, kids)
    return pdf.bytes()


def tree(depth: int) -> bytes:
    """One page at the end of a long branch."""
    pdf = one_page()
    for number in range(10, 10 + depth):
        above = number - 1 if number > 10 else 2
        pdf.objects[number] = b"<< /Type /Pages /Count 1 /Parent %d 0 R /Kids [%d 0 R] >>" % (above, number + 1)
    pdf.objects[2] = b"<< /Type /Pages /Count 1 /Kids [10 0 R] >>"
    pdf.objects[10 + depth] = dictionary({**PAGE, "Parent": f"{9 + depth} 0 R"})
    return pdf.bytes()


def bushy(depth: int, width: int) -> bytes:
    """A tree whose every node holds the next so many times: few objects, many pages."""
    pdf = one_page()
    for number in range(10, 10 + depth):
        kids = b" ".join([b"%d 0 R" % (number + 1 if number < 9 + depth else 3)] * width)
        pdf.objects[number] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (width, kids)
    pdf.objects[2] = b"<< /Type /Pages /Count 1 /Kids [10 0 R] >>"
    return pdf.bytes()


def objects(count: int) -> bytes:
    """A page, and very many objects that nobody needs."""
    pdf = one_page()
    pdf.objects |= dict.fromkeys(range(10, 10 + count), b"null")
    return pdf.bytes()


def chain(length: int) -> bytes:
    """A content that is a reference to a reference to a …"""
    pdf = one_page()
    pdf.objects |= {number: b"%d 0 R" % (number + 1) for number in range(10, 10 + length)}
    pdf.objects[10 + length] = pdf.objects[4]
    pdf.objects[4] = b"10 0 R"
    return pdf.bytes()


def tall() -> bytes:
    """Half a million characters at half a million places."""
    lines = b"".join(b"1 0 0 1 %d %d Tm (\x4e\x2d) Tj\n" % (n % 5000, n // 50) for n in range(500_000))
    return one_page(b"BT /F1 9 Tf\n" + lines + b"ET").bytes()


def many_contents() -> bytes:
    """A page whose content is a hundred times a hundred megabytes."""
    pdf = one_page(page={"Contents": "[" + "4 0 R " * 100 + "]"})
    pdf.objects[4] = stream(packed(b" " * MB, 100), Filter="/FlateDecode")
    return pdf.bytes()


def repeated(operators: bytes, times: int) -> bytes:
    """A page whose content is the same operators over and over."""
    return one_page(b"BT /F1 9 Tf " + operators * times + b" ET").bytes()


IDENTITY = "/Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R"


def _bombs() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "a gigabyte of noughts", lambda: content(gigabyte(), "/FlateDecode")
    yield (
        "a gigabyte of noughts, packed twice",
        lambda: content(zlib.compress(gigabyte(), 9), "[/FlateDecode /FlateDecode]"),
    )
    yield "a gigabyte of blanks", lambda: content(packed(b" " * MB, 1024), "/FlateDecode")
    yield "a gigabyte of lines", lambda: content(packed(b"0 0 m 9 9 l S\n" * 75000, 1024), "/FlateDecode")
    yield "a hundred megabytes of figures", lambda: content(packed(b"1" * MB, 100), "/FlateDecode")
    yield "a hundred megabytes of brackets", lambda: content(packed(b"[" * MB, 100), "/FlateDecode")
    yield (
        "ten gigabytes, packed twice",
        lambda: content(zlib.compress(packed(bytes(64 * MB), 160), 9), "[/FlateDecode /FlateDecode]"),
    )
    yield "ten thousand filters", lambda: content(zlib.compress(b"q Q"), f"[{'/FlateDecode ' * 10_000}]")
    yield "a gigabyte by runs", lambda: content(b"\x81a" * (8 * MB), "/RunLengthDecode")
    yield "a bomb of LZW", lambda: content(bytes.fromhex("800b6050220c0c8501") * MB, "/LZWDecode")
    yield "ten megabytes of z", lambda: content(b"z" * 10 * MB + b"~>", "/ASCII85Decode")
    yield "ten megabytes of hexadecimals", lambda: content(b"4" * 10 * MB + b">", "/ASCIIHexDecode")
    parms = "<< /Predictor {} /Columns {} /Colors {} >>"
    packed_text = zlib.compress(set_page())
    yield (
        "rows of a billion columns",
        lambda: content(packed_text, "/FlateDecode", DecodeParms=parms.format(12, 10**9, 4)),
    )
    yield "rows of minus one column", lambda: content(packed_text, "/FlateDecode", DecodeParms=parms.format(15, -1, 1))
    yield (
        "rows of no column",
        lambda: content(zlib.compress(bytes(MB)), "/FlateDecode", DecodeParms=parms.format(12, 0, 1)),
    )
    yield (
        "fifty million rows",
        lambda: content(packed(bytes(MB), 100), "/FlateDecode", DecodeParms=parms.format(12, 1, 1)),
    )
    yield "a hundred times a hundred megabytes", many_contents
    yield "a bomb in the font's codes", lambda: composite(IDENTITY, stream(gigabyte(), Filter="/FlateDecode"))
    yield (
        "codes for four billion glyphs",
        lambda: composite(IDENTITY, flate(b"1 beginbfrange\n<00000000> <ffffffff> <0041>\nendbfrange")),
    )
    yield (
        "codes one by one, two million",
        lambda: composite(IDENTITY, flate(b"9 beginbfchar\n" + b"<0041> <0042>\n" * 2_000_000 + b"endbfchar")),
    )
    yield (
        "a cidrange of four billion",
        lambda: composite(
            "/Encoding 7 0 R /DescendantFonts [6 0 R]",
            flate(b"1 begincidrange\n<00000000> <ffffffff> 0\nendcidrange", Type="/CMap", CMapName="/Big"),
        ),
    )
    yield "widths for a hundred million", lambda: widths("/W [0 100000000 500]")
    yield "widths from minus to plus", lambda: widths("/W [-99999999 99999999 500 5 [1 2 3] (a) 7]")
    yield "vertical widths for a hundred million", lambda: widths("/W2 [0 100000000 500 1 2]")
    yield (
        "an encoding of ten million names",
        lambda: simple(b"/Encoding << /Differences [0 " + b"/a" * 10_000_000 + b"] >>"),
    )
    yield (
        "a glyph name of a million figures",
        lambda: simple(b"/Encoding << /Differences [97 /uni" + b"41" * 500_000 + b"] >>"),
    )
    yield "ten thousand pages", lambda: pages(10_000)
    yield "a hundred thousand times one page", lambda: pages(100_000, b"same")
    yield "ten to the ninth pages of a tree", lambda: bushy(9, 10)
    yield "two to the hundredth pages of a tree", lambda: bushy(100, 2)
    yield "a tree of 5,000 levels", lambda: tree(5000)
    yield "three hundred thousand objects", lambda: objects(300_000)
    yield "a reference to a reference, 5,000 times", lambda: chain(5000)
    yield "a dictionary of 100,000 levels", lambda: simple(b"/A <<" * 100_000 + b">>" * 100_000)
    yield "an array of 100,000 levels", lambda: simple(b"/A " + b"[" * 100_000 + b"]" * 100_000)
    yield "brackets of a million levels in a string", lambda: simple(b"/A (" + b"(" * MB + b")" * MB + b")")
    yield "two million strings shown", lambda: repeated(b"(\x4e\x2d)Tj ", 2_000_000)
    yield "one string of ten million", lambda: one_page(b"BT /F1 9 Tf (" + b"\x4e\x2d" * 5_000_000 + b") Tj ET").bytes()
    yield "half a million places", tall
    yield "three million lines", lambda: one_page(b"0 0 m 9 9 l S\n" * 3_000_000).bytes()
    yield "one path of three million corners", lambda: one_page(b"0 0 m " + b"9 9 l " * 3_000_000 + b"S").bytes()
    yield "a million boxes", lambda: one_page(b"1 1 5 5 re f\n" * 1_000_000).bytes()
    yield "a million states saved", lambda: one_page(b"q " * 1_000_000 + set_page()).bytes()
    yield "a million operands", lambda: one_page(b"1 " * 3_000_000 + b"Tj " + set_page()).bytes()
    yield "a million marks opened", lambda: one_page(b"/a BMC " * 1_000_000 + set_page()).bytes()
    yield "two hundred thousand pictures in the text", lambda: one_page(b"BI /W 1 /H 1 ID a EI\n" * 200_000).bytes()


BOMBS = dict(_bombs())

__all__ = ["BOMBS"]
