"""Which characters of a query belong together? The lowest step of reading it: runs, quoted texts, operators, blanks.

`query` reads what they mean. Operators may be half- or full-width; they are recognised before anything is folded.
"""

from __future__ import annotations

import re

from .errors import QueryError

OPEN, CLOSE, BAR, MINUS, COLON = "(（", ")）", "|｜", "-－", ":："
QUOTES, CURLY = '"“”＂', "“”"
# White space ends a run, and so does every character that means something of its own wherever it stands.
RUN = re.compile(r"[^\s()（）|｜\"“”＂]+")


class Scanner:
    """A query and how far it has been read: `at`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def run(self) -> str:
        match = RUN.match(self.text, self.at)
        assert match is not None  # callers have looked
        self.at = match.end()
        self.space()
        return match[0]

    def quoted(self) -> str:
        """A text in quotes. Between straight ones `\\"` and `\\\\` are special; curly ones end at a curly one."""
        begin, mark = self.at, self.peek()
        ends = '"' if mark in '"＂' else "”“"
        self.at += 1
        kept: list[str] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "\\" and mark in '"＂' and self.text[self.at + 1 : self.at + 2] in ('"', "\\"):
                kept.append(self.text[self.at + 1])
                self.at += 2
                continue
            self.at += 1
            if char in ends or (char == "＂" and mark == "＂"):
                text = "".join(kept)
                if not text.strip():
                    raise self.error("引号里是空的。", "要查的词", begin)
                return text
            kept.append(char)
        raise self.error("引号没有配对。", "补上另一个引号", begin)

    def bar(self) -> bool:
        self.space()
        if self.on(BAR):
            self.at += 1
            return True
        return False

    def keyword(self, word: str) -> bool:
        if self.is_keyword(word):
            self.at += len(word)
            self.space()
            return True
        return False

    def is_keyword(self, word: str) -> bool:
        run = RUN.match(self.text, self.at)
        return run is not None and run[0] == word

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def on(self, characters: str) -> bool:
        """Is the next character one of these? At the end there is none."""
        return self.at < len(self.text) and self.text[self.at] in characters

    def space(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def error(self, message: str, expected: str, position: int | None = None) -> QueryError:
        where = self.at if position is None else position
        return QueryError(f"查询读不懂：{message}应为：{expected}。", self.text, where, expected)
