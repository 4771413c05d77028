"""How does one newspaper's desk set its pages?

A `Style` holds the habits of an editor, a designer and a typesetting system, drawn by lot: sizes, faces, what stands
between stories, how bylines and labels look, how the PDF is written. One page is one style throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .fonts import Face
from .marks import Colour


@dataclass(frozen=True)
class Style:
    """One newspaper's habits. Lengths are points.

    Attributes:
        width, height, margin: of the page.
        columns, gutter: the base grid; `zone_gap` stands between zones.
        size, leading: of the body; `stretch` its horizontal scale.
        half_marks: punctuation takes half a cell; else a whole one, squeezed where a line needs it.
        body, bold, head, light, caption, latin: faces of text, of leads and subheads, of headlines, of kickers and
            subtitles, of captions and sidebars, of half-width characters in the text.
        align: of headlines, `left` or `centre`.
        rules: rules between stories; else white space alone. `zone_rules`: between zones.
        gap: between stories.
        label: how a column label looks: `banner`, `tint`, `rules`, `plain`, `bracket`.
        label_place: `above` the headline group or at the top of the first `column`.
        byline: in the first `column`, or `under` the headline across the story.
        byline_gap: a blank line below it.
        subhead: `left`, `centre` or `indent`; `subhead_size` in body sizes.
        jump: how jump lines read; `jump_own_line`: each on a line of its own.
        box: `frame`, `tint`, `both`, `rounded` (thick frame).
        accent, tint: colours of banners and of boxes' grounds.
        vertical: `stacked` or `wmode`.
        placing: how the PDF places characters, `chars` or `runs`.
        order: of text in the content stream: `reading`, `stories`, `faces`, `lines`, `reverse`.
        spaces: indents are written as blanks.
        shadow: chance that a headline is drawn twice, a point apart.
        page_one: a front page, with a masthead.
    """

    width: float
    height: float
    margin: float
    columns: int
    gutter: float
    zone_gap: float
    size: float
    leading: float
    stretch: float
    half_marks: bool
    body: Face
    bold: Face
    head: Face
    light: Face
    caption: Face
    latin: Face
    align: str
    rules: bool
    zone_rules: bool
    gap: float
    label: str
    label_place: str
    byline: str
    byline_gap: bool
    subhead: str
    subhead_size: float
    jump: str
    jump_own_line: bool
    box: str
    accent: Colour
    tint: Colour
    vertical: str
    placing: str
    order: str
    spaces: bool
    shadow: float
    page_one: bool

    @property
    def column(self) -> float:
        """The width of a base column."""
        return (self.width - 2 * self.margin - (self.columns - 1) * self.gutter) / self.columns


_NAMES = (
    ("FZSSK--GBK1-0", "FZHTK--GBK1-0", "FZDHTJW--GB1-0", "FZXH1K--GBK1-0", "FZKTK--GBK1-0", "NEU-BZ-S92"),
    ("SimSun", "SimHei", "MicrosoftYaHei-Bold", "MicrosoftYaHei", "KaiTi", "TimesNewRomanPSMT"),
    ("SourceHanSerifSC-Regular", "SourceHanSansSC-Medium", "SourceHanSansSC-Heavy", "SourceHanSansSC-Light",
     "SourceHanSerifSC-Light", "SourceSans3-Regular"),
    ("HYa1gj", "HYb1gj", "HYc2gj", "HYb0gj", "HYd1gj", "HYa1gj-L"),
)  # fmt: skip
_ACCENTS: tuple[Colour, ...] = (
    (0, 1, 1, 0),
    (1, 0.6, 0, 0.1),
    (0.8, 0.1, 0.2),
    (0.1, 0.35, 0.6),
    (0.15,),
    (0, 0.5, 0.4),
)
_TINTS: tuple[Colour, ...] = ((0, 0, 0, 0.1), (0.93,), (0.1, 0.02, 0, 0), (0.98, 0.94, 0.86), (0.9, 0.95, 0.98))
_JUMPS = ("下转第{}版▶", "（下转第{}版）", "▶▶▶下转{}版", "（下转{}版）", "→下转第{}版")


def random_style(rng: Random) -> Style:
    """A style by lot, each habit one that real papers have."""
    tabloid = rng.random() < 0.35
    width, height = (
        (rng.uniform(690, 760), rng.uniform(980, 1080))
        if tabloid
        else (rng.uniform(900, 1110), rng.uniform(1400, 1560))
    )
    size = rng.choice((8.0, 8.5, 8.93, 9.0, 9.5) if tabloid else (8.5, 8.93, 9.2, 9.5, 10.0, 10.5))
    columns = rng.choice((4, 5, 5)) if tabloid else rng.choice((5, 6, 6, 7, 8) if size < 9.4 else (5, 6, 6, 7))
    names = rng.choice(_NAMES)
    song_heads = rng.random() < 0.25
    return Style(
        width=round(width, 2),
        height=round(height, 2),
        margin=rng.uniform(10, 34),
        columns=columns,
        gutter=size * rng.choice((1.0, 1.25, 1.5, 2.0)),
        zone_gap=size * rng.choice((2.2, 2.8, 3.4)),
        size=size,
        leading=size * rng.choice((1.25, 1.33, 1.35, 1.45, 1.55)),
        stretch=rng.choice((1.0, 1.0, 1.0, 0.95, 0.9)),
        half_marks=rng.random() < 0.5,
        body=Face("song", names[0]),
        bold=Face("hei", names[1], rng.choice((0, 25))),
        head=Face("song" if song_heads else "hei", names[2], rng.choice((35, 50))),
        light=Face("hei", names[3]),
        caption=Face(rng.choice(("song", "hei")), names[4]),
        latin=rng.choice((Face("hei", names[5]), Face("song", names[5]), Face("song", names[0]))),
        align=rng.choice(("left", "centre", "centre")),
        rules=rng.random() < 0.6,
        zone_rules=rng.random() < 0.6,
        gap=size * rng.choice((1.9, 2.4, 3.0)),
        label=rng.choice(("banner", "banner", "tint", "rules", "plain", "bracket")),
        label_place=rng.choice(("above", "above", "column")),
        byline=rng.choice(("column", "column", "under")),
        byline_gap=rng.random() < 0.5,
        subhead=rng.choice(("left", "centre", "indent")),
        subhead_size=rng.choice((1.0, 1.15, 1.25)),
        jump=rng.choice(_JUMPS),
        jump_own_line=rng.random() < 0.4,
        box=rng.choice(("frame", "tint", "both", "thick")),
        accent=rng.choice(_ACCENTS),
        tint=rng.choice(_TINTS),
        vertical=rng.choice(("stacked", "stacked", "wmode")),
        placing=rng.choice(("chars", "runs")),
        order=rng.choice(("reading", "stories", "faces", "lines", "reverse")),
        spaces=rng.random() < 0.3,
        shadow=0.3 if rng.random() < 0.2 else 0.0,
        page_one=rng.random() < 0.25,
    )
