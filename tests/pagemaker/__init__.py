"""What does a newspaper page look like whose truth is known to the letter?

The *page generator* typesets random newspapers as real PDFs: an embedded CJK font with a ToUnicode map, text in columns
around headlines, boxes, pictures and adverts, drawn in an order that is not the reading order. Beside each PDF it
writes what the page says, in the shape of `corpus/*.gold.json`. The text is that of `corpus/`, and a little that was
invented for here; a seed decides everything else.

    python -m tests.pagemaker --seed 7 --count 3 OUT/

    fonts    the faces: families, their widths, the subset that is embedded
    marks    what is drawn: runs of text, boxes, rules, pictures
    pdf      marks → PDF
    style    one newspaper's habits, drawn by lot
    lines    paragraphs → justified lines, under 禁则
    copy     the articles of corpus/ as copy to be set
    head     the headline group: label, kicker, headline, subtitle
    block    a piece of the page, and how one is ordered
    flow     text → columns
    story    head and text → a block, around insets
    items    photo news, briefs, adverts, boxes
    desk     makes blocks that fit a place
    zone     blocks → a zone of the page
    frame    masthead, folio, footer
    page     all of it, until the page has what a page must have
"""

from .page import Made, make

__all__ = ["Made", "make"]
