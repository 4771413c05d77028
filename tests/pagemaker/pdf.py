"""How do marks become a PDF file?

One page, one content stream. Pictures, boxes and rules come first, text after them, in the order of the marks. Text is
placed as the style has it: every character by a matrix of its own, as 方正 does, or a run at a time with the gaps in
TJ arrays, as InDesign does. Fonts are composite (`Identity-H`, or `Identity-V` for vertical runs), with the glyphs
embedded and a ToUnicode map. The same marks give the same bytes.
"""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from .fonts import Face, family
from .marks import Box, Colour, Mark, Picture, Rule, Run

_FILL = {1: "g", 3: "rg", 4: "k"}
_STROKE = {1: "G", 3: "RG", 4: "K"}


def write(marks: Sequence[Mark], width: float, height: float, *, placing: str = "chars", wmode: bool = False) -> bytes:
    """The PDF.

    Args:
        marks: in the order in which they are drawn.
        width, height: of the page, in points.
        placing: `chars` (each by itself), `runs` (TJ).
        wmode: vertical runs use the vertical writing mode; else their characters are upright ones, stacked.
    """
    pdf = Pdf.new()
    fonts: dict[tuple[Face, bool], tuple[str, set[str]]] = {}
    images: dict[str, pikepdf.Object] = {}
    out: list[str] = []
    for mark in marks:
        if isinstance(mark, Run):
            key = (mark.face, mark.vertical and wmode)
            name, used = fonts.setdefault(key, (f"/F{len(fonts) + 1}", set()))
            used.update(mark.text)
            out.append(_text(mark, name, height, placing, key[1]))
        elif isinstance(mark, Picture):
            name = f"/Im{len(images) + 1}"
            images[name] = _image(pdf, mark.seed)
            wide, high = mark.right - mark.left, mark.bottom - mark.top
            out.append(f"q {wide:.3f} 0 0 {high:.3f} {mark.left:.3f} {height - mark.bottom:.3f} cm {name} Do Q")
        else:
            out.append(_shape(mark, height))
    programs: dict[str, pikepdf.Object] = {}
    resources = Dictionary(
        Font=Dictionary({name: _font(pdf, *key, used, programs) for key, (name, used) in fonts.items()}),
        XObject=Dictionary(images),
    )
    content = pdf.make_stream("\n".join(out).encode("ascii"))
    page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, round(width, 3), round(height, 3)]), Resources=resources)
    page.Contents = content
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, compress_streams=True)
    return buffer.getvalue()


def _colour(colour: Colour, operators: dict[int, str]) -> str:
    return " ".join(f"{part:g}" for part in colour) + " " + operators[len(colour)]


def _shape(mark: Box | Rule, height: float) -> str:
    if isinstance(mark, Rule):
        return (
            f"q {_colour(mark.colour, _STROKE)} {mark.width:g} w {mark.left:.3f} {height - mark.top:.3f} m "
            f"{mark.right:.3f} {height - mark.bottom:.3f} l S Q"
        )
    parts = ["q"]
    parts += [_colour(mark.fill, _FILL)] if mark.fill else []
    parts += [_colour(mark.stroke, _STROKE), f"{mark.width:g} w"] if mark.stroke else []
    parts.append(
        f"{mark.left:.3f} {height - mark.bottom:.3f} {mark.right - mark.left:.3f} {mark.bottom - mark.top:.3f} re"
    )
    return " ".join([*parts, "B" if mark.fill and mark.stroke else "f" if mark.fill else "S", "Q"])


def _text(run: Run, font: str, height: float, placing: str, wmode: bool) -> str:
    cids = family(run.face.family).cids
    codes = [f"{cids[char]:04X}" for char in run.text]
    points = [(x, height - y) for x, y in run.points]
    if wmode:  # the origin of a vertical glyph is the middle of its top
        points = [
            (x + run.face.width(c) / 2 * run.size * run.stretch, y + 0.88 * run.size)
            for c, (x, y) in zip(run.text, points, strict=True)
        ]
    parts = ["BT", _colour(run.colour, _FILL)]
    if run.face.weight:
        parts += [_colour(run.colour, _STROKE), f"{run.face.weight / 1000 * run.size:.3f} w 2 Tr"]
    if placing == "chars" or run.vertical or len(codes) == 1:
        parts.append(f"{font} 1 Tf")
        for code, (x, y) in zip(codes, points, strict=True):
            parts.append(f"{run.size * run.stretch:.4f} 0 0 {run.size:.4f} {x:.3f} {y:.3f} Tm <{code}> Tj")
    else:
        unit = run.size * run.stretch
        pieces = [f"<{codes[0]}"]
        for at in range(1, len(codes)):
            gap = (points[at][0] - points[at - 1][0]) / unit - run.face.width(run.text[at - 1])
            pieces.append(codes[at] if abs(gap) < 5e-4 else f"> {-gap * 1000:.2f} <{codes[at]}")
        x, y = points[0]
        parts.append(f"{font} {run.size:.3f} Tf {run.stretch * 100:.3f} Tz 1 0 0 1 {x:.3f} {y:.3f} Tm")
        parts.append(f"[{''.join(pieces)}>] TJ 100 Tz")
    parts += ["0 Tr"] if run.face.weight else []
    return " ".join([*parts, "ET"])


def _font(pdf: Pdf, face: Face, vertical: bool, used: set[str], programs: dict[str, pikepdf.Object]) -> pikepdf.Object:
    cut = family(face.family)
    if face.family not in programs:
        stream = pdf.make_stream(cut.program)
        stream.Filter, stream.Subtype = Name.FlateDecode, Name.CIDFontType0C
        programs[face.family] = stream
    name = f"/{_tag(face.name, used)}+{face.name}"
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(name), Flags=4, FontBBox=Array([0, -120, 1000, 880]),
        ItalicAngle=0, Ascent=cut.ascent, Descent=cut.descent, CapHeight=733, StemV=90 + face.weight * 4,
        FontFile3=programs[face.family],
    )  # fmt: skip
    widths = Array()
    for char in sorted(used, key=cut.cids.__getitem__):
        widths.extend([cut.cids[char], Array([cut.widths[char]])])
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name(name), DW=1000, W=widths,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(name),
            Encoding=Name("/Identity-V" if vertical else "/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(used, cut.cids)),
        )
    )  # fmt: skip


def _tag(name: str, used: set[str]) -> str:
    rng = random.Random(name + "".join(sorted(used)))
    return "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(6))


def _to_unicode(used: set[str], cids: dict[str, int]) -> bytes:
    pairs = sorted((cids[char], char) for char in used)
    if len({cid for cid, _ in pairs}) < len(pairs):
        raise ValueError(f"two characters share a glyph: {pairs}")
    rows = [f"<{cid:04X}> <{char.encode('utf-16-be').hex().upper()}>" for cid, char in pairs]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")


def _image(pdf: Pdf, seed: int) -> pikepdf.Object:
    """A landscape of sorts: sky, sea, land in soft bands."""
    rng = random.Random(seed)
    wide, high = 48, 32
    sky, sea = [[rng.randrange(90, 230) for _ in range(3)] for _ in range(2)]
    horizon = rng.randrange(8, 22)
    data = bytearray()
    for y in range(high):
        base = sky if y < horizon else sea
        for x in range(wide):
            hill = 60 if horizon - 6 + (x * 7 + seed) % 11 / 2 < y < horizon + 2 else 0
            data += bytes(max(0, min(255, part - hill + y + rng.randrange(-8, 9))) for part in base)
    stream = pdf.make_stream(zlib.compress(bytes(data)))
    stream.Filter = Name.FlateDecode
    stream.Type, stream.Subtype, stream.ColorSpace = Name.XObject, Name.Image, Name.DeviceRGB
    stream.Width, stream.Height, stream.BitsPerComponent, stream.Interpolate = wide, high, 8, True
    return stream
