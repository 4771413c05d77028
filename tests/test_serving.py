"""Is an archive served while another process writes? For three seconds here; `benchmarks/serving.py` takes a minute."""

from __future__ import annotations

from pathlib import Path

from .benchmarks.serving import serve


def test_an_archive_is_searched_by_threads_while_another_process_adds_and_removes(tmp_path: Path) -> None:
    seen = serve(tmp_path, seconds=3, articles=60, threads=4, pause=0.05, seed=1)
    assert seen.errors == []
    assert seen.wrong == []
    assert set(seen.took) == {"relevance", "newest, folded", "near", "facets", "issue", "articles()"}
    assert len(seen.late) >= 3
