"""Assessments of people month by month, what follows from them, and the manager's own by the quarter."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.days import DAY, later
from sample.reporting import at
from sample.spans import Span
from sample.trader import Trader

Row = dict[str, Any]
EXCELLENT, MET = 92, 75


class Assessing:
    """The assessments of a company."""

    def __init__(self, company: Trader, dice: Random):
        self.company, self.dice = company, dice

    def row(self, who: str, span: Span, metric: str, value: Any, day: dt.date, **changed: Any) -> Row:
        return self.company.add("assessment", **{
            "id": self.company.number("KHB-", 5), "scope": "individual", "employee_id": who, "department": "销售部", "period": span.label,
            "period_start": span.start, "metric": metric, "value": value, "assessed_at": day, "scored_at": at(day, 10),
            "scored_by": self.company.holder("sales-manager", day),
        } | changed)

    def month(self, who: str, span: Span, day: dt.date, least: int = MET, **changed: Any) -> Row:
        """Every indicator, then the overall result."""
        values = [self.dice.randrange(least, 101) for _ in self.company.metrics]
        for metric, value in zip(self.company.metrics, values, strict=True):
            self.row(who, span, metric, value, day)
        return self.overall(who, span, sum(values) // len(values), day, **changed)

    def overall(self, who: str, span: Span, value: int, day: dt.date, **changed: Any) -> Row:
        """The overall result; the other manager, where there is one, approves it before it is published."""
        result = "excellent" if value >= EXCELLENT else "met" if value >= MET else "below-target"
        row = self.row(who, span, "overall", value, day, **{"result": result, "published_at": day + 2 * DAY} | changed)
        row["published_by"] = self.company.holder("sales-manager", day)
        other = next((who for who in self.company.managers if who != row["scored_by"]), row["scored_by"])
        self.company.decide("assessment", row["id"], "sales-manager", "approved", other, day + DAY)
        return row

    def manager(self, who: str, span: Span, day: dt.date, approved: dt.date | None, by: str | None = None) -> Row:
        """The manager's own result, settled by the general manager."""
        boss = self.company.holder("general-manager", day)
        row = self.row(who, span, "overall", self.dice.randrange(80, 99), day, scope="manager", result="met", scored_by=boss,
                       published_at=day + 2 * DAY, published_by=boss)
        if approved:
            self.company.decide("assessment", row["id"], "general-manager", "approved", by or boss, approved)
        return row

    def coach(self, who: str, day: dt.date) -> Row:
        tested = later(day, 3)
        return self.company.add(
            "training_record", id=self.company.number("PXJL-"), employee_id=who, topic="other", held_at=day, hours=2, trainer="销售经理",
            result="按辅导意见改进", evaluated_at=tested, evaluated_by=self.company.holder("sales-manager", tested))

    def reward(self, row: Row, kind: str, day: dt.date, **changed: Any) -> Row:
        return self.company.add("reward", **{
            "id": self.company.number("JC-", 3), "employee_id": row["employee_id"], "type": kind, "amount": self.dice.randrange(5, 30) * 100,
            "assessment_id": row["id"], "granted_at": day, "granted_by": self.company.holder("general-manager", day), "remark": "按月度考核结果",
        } | changed)

    def decision(self, row: Row, day: dt.date) -> Row:
        return self.company.add(
            "hr_decision", id=self.company.number("RSJD-", 3), employee_id=row["employee_id"], decision="probation", assessment_id=row["id"],
            reason="连续三个月未达标", decided_at=day, decided_by=self.company.holder("general-manager", day))
