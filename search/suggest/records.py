"""What is offered to a reader who may have mistyped, or is still typing?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["homophone", "slip", "pinyin"]
CompletionKind = Literal["headline", "author", "topic", "column", "word"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the reader may have meant to type.

    Attributes:
        text: the whole run as it should be typed.
        replaced: the piece of the run that is taken for a slip, as typed; all of it, most of the time.
        by: what stands there in `text` instead.
        kind: how the two go together: they sound alike, one character went wrong, or pinyin was typed for hanzi.
        articles: about how many articles have it.
        query: of a suggestion for a whole query, all of it with this in place, in the query language; else "".
    """

    text: str
    replaced: str
    by: str
    kind: Kind
    articles: int
    query: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """What the reader may be about to type.

    Attributes:
        text: as printed; of a word as it is compared.
        kind: what it is.
        articles: about how many articles have it.
    """

    text: str
    kind: CompletionKind
    articles: int
