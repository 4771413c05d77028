"""Which process adds and takes out while `serving` searches? This one; it is started from there."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from indexer.build import document
from search.backends import connect

from .serving import passing


def main(place: str, counter: str, seconds: str, pause: str) -> None:
    """Commits until the time is over; after each says in the counter file which it was, and when it returned."""
    backend, until, number = connect(place), time.monotonic() + float(seconds), 0
    while time.monotonic() < until:
        number += 1
        with backend.writer() as writer:
            for article in passing(number):
                writer.add(document(article))
            for article in passing(number - 2):
                writer.delete(article.id)
        now = time.time()
        beside = Path(counter).with_suffix(".new")
        beside.write_text(f"{number} {now}", "utf-8")
        os.replace(beside, counter)
        time.sleep(float(pause))
    backend.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
