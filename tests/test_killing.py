"""Is an index whole after kill -9? Twenty times here; `python -m tests.benchmarks.killing` as often as told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from search.backends.whoosh_index.layout import create

from .killing import kill_and_look

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def test_whoever_is_killed_leaves_what_was_committed_last(tmp_path: Path) -> None:
    create(tmp_path / "index")
    undone = kill_and_look(tmp_path / "index", tmp_path / "told.jsonl", seed=1, times=20)
    assert undone > 0  # else it was never killed within a commit
