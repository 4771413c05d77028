"""What may the reader have meant to type?

    records      a suggestion, a completion
    pinyin       how a character sounds; the only importer of pypinyin
    vocabulary   the names and words of the index, found by how they look and sound
    spelling     pinyin typed for hanzi
    slips        which words a text may be a slip of, and how likely
    grams        names that are no words, found by pairs of characters
    guess        `suggest`: what may have been meant by one run
    trees        `for_query`: what by a whole query
    complete     `complete`: what the reader may be about to type

Nothing is ever applied unasked: these are offers. Where pypinyin is missing those remain that need no sound, and
`notes` says so.
"""

from __future__ import annotations

from .complete import complete
from .guess import suggest
from .pinyin import MISSING, installed
from .records import Completion, Suggestion
from .trees import for_query
from .vocabulary import Vocabulary

__all__ = ["Completion", "Suggestion", "Vocabulary", "complete", "for_query", "notes", "suggest"]


def notes() -> tuple[str, ...]:
    """What the reader should be told of suggestions as they are here, in Chinese."""
    return () if installed() else (MISSING,)
