"""How does a result look?

Results are data; what shows them is here, and nothing here searches. One module a face, each imported where it is used,
so that `--json` never loads what paints a terminal:

    json        records for other programs
    hits        a page of hits, on a terminal
    sheet       one article, to be read
    contents    the table of contents of an issue
    tables      counts, as bars
    explain     a query, as it was understood
    paint       text with marks, in lines of a terminal; the only place that knows escape codes
    facts       who, when and where, in a line
    width       how wide characters are, and where a line may end
"""
