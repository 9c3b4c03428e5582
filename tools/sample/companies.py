"""The invented companies by the name of their recordset: one to a profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sample.company import Company
from sample.developing import developing
from sample.fieldsales import fieldsales
from sample.ledger import Ledger
from sample.retailing import retailing
from sample.trading import trading
from sample.vending import vending


@dataclass(frozen=True)
class Sample:
    profile: str
    zh: str
    en: str
    make: Callable[[], tuple[Company, Ledger]]


COMPANIES = {
    "sample": Sample("general-b2b", "示例公司 2025 年 7 月至 2026 年 6 月的销售记录",
                     "Sales records of the sample company, July 2025 to June 2026", trading),
    "shop": Sample("retail-clothing", "服装零售公司 2025 年 7 月至 2026 年 6 月的门店记录",
                   "Shop records of a clothing retailer, July 2025 to June 2026", retailing),
    "estate": Sample("real-estate", "房地产公司 2025 年 7 月至 2026 年 6 月的销售记录",
                     "Sales records of a property developer, July 2025 to June 2026", developing),
    "field": Sample("field-sales", "外勤销售公司 2025 年 7 月至 2026 年 6 月的销售记录",
                    "Sales records of a field sales company, July 2025 to June 2026", fieldsales),
    "office": Sample("oa-vendor", "办公系统供应商 2025 年 7 月至 2026 年 6 月的销售记录",
                     "Sales records of an office-system vendor, July 2025 to June 2026", vending),
}
