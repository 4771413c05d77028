"""Are generated pages split as well as they should be?

Twenty of them here; `python -m tests.benchmarks.generated_pages` takes 300 and lists the worst with the reason.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from search.article import Article

from .benchmarks.generated_pages import Outcome, reasons, report, run
from .scoring import MEASURES, mean

FLOOR = 0.97
SEEDS = range(20)
GOLD = {
    "articles": [
        {
            "n": 1,
            "kind": "news",
            "headline": "渔港清淤完工",
            "body": "昨天，汐州区渔港清淤工程完工，" + "新增锚位六十个。" * 6,
        },
        {
            "n": 2,
            "kind": "brief",
            "headline": "夜校开班",
            "body": "桑园里社区夜校本周开班，" + "书法、剪纸各招二十人。" * 4,
        },
    ]
}


@pytest.mark.skipif(find_spec("indexer.readers.pdf") is None, reason="no PDF reader yet: indexer/readers/pdf.py")
def test_twenty_generated_pages(tmp_path: Path) -> None:
    outcomes = run(SEEDS, 1, tmp_path)
    assert mean(outcome.measures for outcome in outcomes)["found"] >= FLOOR, "\n" + report(outcomes, worst=3)


def test_the_reason_of_a_story_run_into_another_is_given() -> None:
    bodies = [story["body"] for story in GOLD["articles"]]
    printed = [Article("", headline="渔港清淤完工", body="\n".join(bodies))]
    first, second = reasons(GOLD, printed)
    assert first.startswith("0.51")
    assert "put in 56: 桑园里社区夜校本周开班" in first
    assert second.startswith("missed   2 brief 夜校开班")
    assert "its beginning is in news 渔港清淤完工" in second


def test_a_page_without_fault_has_no_reasons() -> None:
    printed = [Article("", kind=s["kind"], headline=s["headline"], body=s["body"]) for s in GOLD["articles"]]
    assert reasons(GOLD, printed) == []
    assert "seed" not in report([Outcome(1, dict.fromkeys(MEASURES, 1.0), 0.5, ())], worst=10)
