"""Is an index whole after kill -9, however often it is tried?

python -m tests.benchmarks.killing [--times N] [--seed N]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from search.backends.whoosh_index.layout import create

from ..killing import kill_and_look


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp())
    create(place / "index")
    undone = kill_and_look(place / "index", place / "told.jsonl", options.seed, options.times)
    print(
        f"killed {options.times} times, {undone} of them within a commit; what was committed last was there every time"
    )


if __name__ == "__main__":
    main()
