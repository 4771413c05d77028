"""Which options do the sub-commands share, and what do they load?"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..articles import Options

Callback = Callable[..., Any]

MANY_FILES = 16
"""So many files are worth the half second that it takes to begin more processes."""
MOST_JOBS = 256

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_PAGE = re.compile(r"[A-Za-z0-9\u4e00-\u9fff]+")


class Seconds(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic from click 8.2 on
    """A number of seconds from 0."""

    name = "秒"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            seconds = float(value)
        except ValueError:
            seconds = -1.0
        if not 0 <= seconds < math.inf:
            self.fail(f"“{value}”不行，要一个不小于 0 的数。", param, ctx)
        return seconds


class Jobs(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A number of processes from 1."""

    name = "个数"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if isinstance(value, str) and not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_JOBS):
            self.fail(f"“{value}”不行，要一个 1 到 {MOST_JOBS} 的整数。", param, ctx)
        return int(text)


def index(command: Callback) -> Callback:
    """`--index`: where the index is."""
    return click.option(
        "--index", metavar="目录", type=click.Path(), help="索引目录；不写就用 $NEWS_ARCHIVE，再不然 ./news.index。"
    )(command)


def wait(command: Callback) -> Callback:
    """`--wait`: how long to wait for another writer."""
    return click.option(
        "--wait", metavar="秒", type=Seconds(), default=60.0, help="别的程序正在写入时，最多等多少秒；不写是 60。"
    )(command)


def jobs(command: Callback) -> Callback:
    """`--jobs`: in how many processes to read, 0 for as many as `jobs_for` thinks fit."""
    return click.option(
        "--jobs",
        metavar="个数",
        type=Jobs(),
        default=0,
        help="几个进程一起做；不写就看文件多少、大小，多了用上所有处理器，1 是不另开进程。结果都一样。",
    )(command)


def jobs_for(asked: int, files: Sequence[Path]) -> int:
    """In how many processes to read some files: as asked, else one for each processor where it is worth it."""
    from ..large import is_large
    from ..workers import processors

    def is_one(path: Path) -> bool:
        try:
            return is_large(path, path.stat().st_size)
        except OSError:
            return False

    worth_it = len(files) >= MANY_FILES or any(map(is_one, files))
    return asked or (processors() if worth_it else 1)


def plain(command: Callback) -> Callback:
    """`--no-topics` and `--no-keywords`, over what `reading` gives."""

    @wraps(command)
    def loaded(*args: Any, no_topics: bool, no_keywords: bool, options: Options, **rest: Any) -> Any:
        topics = () if no_topics else options.topics
        return command(*args, options=replace(options, topics=topics, keywords=not no_keywords), **rest)

    wrapped: Callback = loaded
    for name, help in (
        ("keywords", "不算关键词：没有关键词的文章就空着。"),
        ("topics", "不找主题：只留文章自带的。大批收进时快些，以后可用 rebuild 补上。"),
    ):
        wrapped = click.option(f"--no-{name}", is_flag=True, help=help)(wrapped)
    return wrapped


def as_json(help: str) -> Callable[[Callback], Callback]:
    """`--json`, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help=help)


def reading(command: Callback) -> Callback:
    """The options that say how pages are to be read, given to the command as one value, `options`.

    Raises (when called):
        click.UsageError: a file that cannot be used, a date or a page that is none.
    """

    @wraps(command)
    def loaded(*args: Any, paper: str, date: str, page: str, profiles: str, topics: str, **rest: Any) -> Any:
        return command(*args, options=load(paper, date, page, profiles, topics), **rest)

    wrapped: Callback = loaded
    for name, metavar, help in (
        ("topics", "文件", "本报的主题（格式同 indexer/topics.toml），添加、替换或去掉自带的。"),
        ("profiles", "文件", "本报的报名、文件名写法（格式同 indexer/profiles.toml）。"),
        ("page", "版", "版号，如 01、A12；一个文件有几版时指第一版。"),
        ("date", "日期", "出版日期，如 2025-07-29。"),
        ("paper", "报名", "报名或代号。文件名和报头看不出来时，用这三个来说明。"),
    ):
        wrapped = click.option(f"--{name}", metavar=metavar, default="", help=help)(wrapped)
    return wrapped


def load(paper: str, date: str, page: str, profiles: str, topics: str) -> Options:
    """What the options say.

    Raises:
        click.UsageError: a file that cannot be used, a date or a page that is none.
    """
    from ..articles import Options
    from ..problem import reason
    from ..profile import PageFacts, load_profiles
    from ..topic import load_topics

    given = PageFacts(paper=paper.strip(), date=_date(date), page=_page(page))
    try:
        return Options(
            profiles=load_profiles(Path(profiles) if profiles else None),
            topics=load_topics(Path(topics) if topics else None),
            given=given,
        )
    except OSError as error:
        raise click.UsageError(f"文件 {error.filename} 打不开：{reason(error)}。请检查路径和权限。") from error
    except ValueError as error:
        raise click.UsageError(str(error).removesuffix("。") + "。") from error


def _date(text: str) -> str:
    from ..issue_date import date_in

    if not text.strip():
        return ""
    digits = _COMPACT.fullmatch(text.strip())
    if not (date := date_in("-".join(digits.groups()) if digits else text.strip())):
        raise click.UsageError(f"--date：“{text}”不是日期，应写成 2025-07-29 这样。")
    return date


def _page(text: str) -> str:
    from ..filename import page_number

    page = text.strip().removeprefix("第").removesuffix("版").strip()
    if page and not _PAGE.fullmatch(page):
        raise click.UsageError(f"--page：“{text}”不是版号，应写成 01、A12 这样。")
    return page_number(page) or page
