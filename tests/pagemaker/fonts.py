"""Which shapes do the characters have, how wide are they, and what of the font goes into the file?

Two families come with a package from PyPI: 宋 (Noto Serif SC) and 黑 (Noto Sans SC). A *face* is a family under a
name of its own, as newspapers have a dozen faces: lighter or heavier (heavier is drawn with a stroke around the
glyphs). The families are cut down, once a process, to the characters that any page can need; every page embeds that.
"""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpus"


@dataclass(frozen=True)
class Family:
    """One family, cut down.

    Attributes:
        program: the CFF table, deflated, as PDF embeds it (`FontFile3`, `CIDFontType0C`).
        cids: character → CID.
        widths: character → advance, in thousandths of the size.
        ascent, descent: in thousandths; descent is negative.
    """

    program: bytes
    cids: dict[str, int]
    widths: dict[str, int]
    ascent: int = 880
    descent: int = -120


@dataclass(frozen=True)
class Face:
    """A family as one newspaper names it; `weight` is the stroke around the glyphs, in thousandths of the size."""

    family: str
    name: str
    weight: int = 0

    def width(self, char: str) -> float:
        """The advance of a character, in sizes."""
        return family(self.family).widths[char] / 1000


@cache
def characters() -> frozenset[str]:
    """Every character that any page can need: those of the corpus and of this package's sources, and ASCII."""
    texts = [path.read_text("utf-8") for path in sorted(CORPUS.glob("*.gold.json"))]
    sources = [path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py"))]
    said = "".join(str(json.loads(text)) for text in texts) + "".join(texts) + "".join(sources)
    return frozenset(char for char in said if char.isprintable() or char == "\u3000") | {chr(c) for c in range(32, 127)}


@cache
def family(name: str) -> Family:
    """The family `song` or `hei`."""
    import pylopdf_fonts_zh_cn as package
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(hinting=False, desubroutinize=True, layout_features=[], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    buffer = io.BytesIO()
    with subset.load_font(str(package.serif_path() if name == "song" else package.sans_path()), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(char) for char in characters()])
        cutter.subset(font)
        font.save(buffer)
    cut = TTFont(io.BytesIO(buffer.getvalue()))
    names = {chr(code): glyph for code, glyph in cut.getBestCmap().items()}
    return Family(
        zlib.compress(cut.reader["CFF "], 6),
        {char: int(glyph.removeprefix("cid")) for char, glyph in names.items()},
        {char: cut["hmtx"][glyph][0] for char, glyph in names.items()},
    )
