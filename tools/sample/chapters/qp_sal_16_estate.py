"""QP-SAL-16 at a developer: what consultants are taught in a year, and the trainings of a project, which the HR manager passes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.days import DAY, later, on_or_after
from sample.estate import ON_SITE, Estate, Row
from sample.ledger import Ledger
from sample.training import Training

COMPANIES = ("estate",)
PROCEDURE = "QP-SAL-16"
YEAR = (("product", 2, 25), ("industry", 3, 18), ("selling-skills", 4, 15), ("compliance", 5, 20))


def live(company: Estate) -> None:
    training = Training(company, company.dice(PROCEDURE))
    for year in (2025, 2026):
        for topic, month, day in YEAR:
            plan = training.plan(topic, on_or_after(dt.date(year, month, day)))
            training.hold(plan, later(plan["scheduled_at"], training.dice.randrange(3)), ON_SITE)


def plant(company: Estate, ledger: Ledger) -> None:
    """The first two are as they should be."""
    training = Training(company, company.dice(f"{PROCEDURE} projects"))
    head, subsidiary = (company.rows("project", management_type=kind)[0] for kind in ("HQ", "SUB"))
    for project in (head, subsidiary):
        _project(company, training, project, project["opened_at"] - 20 * DAY, -2)
    for more, who, reason, zh, en in (
        (1, "E021", "after-signing", "申报费用次日才审核", "reviewed the day after the fee was applied for"),
        (0, "E021", None, "申报费用当日审核", "reviewed on the day the fee was applied for"),
        (None, "E021", "missing", "未经人力资源部经理审核", "the HR manager did not review it"),
        (-2, "E003", "role-not-held", "由销售经理审核", "reviewed by the sales manager"),
    ):
        row = _project(company, training, head, dt.date(2026, 3, 11), more, who)
        ledger.note("R-223.a", "training_plan", row["id"], reason, zh, en)


def _project(company: Estate, training: Training, project: Row, held: dt.date, reviewed: Any, who: str = "E021") -> Row:
    """Prepared a month before, the fee applied for ten days before; reviewed so many days from then."""
    held = on_or_after(held)
    applied = held - 10 * DAY
    row = training.plan(
        "product", held, project_id=project["id"], title=f"{project['name']}销售培训", content="户型、配套和销售口径", fee=8_000, method="external",
        trainer="外聘讲师", prepared_by="E004", prepared_at=held - 30 * DAY, fee_applied_at=applied)
    if reviewed is not None:
        company.decide("training_plan", row["id"], "hr", "reviewed", who, applied + reviewed * DAY)
    training.hold(row, held, company.team(project))
    return row
