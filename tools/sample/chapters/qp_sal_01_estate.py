"""QP-SAL-01 at a developer: the department's plans for year, quarters and months, and the targets that company management settles."""

from __future__ import annotations

import datetime as dt

from sample import planning, spans
from sample.company import EXPORTED, FIRST, LAST
from sample.days import DAY, on_or_after
from sample.estate import Estate, Row
from sample.ledger import Ledger
from sample.spans import Span, last_worked

COMPANIES = ("estate",)
OF = {"department": "经营销售部"}
YEARLY = (("sales-amount", 60_000_000), ("market-share", 8), ("new-customers", 120))


def live(company: Estate) -> None:
    for year in (2025, 2026):
        _year(company, year)
    for span in _periods():
        planning.plan(company, "department", span, "E003", last_worked(span.start - 4 * DAY), **OF)


def _year(company: Estate, year: int) -> None:
    made, set_at = on_or_after(dt.date(year - 1, 12, 6)), on_or_after(dt.date(year - 1, 12, 18))
    row = planning.department_plan(company, year, **OF)
    company.decide("plan", row["id"], "general-manager", "approved", "E001", made + 5 * DAY)
    for metric, value in YEARLY:
        found = _settled(company, row, metric, value, spans.year(year), set_at)
        company.decide("target", found["id"], "senior-management", "approved", "E028", set_at + 3 * DAY)
    for metric, value in YEARLY[::2]:
        for span in spans.of_year(year)[1:]:
            _settled(company, row, metric, value // (12 if span.type == "month" else 4), span, set_at)


def _settled(company: Estate, row: Row, metric: str, value: int, span: Span, set_at: dt.date) -> Row:
    """A target of the department; what can be added up is split among the two groups of consultants."""
    ended = span.end < EXPORTED
    whole = planning.target(company, metric, value, span, "E003", set_at, plan_id=row["id"], actual=value if ended else None, **OF)
    for who in ("E006", "E008") if metric != "market-share" else ():
        planning.target(
            company, metric, value // 2, span, who, set_at, parent_id=whole["id"], department="营销部", actual=value // 2 if ended else None)
    return whole


def _periods() -> list[Span]:
    """The months and quarters of the records, and those that begin when they end."""
    quarters = [spans.quarter(year, n) for year, n in ((2025, 3), (2025, 4), (2026, 1), (2026, 2), (2026, 3))]
    return [*spans.months(FIRST, LAST + 31 * DAY), *quarters]


def plant(company: Estate, ledger: Ledger) -> None:
    _share(company, ledger)
    for days, reason in ((1, "out-of-order"), (0, None)):
        start = dt.date(2026, 4, 1)
        row = planning.target(
            company, "satisfaction", 86, spans.quarter(2026, 2), "E003", start - 12 * DAY, published_at=start + days * DAY, unit="分", **OF)
        zh, en = ("期间开始次日才公布", "published the day after the period began") if reason else ("期间开始当日公布", "on the day it began")
        ledger.note("R-017.a", "target", row["id"], reason, zh, en)


def _share(company: Estate, ledger: Ledger) -> None:
    """The share of the market for 2026 was thought of after the year had begun."""
    row = company.rows("target", metric="market-share", year=2026)[0]
    row["set_at"] = dt.date(2026, 1, 5)
    company.redecide(row["id"], "senior-management", {"decided_at": dt.date(2026, 1, 8)})
    zh, en = "年初才定市场份额目标", "the target for the market share was set in January"
    ledger.wrong("R-020.a", "organisation", "sales", "late", zh, en, window="2026")
    ledger.wrong("R-011.b", "target", row["id"], "after-signing", zh, en)
    ledger.twin("R-011.b", "target", company.rows("target", metric="sales-amount", year=2026)[0]["id"], "十二月底前共同审定", "settled before the year ended")


def settle(company: Estate, ledger: Ledger) -> None:
    for row in company.tables["target"]:
        _published(row)


def _published(row: Row) -> None:
    if not row.get("evaluated_at"):
        row |= {"evaluated_at": row["set_at"], "published_at": row["set_at"]}
