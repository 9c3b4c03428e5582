"""A project from its plan to its opening, and its summaries afterwards. All of it conforms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import EXPORTED
from sample.days import later
from sample.estate import Estate, Row, ago, at

OPENING = ("presale-permit", "project-plan", "contract-text", "price-list", "handbook", "showroom", "models-signs", "staff-trained")
YEARLY = ["progress", "cash-return", "publicity", "publicity-budget", "advertising-year"]
QUARTERS = [f"advertising-q{n}" for n in (1, 2, 3, 4)]


def yearly_plan(company: Estate, year: int, submitted: dt.date) -> Row:
    return company.add(
        "plan", id=company.number("JH-"), title=f"{year}年度销售计划", type="annual-sales", level="company", period_type="year", year=year,
        period=str(year), period_start=dt.date(year, 1, 1), period_end=dt.date(year, 12, 31), department="经营销售部", prepared_by="E004",
        created_at=at(ago(submitted, 7)), prepared_at=ago(submitted, 7), submitted_at=at(submitted, 15), status="approved", sections=YEARLY + QUARTERS,
    )


def develop(company: Estate, name: str, management: str, variant: str, opened: dt.date, **given: Any) -> Row:
    """A project with everything that its opening needs. By default it is launched 28 days and presold 10 days before it opens."""
    id = company.number("LP-", 2)
    row = company.add(
        "project", id=id, name=name, kind="development", management_type=management, signing_variant=variant,
        set_up_at=ago(opened, 200), launch_at=ago(opened, 28), presale_at=ago(opened, 10), opened_at=opened,
    )
    phases = given.pop("phases", ["一期"])
    row |= given
    _plan(company, row)
    _permits(company, row, phases)
    _handbook(company, row)
    if opened < EXPORTED:
        for item in OPENING:
            tick(company, item, ago(opened, 1), "E012", project_id=id)
    return row


def tick(company: Estate, item: str, day: dt.date, who: str, **of: Any) -> Row:
    return company.add("checklist", id=company.number("HD-", 5), item=item, done_at=day, done_by=who, **of)


def _plan(company: Estate, row: Row) -> None:
    submitted = ago(row["launch_at"], 10)
    company.add(
        "plan", id=company.number("JH-"), title=f"{row['name']}项目销售计划", type="project-sales", level="department",
        project_id=row["id"], department="经营销售部", prepared_by="E004", created_at=at(ago(submitted, 10)), prepared_at=ago(submitted, 10),
        submitted_at=at(submitted, 15),
        status="approved", sections=["estimate", "publicity", "staffing", "training"],
    )


def decorate(company: Estate, row: Row, start: dt.date, price: int, subject: str = "showroom") -> Row:
    """The design, the contract, the audited budget, the works and what they cost."""
    issued = ago(start, 40)
    plan = company.add(
        "plan", id=company.number("JH-"), title=f"{row['name']}卖场装修方案", type="decoration", level="department", project_id=row["id"],
        department="设计研发部", prepared_by="E019", created_at=at(ago(issued, 20)), prepared_at=ago(issued, 20), submitted_at=at(ago(issued, 5)),
        issued_at=issued, status="approved",
    )
    company.decide("plan", plan["id"], "operating-sales", "reviewed", "E004", ago(issued, 2))
    drafted, end = ago(start, 25), start + dt.timedelta(days=60)
    works = company.add(
        "works_contract", number=company.number("ZX-", 3), project_id=row["id"], subject=subject, supplier="装修公司甲",
        supplier_selected_by="E001", supervised_by="E020", price=price, drafted_by="E005", drafted_at=drafted, signed_at=ago(start, 5),
        works_start_at=start, works_end_at=end,
    )
    for role, who in (("operating-sales", "E004"), ("legal", "E014"), ("audit", "E018")):
        company.decide("works_contract", works["number"], role, "reviewed", who, later(drafted, 3))
    company.decide("works_contract", works["number"], "general-manager", "approved", "E001", later(drafted, 6))
    budget(company, row, subject if subject == "sample-room" else "showroom", price, ago(start, 8))
    for n, (stage, share, day) in enumerate((("开工", 30, start), ("隐蔽工程完成", 40, start + dt.timedelta(days=30)), ("竣工", 30, end))):
        company.add(
            "works_stage", contract_no=works["number"], stage=stage, amount=price * share // 100, reached_at=day, confirmed_by="E020")
        pay(company, works, stage, price * share // 100, later(day, 3 + n))
    return works


def pay(company: Estate, works: Row, stage: str, amount: int, day: dt.date) -> Row:
    return company.add(
        "works_payment", id=company.number("FK-"), contract_no=works["number"], stage=stage, amount=amount, paid_by="E016", paid_at=day)


def budget(company: Estate, row: Row, category: str, amount: int, committed: dt.date) -> Row:
    prepared = ago(committed, 14)
    made = company.add(
        "budget", id=company.number("YS-", 3), title=f"{row['name']}专项预算", category=category, year=committed.year, department="经营销售部",
        project_id=row["id"], amount=amount, prepared_by="E005", prepared_at=prepared, submitted_at=later(prepared, 1),
        committed_at=committed,
    )
    company.decide("budget", made["id"], "audit", "reviewed", "E018", later(prepared, 3))
    return made


def _permits(company: Estate, row: Row, phases: list[str]) -> None:
    presale = row["presale_at"]
    permit(
        company, row, "doorplate", ago(presale, 110), ago(presale, 80), applied_by="E021", delivered_at=ago(presale, 65), received_by="E004",
        papers=["master-plan", "project-approval", "red-line-map", "application-letter"],
    )
    for kind in ("mortgage-master", "escrow"):
        company.add(
            "bank_agreement", id=company.number("YH-", 3), project_id=row["id"], type=kind, bank="甲银行", applied_at=ago(presale, 75),
            papers=["board-resolution", "licence-copy", "proof-of-funds", "signature-specimen", "financial-statements"],
            signed_at=ago(presale, 55), handled_by="E016", valid_to=presale + dt.timedelta(days=1095),
        )
    for kind, applied, issued in (("project-sign", ago(presale, 50), ago(presale, 20)), ("presale", ago(presale, 45), ago(presale, 3))):
        ask(company, row, kind, ago(applied, 25), ago(applied, 5))
        permit(company, row, kind, applied, issued, scope=phases if kind == "presale" else None, papers=["drawings"])


def permit(company: Estate, row: Row, kind: str, applied: dt.date, issued: dt.date | None, **given: Any) -> Row:
    made = company.add(
        "permit", id=company.number("ZZ-", 3), project_id=row["id"], type=kind, applied_by="E004", applied_at=applied, issued_at=issued)
    made |= {"number": f"{made['id'][3:]}号"} | given
    return made


def ask(company: Estate, row: Row, purpose: str, asked: dt.date, provided: dt.date) -> None:
    for department in ("engineering", "design-rd"):
        company.add(
            "document_request", id=company.number("LX-"), project_id=row["id"], purpose=purpose, department=department,
            documents=["建筑施工图", "面积测算报告"], copies=3, requested_by="E004", requested_at=asked, due_at=later(asked, 8),
            confirmed_at=later(asked, 1), provided_at=provided,
        )


def _handbook(company: Estate, row: Row) -> None:
    compiled = ago(row["opened_at"], 45)
    book = company.add(
        "sales_handbook", id=company.number("SC-", 3), project_id=row["id"], version="1", prepared_by="E004", compiled_at=compiled,
        first_used_at=row["opened_at"] if row["opened_at"] < EXPORTED else None,
    )
    company.decide("sales_handbook", book["id"], "sales-manager", "approved", "E003", later(compiled, 3))


# summaries

HEAD_OFFICE = (("finance-executive", "reviewed", "E023"), ("marketing-executive", "approved", "E024"))
SUBSIDIARY = (
    ("subsidiary-finance-executive", "reviewed", "E025"), ("subsidiary-marketing-executive", "reviewed", "E026"),
    ("general-manager", "approved", "E001"))


def summarise(company: Estate, project: Row, submitted: dt.date, about: str) -> Row:
    """A sales summary, compiled with finance, signed on the form of its kind of project and closed after ten working days."""
    head = project["management_type"] == "HQ"
    form, title = ("F-08", "总部直管项目销售总结审批表") if head else ("F-09", "下属公司项目销售总结审批表")
    row = company.add(
        "report", id=company.number("ZJ-"), type="sales-summary", owner_id="E012", prepared_by="E012", department="企划部",
        project_id=project["id"], date=submitted, period=about, submitted_at=at(submitted, 15), submitted_to="E013",
        closed_at=later(submitted, 10), inputs=["ad-effect", "customer-file", "reports"], contributors=["E016", "E006"],
        experience="开盘前蓄客充分，周末推介活动带来的成交最多。", sections=["销售情况", "推广效果", "客户分析", "后续建议"],
    )
    for n, (role, says, who) in enumerate(HEAD_OFFICE if head else SUBSIDIARY):
        company.decide("report", row["id"], role, says, who, later(submitted, 2 + 2 * n))
        company.tables["approval"][-1] |= {"form_no": form, "comment": "同意，推广费用按此控制"}
    company.paper(form, title, later(submitted, 2), "E012", project_id=project["id"])
    return row
