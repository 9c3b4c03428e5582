"""QP-SAL-01 at a vendor of office systems: what went wrong when the targets of 2026 were set."""

from __future__ import annotations

from sample.ledger import Ledger
from sample.vendor import Vendor

COMPANIES = ("office",)
YEAR = 2026


def settle(company: Vendor, ledger: Ledger) -> None:
    heads = {row["id"] for row in company.tables["plan"] if row.get("level") == "department"}
    for row in company.tables["target"]:
        if row.get("year") == YEAR and row.get("plan_id") in heads:
            row["set_by"] = company.holder("marketing-vp", row["set_at"])
            if row["metric"] == "market-share":
                row["metric"] = "sales-growth"
    zh, en = "2026 年部门目标由营销副总一人定", "the marketing vice president alone set the department's targets for 2026"
    ledger.wrong("R-011.a", "organisation", "sales", "missing", zh, en, window=YEAR)
    zh, en = "2026 年没有市场份额目标", "no target of market share for 2026"
    ledger.wrong("R-020.a", "organisation", "sales", "missing", zh, en, window=YEAR)
