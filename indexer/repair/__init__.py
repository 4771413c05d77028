"""What did typesetting and extraction do to the characters of this page, and how is it undone?

Rooms, in the order in which a page passes them:

    founder   Founder's (方正) symbol codes that came out as hanzi; first, since a □ or a comma that reads as a hanzi
              misleads all that follows. Its marks at line starts go before lines are joined, running text after.
              Its back rooms: `table` (what a code stands for), `evidence` (what is garbled, and how widely), `reading`
              (the likeliest reading of a text that is), `symbols` and `latin` (what symbols and letters cost there).
    spacing   the spaces that letter-spacing left; line by line.
    lines     lines that the column broke, put together again to paragraphs.

What was done to the *order* of the page is `indexer.layout`'s business.
"""
