"""Trainings: what is planned for a year, who came, and what came of it."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sample.company import EXPORTED, Company
from sample.days import later

Row = dict[str, Any]
DAY = dt.timedelta(days=1)
CALLS = 3
"""What everybody who sells makes in a day."""
SALES = ("sales-rep", "sales-supervisor", "sales-manager")
TITLES = {
    "product": "产品知识", "selling-skills": "销售技巧", "industry": "行业动态", "customer-handling": "客户接待与沟通",
    "compliance": "销售政策与法律法规", "other": "业绩辅导",
}
CONTENTS = {
    "product": "新型号性能、选型和常见故障", "selling-skills": "需求挖掘、报价和异议处理", "industry": "上下游行情和主要竞争对手",
    "customer-handling": "接待礼仪、沟通方法和记录要求", "compliance": "合同法规、反商业贿赂和客户信息保密", "other": "对照业绩逐项辅导",
}


class Training:
    """The trainings of a company."""

    def __init__(self, company: Company, dice: Random):
        self.company, self.dice = company, dice

    def people(self, day: dt.date) -> list[str]:
        """Everybody who sells on the day."""
        return [
            row["id"] for row in self.company.tables["employee"]
            if row["role"] in SALES and row["active_from"] <= day and (row["active_to"] is None or day <= row["active_to"])
        ]

    def plan(self, topic: str, day: dt.date, **changed: Any) -> Row:
        prepared = dt.date(day.year - 1, 12, 18)
        return self.company.add("training_plan", **{
            "id": self.company.number(f"PX-{day.year}-", 2), "year": day.year, "topic": topic, "title": TITLES[topic], "content": CONTENTS[topic],
            "scheduled_at": day, "method": self.dice.choice(("internal", "internal", "online", "cases", "external")),
            "trainer": self.dice.choice(("产品经理", "外聘讲师", "销售经理", "法务")), "fee": self.dice.choice((0, 0, 1200, 3000)),
            "prepared_by": self.company.holder("sales-manager", prepared), "prepared_at": prepared,
        } | changed)

    def hold(self, plan: Row, day: dt.date, people: list[str] | None = None) -> None:
        """On the day, with a test or an assessment a few days later."""
        for who in self.people(day) if people is None else people:
            self.attend(who, plan["topic"], day, plan_id=plan["id"], trainer=plan["trainer"])

    def attend(self, who: str, topic: str, day: dt.date, **changed: Any) -> Row:
        tested = later(day, self.dice.randrange(1, 8))
        score = self.dice.randrange(72, 99) if self.dice.random() < 0.7 else None
        done = tested < EXPORTED
        return self.company.add("training_record", **{
            "id": self.company.number("PXJL-"), "employee_id": who, "topic": topic, "held_at": day, "hours": self.dice.choice((2, 3, 4, 6)),
            "score": score if done else None, "result": None if score or not done else self.dice.choice(("掌握", "基本掌握")),
            "evaluated_at": tested if done else None, "evaluated_by": self.company.holder("sales-manager", tested) if done else None,
        } | changed)

    def newcomer(self, name: str, joined: dt.date, trained: dict[str, dt.date | None], alone: dt.date) -> str:
        """A representative who calls along with a colleague until the courses are over; `trained`: topic -> day."""
        id = f"E{100 + sum(row['id'] >= 'E100' for row in self.company.tables['employee'])}"
        self.company.hire(id, name, "sales-rep", "销售部", str(joined))
        for topic, day in trained.items():
            if day:
                self.attend(id, topic, day, trainer="销售主管")
        customers = [row["id"] for row in self.company.tables["customer"][:40] if row["status"] == "active"]
        day = joined
        while day < EXPORTED:
            for hour in range(CALLS):
                self.company.add(
                    "activity", id=self.company.number("GJ-", 5), type="call", customer_id=self.dice.choice(customers), done_by=id, direction="out",
                    done_at=dt.datetime.combine(day, dt.time(10 + 2 * hour, 30)), accompanied=day < alone, feedback="初次联系",
                    next_action_at=day + 14 * DAY)
            day = later(day, 1)
        return id
