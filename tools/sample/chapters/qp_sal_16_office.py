"""QP-SAL-16 at a vendor of office systems: one sales manager at any time, save some days in autumn with two."""

from __future__ import annotations

import datetime as dt

from sample.ledger import Ledger
from sample.vendor import Vendor

COMPANIES = ("office",)
ACTING = (dt.date(2025, 10, 27), dt.date(2025, 11, 7))


def settle(company: Vendor, ledger: Ledger) -> None:
    company.appoint("E011", "sales-manager", "销售部", *ACTING)
    ledger.wrong("R-216.a", "organisation", "sales", "not-satisfied", "月初有两名销售经理", "two sales managers on the first of the month", window="2025-11")
