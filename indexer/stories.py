"""Where does one story end and the next begin?

The pieces of a page (`layout`) are gone through in their order. A byline, a dateline or a jump from another page
opens a story; a jump to another page or a signature at its end closes it; so does a column of another width.
Display lines between two paragraphs of a story, no wider than its column, are subheads; all others are somebody's
headline (`headline` finds out whose).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .adjacent import apart, is_caption, is_row, running_on, signed, torn
from .assignment import Run
from .byline import lead
from .item import Item, Kind
from .labels import covers_several
from .likeness import likeness
from .signs import is_photo_credit

SUBHEAD_LINES = 3
SUBHEAD_CELLS = 44
"""Where no column is known, a display line that is wider is a headline."""
SUBHEAD_OVER = 2
"""A subhead may be so much wider than its column: punctuation is squeezed."""
SUBTITLE_CELLS, SMALLER_TYPE = 30, 1.6
"""Of two lines of one subhead the second is not both as wide and so many times as wide as the first."""
CAPTION_CHARACTERS = 450
"""A photo credit under a longer text is not that of its picture."""
CAPTION_COLUMN = 3
"""A caption is another story's than the text above if the columns differ by so many cells."""
BRIEF_CHARACTERS = 200
"""Shorter texts under display lines, one after the other, are briefs and no sections."""
FOREIGN = 0.02
"""Two pieces less alike than this are of two stories: on the pages measured, half of all pairs of stories are, and one
in twelve of the sections of one story (`likeness`)."""
OTHER_FORM = 3
"""How many times as alike two pieces must be where the lines between them are not like the subheads so far."""
TELLING = 300
"""Shorter pieces have too few words to be compared."""


@dataclass(slots=True)
class Story:
    """A story, while its pieces are gathered.

    Attributes:
        pieces: paragraphs, each alone, and the lines of subheads, together, in order.
        credits: bylines and photo credits on lines of their own.
        label: the column's label that stands over it.
        jump_to, jump_from: the pages named.
        opened: a byline, dateline or jump opened it, so the next one opens another.
    """

    pieces: list[tuple[Item, ...]] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    label: str = ""
    jump_to: str = ""
    jump_from: str = ""
    opened: bool = False

    @property
    def paragraphs(self) -> list[Item]:
        """The running text."""
        return [piece[0] for piece in self.pieces if piece[0].kind is Kind.PARAGRAPH]

    @property
    def place(self) -> int:
        """The number of the block in which its last piece ends; 0 where it has none."""
        return self.pieces[-1][-1].last if self.pieces else 0

    @property
    def text(self) -> str:
        """Everything that it says."""
        return "\n".join(item.text for piece in self.pieces for item in piece)


@dataclass(slots=True)
class Gathered:
    """What a page holds, while it is gathered.

    Attributes:
        stories: in the order of the file.
        runs: the display lines between them.
        pointers: items that send the reader to another page for a story that is not here.
    """

    stories: list[Story] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    pointers: list[Item] = field(default_factory=list)


def gather(items: Sequence[Item]) -> Gathered:
    """Sorts the pieces of a page into stories."""
    walk = _Walk(Gathered())
    for at, item in enumerate(items):
        following = next((other for other in items[at + 1 :] if other.kind is not Kind.POINTER), None)
        if item.kind is Kind.POINTER:
            walk.lay_down(None)  # what stands over a pointer is the headline of a story that is not here
            walk.gathered.pointers.append(item)
        elif item.kind is Kind.DISPLAY:
            walk.waiting.append(item)
        elif item.kind is Kind.LABEL:
            over = following is not None and following.kind is Kind.DISPLAY
            under = bool(walk.waiting) and not any(line.kind is Kind.LABEL for line in walk.waiting)
            beside = over or under
            if beside and not covers_several(item.text):
                walk.waiting.append(item)  # it is of the headline beside it, wherever that belongs
            else:
                walk.set_label(item)
        elif item.kind is Kind.JUMP_TO:
            walk.jump_to(item)
        elif item.kind is Kind.JUMP_FROM:
            walk.jump_from(item)
        elif item.kind is Kind.CREDIT:
            walk.credit(item, following)
        else:
            walk.paragraph(item, running_on(items, at), is_caption(item, following))
    walk.finish()
    return walk.gathered


class _Walk:
    """How far the page has been gone through.

    Attributes:
        gathered: what there is so far.
        open: the story that the next paragraph may belong to.
        waiting: display lines that are not understood yet.
        label: the label over the next story, or over all that follow where it covers several.
        label_used: a story has it.
    """

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.stories = gathered.stories
        self.open: Story | None = None
        self.waiting: list[Item] = []
        self.label: Item | None = None
        self.label_used = False

    def begin(self) -> Story:
        """Opens a story; what waits stands right before it."""
        self.lay_down(len(self.stories))
        self.open = Story(label=self.label.text if self.label else "")
        self.stories.append(self.open)
        self.label_used = True
        if not self._covers_several():
            self.label = None
        return self.open

    def lay_down(self, before: int | None) -> None:
        """Makes the waiting lines a run, whose headline they are to be found out."""
        if self.waiting:
            after = len(self.stories) - 1 if self.stories else None
            self.gathered.runs.append(Run(tuple(self.waiting), before, after))
        self.waiting = []

    def finish(self) -> None:
        """The page is at its end."""
        self.set_label(None)
        self.lay_down(None)

    def set_label(self, item: Item | None) -> None:
        """Another label. One that no story stood under waits with the headlines: theirs may be elsewhere, too."""
        if self.label and not self.label_used:
            self.waiting.append(self.label)
            self.waiting.sort(key=lambda line: line.first)
        self.label, self.label_used = item, False

    def jump_to(self, item: Item) -> None:
        """The story goes on elsewhere. It does so once: another such line is of the story before it that has none."""
        story = next((story for story in reversed(self.stories) if not story.jump_to), None) or self.begin()
        story.jump_to = item.text
        self.open = None

    def jump_from(self, item: Item) -> None:
        """A story comes from elsewhere."""
        story = self.begin()
        story.jump_from, story.opened = item.text, True

    def credit(self, item: Item, following: Item | None) -> None:
        """A byline or a photo credit on a line of its own."""
        photo = is_photo_credit(item.text)
        bracketed = item.text.lstrip().startswith(("（", "(", "【", "["))
        here = self.open
        if here is not None and not self.waiting:
            caption = not here.credits and not here.opened and len(here.text) <= CAPTION_CHARACTERS
            signs = (following is None or following.kind is not Kind.PARAGRAPH) and not here.opened
            if photo and caption:
                here.credits.append(item.text)
                return
            if here.pieces and not (photo and not bracketed) and (bracketed or signs):
                here.credits.append(item.text)  # signed at its end
                self.open = here if photo else None
                return
        if photo and not (self.waiting and following is not None and following.kind is Kind.PARAGRAPH):
            # A picture whose caption is not in the file, or that belongs to nobody: kept, so that its name is found.
            self.lay_down(None)
            self.stories.append(Story(credits=[item.text], opened=True))
            return
        story = self.begin()
        story.credits.append(item.text)
        story.opened = True

    def paragraph(self, item: Item, text: str, caption: bool) -> None:
        """A paragraph; `text` is all of the running text that it begins; a caption has its credit between its lines."""
        dated = bool(lead(item.text).dateline)
        here = self.open
        if here is not None and here.pieces and torn(here.pieces[-1][0], item):
            # A foreign line stood in the middle of a paragraph.
            before = here.pieces.pop()[0]
            here.pieces.append((replace(before, text=before.text + item.text, last=item.last, ends=item.ends),))
            self.lay_down(None)
            return
        if here is None or self._starts(here, item, dated, text) or (caption and self._another_column(here, item)):
            here = self.begin()
        elif self.waiting:
            here.pieces.append(tuple(self.waiting))
            self.waiting = []
        here.opened = here.opened or dated
        here.pieces.append((item,))
        if item.ends and signed(item.text):
            self.open = None

    def _another_column(self, here: Story, item: Item) -> bool:
        """Does a caption, all of it, stand in another column than the text above?"""
        above = here.pieces[-1][-1] if here.pieces else None
        return above is not None and above.ends and item.begins and apart(above, item, CAPTION_COLUMN)

    def _covers_several(self) -> bool:
        return self.label is not None and covers_several(self.label.text)

    def _starts(self, here: Story, item: Item, dated: bool, text: str) -> bool:
        """Does a paragraph open a story of its own?"""
        if not here.pieces:
            self.lay_down(len(self.stories) - 1)
            return False
        if dated:
            return True
        before = here.pieces[-1][0]
        if self.label and not self._covers_several():
            return True
        if self.waiting:
            return not self._subhead(here, before, item, text)
        return apart(before, item) and before.ends and item.begins

    def _subhead(self, here: Story, before: Item, item: Item, text: str) -> bool:
        """Are the waiting lines a subhead between two paragraphs of one story?"""
        if not before.ends or not item.begins or before.kind is not Kind.PARAGRAPH or apart(before, item):
            return False
        if len(self.waiting) > SUBHEAD_LINES or any(line.kind is Kind.LABEL for line in self.waiting):
            return False
        if is_row(before) or is_row(item):
            return False  # verse, or a list: a box of its own
        if self.label or covers_several(here.label) or self._foreign(here, text):
            return False
        if not here.opened and len(here.pieces) == 1 and len(before.text) <= BRIEF_CHARACTERS:
            return False  # one brief after the other
        if len(text) <= BRIEF_CHARACTERS and not any(piece[0].kind is Kind.DISPLAY for piece in here.pieces):
            return False  # a brief after a story: a section would be longer
        widths = [line.width or 0 for line in self.waiting]
        column = before.width or item.width
        if len(widths) == 2 and widths[1] >= max(SUBTITLE_CELLS, SMALLER_TYPE * widths[0]):
            return False  # a headline and its subtitle
        if len(widths) > 2 and min(widths[:-1]) < (column or 0) / 2:
            return False  # not one phrase that the column broke, but several things
        return max(widths) <= (column + SUBHEAD_OVER if column else SUBHEAD_CELLS)

    def _foreign(self, here: Story, text: str) -> bool:
        """Does the text below the waiting lines speak of other things than the story above?"""
        if min(len(here.text), len(text)) < TELLING:
            return False
        earlier = next((piece for piece in here.pieces if piece[0].kind is Kind.DISPLAY), None)
        if earlier is None:
            return likeness(here.text, text) < FOREIGN
        # The subheads of one story are of one form.
        return len(earlier) != len(self.waiting) and likeness(here.text, text) < OTHER_FORM * FOREIGN
