"""Are words numbered as a dictionary would number them?"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.numbering import numbered
from search.characters import codes_of

hanzi = st.text(st.sampled_from("台颱風渔业船票𠀀㐂鿿"), min_size=1, max_size=70)
others = st.text(st.sampled_from("aA1.é"), min_size=1, max_size=9)


def given_back(words: list[str | None], instead: list[str]) -> list[str]:
    """The words of a text, in which a tab stands for each of the others, by their numbers."""
    text = "".join(word if word is not None else "\t" for word in words)
    sizes = np.array([len(word) if word is not None else 1 for word in words], np.int64)
    at = np.array([place for place, word in enumerate(words) if word is None], np.int64)
    terms, numbers = numbered(text, codes_of(text), np.cumsum(sizes) - sizes, sizes, instead, at)
    assert len(set(terms)) == len(terms)
    assert len(set(numbers.tolist())) == len(terms)
    return [terms[number] for number in numbers.tolist()]


@given(st.lists(st.one_of(hanzi, others.map(lambda word: (word,))), max_size=60))
def test_each_word_is_found_under_its_number(some: list[str | tuple[str]]) -> None:
    instead = [word[0] for word in some if isinstance(word, tuple)]
    words = [None if isinstance(word, tuple) else word for word in some]
    assert given_back(words, instead) == [word[0] if isinstance(word, tuple) else word for word in some]


def test_so_do_those_of_a_text_with_all_characters_that_there_are() -> None:
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    pairs = [one + two for one, two in zip(every, reversed(every), strict=True)]
    triples = [one + two for one, two in zip(every, pairs, strict=True)]
    words = [*every, *pairs, *triples, *pairs, "".join(every[:300])]
    assert given_back(list(words), []) == words


def test_no_words_have_no_numbers() -> None:
    assert given_back([], []) == []
