"""QP-SAL-20: documents and records. Regulations and the sales manual, signed plans, acknowledgements, and what hangs on numbers and links."""

from __future__ import annotations

import datetime as dt

from sample import document_faults, documents
from sample.company import Company
from sample.ledger import Ledger

COMPANIES = ("sample", "office")
PROCEDURE = "QP-SAL-20"
PAPERS = [
    ("sales-manual", "销售管理手册", dt.date(2025, 2, 10)), ("regulation", "客户信息保密规定", dt.date(2025, 3, 3)),
    ("regulation", "业务费用报销办法", dt.date(2025, 3, 17)), ("process-table", "销售管理流程表", dt.date(2025, 4, 14)),
    ("incentive-policy", "年度销售奖励办法", dt.date(2025, 12, 29)), ("career-path", "销售人员晋升通道", dt.date(2025, 9, 8)),
    ("guidance", "客户拜访作业指导", dt.date(2025, 10, 20)), ("regulation", "样机管理办法", dt.date(2026, 1, 12)),
    ("regulation", "渠道商管理办法", dt.date(2026, 5, 18)),
]


def live(company: Company) -> None:
    company.employ("quality-manager", "质量经理甲", "质量部")
    for kind, name, effective in PAPERS:
        row = documents.regulation(company, kind, name, effective)
        documents.signed(company, row, row["reviewed_at"], row["approved_on"])


def plant(company: Company, ledger: Ledger) -> None:
    document_faults.plant(company, ledger)


def settle(company: Company, ledger: Ledger) -> None:
    documents.handed_out(company, ledger)
    documents.everybody(company, ledger, company.dice(PROCEDURE))
    documents.unreadable(company, ledger)
