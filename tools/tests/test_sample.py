"""The sample company: the check finds exactly what was planted, both ways, by reason code, on both engines."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sample.make import LEDGERS, RECORDS, make

ROOT = Path(__file__).resolve().parents[2]
YEARLY = {"R-063.b"}
"""Demanded once in a calendar year, and no calendar year lies within the period of the records."""


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """A copy of the library and its records, so that nothing in the repository is written."""
    place = tmp_path_factory.mktemp("company")
    for name in ("procedures", "records"):
        shutil.copytree(ROOT / name, place / name)
    return place


@pytest.fixture(scope="module")
def ledger():
    return yaml.safe_load((LEDGERS / "sample.yml").read_text(encoding="utf-8"))


def check(place: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "procedo", "check", "sample", "--library", str(place), *options]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module", params=["duckdb", "sqlite"])
def report(request, company):
    file = company / f"{request.param}.json"
    done = check(company, "--engine", request.param, "--report", f"json:{file}")
    assert done.returncode == 1, done.stdout + done.stderr
    return json.loads(file.read_text(encoding="utf-8"))


def found(report) -> dict[tuple[str, ...], tuple[str, list[str]]]:
    return {
        (f["check"], f["case"]["form"], f["case"]["key"], f["case"]["window"] or ""): (f["verdict"], f["reasons"]) for f in report["findings"]}


def planted(ledger) -> dict[tuple[str, ...], tuple[str, list[str]]]:
    return {(e["check"], e["form"], e["case"], e.get("window", "")): (e["verdict"], e["reasons"]) for e in ledger["planted"]}


def test_the_records_are_what_the_generator_makes():
    files, sources, text = make("sample")
    folder = RECORDS / "sample"
    assert {path.name for path in folder.iterdir()} == set(files)
    for name, content in files.items():
        assert (folder / name).read_bytes() == content, name
    assert (RECORDS / "sample.yml").read_text(encoding="utf-8") == sources
    assert (LEDGERS / "sample.yml").read_text(encoding="utf-8") == text


def test_every_planted_fault_is_found_with_its_reasons(report, ledger):
    missed = {key: (wanted, found(report).get(key)) for key, wanted in planted(ledger).items() if found(report).get(key) != wanted}
    assert not missed


def test_nothing_else_is_found(report, ledger):
    assert not set(found(report)) - set(planted(ledger))


def test_every_twin_conforms(report, ledger):
    assert len(ledger["twins"]) >= 30
    twins = {(e["check"], e["form"], e["case"]) for e in ledger["twins"]}
    assert not twins & {key[:3] for key in found(report)}
    exercised = {check["id"] for requirement in report["requirements"] for check in requirement["checks"] if check["conforms"]}
    assert {check for check, _, _ in twins} <= exercised


def test_all_four_verdicts_and_every_evaluable_requirement_occur(report):
    checks = [check for requirement in report["requirements"] for check in requirement["checks"]]
    for verdict in ("conforms", "nonconforming", "pending", "undetermined", "not_applicable", "same_day"):
        assert sum(check[verdict] for check in checks), verdict
    exercised = {check["id"] for check in checks if check["status"] == "exercised"}
    assert {check["id"] for check in checks} - exercised == YEARLY, "every check judges something in one revision or another"


def test_both_engines_give_the_same_report(company):
    reports = [company / f"{engine}.json" for engine in ("duckdb", "sqlite")]
    for engine, file in zip(("duckdb", "sqlite"), reports, strict=True):
        check(company, "--engine", engine, "--report", f"json:{file}")
    one, two = (json.loads(file.read_text(encoding="utf-8")) for file in reports)
    assert one["findings"] == two["findings"]
    assert one["requirements"] == two["requirements"]


def test_twice_the_same_bytes(company):
    files = [company / "once.json", company / "twice.json"]
    for file in files:
        check(company, "--report", f"json:{file}")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_ledger_is_seen_as_of_an_earlier_day_too(company, ledger):
    """As of a day before anything was planted in 2026, no contract of 2026 is accused."""
    file = company / "earlier.json"
    check(company, "--as-of", "2025-12-31", "--report", f"json:{file}")
    cases = {f["case"]["key"] for f in json.loads(file.read_text(encoding="utf-8"))["findings"]}
    assert not [case for case in cases if case.startswith("HT-2026")]
    assert cases & {e["case"] for e in ledger["planted"] if e["case"].startswith("HT-2025")}
