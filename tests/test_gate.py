"""Pages are split at least as well as they were: floors over the corpus, over random layouts, over real pages."""

from __future__ import annotations

import pytest

from .gate import floors, measured
from .scoring import MEASURES


@pytest.mark.parametrize("name", ["corpus", "random", "shared", "printed"])
def test_no_measure_falls_below_its_floor(name: str) -> None:
    row = measured(name)
    if not row:
        pytest.skip("the real pages (../shared) are not beside this checkout")
    kept = floors()[name]
    low = {key: (row[key], kept[key]) for key in MEASURES if row[key] < kept[key]}
    assert not low, f"below the floor (measured, floor): {low}; python -m tests.gate --lower, and say why"
