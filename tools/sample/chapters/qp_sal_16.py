"""QP-SAL-16: roles and trainings, and the newcomers of June."""

from __future__ import annotations

import datetime as dt

from sample.company import EXPORTED, FIRST, Company
from sample.days import on_or_after
from sample.ledger import Ledger
from sample.training import DAY, Training

COMPANIES = ("sample", "office")
PROCEDURE = "QP-SAL-16"
YEAR = (
    ("product", 2, 25), ("industry", 3, 18), ("selling-skills", 4, 15), ("compliance", 5, 20), ("customer-handling", 6, 10),
    ("product", 7, 16), ("selling-skills", 8, 20), ("industry", 9, 17), ("product", 10, 22), ("selling-skills", 11, 19), ("other", 12, 10),
)
JUNE, ALONE = dt.date(2026, 6, 26), dt.date(2026, 6, 29)
"""When the newcomers join, and when they first work alone."""


def live(company: Company) -> None:
    company.employ("hr", "人事甲", "人力资源部")
    training = Training(company, company.dice(PROCEDURE))
    for year in (2025, 2026):
        for topic, month, day in YEAR:
            plan = training.plan(topic, on_or_after(dt.date(year, month, day)))
            held = on_or_after(plan["scheduled_at"] + training.dice.randrange(0, 12) * DAY)
            if held < EXPORTED:
                training.hold(plan, held)
    for n, name in enumerate(("销售庚", "销售辛")):
        training.newcomer(name, JUNE, {"product": JUNE, "customer-handling": ALONE + n * DAY}, ALONE + n * DAY)
    company.add(
        "decision", id="JD-2026-03", subject="team", title="增加销售代表", reason="新产品线需要增加人手",
        applied_by=company.holder("sales-manager", JUNE), applied_at=dt.date(2026, 4, 7), decided_by=company.holder("general-manager", JUNE),
        decided_at=dt.date(2026, 4, 13), effective_from=JUNE, notified_at=dt.date(2026, 4, 14),
    )


def plant(company: Company, ledger: Ledger) -> None:
    training = Training(company, company.dice(f"{PROCEDURE} planted"))
    for step in (_role, _stated, _held, _law, _alone, _tested):
        step(training, ledger)


def _role(training: Training, ledger: Ledger) -> None:
    for id, role, department, zh, en in (
        ("E051", "other", "销售部", "销售部员工的岗位没有职责规定", "a role in the sales department that no procedure defines"),
        ("E052", None, "市场部", "销售部门员工没有岗位", "somebody in the sales department without a role"),
        ("E053", "statistics-clerk", "业务部", "岗位有职责规定", "a role that the procedures define"),
    ):
        training.company.add(
            "employee", id=id, name=f"内勤{'甲乙丙'[int(id[-1]) - 1]}", account_id=f"u{id[1:]}", department=department, role=role,
            active_from=dt.date(2024, 3, 4), active_to=None)
        ledger.note("R-217.a", "employee", id, None if role == "statistics-clerk" else "missing", zh, en)


def _stated(training: Training, ledger: Ledger) -> None:
    day = dt.date(2026, 4, 22)
    for field, value, zh, en in (
        ("content", "　", "没有写内容", "no content"), ("trainer", None, "没有写讲师", "no trainer"), ("method", None, "没有写方式", "no method"),
        ("remark", None, "只缺备注", "only the remark is empty"),
    ):
        plan = training.plan("industry", day, **{field: value})
        training.hold(plan, day, training.company.sellers[:2])
        ledger.note("R-218.b", "training_plan", plan["id"], None if field == "remark" else "field-empty", zh, en)
    plan = training.plan("industry", day, scheduled_at=None)
    ledger.wrong("R-218.b", "training_plan", plan["id"], "field-empty", "没有写时间", "no date")


def _held(training: Training, ledger: Ledger) -> None:
    day = dt.date(2026, 3, 11)
    for moved, reason in ((31, "late"), (30, None), (-31, "only-before-trigger"), (-30, None), (None, "missing")):
        plan = training.plan("selling-skills", day)
        if moved is not None:
            training.hold(plan, day + moved * DAY, training.company.sellers[2:5])
        zh, en = ("没有举行", "never held") if moved is None else (f"与计划相差 {moved} 天", f"{moved} days from the planned day")
        ledger.note("R-219.a", "training_plan", plan["id"], reason, zh, en)
    plan = training.plan("product", EXPORTED - 30 * DAY)
    ledger.twin("R-219.a", "training_plan", plan["id"], "计划日期后第 30 天，尚可举行", "day 30 after the planned day, still in time")


def _law(training: Training, ledger: Ledger) -> None:
    """A year of records holds no gap above a year: one representative's day is not known, one makes up for it on the last day."""
    law = [row for row in training.company.tables["training_record"] if row["topic"] == "compliance" and row["held_at"] >= FIRST]
    lost, last = (next(row for row in law if row["employee_id"] == who) for who in training.company.sellers[4:])
    lost |= {"held_at": "2026-05-32"}
    zh, en = "合规培训的日期不存在", "the day of the compliance training does not exist"
    ledger.wrong("R-220.a", "employee", lost["employee_id"], "target-date-missing", zh, en, "undetermined", FIRST)
    for check in ("R-222.a", "R-222.b"):
        ledger.dark(check, "training_record", lost["id"], "value-unreadable", zh, en)
    last |= {"held_at": EXPORTED, "evaluated_at": None, "evaluated_by": None, "score": None, "result": None}
    ledger.twin("R-220.a", "employee", last["employee_id"], "正好一年时接受合规培训", "trained after a year to the day")


def _alone(training: Training, ledger: Ledger) -> None:
    for name, product, manners, reason, zh, en in (
        ("销售壬", ALONE + DAY, JUNE, "after", "独立联系客户次日才学产品", "learnt the products the day after the first contact alone"),
        ("销售癸", ALONE, ALONE, None, "独立联系客户当日学完", "learnt both on the day of the first contact alone"),
        ("销售子", JUNE, None, "missing", "没有学过客户接待", "never learnt to deal with customers"),
    ):
        who = training.newcomer(name, JUNE, {"product": product, "customer-handling": manners}, ALONE)
        ledger.note("R-221.a", "employee", who, reason, zh, en)


def _tested(training: Training, ledger: Ledger) -> None:
    day, who = dt.date(2025, 12, 17), training.company.sellers[0]
    for tested, changed, late, empty, zh, en in (
        (31, {"score": 85}, "late", None, "培训后第 31 天才考核", "tested on day 31"), (30, {"score": 85}, None, None, "第 30 天考核", "tested on day 30"),
        (None, {"score": None}, "missing", None, "没有考核", "never tested"),
        (5, {"score": None, "result": "　"}, None, "field-empty", "考核没有成绩和结论", "tested without score or conclusion"),
        (5, {"score": None, "result": "合格"}, None, None, "有评估结论", "assessed with a conclusion"),
    ):
        row = training.attend(who, "selling-skills", day, **({"result": None} | changed))
        row |= {"evaluated_at": tested and day + tested * DAY, "evaluated_by": tested and "E003"}
        if late or tested == 30:
            ledger.note("R-222.a", "training_record", row["id"], late, zh, en)
        if empty or tested == 5:
            ledger.note("R-222.b", "training_record", row["id"], empty, zh, en)
