"""Is numpy told to sort otherwise where that helps, and only there?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer import processor
from indexer.processor import VARIABLE, in_long_turns, prefer_fast_sorts

ROOT = Path(__file__).parents[1]
EPYC = "vendor_id : AuthenticAMD\nflags : fpu avx2 avx512f avx512cd\n"


@pytest.fixture
def _no_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    monkeypatch.setenv(VARIABLE, "x")  # so that it is put back
    monkeypatch.delenv(VARIABLE)


@pytest.mark.usefixtures("_no_numpy")
@pytest.mark.parametrize(
    ("cpu", "slow"),
    [(EPYC, True), (EPYC.replace("AuthenticAMD", "GenuineIntel"), False), (EPYC.replace("avx512", "avx"), False)],
)
def test_it_is_told_so_by_the_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpu: str, slow: bool) -> None:
    (tmp_path / "cpuinfo").write_text(cpu, "ascii")
    monkeypatch.setattr(processor, "_CPU", tmp_path / "cpuinfo")
    prefer_fast_sorts()
    assert (VARIABLE in os.environ) == slow


@pytest.mark.usefixtures("_no_numpy")
def test_a_machine_that_tells_nothing_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "_CPU", tmp_path / "none")
    prefer_fast_sorts()
    assert VARIABLE not in os.environ


def test_whoever_chose_before_has_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cpuinfo").write_text(EPYC, "ascii")
    monkeypatch.setattr(processor, "_CPU", tmp_path / "cpuinfo")
    monkeypatch.setenv(VARIABLE, "")
    prefer_fast_sorts()
    assert os.environ[VARIABLE] == ""


def test_numpy_knows_the_names_and_warns_of_none() -> None:
    code = "from indexer.processor import *\nfrom indexer.processor import _features, _numpy\nimport os\n"
    code += "os.environ[VARIABLE] = ' '.join(_features(_numpy()))\nimport numpy\nnumpy.sort(numpy.arange(9)[::-1])"
    subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, check=True, timeout=60)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is told")
def test_turns_are_long_in_the_block_and_in_what_is_begun_there() -> None:
    asked = [sys.executable, "-c", "import os; print(os.sched_getscheduler(0))"]

    def told() -> tuple[int, int]:
        return os.sched_getscheduler(0), int(subprocess.run(asked, capture_output=True, check=True, timeout=60).stdout)

    try:
        before = told()
    except OSError as error:
        pytest.skip(f"the system does not say: {error}")
    if before != (os.SCHED_OTHER, os.SCHED_OTHER):
        pytest.skip("somebody has chosen before")
    with in_long_turns():
        assert told() == (os.SCHED_BATCH, os.SCHED_BATCH)
        with in_long_turns():
            pass
        assert told() == (os.SCHED_BATCH, os.SCHED_BATCH)
    assert told() == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked")
def test_a_system_that_lets_nobody_ask_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(os, "sched_getscheduler", refused)
    monkeypatch.setattr(os, "sched_setscheduler", refused)
    with in_long_turns():
        pass
