"""Outcomes made by hand for the tests of reports: an everyday one, and one whose records are hostile."""

from __future__ import annotations

from dataclasses import replace

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
    ParameterUsed,
    RequirementResult,
    SourceFile,
    finding_id,
)
from procedo.terms import say

FORMULA = "=cmd|' /C calc'!A0"
SCRIPT = "<script>alert(1)</script>"
CONTROL = "HT\x1b[31m-\x00\x07\u202e2026\nnew line"
LONG = "北京市海淀区中关村" * 30 + "有限公司"

R113 = say("合同签订前须取得审批矩阵所列的全部批准。", "A contract is signed only after every approval the matrix demands.")
R149 = say("每笔到期款项须在到期后五个工作日内跟催。", "Every overdue payment is followed up within five working days.")
R120 = say("合同编号、客户和金额必须填写。", "Number, customer and amount of a contract are filled in.")

TITLES = {
    "contract": say("销售合同", "Sales contract"), "contract.price": say("合同金额", "Contract price"),
    "contract.customer_id": say("客户编号", "Customer"), "contract.signed_at": say("签订日期", "Signed on"),
    "approval": say("审批记录", "Approval"), "dunning": say("催款记录", "Dunning"),
    "approval.decided_at": say("审批日期", "Decided on"), "approval.approver_id": say("审批人", "Approver"),
    "payment_schedule": say("收款计划", "Payment schedule"), "payment_schedule.due_on": say("到期日", "Due on"),
    "general-manager": say("总经理", "General manager"), "sales-manager": say("销售经理", "Sales manager"),
    "QP-SAL-07": say("销售合同评审、签订与归档程序", "Contract review, signing and archiving"),
    "QP-SAL-10": say("收款与应收账款管理程序", "Payments and receivables"),
    "general-b2b": say("一般企业销售", "General B2B sales"),
}


def finding(check="R-113.a", text=R113, procedure="QP-SAL-07", revision="2", grade="critical", verdict="nonconforming",
            key="HT-2026-0042", form="contract", window=None, reasons=("missing",), message=None, **more) -> Finding:
    """A finding with everyday values where nothing is said."""
    values = {
        "conceded": False, "clauses": ("ISO 9001:2015/8.2.3",), "clock": "2026-04-01", "evidence": Evidence(),
        "record": Origin("sample/contracts.csv", None, 43), "subject": None,
        "document": DocumentPlace(f"procedures/revisions/{procedure}/{revision}.yml", 88),
    } | more
    return Finding(
        finding_id(check, form, key, window), check.split(".")[0], check, procedure, revision, grade, verdict,
        case=Case(form, key, window), reasons=reasons, text=text,
        message=message or say("签订前缺少总经理的批准", "signed without the approval of the general manager"), **values,
    )


def _approvals() -> Evidence:
    return Evidence(
        values={"price": "800000.00 CNY", "customer_id": "C-001", "signed_at": "2026-04-01"},
        demanded=(Demand("AM-CONTRACT", "2", "L3", "sales-manager", "approve"),
                  Demand("AM-CONTRACT", "2", "L3", "general-manager", "approve")),
        events=(EventSeen("approved", "2026-04-02", "E030", "general-manager", "approval", "sample/approvals.csv", None,
                          119, ("after-signing",)),
                EventSeen("approved", "2026-03-30", "E017", "sales-manager", "approval", "sample/approvals.csv", None, 118)),
        lacking=("general-manager",),
    )


def findings() -> tuple[Finding, ...]:
    return (
        finding(evidence=_approvals(), reasons=("after-signing",),
                message=say("总经理的批准晚于签订（2026-04-01）", "the general manager approved after signing (2026-04-01)")),
        finding(key="HT-2026-0051", conceded=True, record=Origin("sample/contracts.csv", None, 52)),
        finding("R-113.a", verdict="undetermined", key="HT-2026-0077", reasons=("amount-missing", "approver-missing"),
                message=say("合同金额无法读取，不能确定审批级别", "the price is unreadable, so the level of approval is unknown"),
                evidence=Evidence(values={"price": None, "signed_at": "2026-05-06"}), record=Origin("sample/contracts.csv", None, 78)),
        finding("R-149.a", R149, "QP-SAL-10", "1", "major", key="S-9", form="payment_schedule", reasons=("late",),
                message=say("跟催晚于期限 2026-05-12", "followed up after the last day, 2026-05-12"), clock="2026-05-04",
                evidence=Evidence(values={"due": "2026-05-12", "done": "2026-05-13"}, same_day="allowed", events=(
                    EventSeen("dunning", "2026-05-13", "E021", None, "dunning", "sample/催款 2026.xlsx", "催款", 12),)),
                record=Origin("sample/催款 2026.xlsx", "收款计划", 9)),
        finding("R-149.b", R149, "QP-SAL-10", "1", "minor", key="E021", form="employee", window="2026-W18",
                message=say("该周没有跟催记录", "no follow-up in this week"), clock="2026-04-27",
                evidence=Evidence(searched="dunning"), record=None, subject="E021"),
    )


def hostile_findings() -> tuple[Finding, ...]:
    seen = EventSeen("approved", None, SCRIPT, "+role", "approval", "a\x08.csv", FORMULA, 7, ("no-such-reason",))
    return (
        finding("R-120.a", R120, grade="minor", key=FORMULA, reasons=("field-empty",),
                message=say(f"“{FORMULA}”为空", f"“{FORMULA}” is empty"),
                evidence=Evidence(values={"price": "-5.00 CNY", "customer_id": SCRIPT, "@evil": "\tx"}, lacking=("customer_id", "=x"))),
        finding("R-120.a", R120, grade="minor", key=CONTROL, reasons=("field-empty",), evidence=Evidence(events=(seen,)),
                message=say(f"{CONTROL}\ud800", f"{CONTROL}\ud800")),
        finding("R-120.a", R120, grade="minor", key=LONG, reasons=("value-lacking",), message=say(LONG, "x" * 400),
                record=Origin("-sum.csv", "@sheet", 2), evidence=Evidence(values={"customer_id": LONG})),
    )


def _requirements() -> tuple[RequirementResult, ...]:
    approvals = CheckResult("R-113.a", "approval", "exercised", None, 240, 236, 2, 1, 1, 12, 1, 3)
    late = CheckResult("R-149.a", "response", "exercised", None, 31, 29, 1, 1, 0, 4, 0, 2)
    weekly = CheckResult("R-149.b", "existence", "exercised", None, 52, 51, 1)
    filled = CheckResult("R-120.a", "completeness", "exercised", None, 252, 249, 3)
    absent = CheckResult("R-126.a", "existence", "not-evaluable",
                         say("记录集没有表单“archive”", "the recordset has no form “archive”"))
    unmapped = CheckResult("R-128.a", "condition", "not-evaluable",
                           say("表单“contract”没有字段“sealed_at”", "form “contract” has no field “sealed_at”"))
    clauses = ("ISO 9001:2015/8.2.3",)

    def requirement(id, procedure, revision, grade, status, text, *checks):
        return RequirementResult(id, procedure, revision, grade, status, text, clauses, checks)

    plain = say("合同原件须归档。", "The signed original is archived.")
    return (
        requirement("R-109", "QP-SAL-07", "2", "major", "not-exercised", plain,
                    CheckResult("R-109.a", "absence", "not-exercised", None, not_applicable=252)),
        requirement("R-111", "QP-SAL-07", "2", "minor", "exercised", plain,
                    CheckResult("R-111.a", "validity", "exercised", None, 252, 252)),
        requirement("R-113", "QP-SAL-07", "1", "critical", "exercised", R113,
                    CheckResult("R-113.a", "approval", "exercised", None, 12, 12)),
        requirement("R-113", "QP-SAL-07", "2", "critical", "exercised", R113, approvals),
        requirement("R-120", "QP-SAL-07", "2", "minor", "exercised", R120, filled),
        requirement("R-126", "QP-SAL-07", "2", "major", "not-evaluable", plain, absent),
        requirement("R-128", "QP-SAL-07", "2", "minor", "not-evaluable", plain, unmapped),
        requirement("R-149", "QP-SAL-10", "1", "major", "exercised", R149, late, weekly),
        requirement("R-152", "QP-SAL-10", "1", "minor", "not-automated", plain),
        requirement("R-158", "QP-SAL-10", "1", "minor", "attestation", plain,
                    CheckResult("R-158.a", "attestation", "attestation", None)),
    )


def _records() -> tuple[SourceFile, ...]:
    return (
        SourceFile("contract", "sample/contracts.csv", "ab" * 32, None, 252, 0, {"signed_at": 1, "price": 1}, {"customer_id": 3},
                   {"number": "合同编号", "price": "合同金额（元）", "signed_at": "签订日期"}, ("number", "signed_at"), ("备注",)),
        SourceFile("dunning", "sample/催款 2026.xlsx", "cd" * 32, "催款", 40, 3, {},
                   notes=(say("第 1-2 行是标题，第 43 行是合计", "rows 1-2 are a title, row 43 is a total"),)),
    )


def everyday() -> Outcome:
    """An ordinary run: findings of each sort, a requirement of each status, two revisions of one procedure."""
    return Outcome(
        recordset="sample", as_of="2026-07-01", extracted_at="2026-07-02", profile=("general-b2b", "1"), version="0.1.0",
        fingerprint="sha256:" + "ef" * 32, documents=93, records=_records(), requirements=_requirements(),
        findings=findings(), not_in_profile=21, titles=TITLES,
        parameters=(ParameterUsed("QP-SAL-07", "2", "gm_threshold", "500000 CNY", "chosen"),
                    ParameterUsed("QP-SAL-10", "1", "dunning_within", "5 working days", "source")),
    )


def hostile() -> Outcome:
    """The same run, unfit, in draft, with records that try to do harm."""
    unfit = (say("表单“contract”的“price”列有 31% 无法读取", "31% of column “price” of form “contract” is unreadable"),)
    evil = SourceFile("contract", FORMULA, "00" * 32, SCRIPT, 3, 0, {"=x": 1}, {}, {"number": "@SUM(A1)"}, ("number",), ("+1\x1b",))
    return replace(
        everyday(), findings=findings() + hostile_findings(), unfit=unfit, drafts=True, records=(*_records(), evil),
        parameters=(ParameterUsed("QP-SAL-07", "2", "gm_threshold", "=1+1", "chosen"),), same_day="refused",
    )


def clean_run() -> Outcome:
    """Nothing to complain of."""
    quiet = tuple(r for r in everyday().requirements if r.id == "R-111")
    return replace(everyday(), findings=(), requirements=quiet, not_in_profile=0, parameters=())
