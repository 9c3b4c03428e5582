"""The benchmark says nothing while two readings of its rules differ: procedo and hand-written SQL find the same ids."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    sys.path.insert(0, str(BENCH))
    try:
        import run
    finally:
        sys.path.remove(str(BENCH))
    place = tmp_path_factory.mktemp("bench")
    run.PLACE, run.LIBRARY, run.WORKED = place, place / "library", place / "worked.csv"
    run.RIVALS_PYTHON = place / "none"
    run.library()
    return run, run.measure(2_000)


def test_all_find_the_same_ids(found):
    run, processes = found
    assert run.differences(processes) == []
    ids = run.ids_of(processes)["procedo"]
    assert set(ids) == {"B-1.a", "B-2.a", "B-3.a", *(f"B-4.{letter}" for letter in "abcde")} and ids["B-1.a"]


def test_other_ids_are_told(found):
    run, processes = found
    check = processes["check"].found
    fewer = {**check, "findings": check["findings"][1:]}
    gone = check["findings"][0]["case"]["key"]
    told = run.differences(processes | {"check": processes["check"]._replace(found=fewer)})
    assert len(told) == 1 and gone in told[0]


def test_the_table_names_what_it_compares(found):
    run, processes = found
    page = "\n".join([*run.table(2_000, processes), *run.growth({1_000: processes, 2_000: processes})])
    for word in ("by hand", "procedo check", "approval", "peak MB", "1,000 -> 2,000: judging 1.0 times"):
        assert word in page


def test_timings_name_every_stage(found):
    run, _ = found
    command = [sys.executable, "-m", "procedo", "check", "bench", "--library", str(run.LIBRARY), "--data", str(run.PLACE / "2000"),
               "--drafts", "--timings", "--report", "json"]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(BENCH.parent)}, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    for stage in ("import", "lint", "load", "compile", "judge", "collect", "keep", "report", "total"):
        assert f"\n{stage} " in "\n" + done.stderr, stage
