"""How does a page that knows where everything stands become stories?

Rooms, in the order in which a page passes them:

    box          where something is

  what a reader does with what a page draws
    glyph        one character as it is drawn; shadows counted once
    vertical     characters one below the other
    gutters      at which x columns begin
    lines        glyphs → lines of print, cut where columns part
    drawn        drawn shapes → rules, frames, pictures
    order        the lines as they are handed on: the page's head, its text, its foot

  what `split` does with a page that has a drawing
    prints       one line of print, and what its words give away
    rooms        frames that hold text of their own; banners
    label_lines  labels that no frame gives away
    adverts      frames that are adverts, or notices
    stacks       lines → stacks of one size, text or display
    columns      stacks → columns, subheads inside
    leftovers    loose lines: kickers, subheads that a column break cut off, credits
    heads        display lines → headlines, how far each reaches, its lines in their fields
    land         what one story has of the page, and what lies around it
    captions     text at a picture
    upright      the columns beside a vertical headline
    flow         in which order columns are read
    territory    columns → headlines
    strays       whose is a text that found no headline
    banners      labels → stories
    reading      in which order stories are read
    opening      bylines that a narrow column broke
    running      columns → paragraphs, subheads, credits
    stories      all of these, page by page
"""
