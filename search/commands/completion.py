"""What does the Tab key offer for a word of the query, or for the value of an option?

What the index has that begins so, in hanzi or in pinyin (`yuhui` for 余辉). A shell that drops what does not begin with
the letters typed (zsh, fish) shows the hanzi only. Nothing that a shell or the query language would take for something
else is offered: no blanks, brackets, quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from click.shell_completion import CompletionItem

from ..archive import open_archive
from ..errors import ArchiveError

MOST = 100
"""Values of a field that are offered."""

MOST_WORDS = 20
"""Words that are offered for the query."""

KINDS = {"author": "署名", "topic": "主题", "column": "栏目", "headline": "标题", "word": "词"}
"""Kind of a `Completion` → what it is called."""

_PLAIN = re.compile(r"[\w·，。、：！？—…《》-]+")
_LETTERS = re.compile(r"[A-Za-z']+")


def values(index: str | None, field: str, incomplete: str) -> list[CompletionItem]:
    """The values of a field of `search.schema.LISTED` that begin so."""
    try:
        with open_archive(index) as archive:
            found = dict(islice(archive.terms(field, incomplete), MOST))
            if not found and _LETTERS.fullmatch(incomplete):
                every = dict(archive.terms(field))
                spelt = (completion.text for completion in archive.complete(incomplete, limit=MOST))
                found = {text: every[text] for text in spelt if text in every}
    except ArchiveError:  # nowhere to say it: the reader is in the middle of a word
        return []
    return _items((value, f"{count} 篇") for value, count in found.items())


def words(index: str | None, incomplete: str) -> list[CompletionItem]:
    """The names, topics, columns, headlines and words that begin so; none where nothing has been typed yet."""
    if not incomplete:
        return []
    try:
        with open_archive(index) as archive:
            found = archive.complete(incomplete, limit=MOST_WORDS)
    except ArchiveError:
        return []
    return _items(
        (each.text, f"{KINDS[each.kind]}，{each.articles} 篇") for each in found if _PLAIN.fullmatch(each.text)
    )


def _items(found: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    return [CompletionItem(text, help=help) for text, help in found]
