"""How does a page that knows where everything stands become stories?

Rooms, in the order in which a page passes them:

    box         where something is
    glyph       one character as it is drawn; shadows counted once
    gutters     at which x columns begin
    vertical    characters one below the other
    lines       glyphs → lines of print, cut where columns part
    drawn       drawn shapes → rules, frames, pictures
"""
