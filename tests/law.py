"""What does DESIGN.md say that a query finds?

Worked out once more, from its own words and from nothing of `search` but the records. The engines are held against it,
`memory` too: that is an oracle only as long as it agrees.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise, permutations, product

from search.article import Article
from search.text import words
from search.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    Field,
    Filter,
    Literal,
    Not,
    Or,
    Prefix,
    Proximity,
    Query,
    Word,
)

HAN = dict(zip("颱風將請備漁業產來雲", "台风将请备渔业产来云", strict=True))
NAMES = {"reporter": "记者", "correspondent": "通讯员", "photographer": "摄影", "author": None}


def flat(text: str) -> str:
    kept = ""
    for char in text:
        if not char.isspace():
            wide = unicodedata.normalize("NFKC", char)
            char = wide if len(wide) == 1 else char
            char = char.lower() if len(char.lower()) == 1 else char
            kept += HAN.get(char, char)
    return kept


def pieces(a: Article) -> list[tuple[str, str]]:
    named = [("headline", text) for text in (a.kicker, a.headline, a.subtitle)]
    named += [("body", line) for line in a.body.split("\n")]
    named += [("column", a.column), ("source", a.source), ("dateline", a.dateline)]
    return named + [("author", each.name) for each in a.authors]


def near(texts: list[str], piece: str, distance: int) -> bool:
    """Is there a place for each, such that from the end of one to the beginning of the next it is not far?"""
    places = [[at for at in range(len(piece)) if piece.startswith(text, at)] for text in texts]
    for chosen in product(*places):
        for order in permutations(range(len(texts))):
            gaps = [chosen[b] - chosen[a] - len(texts[a]) for a, b in pairwise(order)]
            if all(0 <= gap <= distance for gap in gaps):
                return True
    return False


def cut(a: Article, scope: str) -> list[str]:
    """The words of head and body, by the one segmenter that there is."""
    return [w for name, text in pieces(a) if name in ("headline", "body") and scope in ("", name) for w in words(text)]


def law(query: Query, a: Article) -> bool:
    match query:
        case Everything():
            return True
        case And(clauses):
            return all(law(clause, a) for clause in clauses)
        case Or(clauses):
            return any(law(clause, a) for clause in clauses)
        case Not(clause):
            return not law(clause, a)
        case Filter(clause):
            return law(clause, a)
        case AtLeast(count, clauses):
            return len([clause for clause in clauses if law(clause, a)]) >= count
        case Proximity(texts, distance, scope):
            some = [flat(piece) for name, piece in pieces(a) if scope in ("", name)]
            return any(near([flat(text) for text in texts], piece, distance) for piece in some)
        case Word(text, scope):
            return flat(text) in cut(a, scope)
        case Prefix(text, scope):
            return any(word.startswith(flat(text)) for word in cut(a, scope))
        case Literal(text, scope):
            return any(flat(text) in flat(piece) for name, piece in pieces(a) if scope in ("", name))
        case DateRange(first, last):
            return a.date != "" and first <= a.date and (last == "" or a.date <= last)
        case Field("page", value):
            return flat(value).lstrip("0") in [flat(page).lstrip("0") for page in a.pages]
        case Field("topic", value):
            return flat(value) in map(flat, a.topics)
        case Field(name, value):
            return any(flat(each.name) == flat(value) and NAMES[name] in (None, each.role) for each in a.authors)
    raise AssertionError(query)
