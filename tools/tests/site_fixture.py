"""A small library and the outcome of a check of it, with names that try to break pages."""

from __future__ import annotations

import shutil
from pathlib import Path

from procedo.finding import (
    Case,
    CheckResult,
    Demand,
    DocumentPlace,
    EventSeen,
    Evidence,
    Finding,
    Origin,
    Outcome,
    RequirementResult,
    finding_id,
)
from procedo.terms import say

FOLDER = Path(__file__).parent / "fixtures" / "site_library"
REPOSITORY = Path(__file__).resolve().parents[2]
HOSTILE = "<script>alert('客户')</script> | *粗* [x](y) `z` {{ 7*7 }}"


def copy(target: Path) -> Path:
    """The fixture library with the repository's own pages and theme, in a folder of its own."""
    shutil.copytree(FOLDER, target)
    shutil.copytree(REPOSITORY / "site", target / "site")
    shutil.copyfile(REPOSITORY / "mkdocs.yml", target / "mkdocs.yml")
    return target


def outcome(fingerprint: str = "sha256:0") -> Outcome:
    findings = tuple(_finding(number) for number in range(1, 9))
    check = CheckResult("R-1.a", "approval", "exercised", None, population=240, conforms=230, nonconforming=6, pending=2, undetermined=2)
    result = RequirementResult(
        "R-1", "QP-T-01", "2", "critical", "exercised", say("合同须经批准。", "A contract is approved."), (), (check,)
    )
    return Outcome(
        "sample",
        "2026-07-01",
        "2026-07-01",
        ("small", "1"),
        "0.1.0",
        fingerprint,
        9,
        (),
        (result,),
        findings,
        (),
        0,
        titles={"contract": say("销售合同", "Sales contract"), "contract.price": say("合同金额", "Price")},
    )


def _finding(number: int) -> Finding:
    key = HOSTILE if number == 1 else f"HT-2026-{number:04d}"
    undetermined = number > 6
    requirement, grade = ("R-1", "critical") if number % 2 else ("R-2", "major")
    evidence = Evidence(
        values={"price": "800000.00 CNY", "customer": HOSTILE, "signed_at": None},
        demanded=(Demand("AM-T", "2", "L2", "legal", "review"), Demand("AM-T", "2", "L2", "boss", "approve")),
        events=(EventSeen("reviewed", "2026-03-30", "E017", "legal", "approval", "sample/approvals.csv", None, 118, ("stale",)),),
        lacking=("boss",),
    )
    return Finding(
        finding_id(f"{requirement}.a", "contract", key, None),
        requirement,
        f"{requirement}.a",
        "QP-T-01",
        "2",
        grade,
        "undetermined" if undetermined else "nonconforming",
        number == 5,
        Case("contract", key),
        ("value-unreadable",) if undetermined else ("missing",),
        say("合同须经批准。", "A contract is approved."),
        say(f"合同{key}缺少总经理的批准。", f"contract {key} lacks the general manager's approval."),
        ("ISO 9001:2015/8.2.3",),
        "2026-04-01",
        evidence,
        Origin("sample/contracts.csv", None, 40 + number),
        None,
        DocumentPlace("procedures/revisions/QP-T-01/2.yml", 80),
    )
