"""Are texts that stand near each other told from those that do not, and quickly?"""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.backends.nearness import WINDOW, heaviest_window, part_of, stand_near
from search.text import BREAK, pair_stream
from search.tree import Proximity

from .archives import article, found, on_disk
from .law import near

words = st.text(st.sampled_from("台风哈"), min_size=1, max_size=3)


def places(text: str, part: str) -> list[int]:
    return [at for at in range(len(part)) if part.startswith(text, at)]


@given(st.text(st.sampled_from("台风哈，"), max_size=16), st.lists(words, min_size=2, max_size=4), st.integers(0, 6))
def test_texts_stand_near_where_some_order_of_them_does(part: str, texts: list[str], distance: int) -> None:
    starts = [places(text, part) for text in texts]
    assert stand_near(starts, list(map(len, texts)), distance) == near(texts, part, distance)


@pytest.mark.parametrize(
    ("part", "texts", "distance", "expected"),
    [
        ("台风停运", ("台风", "停运"), 0, True),
        ("停运台风", ("台风", "停运"), 0, True),
        ("台风，停运", ("台风", "停运"), 0, False),
        ("台风，停运", ("台风", "停运"), 1, True),
        ("哈哈哈", ("哈哈", "哈哈"), 5, False),  # they would overlap
        ("哈哈哈哈", ("哈哈", "哈哈"), 0, True),
        # Each is near the next, though the first is far from the last.
        ("台风一二停运三四海钓", ("海钓", "台风", "停运"), 2, True),
        ("台风一二停运三四海钓", ("海钓", "台风", "停运"), 1, False),
        # The long text ends later than the short one that begins after it.
        ("台风登陆停运", ("台风登陆", "风", "停运"), 0, False),
        ("台风登陆风停运", ("台风登陆", "风", "停运"), 0, True),
    ],
)
def test_what_near_means(part: str, texts: tuple[str, ...], distance: int, expected: bool) -> None:
    assert stand_near([places(text, part) for text in texts], list(map(len, texts)), distance) == expected


def test_thousands_of_places_are_looked_through_at_once() -> None:
    rng = random.Random(1)
    starts = [sorted(rng.sample(range(5000), 3000)) for _ in range(5)] + [[9000]]
    began = time.process_time()
    assert not stand_near(starts, [1] * 6, 1000)
    assert stand_near(starts, [1] * 6, 4100)
    assert time.process_time() - began < 2


def test_common_characters_that_one_of_them_is_far_from_are_answered_at_once(tmp_path: Path) -> None:
    rng = random.Random(2)
    crowd = "".join(rng.choices("的了是一在渔船回港", k=900))
    backend = on_disk(tmp_path / "index", [article("far", body=f"{crowd}\n有"), article("near", body=f"有{crowd}")])
    began = time.process_time()
    assert found(backend, Proximity(tuple("的了是一在有"), 1000)) == ["near"]
    assert time.process_time() - began < 1
    backend.close()


@given(st.lists(st.text(st.sampled_from("台风"), max_size=4), max_size=5))
def test_every_position_of_a_stream_belongs_to_its_part(texts: list[str]) -> None:
    stream = pair_stream(texts)
    breaks = [at for at, pair in enumerate(stream) if pair == BREAK]
    expected = [part for part, text in enumerate(texts) for _ in range(max(0, len(text) - 1))]
    assert [part_of(at, breaks) for at, pair in enumerate(stream) if pair != BREAK] == expected


@given(st.lists(st.tuples(st.integers(1, 5), st.lists(st.integers(0, 3 * WINDOW), max_size=6)), max_size=5))
def test_the_heaviest_window_is_the_best_of_all(terms: list[tuple[int, list[int]]]) -> None:
    windows = [
        sum(weight for weight, some in terms if any(begin <= at < begin + WINDOW for at in some))
        for begin in range(3 * WINDOW + 1)
    ]
    assert heaviest_window(terms) == pytest.approx(max(windows))
