"""The company's records as its systems export them: encodings, headings, totals and date styles as they come."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

from sample.company import Company

WORDS = {
    "reviewed": "审核",
    "approved": "批准",
    "rejected": "驳回",
    "active": "履行中",
    "sent": "已送签",
    "void": "已作废",
    "review": "评审中",
    "paid": "已结清",
    "open": "未回款",
    "visit": "拜访",
    "call": "电话",
    "message": "微信",
    "follow-up": "跟进",
    "return-visit": "回访",
    "customer": "客户",
    "market": "市场",
    "legal": "法务",
    "finance": "财务",
    "delivery": "交付",
    "sales": "销售",
    "reminder": "到期提醒",
    "countersignature": "会签",
    "request-slip": "请示单",
    "price": "价格",
    "clauses": "条款",
    "agreed": "同意",
    "transfer": "转账",
    "out": "主动联系",
    "collection-rate": "回款率",
    "quarter": "季度",
}
SCOPE = {"clauses": "条款", "price": "价格", "delivery": "交期"}
ROLES = {
    "general-manager": "总经理",
    "sales-manager": "销售经理",
    "sales-supervisor": "销售主管",
    "legal": "法务",
    "finance": "财务",
    "sales-rep": "销售代表",
    "records-clerk": "档案管理员",
    "statistics-clerk": "信息统计员",
    "delivery": "交付部",
}


def iso(day: Any) -> str:
    return day.isoformat() if isinstance(day, dt.date) else str(day or "")


def chinese(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if isinstance(day, dt.date) else ""


def dotted(day: Any) -> str:
    return f"{day.year}.{day.month}.{day.day}" if isinstance(day, dt.date) else ""


def yuan(value: Any) -> str:
    return f"￥{value:,.2f}" if isinstance(value, int) else str(value or "")


def text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(SCOPE.get(item, item) for item in value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)


def table(rows: list[dict[str, Any]], headings: dict[str, str], **styles: Any) -> bytes:
    """CSV text of the rows: heading by field, a function for each field that is written in a style of its own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings.values())
    for row in rows:
        writer.writerow([styles.get(name, text)(row.get(name)) for name in headings])
    return out.getvalue().encode("utf-8-sig")


def word(value: Any) -> str:
    return WORDS.get(value, value or "")


def role(value: Any) -> str:
    return ROLES.get(value, value or "")


def files(company: Company) -> dict[str, bytes]:
    """File name -> content of every export."""
    t = company.tables
    return {
        "employees.csv": table(
            t["employee"],
            {
                "id": "工号",
                "name": "姓名",
                "account_id": "系统账号",
                "department": "所属部门",
                "role": "主要岗位",
                "active_from": "入职日期",
                "active_to": "离职日期",
            },
            role=lambda value: "交付人员" if value == "delivery" else role(value),
        ),
        "appointments.csv": table(
            t["appointment"],
            {
                "id": "任命编号",
                "employee_id": "工号",
                "role": "任命岗位",
                "department": "任职部门",
                "from_date": "任职开始日期",
                "to_date": "任职结束日期",
            },
            role=role,
        ),
        "customers.csv": table(
            t["customer"],
            {"id": "客户编号", "name": "客户名称", "class": "客户类别", "status": "客户状态", "owner_id": "客户负责人", "created_at": "建档日期",
             "lost_at": "流失日期"},
            status=lambda value: {"active": "在用", "prospect": "潜在"}[value],
        ),
        "policies.csv": table(t["policy"], {"class": "客户等级", "interval_days": "跟进间隔天数"}, **{"class": lambda value: f"{value}级"}),
        "opportunities.csv": table(
            t["opportunity"],
            {"id": "商机编号", "customer_id": "客户编号", "name": "商机名称", "owner_id": "商机负责人", "opened_at": "商机建立日期"},
        ),
        "quotations.csv": table(
            t["quotation"],
            {
                "id": "报价单编号",
                "opportunity_id": "商机编号",
                "customer_id": "客户编号",
                "price": "报价总额(含税)",
                "payment_terms": "付款条款",
                "prepared_by": "报价人",
                "issued_at": "报价日期",
                "accepted_at": "客户接受日期",
            },
            price=yuan,
            issued_at=chinese,
            accepted_at=chinese,
        ),
        "negotiations.csv": table(
            t["negotiation"],
            {
                "id": "谈判记录编号",
                "opportunity_id": "商机编号",
                "quotation_id": "报价单编号",
                "customer_id": "客户编号",
                "led_by": "主谈人",
                "held_at": "谈判日期",
                "agreed_at": "达成一致日期",
            },
        ),
        "contracts.csv": _contracts(t["contract"]),
        "contract-reviews.csv": table(
            t["contract_review"],
            {
                "id": "评审单编号",
                "contract_no": "合同编号",
                "function": "评审职能",
                "reviewer_id": "评审人",
                "scope": "评审范围",
                "method": "评审方式",
                "opinion": "评审意见",
                "conclusion": "评审结论",
                "decided_at": "评审日期",
            },
            function=word,
            method=word,
            conclusion=word,
        ),
        "approvals.csv": table(
            t["approval"],
            {
                "id": "审批编号",
                "object_form": "单据类型",
                "object_id": "单据编号",
                "role": "审批岗位",
                "decision": "审批结果",
                "approver_id": "审批人",
                "decided_at": "审批日期",
                "amount": "批准金额",
                "comment": "审批意见",
            },
            object_form=lambda _: "销售合同",
            role=role,
            decision=word,
            object_id=padded,
        ),
        "archive.csv": table(
            t["archive"],
            {
                "id": "归档编号",
                "contract_no": "合同编号",
                "department": "存档部门",
                "archived_at": "归档日期",
                "archived_by": "移交人",
                "received_by": "接收人",
                "location": "存放位置",
                "retain_until": "保存期限至",
                "destroyed_at": "销毁日期",
            },
            department=word,
        ),
        "payment-schedules.csv": table(
            t["payment_schedule"],
            {
                "id": "回款计划编号",
                "contract_no": "合同编号",
                "customer_id": "客户编号",
                "instalment_no": "期次",
                "amount": "应收金额",
                "due_date": "应收日期",
                "paid_at": "结清日期",
                "status": "回款状态",
                "owner_id": "负责人",
            },
            status=word,
        ),
        "payments.xlsx": _payments(t["payment"]),
        "dunning.csv": table(
            t["dunning"],
            {
                "id": "催款编号",
                "schedule_id": "回款计划编号",
                "contract_no": "合同编号",
                "customer_id": "客户编号",
                "attempt_no": "催款次数",
                "done_at": "催款日期",
                "done_by": "催款人",
                "reason": "逾期原因",
                "measure": "催款措施",
                "feedback": "客户反馈",
            },
            measure=word,
        ),
        "escalations.csv": table(
            t["escalation"],
            {
                "id": "上报编号",
                "schedule_id": "回款计划编号",
                "contract_no": "合同编号",
                "customer_id": "客户编号",
                "reported_at": "上报日期",
                "reported_by": "上报人",
                "reported_to": "上报对象",
                "reason": "困难原因",
                "solution": "解决方案",
            },
        ),
        "credit-ratings.csv": table(
            t["credit_rating"],
            {
                "id": "评级编号",
                "customer_id": "客户编号",
                "grade": "信用等级",
                "limit": "信用额度(万元)",
                "rated_at": "评级日期",
                "rated_by": "评定人",
            },
            limit=lambda value: f"{value // 10_000}",
        ),
        "orders.csv": table(
            t["order"],
            {
                "id": "订单编号",
                "customer_id": "客户编号",
                "amount": "订单金额",
                "owner_id": "业务员",
                "booked_at": "下单日期",
                "released_at": "放行日期",
                "delivered_at": "交付日期",
                "status": "订单状态",
                "finance_by": "财务审核人",
                "finance_at": "财务审核时间",
                "manager_by": "销售经理",
                "manager_at": "销售经理批准时间",
            },
            amount=yuan,
            status=lambda value: {"open": "进行中", "released": "已放行"}[value],
        ),
        "visit-plans.csv": table(
            t["visit_plan"],
            {
                "id": "拜访计划编号",
                "customer_id": "客户编号",
                "owner_id": "拜访人",
                "created_at": "制定时间",
                "planned_at": "计划拜访日期",
                "place": "拜访地点",
                "purpose": "拜访目的",
                "materials": "准备资料",
            },
        ),
        "activities.csv": table(
            t["activity"],
            {
                "id": "跟进记录编号",
                "type": "跟进方式",
                "customer_id": "客户编号",
                "contract_no": "合同编号",
                "done_by": "跟进人",
                "done_at": "跟进时间",
                "direction": "联系方向",
                "feedback": "客户反馈",
                "satisfaction": "满意度",
                "next_action_at": "下次跟进日期",
            },
            type=word,
            direction=word,
        ),
        "feedback.csv": table(
            t["feedback"],
            {
                "id": "反馈编号",
                "source": "信息来源",
                "customer_id": "客户编号",
                "topic": "反馈主题",
                "content": "反馈内容",
                "collected_at": "收集日期",
                "collected_by": "收集人",
                "reported_at": "上报日期",
                "reported_to": "上报对象",
            },
            source=word,
            collected_at=dotted,
            reported_at=dotted,
        ),
        "targets.csv": table(
            t["target"],
            {
                "id": "目标编号",
                "metric": "指标",
                "value": "目标值",
                "owner_id": "责任人",
                "period_type": "期间类型",
                "period": "所属期间",
                "period_start": "期间开始日期",
                "period_end": "期间结束日期",
                "set_at": "设定日期",
                "set_by": "设定人",
            },
            metric=word,
            period_type=word,
        ),
    }


def padded(value: Any) -> str:
    """Every seventh number carries a full-width blank behind it, as typed ones do."""
    return f"{value}\u3000" if str(value)[-1:] == "7" else str(value)


def _contracts(rows: list[dict[str, Any]]) -> bytes:
    """The contract ledger comes from an old system: GB18030, amounts with a currency sign and thousand marks."""
    headings = {
        "number": "合同编号",
        "title": "合同名称",
        "customer_id": "客户编号",
        "opportunity_id": "商机编号",
        "quotation_id": "报价单编号",
        "product_or_service": "产品或服务内容",
        "price": "合同金额(含税)",
        "delivery_date": "交货日期",
        "payment_terms": "付款条款",
        "sales_owner_id": "销售负责人",
        "drafted_by": "起草人",
        "drafted_at": "起草日期",
        "sent_at": "送签日期",
        "signed_at": "签订日期",
        "signed_by": "我方签约人",
        "status": "合同状态",
        "voided_reason": "作废原因",
        "template_id": "合同文本编号",
        "template_version": "合同文本版本",
        "deviation": "是否偏离范本",
    }
    return table(rows, headings, price=yuan, status=word).decode("utf-8-sig").encode("gb18030")


def _payments(rows: list[dict[str, Any]]) -> bytes:
    """A workbook as finance keeps it: a title, a line of remarks, headings in row 4, a total at the end."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 7, 1)})
    sheet, day, money = (
        book.add_worksheet("回款明细"),
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "#,##0.00"}),
    )
    sheet.write(0, 0, "2025年7月至2026年6月回款明细表")
    sheet.write(1, 0, "编制：财务部")
    headings = {
        "id": "回款编号",
        "contract_no": "合同编号",
        "schedule_id": "回款计划编号",
        "customer_id": "客户编号",
        "type": "款项类型",
        "method": "回款方式",
        "amount": "回款金额",
        "received_at": "回款日期",
        "received_by": "收款人",
        "bank_ref": "银行流水号",
    }
    for column, heading in enumerate(headings.values()):
        sheet.write_string(3, column, heading)
    for line, row in enumerate(rows, 4):
        for column, name in enumerate(headings):
            _cell(sheet, line, column, name, row.get(name), day, money)
    sheet.write(len(rows) + 4, 0, "合计")
    sheet.write_number(len(rows) + 4, list(headings).index("amount"), sum(row["amount"] for row in rows), money)
    book.close()
    return out.getvalue()


def _cell(sheet: Any, line: int, column: int, name: str, value: Any, day: Any, money: Any) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), day)
    elif isinstance(value, int):
        sheet.write_number(line, column, value, money)
    else:
        sheet.write_string(line, column, "货款" if name == "type" else word(value))


def save(folder: Path, contents: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
