"""The sample companies: a check finds exactly what was planted, both ways, by reason code; on the other engine too, for three of them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from procedo.check import Request, run
from procedo.check.report import encode
from procedo.finding import Outcome
from procedo.library import read
from sample.companies import COMPANIES
from sample.make import LEDGERS, RECORDS, make

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(COMPANIES)
ENGINES = ("duckdb", "sqlite")


def judged(name: str, **options) -> Outcome:
    return run(Request(read(ROOT), RECORDS / f"{name}.yml", **options))


@lru_cache
def ledger(name: str) -> dict:
    return yaml.safe_load((LEDGERS / f"{name}.yml").read_text(encoding="utf-8"))


def found(outcome: Outcome) -> dict[tuple[str, ...], tuple[str, list[str]]]:
    return {(f.check, f.case.form, f.case.key, f.case.window or ""): (f.verdict, list(f.reasons)) for f in outcome.findings}


def planted(name: str) -> dict[tuple[str, ...], tuple[str, list[str]]]:
    return {(e["check"], e["form"], e["case"], e.get("window", "")): (e["verdict"], e["reasons"]) for e in ledger(name)["planted"]}


@pytest.mark.parametrize("name", NAMES)
def test_the_records_are_what_the_generator_makes(name):
    files, sources, text = make(name)
    folder = RECORDS / name
    assert {path.name for path in folder.iterdir()} == set(files)
    for file, content in files.items():
        assert (folder / file).read_bytes() == content, file
    assert (RECORDS / f"{name}.yml").read_text(encoding="utf-8") == sources
    assert (LEDGERS / f"{name}.yml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("name", "engine"), [*((name, "sqlite") for name in NAMES), *((name, "duckdb") for name in ("sample", "estate", "shop"))])
def test_a_check_finds_what_was_planted_and_nothing_else(name, engine, company):
    seen, wanted = found(company(name, engine)), planted(name)
    assert {key: (reasons, seen.get(key)) for key, reasons in wanted.items() if seen.get(key) != reasons} == {}, "planted, and not found so"
    assert sorted(set(seen) - set(wanted)) == [], "found, and not planted"


@pytest.mark.parametrize("name", NAMES)
def test_no_twin_is_accused(name, company):
    """It conforms, or lies just outside what the rule is about, of which there are other cases."""
    seen = company(name, "sqlite")
    twins = {(e["check"], e["form"], e["case"]) for e in ledger(name)["twins"]}
    assert not twins & {key[:3] for key in found(seen)}
    judging = {check.id for requirement in seen.requirements for check in requirement.checks if check.population}
    assert {check for check, _, _ in twins} <= judging


@pytest.mark.parametrize("name", NAMES)
def test_all_verdicts_occur(name, company):
    checks = [check for requirement in company(name, "sqlite").requirements for check in requirement.checks]
    for verdict in ("conforms", "nonconforming", "not_applicable"):
        assert sum(getattr(check, verdict) for check in checks), verdict


def test_the_companies_plant_faults_for_most_requirements():
    """Over all companies; and each of them has near misses."""
    faulty = {e["check"].partition(".")[0] for name in NAMES for e in ledger(name)["planted"]}
    assert len(faulty) >= PLANTED
    assert all(len(ledger(name)["twins"]) >= 5 for name in NAMES)


PLANTED = 270


def test_both_engines_give_the_same_report(company):
    one, two = (company("sample", engine) for engine in ENGINES)
    assert one.findings == two.findings
    assert one.requirements == two.requirements
    assert one.indicators == two.indicators


def test_twice_the_same_bytes(company):
    assert encode(judged("shop", engine="sqlite")) == encode(company("shop", "sqlite"))


def test_the_ledger_is_seen_as_of_an_earlier_day_too():
    """As of a day before anything was planted in 2026, no contract of 2026 is accused."""
    cases = {f.case.key for f in judged("sample", as_of=dt.date(2025, 12, 31), procedures=("QP-SAL-07",)).findings}
    assert not [case for case in cases if case.startswith("HT-2026")]
    assert cases & {e["case"] for e in ledger("sample")["planted"] if e["case"].startswith("HT-2025")}
