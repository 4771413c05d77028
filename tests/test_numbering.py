"""Are words numbered as a dictionary would number them?"""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import numbering
from search.characters import codes_of

words_of_a_text = st.lists(st.text(st.sampled_from("台颱風渔业aA1.𠀀㐂鿿"), min_size=1, max_size=70), max_size=60)
EVERY = [chr(code) for code in range(0x4E00, 0xA000)]


def given_back(words: list[str]) -> list[str]:
    """The words of a text, by their numbers; between any two is something that is no word."""
    sizes = np.array([len(word) for word in words], np.int64)
    starts = np.cumsum(sizes + 1) - sizes
    terms, numbers = numbering.numbered(codes_of("，" + "，".join(words)), starts, sizes)
    assert len(set(terms)) == len(terms) == len(set(numbers.tolist()))
    return [terms[number] for number in numbers.tolist()]


@given(words_of_a_text, st.sampled_from([0, 5, 500]))
def test_each_word_is_found_under_its_number(words: list[str], few: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbering, "_FEW", few)
        assert given_back(words) == words


@pytest.mark.parametrize("characters", [3, 300, len(EVERY)])
def test_so_is_each_of_very_many(characters: int) -> None:
    random = Random(characters)
    some = [
        "".join(random.choices(EVERY[:characters], k=random.choice([1, 2, 2, 3, 4, 4, 9, 300]))) for _ in range(3000)
    ]
    words = [*EVERY[:characters], *random.choices(some, k=9000)]
    assert given_back(words) == words
