"""Two published sets of records, checked by the real command; every expected id is computed here with plain csv."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import json
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
LIBRARIES = HERE / "acceptance"
DEALS, CRM = "crm_sales_opportunities", "yudao_crm_zh"
RECORDSETS = {
    DEALS: ("iso-raw", "iso", "mdy", "dmy", "xlsx"),
    CRM: ("csv", "gbk", "utf8bom", "utf16", "xlsx"),
}
VERDICTS = ("nonconforming", "undetermined")
RUNS = [(name, recordset) for name, recordsets in RECORDSETS.items() for recordset in recordsets]


def shared() -> Path:
    return Path(os.environ.get("PROCEDO_SHARED_DATA") or "unset")


def need(name: str) -> None:
    if not (shared() / name).is_dir():
        pytest.skip(f"the data set {name} is not at {shared()}")


# What the answers are, from the files alone.


def rows(name: str, file: str) -> list[dict[str, str]]:
    with (shared() / name / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


Answers = dict[str, tuple[set[str], set[str]]]
"""Question -> keys of the nonconforming and of the undetermined cases."""


def deal_answers(corrected: bool) -> Answers:
    prices = {row["product"]: Decimal(row["sales_price"]) for row in rows(DEALS, "products.csv")}
    deals = rows(DEALS, "sales_pipeline.csv")
    for deal in deals:
        deal["product"] = "GTX Pro" if corrected and deal["product"] == "GTXPro" else deal["product"]

    def keys(test) -> set[str]:
        return {deal["opportunity_id"] for deal in deals if test(deal)}

    def long(days: int) -> set[str]:
        last = dt.date(2017, 12, 31) - dt.timedelta(days)
        return keys(lambda deal: deal["deal_stage"] == "Engaging" and day(deal["engage_date"]) < last)

    def cheap(percent: int) -> set[str]:
        return keys(
            lambda deal: deal["deal_stage"] == "Won"
            and deal["product"] in prices
            and Decimal(deal["close_value"]) * 100 < prices[deal["product"]] * (100 - percent)
        )

    unpriced = keys(lambda deal: deal["deal_stage"] == "Won" and deal["product"] not in prices)
    return {
        "account-missing": (keys(lambda deal: not deal["account"].strip()), set()),
        "product-unknown": (keys(lambda deal: deal["product"] not in prices), set()),
        **{f"engaging-{days}": (long(days), set()) for days in (90, 180, 365)},
        **{f"discount-{percent}": (cheap(percent), unpriced) for percent in (10, 20, 30)},
    }


def crm_answers() -> Answers:
    live = {name: [row for row in rows(CRM, f"crm_{name}.csv") if row["deleted"] == "0"]
            for name in ("contract", "receivable", "receivable_plan")}
    contracts, as_of = live["contract"], dt.date(2024, 3, 1)
    known = {row["id"] for row in contracts}
    paid = {row["id"] for row in live["receivable"] if row["audit_status"] == "20"}
    approved = [row for row in contracts if row["audit_status"] == "20"]
    both = [row for row in contracts if row["start_time"] and row["end_time"]]
    due = [row for row in live["receivable_plan"] if day(row["return_time"]) < as_of]
    found = {
        "number-pattern": [row for row in contracts if not re.fullmatch("HT[0-9]{14}", row["no"])],
        "end-before-start": [row for row in both if row["end_time"] < row["start_time"]],
        "approved-no-workflow": [row for row in approved if not row["process_instance_id"]],
        "ordered-before-approval": [row for row in approved if day(row["order_date"]) < day(row["update_time"])],
        "no-signer": [row for row in contracts if not row["sign_user_id"]],
        "receivable-orphan": [row for row in live["receivable"] if row["contract_id"] not in known],
        "plan-overdue": [row for row in due if row["receivable_id"] not in paid],
    }
    return {question: ({row["id"] for row in wrong}, set()) for question, wrong in found.items()}


def expected(name: str, recordset: str) -> Answers:
    return crm_answers() if name == CRM else deal_answers(corrected=recordset != "iso-raw")


# What procedo says.


def procedo(library: Path, *arguments: str, **variables: str | None) -> subprocess.CompletedProcess[str]:
    changed = {"PYTHONPATH": str(HERE.parent), "PYTHONUTF8": "1", **variables}
    environment = {key: value for key, value in {**os.environ, **changed}.items() if value is not None}
    command = [sys.executable, "-m", "procedo", *arguments, "--library", str(library)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=300)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """`library(set)`: a copy of the committed library, so that no run writes into the repository."""

    @functools.cache
    def copy(name: str) -> Path:
        need(name)
        place = tmp_path_factory.mktemp("acceptance") / name
        shutil.copytree(LIBRARIES / name, place, ignore=shutil.ignore_patterns("build"))
        return place

    return copy


@pytest.fixture(scope="module")
def report(library):
    """`report(set, recordset)`: the JSON report of one real run, made once."""

    @functools.cache
    def run(name: str, recordset: str) -> dict:
        file = library(name) / "report.json"
        done = procedo(library(name), "check", recordset, "--report", f"json:{file}")
        assert done.returncode == 1, done.stdout + done.stderr
        return json.loads(file.read_text(encoding="utf-8"))

    return run


def questions(name: str) -> dict[str, str]:
    """Question -> requirement."""
    text = (LIBRARIES / name / "acceptance.yml").read_text(encoding="utf-8")
    return {entry["question"]: entry["requirement"] for entry in yaml.safe_load(text)}


def answers(name: str, report: dict) -> Answers:
    found: Answers = {}
    for question, requirement in questions(name).items():
        hits = [f for f in report["findings"] if f["requirement"] == requirement]
        keys = {verdict: [f["case"]["key"] for f in hits if f["verdict"] == verdict] for verdict in VERDICTS}
        assert len(hits) == sum(len(set(some)) for some in keys.values()), "one finding per case"
        found[question] = (set(keys["nonconforming"]), set(keys["undetermined"]))
    return found


@pytest.mark.parametrize(("name", "recordset"), RUNS)
def test_answers_are_those_of_the_files(name, recordset, report):
    assert answers(name, report(name, recordset)) == expected(name, recordset)


@pytest.mark.parametrize(("name", "recordset"), RUNS)
def test_counts_agree_with_the_findings(name, recordset, report):
    said = report(name, recordset)
    wanted = expected(name, recordset)
    by_id = {entry["id"]: entry["checks"] for entry in said["requirements"]}
    assert set(by_id) == set(questions(name).values())
    for question, requirement in questions(name).items():
        assert {check["status"] for check in by_id[requirement]} == {"exercised"}
        counted = tuple(sum(check[verdict] for check in by_id[requirement]) for verdict in VERDICTS)
        assert counted == tuple(len(keys) for keys in wanted[question]), question


@pytest.mark.parametrize("name", RECORDSETS)
def test_the_same_records_in_another_shape_give_the_same_findings(name, report):
    alike = [recordset for recordset in RECORDSETS[name] if recordset != "iso-raw"]
    ids = [[finding["id"] for finding in report(name, recordset)["findings"]] for recordset in alike]
    assert ids[0] and all(other == ids[0] for other in ids[1:])


@pytest.mark.parametrize(
    ("recordset", "counts"),
    [("iso-raw", [(1425, 0), (1480, 0), (1479, 0), (730, 0), (53, 0), (598, 729), (75, 729), (5, 729)])]
    + [(other, [(1425, 0), (0, 0), (1479, 0), (730, 0), (53, 0), (709, 0), (92, 0), (6, 0)])
       for other in ("iso", "mdy", "dmy", "xlsx")],
)
def test_deals_published_counts(recordset, counts, report):
    found = answers(DEALS, report(DEALS, recordset))
    assert [(len(wrong), len(unknown)) for wrong, unknown in found.values()] == counts


@pytest.mark.parametrize(("name", "recordset"), RUNS)
def test_rows_read_and_nothing_unreadable(name, recordset, report):
    files = {entry["form"]: entry for entry in report(name, recordset)["records"]}
    main, of_set = ("deal", 8800) if name == DEALS else ("contract", 9)
    assert files[main]["rows"] == of_set
    assert not any(count for entry in files.values() for count in entry["unreadable"].values())


@pytest.mark.parametrize("name", RECORDSETS)
def test_the_second_engine_gives_the_same_findings(name, report, library):
    recordset = RECORDSETS[name][0]
    file = library(name) / "second.json"
    done = procedo(library(name), "check", recordset, "--engine", "sqlite", "--report", f"json:{file}")
    assert done.returncode == 1, done.stdout + done.stderr
    assert json.loads(file.read_text(encoding="utf-8"))["findings"] == report(name, recordset)["findings"]


@pytest.mark.parametrize("name", RECORDSETS)
def test_each_question_has_one_requirement_of_its_own(name):
    asked = questions(name)
    assert len(set(asked.values())) == len(asked)


@pytest.mark.parametrize("name", RECORDSETS)
def test_data_that_is_not_named_is_a_problem(name, tmp_path):
    library = tmp_path / name
    shutil.copytree(LIBRARIES / name, library, ignore=shutil.ignore_patterns("build"))
    file = library / "report.json"
    recordset = RECORDSETS[name][0]
    done = procedo(library, "check", recordset, "--report", f"json:{file}", PROCEDO_SHARED_DATA=None)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "PROCEDO_SHARED_DATA" in done.stdout + done.stderr
    assert not file.exists()


@pytest.mark.parametrize("name", RECORDSETS)
def test_the_library_lints_clean(name):
    done = procedo(LIBRARIES / name, "lint")
    assert done.returncode == 0, done.stdout + done.stderr
