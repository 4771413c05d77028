"""Which articles does a file hold, and how is it to be read?

From what a reader made of the file (`Reading`) to articles, page by page, the same for `add` and for `split`. What
goes wrong here is told with the page, and costs that page only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from traceback import extract_tb

from search.article import Article

from .page import STDIN, Page, Reading
from .problem import Problem
from .profile import PageFacts, Profiles, facts_of
from .topic import Topic

READING_RULES = "3"
"""To be raised when pages are read so differently that files taken in before should be read again."""

Pages = tuple[tuple[PageFacts, tuple[Article, ...]], ...]
"""What was read from one file: page by page what is known of it and its articles; records without facts."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    Attributes:
        profiles, topics: see `profile` and `topic`.
        keywords: give articles keywords that came with none.
        given: what the user said of every page: paper, date, page.
    """

    profiles: Profiles
    topics: Sequence[Topic] = ()
    keywords: bool = True
    given: PageFacts = field(default_factory=PageFacts)

    def rules(self) -> str:
        """A stamp of profiles and topics, by which a file is known to have been read in another way before."""
        papers = sorted(self.profiles.papers.items())
        names = sorted(self.profiles.known.page_names)
        topics = [(topic.name, str(topic.query)) for topic in self.topics]
        said = (READING_RULES, papers, self.profiles.file_patterns, names, topics, *(() if self.keywords else (False,)))
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def read_articles(reading: Reading, options: Options) -> tuple[Pages, tuple[Problem, ...]]:
    """Splits the pages that were read from a file.

    Returns:
        The pages, and a problem for each that could not be split for a fault of ours.
    """
    if reading.pages:
        # Its rules take a tenth of a second to be made ready: whoever reads records does without.
        from .split import split
    found: list[tuple[PageFacts, tuple[Article, ...]]] = []
    problems: list[Problem] = []
    for page in reading.pages:
        try:
            facts, furniture = facts_of(_located(page), options.profiles, options.given)
            found.append((facts, split(page, facts, furniture)))
        except Exception as error:  # one page must not cost the hundred thousand others of a run
            problems.append(_fault(page, error))
    if reading.articles:
        found.append((PageFacts(), reading.articles))
    return tuple(found), tuple(problems)


def empty_pages(where: str, pages: Sequence[tuple[PageFacts, Sequence[Article]]]) -> tuple[Problem, ...]:
    """A problem for every page on which there is no article, and for a file without any."""
    if not pages:
        return (Problem(where, "里面一篇文章也没有。请检查文件，或重新导出。"),)
    several = len(pages) > 1
    return tuple(
        Problem(where, f"{f'第 {number} 页' if several else '版面'}上没有找到文章。请打开文件看看，或重新导出。")
        for number, (_, articles) in enumerate(pages, 1)
        if not articles
    )


def _located(page: Page) -> Page:
    """The page with the whole path of its file: a folder's name may say the date, wherever the user stands."""
    if page.source_file.startswith(str(STDIN)):
        return page
    return replace(page, source_file=os.path.abspath(page.source_file))


def _fault(page: Page, error: Exception) -> Problem:
    place = extract_tb(error.__traceback__)[-1]
    why = " ".join(f"{type(error).__name__}: {error}，{Path(place.filename).name}:{place.lineno}".split())
    what = f"程序读第 {page.number} 页时出错（{why}），这一页没有收。请把文件和这句话一起交给开发者。"
    return Problem(page.source_file, what)
