"""Which frame is an advert, which a notice?

An advert stands in a frame, names no reporter and no place of news, and wants something of the reader: that he calls,
comes, buys, applies. A notice (公告, 声明) says by its own words that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..labels import covers_several, is_label
from .prints import Print

LONGEST = 320
"""Characters: a longer text is no advert."""
SENTENCES, SENTENCES_MORE = 1, 1.5
"""Where nothing is offered, more sentences than this are no advert; so many more for each offer."""
ENOUGH = 2
LONGEST_LIST = 400
"""Characters: numbered points in a frame, signed by an institution, are a notice, if they are no longer."""

_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—－ ]?\d{7,8}|1[3-9]\d{9}|[48]00[-—－ ]?\d{3}[-—－ ]?\d{4}|9[56]\d{3}(?!\d))")
_CONTACT = re.compile(
    r"(?:热线|电话|咨询|订座|预约|报名|客服|地址|中心|订购|招商|加盟|网址|微信|官网|洽谈|时间|日期|地点)[：:]|扫码|扫描二维码|https?:|www\."
)
_OFFER = re.compile(
    r"元起|\d元|[一二三四五六七八九\d]折|满\d|立减|再减|优惠|特价|特惠|促销|免费|包邮|一[包份罐盒]|补贴|现房|洋房|开盘|首付|户型|"
    r"招生|诚聘|招聘|月薪|包食宿|利率|快贷|理财|保险|凭本报|剪角|剪报|三店|随到随学|开业|盛大|全新升级|以旧换新|大酬宾|"
    r"体检|门诊预约|两日游|[一二三四五六七]日游|配镜|品牌|直销|直送|经销|代理|租赁|出租|转让|招租|尊享|钜惠|礼遇|豪礼"
)
_NEWS = re.compile(r"本报讯|记者|通讯员|新华社|中新社|[^，。]{0,8}电（")
_POINTS = re.compile(r"(?:^|\n)一、.*\n二、", re.DOTALL)
_ISSUER = re.compile(r"(?:院|局|公司|中心|委员会|政府|办公室|[处所社部委办])\s*(?:\d{4}年\d{1,2}月\d{1,2}日)?\s*$")
_NOTICE = re.compile(
    r"特此(?:公告|声明|通知|更正|启事|公示)|声明作废|公告如下|通知如下|公示如下|如下公告|截稿|来稿请|投稿(?:邮箱|请)|致歉|有误，应为|"
    r"咨询电话|联系电话|联系人[：:]|竞买人|拍卖人|受.{0,6}委托"
)


def is_advert(lines: Sequence[Print]) -> bool:
    """Do all the lines of a frame make an advert?"""
    text = "\n".join(line.bare for line in lines)
    if len(text) > LONGEST or _NEWS.search(text) or _NOTICE.search(text):
        return False
    if any(line.dated or (line.credit and not _OFFER.search(line.bare)) for line in lines):
        return False
    if any(covers_several(line.bare) for line in lines if is_label(line.bare)):
        return False
    offers = len(set(_OFFER.findall(text)))
    if text.count("。") > SENTENCES + SENTENCES_MORE * offers:
        return False
    return min(2, offers) + bool(_PHONE.search(text)) + bool(_CONTACT.search(text)) >= ENOUGH


def is_notice(text: str) -> bool:
    """Does a text in a frame, which nobody signed as a reporter, speak as a notice does?"""
    if _NEWS.search(text):
        return False
    points = len(text) <= LONGEST_LIST and bool(_POINTS.search(text) and _ISSUER.search(text))
    return points or bool(_NOTICE.search(text))
