"""How does a page become articles?

    Page → items (`layout`) → stories (`stories`, `mend`), display lines → stories (`assignment`) → Article

Here the pieces are put into the fields of an `Article`: the dateline and the byline are taken off the first
paragraph, a signature off the last, characters are repaired in running text now that its lines are whole. Nothing
is thrown away: text that nobody claims becomes an article of its own, a headline without a body a teaser, a credit
that names nobody a paragraph. Only what the record says in another way goes: the words of jumps and pointers, of
roles, 本报评论员.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from search.article import Article, Author, Part

from .assignment import assign
from .byline import credit_line, lead, tail
from .headline import Headline, divide
from .item import PHOTO_ROLES, Item, Kind
from .labels import covers_several
from .layout import items_of
from .mend import mend
from .page import Page
from .profile import PageFacts, article_id
from .repair.founder import repair_running
from .signs import is_photo_credit
from .stories import Story, gather

LEAD_CHARACTERS = 40
"""So much of the lead sentence stands in for a headline."""
LONGEST_BRIEF = 250
"""Characters: a longer text is no brief, so a label over briefs has ended before it."""
_LEAD = re.compile(r".+?[。！？!?]|.+", re.DOTALL)
_NOTICE = re.compile(r"(?:公告|启事|声明|公示|通告|通知书?|讣告|招聘|招标|更正|致歉)$")
_COMMENT = re.compile(r"评论|时评|快评|锐评|社论|编辑部文章")


def split(page: Page, facts: PageFacts, furniture: frozenset[int] = frozenset()) -> tuple[Article, ...]:
    """The articles of one page, in the order of the file, teasers last.

    Args:
        page: as read.
        facts: paper, date, page and page name, as far as they are known.
        furniture: numbers of the blocks that belong to no article.
    """
    if page.drawing is not None:
        return _numbered(_of_layout(page, furniture), page, facts)
    return _numbered(_of_dump(page, furniture), page, facts)


def _of_dump(page: Page, furniture: frozenset[int]) -> list[Article]:
    """The articles of a dump, where words must tell what belongs together."""
    gathered = gather(items_of(page, furniture))
    stories, now = mend(gathered.stories)
    runs = [
        replace(
            run,
            before=None if run.before is None or run.before >= len(now) else now[run.before],
            after=None if run.after is None else now[run.after],
        )
        for run in gathered.runs
    ]
    taken, left = assign(runs, [story.text for story in stories])
    seen_at = [story.place for story in stories] + [group[-1].last for group in left]
    stories = _labels_ended(stories, taken)
    articles = [
        _article(story, divide(taken[number]) if number in taken else Headline())
        for number, story in enumerate(stories)
    ] + [_teaser(group) for group in left]
    for pointer in gathered.pointers:
        _send(articles, seen_at, pointer)
    return articles


def _of_layout(page: Page, furniture: frozenset[int]) -> list[Article]:
    """The articles of a page that knows where everything stands."""
    from .geometry.stories import laid_out

    articles: list[Article] = []
    for laid in laid_out(page, furniture):
        story = laid.text.story
        if not story.pieces and not story.credits and not laid.kind:
            pointer = story.jump_to or next(iter(laid.text.pointers), "")
            head = laid.head
            article = Article(
                id="",
                kind="teaser",
                column=" ".join(dict.fromkeys(filter(None, (story.label, head.column)))),
                kicker=head.kicker,
                headline=head.headline,
                subtitle=head.subtitle,
                jump_to=pointer,
            )
        else:
            article = _article(story, laid.head)
            if laid.kind and (article.kind == "news" or laid.kind == "advert"):
                article = replace(article, kind=laid.kind)
            if not article.jump_to and laid.text.pointers:
                article = replace(article, jump_to=laid.text.pointers[0])
        articles.append(article)
    return articles


def _numbered(articles: Sequence[Article], page: Page, facts: PageFacts) -> tuple[Article, ...]:
    """The articles of a page with what is known of the page, in their order."""
    return tuple(
        replace(
            article,
            id=article_id(facts, ordinal),
            paper=facts.paper,
            date=facts.date,
            page=facts.page,
            page_name=facts.page_name,
            parts=(Part(facts.page, page.source_file, article.body),),
        )
        for ordinal, article in enumerate(articles, 1)
    )


def _labels_ended(stories: Sequence[Story], heads: Mapping[int, Sequence[Item]]) -> list[Story]:
    """The stories; a label over several briefs ends where something else begins: a notice, a picture, a long text."""
    kept: list[Story] = []
    over, ended = "", False
    for number, story in enumerate(stories):
        if not covers_several(story.label):
            kept.append(story)
            continue
        if story.label != over:
            over, ended = story.label, False
        else:
            ended = ended or _is_no_brief(story, divide(heads.get(number, ())))
        kept.append(replace(story, label="" if ended else over))
    return kept


def _is_no_brief(story: Story, head: Headline) -> bool:
    last = story.paragraphs[-1].text if story.paragraphs else ""
    photo = any(map(is_photo_credit, story.credits))
    photo = photo or {author.role for author in tail(last).authors} & PHOTO_ROLES != set()
    return photo or head.column != "" or bool(_NOTICE.search(head.headline)) or len(story.text) > LONGEST_BRIEF


def _send(articles: list[Article], seen_at: Sequence[int], pointer: Item) -> None:
    """Gives a pointer's page to the nearest teaser that has none yet; where there is none, to the nearest article."""
    free = [number for number, article in enumerate(articles) if not article.jump_to]
    teasers = [number for number in free if articles[number].kind == "teaser"]
    nearest = min(teasers or free, key=lambda number: abs(seen_at[number] - pointer.first), default=None)
    if nearest is not None:
        articles[nearest] = replace(articles[nearest], jump_to=pointer.text)


def _article(story: Story, head: Headline) -> Article:
    authors: list[Author] = []
    sources: list[str] = []
    datelines: list[str] = []
    body: list[str] = []
    subheads: list[str] = []
    unread: list[str] = []
    for printed in story.credits:
        credit = credit_line(printed)
        if credit is not None:
            authors.extend(credit.authors)
            sources.append(credit.source)
        if credit is None or not (credit.authors or credit.source or _COMMENT.search(printed)):
            unread.append(" ".join(printed.split()))
    paragraphs = story.paragraphs
    for piece in story.pieces:
        if piece[0].kind is Kind.DISPLAY:
            subheads.append(repair_running(_subhead(piece)))
            body.append(subheads[-1])
            continue
        text = repair_running(piece[0].text)
        if piece[0] is paragraphs[0]:
            opening = lead(text)
            datelines.append(opening.dateline)
            sources.append(opening.source)
            authors.extend(opening.authors)
            text = opening.rest
        if piece[0] is paragraphs[-1]:
            closing = tail(text)
            datelines.append(closing.dateline)
            sources.append(closing.source)
            authors.extend(closing.authors)
            text = closing.rest
        if text.strip():
            body.append(text.strip())
    head = Headline(*(repair_running(text) for text in (head.column, head.kicker, head.headline, head.subtitle)))
    labels = dict.fromkeys(filter(None, (story.label, head.column)))
    body.extend(unread)
    whole = "\n".join(body)
    return Article(
        id="",
        kind=_kind(story, head, authors),
        column=" ".join(labels),
        kicker=head.kicker,
        headline=head.headline or _lead_sentence(body) or " ".join(" ".join(story.credits).split()),
        subtitle=head.subtitle,
        headline_inferred=not head.headline,
        authors=_each_once(authors),
        source="、".join(dict.fromkeys(filter(None, sources))),
        dateline=" ".join(dict.fromkeys(filter(None, datelines))),
        body=whole,
        subheads=tuple(subheads),
        jump_to=story.jump_to,
        jump_from=story.jump_from,
    )


def _subhead(lines: Sequence[Item]) -> str:
    """The lines of a subhead as one: two phrases parted by a space; a phrase that the column broke is whole again."""
    broken = len(lines) > 2 or any(" " in line.text or line.spaced for line in lines)
    return ("" if broken else " ").join(line.text for line in lines)


def _lead_sentence(body: Sequence[str]) -> str:
    match = _LEAD.match(body[0]) if body else None
    sentence = match[0].strip() if match else ""
    return sentence if len(sentence) <= LEAD_CHARACTERS else sentence[:LEAD_CHARACTERS] + "…"


def _kind(story: Story, head: Headline, authors: Iterable[Author]) -> str:
    if _COMMENT.search(" ".join((*story.credits, story.label, head.column))):
        return "commentary"
    if covers_several(story.label):
        return "brief"
    if _NOTICE.search(head.headline):
        return "notice"
    roles = {author.role for author in authors}
    if roles and roles <= PHOTO_ROLES:
        return "photo"
    return "news"


def _each_once(authors: Sequence[Author]) -> tuple[Author, ...]:
    known: dict[tuple[str, str], Author] = {}
    for author in authors:
        known.setdefault((author.name, author.role), author)
    return tuple(known.values())


def _teaser(group: Sequence[Item]) -> Article:
    head = divide(group)
    return Article(
        id="", kind="teaser", column=head.column, kicker=head.kicker, headline=head.headline, subtitle=head.subtitle
    )
