"""A vendor of office systems: what it sells, who works there, and what its contracts, negotiations and surveys say beside the usual.

Everything made here conforms; `vendor_contracts` and the chapters make what does not.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sample.company import EXPORTED, Staff
from sample.days import later
from sample.trader import STEP_UP, Trader

SELLERS = [f"E{20 + n:03}" for n in range(6)]
STAFF: list[Staff] = [
    ("E001", "总经理甲", "general-manager", "管理层", "2018-05-07", "2026-01-30"),
    ("E002", "总经理乙", "general-manager", "管理层", "2026-01-31", None),
    ("E003", "销售经理甲", "sales-manager", "销售部", "2019-03-04", None),
    ("E005", "法务甲", "legal", "法务部", "2020-06-01", None),
    ("E006", "法务乙", "legal", "法务部", "2025-12-01", None),
    ("E007", "财务甲", "finance", "财务部", "2018-05-07", None),
    ("E008", "财务乙", "finance", "财务部", "2025-11-03", None),
    ("E009", "档案员甲", "records-clerk", "综合部", "2021-01-04", None),
    ("E010", "统计员甲", "statistics-clerk", "销售部", "2021-01-04", None),
    ("E011", "实施经理甲", "delivery", "实施部", "2019-01-07", None),
    ("E012", "主管甲", "sales-supervisor", "销售部", "2020-01-06", None),
    ("E013", "主管乙", "sales-supervisor", "销售部", "2022-02-07", None),
    ("E014", "售前工程师甲", "presales", "售前支持部", "2020-09-01", None),
    ("E015", "售前工程师乙", "presales", "售前支持部", "2023-04-03", None),
    *[(who, f"客户代表{'甲乙丙丁戊己'[n]}", "sales-rep", "销售部", f"2022-0{n + 2}-01", None) for n, who in enumerate(SELLERS)],
]
PRESALES = ("E014", "E015")
SYSTEMS = ["协同办公系统", "电子公文系统", "会议与门禁系统", "电子档案系统", "移动办公平台", "系统实施服务", "年度运维服务"]
SPECIFICATIONS = ("标准版，200 用户", "专业版，500 用户，含移动端", "集团版，不限用户，双机部署", "标准版，80 用户，云端部署")
OBLIGATIONS = ("甲方提供场地、网络和配合人员，乙方按进度实施并培训", "甲方按期付款并指定联系人，乙方保证系统可用并保守数据秘密")
NEEDS = {"business_process": "公文流转、会议、审批和归档", "functions": "流程、权限、移动端与接口要求", "usage_habits": "习惯纸质签批，外出时用手机处理"}
SERVICE = ("验收后免费维护一年，4 小时内响应", "免费维护两年，每季度上门巡检", "免费维护一年，升级按年费")


class Vendor(Trader):
    """A company that sells systems, puts them in and looks after them."""

    by_amount = False
    goods = SYSTEMS
    managers = ("E003",)
    offices = ()
    metrics = ("sales-amount", "profit", "new-customers", "satisfaction", "task-completion")
    departments = ("product", "implementation", "after-sales")
    fresh = 6
    pauses = (5, 6, 8)
    quotas = False
    presales = True

    def __init__(self, seed: int = 20260711):
        super().__init__(seed, STAFF, SELLERS)

    def number(self, prefix: str, width: int = 4) -> str:
        return super().number({"C-": "K-"}.get(prefix, prefix), width)

    def add(self, form: str, **row: Any) -> dict[str, Any]:
        """Contracts say more than elsewhere, and pre-sales takes part in surveys of needs and in presentations."""
        pick = self.random.choice
        if form == "contract":
            row = {"rights_obligations": pick(OBLIGATIONS), "specification": pick(SPECIFICATIONS), "after_sales_terms": pick(SERVICE)} | row
        elif form == "requirement":
            row = {"presales_id": pick(PRESALES)} | row | (NEEDS if row["usage_habits"] else {})
        elif form == "solution" and row["presented_at"]:
            row["presented_by"] = [*row["presented_by"], pick(PRESALES)]
        elif form == "negotiation":
            row["led_by"] = pick((*self.managers, *self.sellers))
        return super().add(form, **row)

    def review(self, row: dict[str, Any], function: str, who: str, day: dt.date, method: str) -> None:
        """Nobody but legal countersigns; request slips stay as they are."""
        if function == "legal" or method == "request-slip":
            super().review(row, function, who, day, method)

    def _approve(self, row: dict[str, Any], given: dict[str, Any]) -> None:
        """Legal reviews a contract before it goes out, by default on the next working day; nobody else has to.

        Until the procedure was revised, the sales manager and, by amount, the general manager approved it besides.
        """
        day = given.get("reviewed", later(row["drafted_at"], 1))
        if "decisions" in given or row["signed_at"] and row["signed_at"] < STEP_UP:
            super()._approve(row, given)
        elif day and day <= EXPORTED:
            self.decide("contract", row["number"], "legal", given.get("says", "reviewed"), given.get("reviewer", "E005"), day)
