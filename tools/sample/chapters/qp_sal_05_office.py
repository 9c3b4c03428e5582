"""QP-SAL-05 at a vendor of office systems: class B customers are treated like class A on paper, and better in one quarter."""

from __future__ import annotations

from sample import spans
from sample.contacts import INTERVALS
from sample.days import DAY, worked
from sample.ledger import Ledger
from sample.vendor import Vendor

COMPANIES = ("office",)
PROCEDURE = "QP-SAL-05 office"
QUARTER = spans.quarter(2026, 2)
MORE = 12
"""So many contacts beyond what turns the order, since some are still added elsewhere."""


def settle(company: Vendor, ledger: Ledger) -> None:
    _on_paper(company, ledger)
    _in_fact(company, ledger)


def _on_paper(company: Vendor, ledger: Ledger) -> None:
    for row in company.tables["policy"]:
        if row["class"] == "B":
            row["interval_days"] = INTERVALS["A"]
    ledger.wrong("R-088.a", "organisation", "sales", "not-satisfied", "规定 B 类与 A 类一样 14 天", "on paper class B has the same 14 days as class A")


def _in_fact(company: Vendor, ledger: Ledger) -> None:
    dice = company.dice(PROCEDURE)
    grades = {row["id"]: row["class"] for row in company.tables["customer"]}
    odd = {entry["case"] for entry in (*ledger.entries, *ledger.twins) if entry["form"] == "customer"}
    met: dict[str, list[str]] = {"A": [], "B": []}
    for row in company.tables["activity"]:
        if grades.get(row["customer_id"]) in met and QUARTER.start <= row["done_at"].date() <= QUARTER.end:
            met[grades[row["customer_id"]]].append(row["customer_id"])
    wanted = -(-len(met["A"]) * len(set(met["B"])) // len(set(met["A"]))) + MORE
    days = [day for n in range(91) if worked(day := QUARTER.start + n * DAY)]
    called = sorted(set(met["B"]) - odd)
    for _ in range(wanted - len(met["B"])):
        company.activity(dice.choice(called), "follow-up", dice.choice(days))
    ledger.wrong(
        "R-088.b", "organisation", "sales", "not-satisfied", "当季 B 类客户的联系多于 A 类", "class B was contacted more often than class A",
        window=QUARTER.label)
