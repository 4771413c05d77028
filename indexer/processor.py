"""How do we get the most of this processor when there is much to take in?

**Memory.** What is made of articles lives until they are taken in and holds no circles, so Python looks in vain for
some after every few hundred things that are made: a quarter of the time of a worker.

**Sorting.** Taking articles in is sorting, for the most part. numpy sorts with AVX-512 where a processor has it; but
those of AMD's that have it (Zen 4 and later) store what such a sort picks out of a register so slowly that eight
million numbers take 0.55 s, and 0.10 s with AVX2 (measured on an EPYC, numpy 2.4). numpy chooses when it is loaded, and
asks the environment what it should leave alone; processes that are begun from here inherit that.

**Turns.** With more processes than processors each is stopped every few milliseconds, and finds the caches full of what
the others have at hand. Linux stops those less often of which it is told that nobody waits for them.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VARIABLE = "NPY_DISABLE_CPU_FEATURES"
_CPU = Path("/proc/cpuinfo")


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """In the block Python looks for circles of things that nobody needs after some hundred thousand new ones."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def in_long_turns() -> Iterator[None]:
    """In the block this process, and those that are begun from it, compute for longer at a time (`SCHED_BATCH`,
    sched(7)). Does nothing where the system knows no such thing, or somebody has chosen before."""
    is_told = False
    if sys.platform == "linux":
        with suppress(OSError):  # some C libraries, and some containers, let nobody ask
            if os.sched_getscheduler(0) == os.SCHED_OTHER:
                os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
                is_told = True
    try:
        yield
    finally:
        if is_told and sys.platform == "linux":
            with suppress(OSError):
                os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def prefer_fast_sorts() -> None:
    """Has numpy sort with AVX2 where that is faster. Does nothing where numpy is loaded already."""
    if "numpy" not in sys.modules:
        os.environ.update(for_fast_sorts())


def for_fast_sorts() -> dict[str, str]:
    """What the environment has to say for it; nothing where the processor is another or cannot be told, or where
    somebody has chosen before."""
    if VARIABLE in os.environ or not _sorts_slowly():
        return {}
    return {VARIABLE: " ".join(_features(_numpy()))}


def _sorts_slowly() -> bool:
    """Has the processor an AVX-512 that is slow at this?"""
    text = ""
    with suppress(OSError):
        text = _CPU.read_text("ascii", "replace")
    return "AuthenticAMD" in text and "avx512f" in text


def _features(version: tuple[int, int]) -> tuple[str, ...]:
    """What a version of numpy calls AVX-512; it warns of names that it does not know."""
    if version >= (2, 4):
        return "X86_V4", "AVX512_ICL"
    return "AVX512F", "AVX512CD", "AVX512_SKX", "AVX512_CLX", "AVX512_CNL", "AVX512_ICL"


def _numpy() -> tuple[int, int]:
    from importlib.metadata import version

    major, minor = version("numpy").split(".")[:2]
    return int(major), int(minor)
