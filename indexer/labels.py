"""Is this display line a column's label (栏目) rather than anybody's headline?

A label is short and says what kind of piece follows: 望潮评论, 简讯, 新闻速递. The words here are those that papers
everywhere use; a paper's own labels belong in its profile.
"""

from __future__ import annotations

import re

LONGEST = 22
"""Characters: a longer line is no label."""

_LABEL = re.compile(
    r"[^\s，。？！：“”]{0,6}(?:评论|时评|快评|短评|锐评|社论|观察|聚焦|视点|论坛|简讯|快讯|短讯|短波|速递|速览|快递|专栏|关注|追踪|访谈"
    r"|提示|话题|漫谈|札记|评弹|杂谈|随笔|图片新闻|新闻图片|光影|导读|一线|现场|连线|简报|要闻|资讯|广角|看台|茶座|声音|链接|背景|快览|信箱|回音壁|调查|档案|人物|专访|特写|侧记|手记|见闻|名词解释|延伸阅读|小贴士"
    r"|漫笔|夜话|絮语|连载|讲堂|快报|文讯|书讯|信息|答疑|走基层|图片故事|你问我答)"
)
_SERIES = re.compile(r"[^\s，。？！]{2,10}[·•・－—][^\s，。？！]{2,12}")
_SEVERAL = re.compile(r"简讯|快讯|短讯|短波|速递|速览|简报|资讯|广角|短新闻|快报|文讯|书讯|信息")


def is_label(text: str) -> bool:
    """Does a line look like a column's label: 海上观察, 新春走基层·我在现场?"""
    stripped = text.strip("◆●■□▲★☆【】〖〗[]|｜ ")
    if stripped.startswith(("——", "――", "──")):
        return False  # a subtitle
    return len(stripped) <= LONGEST and bool(_LABEL.fullmatch(stripped) or _SERIES.fullmatch(stripped))


def covers_several(text: str) -> bool:
    """Is it a label over several short pieces, as 简讯 is?"""
    return bool(_SEVERAL.search(text))
