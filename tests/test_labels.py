"""Is a display line a column's label?"""

from __future__ import annotations

import pytest

from indexer.labels import covers_several, is_label


@pytest.mark.parametrize(
    "text", ["望潮评论", "简讯", "新闻速递", "【海上观察】", "■本报短评", "新春走基层·我在现场", "蓝色引擎—港口篇"]
)
def test_labels_say_what_kind_of_piece_follows(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "渔港夜市开张",
        "评论区里的一句话，让村支书连夜开会",
        "全市渔业安全生产电视电话会议召开并部署评论",
        "",
        "海风吹过二十里长堤之后的第一个清晨专访",
    ],
)
def test_headlines_are_no_labels(text: str) -> None:
    assert not is_label(text)


def test_some_labels_stand_over_several_pieces() -> None:
    assert covers_several("一周简讯")
    assert not covers_several("望潮评论")


def test_a_subtitle_is_no_label() -> None:
    assert is_label("海钓产业观察")
    assert not is_label("———海钓产业观察")
