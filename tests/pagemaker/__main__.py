"""Writes generated pages: PDFs with their truth beside them, for `score_pages.py` and for the eye."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .page import make


def main() -> None:
    """Writes the pages of some seeds."""
    parser = argparse.ArgumentParser(prog="python -m tests.pagemaker", description=__doc__)
    parser.add_argument("out", type=Path, help="directory, made where it is not there")
    parser.add_argument("--seed", type=int, default=0, help="of the first page")
    parser.add_argument("--count", type=int, default=1, help="how many pages, one a seed")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for seed in range(options.seed, options.seed + options.count):
        made = make(seed)
        path = options.out / f"made-{seed:04}.pdf"
        path.write_bytes(made.pdf())
        gold = json.dumps(made.gold, ensure_ascii=False, indent=1)
        path.with_suffix(".gold.json").write_text(gold + "\n", "utf-8")
        stories = len(made.gold["articles"])
        print(f"{path}: {stories} articles, {', '.join(sorted(made.features))}")


if __name__ == "__main__":
    main()
