"""QP-SAL-19: the shops. Price changes, returns, service checks, follow-ups and the day's count; faults are made of ordinary sales."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any

from sample.company import EXPORTED, FIRST, LAST
from sample.days import DAY
from sample.ledger import Ledger
from sample.shop import SHOPS, SUPERVISOR, Shop, line_key

COMPANIES = ("shop",)
PROCEDURE = "QP-SAL-19"
Row = dict[str, Any]
MINUTE = dt.timedelta(minutes=1)
SEEN = ["主动迎客，耐心听取需求", "试衣间前等候时无人照看，已提醒", "介绍搭配得当，记下顾客意见", "陈列整齐，接待有礼"]
SETTLED = EXPORTED - dt.timedelta(days=20)
"""Sales before this day are past every time limit."""


def live(company: Shop) -> None:
    dice = company.dice(PROCEDURE)
    for n in range(70):
        sale = company.pick(dice)
        line = company.lines[sale["id"]][0]
        company.reprice(sale, line, line["list_price"] * dice.choice((85, 90, 95)) // 100)
        company.allow(sale, line, "sales-manager" if n % 9 == 0 else "sales-supervisor")
    for cause, reason, first in (("size", "偏小，换大一码", 1), ("dislike", "颜色不合", 1), ("defect", "洗后起球", 5)) * 12:
        sale = company.pick(dice, lambda sale: sale["date"] < SETTLED)
        company.returned(sale, sale["date"] + dt.timedelta(days=dice.randrange(first, 13)), cause, reason)
    _checks(company, dice)
    _cancelled(company, dice)


def _checks(company: Shop, dice: Random) -> None:
    """The supervisor watches each shop twice a month."""
    day = FIRST + dt.timedelta(days=8)
    while day <= LAST:
        for shop in SHOPS:
            company.add(
                "store_check", id=company.number("FW-", 3), shop_id=shop, date=day, score=dice.randrange(82, 99), observed=dice.choice(SEEN),
                checked_by=SUPERVISOR[shop],
            )
        day += dt.timedelta(days=15)


def _cancelled(company: Shop, dice: Random) -> None:
    """Chosen, then given up at the till: nothing was paid."""
    for _ in range(9):
        sale = company.pick(dice, lambda sale: sale["customer_id"] is None)
        sale |= {"status": "cancelled", "paid_at": None, "delivered_at": None}
        company.tables["pos_payment"].remove(company.paid[sale["id"]])


# planted


def plant(company: Shop, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} planted")
    for step in (_verified, _in_order, _money, _stock, _intact, _allowed, _entered):
        step(company, ledger, dice)
    for n in range(12):
        month = f"{2025 + (6 + n) // 12}-{(6 + n) % 12 + 1:02}"
        ledger.dark("R-279.a", "organisation", "sales", "attestation-due", "当月服务尚未声明", "the month's service is not attested to yet")
        ledger.entries[-1]["window"] = month


def _verified(company: Shop, ledger: Ledger, dice: Random) -> None:
    for field, zh, en in (("colour", "没有记颜色", "no colour on record"), ("size", "没有记尺码", "no size on record"),
                          ("sku", "没有记货号", "no article number on record")):
        line = company.lines[company.pick(dice)["id"]][0]
        line[field] = None
        ledger.wrong("R-271.a", "pos_line", line_key(line), "field-empty", zh, en)
        if field == "sku":
            ledger.dark("R-274.a", "pos_line", line_key(line), "value-missing", zh, en)
    line = company.lines[company.pick(dice)["id"]][0]
    line["discount"] = None
    ledger.wrong("R-271.a", "pos_line", line_key(line), "field-empty", "优惠一栏空着", "the discount is blank")
    line = company.lines[company.pick(dice)["id"]][0]
    ledger.twin("R-271.a", "pos_line", line_key(line), "优惠填了 0", "the discount is 0")
    line = company.lines[company.pick(dice)["id"]][0]
    line["price"] = "二百九十九"
    for check in ("R-271.a", "R-277.a"):
        ledger.dark(check, "pos_line", line_key(line), "value-unreadable", "单价读不出", "the price cannot be read")


def _in_order(company: Shop, ledger: Ledger, dice: Random) -> None:
    sale = company.pick(dice)
    sale |= {"confirmed_at": sale["paid_at"] + MINUTE, "entered_at": sale["paid_at"] + 2 * MINUTE}
    for check, reason in (("R-271.b", "after"), ("R-273.a", "out-of-order")):
        ledger.wrong(check, "pos_sale", sale["id"], reason, "付款一分钟后才确认", "confirmed a minute after payment")
    sale = company.pick(dice)
    sale |= {"confirmed_at": sale["paid_at"], "entered_at": sale["paid_at"] + 2 * MINUTE}
    ledger.twin("R-271.b", "pos_sale", sale["id"], "确认与付款在同一分钟", "confirmed and paid in the same minute")
    sale = company.pick(dice)
    sale["delivered_at"] = sale["paid_at"] - MINUTE
    ledger.wrong("R-273.a", "pos_sale", sale["id"], "out-of-order", "付款前一分钟交货", "handed over a minute before payment")
    sale = company.pick(dice)
    sale["delivered_at"] = sale["paid_at"]
    ledger.twin("R-273.a", "pos_sale", sale["id"], "付款与交货在同一分钟", "paid and handed over in the same minute")
    sale = company.pick(dice)
    sale["paid_at"] = None
    company.tables["pos_payment"].remove(company.paid[sale["id"]])
    ledger.wrong("R-273.a", "pos_sale", sale["id"], "skipped", "没有付款就交了货", "handed over without payment")


def _money(company: Shop, ledger: Ledger, dice: Random) -> None:
    def cash(sale: Row) -> bool:
        return company.paid[sale["id"]]["method"] == "cash" and company.paid[sale["id"]]["change"] > 1

    for short, wrong in ((Decimal("0.01"), True), (0, False)):
        sale = company.pick(dice, cash)
        payment = company.paid[sale["id"]]
        payment["change"] -= short
        if wrong:
            ledger.wrong("R-272.a", "pos_sale", sale["id"], "sum-differs", "少找一分钱", "one cent too little given back")
        else:
            ledger.twin("R-272.a", "pos_sale", sale["id"], "找零分文不差", "the change is right to the cent")
    sale = company.pick(dice)
    company.lines[sale["id"]][0]["net_amount"] -= 1
    ledger.wrong("R-272.a", "pos_sale", sale["id"], "sum-differs", "明细之和少一元", "the lines are one yuan short of the total")
    sale = company.pick(dice)
    company.paid[sale["id"]]["amount"] = "六百"
    ledger.dark("R-272.a", "pos_sale", sale["id"], "part-amount-missing", "收取金额读不出", "the amount received cannot be read")


def _stock(company: Shop, ledger: Ledger, dice: Random) -> None:
    """A count on the day leaves one piece (or two), and two are sold."""
    for on_hand, wrong in ((1, True), (2, False)):
        sale, line = _two_of_a_shirt(company, dice)
        company.add("stock", shop_id=sale["shop_id"], sku=line["sku"], at=dt.datetime.combine(sale["date"], dt.time(9, 45)), on_hand=on_hand)
        if wrong:
            ledger.wrong("R-274.a", "pos_line", line_key(line), "not-satisfied", "只有一件却卖出两件", "one in stock and two sold")
        else:
            ledger.twin("R-274.a", "pos_line", line_key(line), "有两件，卖出两件", "two in stock and two sold")
    line = company.lines[company.pick(dice)["id"]][0]
    line["sku"] = "CY-9001"
    ledger.dark("R-274.a", "pos_line", line_key(line), "value-missing", "没有该货号的库存记录", "no stock of this article on record")
    for on_hand, wrong in ((2, True), (3, False)):
        row = dice.choice([row for row in company.tables["stock"] if row.get("min_level") == 3 and row["on_hand"] > 5])
        row["on_hand"] = on_hand
        key = f"{row['shop_id']} / {row['sku']} / {row['at']:%Y-%m-%d %H:%M:%S}"
        if wrong:
            ledger.wrong("R-274.b", "stock", key, "not-satisfied", "存量比最低存量少一件", "one below the least stock")
        else:
            ledger.twin("R-274.b", "stock", key, "存量正好是最低存量", "exactly at the least stock")


def _two_of_a_shirt(company: Shop, dice: Random) -> tuple[Row, Row]:
    """A T-shirt has no least stock of its own; the last of its week, so that no other sale rests on the count."""
    sale = company.pick(dice, lambda sale: sale["date"].weekday() == 6 and sale["customer_id"] is None)
    line = company.lines[sale["id"]][0]
    line |= {"sku": "TX-1042", "qty": 2, "list_price": 219, "price": 219}
    company.ring_up(sale)
    return sale, line


def _intact(company: Shop, ledger: Ledger, dice: Random) -> None:
    for days, wrong in ((3, True), (4, False)):
        sale = company.pick(dice, lambda sale: sale["date"] < SETTLED)
        company.returned(sale, sale["delivered_at"].date() + dt.timedelta(days=days), "defect", "开线")
        if wrong:
            ledger.wrong("R-275.a", "pos_sale", sale["id"], "present", "第 3 天因开线退回", "back for an open seam on day 3")
        else:
            ledger.twin("R-275.a", "pos_sale", sale["id"], "第 4 天退回", "back on day 4")
    sale = company.pick(dice, lambda sale: sale["date"] < SETTLED)
    row = company.returned(sale, None, "defect", "脱扣")
    row["decided_at"] = sale["date"] + 6 * DAY
    zh, en = "质量退货没有写日期", "a return for a defect without a date"
    ledger.dark("R-275.a", "pos_sale", sale["id"], "date-missing", zh, en)
    ledger.dark("R-168.a", "return", row["id"], "case-date-missing", zh, en)


def _allowed(company: Shop, ledger: Ledger, dice: Random) -> None:
    cases: tuple[tuple[dict[str, Any] | None, str | None, str, str], ...] = (
        (None, "missing", "擅自改价，无人批准", "price changed, approved by nobody"),
        ({"own": True}, "self-approval", "主管自己改价、自己批准", "the supervisor changed the price and approved it"),
        ({"days": 1}, "after-signing", "付款次日才补批准", "approved the day after payment"),
        ({"days": 0}, None, "付款当日批准", "approved on the day of payment"),
        ({"says": "rejected"}, "rejected", "主管不批准，仍按改价收款", "refused, and the changed price taken all the same"),
        ({"says": "reviewed"}, "review-only", "只审核，没有批准", "reviewed only"),
        ({"role": "sales-manager", "who": "E002"}, "role-not-held", "前任经理卸任后批准", "approved by the former manager"),
        ({"role": "sales-manager", "who": "E003"}, None, "新任经理批准", "approved by the new manager"),
    )
    for given, reason, zh, en in cases:
        sale = company.pick(dice, lambda sale: dt.date(2026, 1, 5) < sale["date"] < SETTLED)
        line = company.lines[sale["id"]][0]
        key = company.reprice(sale, line, line["list_price"] * 9 // 10)
        if given is not None:
            _decide(company, sale, line, dict(given))
        if reason:
            ledger.wrong("R-277.a", "pos_line", key, reason, zh, en)
        else:
            ledger.twin("R-277.a", "pos_line", key, zh, en)
    sale = company.pick(dice)
    key = company.reprice(sale, company.lines[sale["id"]][0], company.lines[sale["id"]][0]["list_price"], 20)
    ledger.wrong("R-277.a", "pos_line", key, "missing", "手工优惠 20 元，无人批准", "20 yuan off by hand, approved by nobody")
    sale = company.pick(dice)
    line = company.lines[sale["id"]][0]
    key = company.reprice(sale, line, line["list_price"] - 30)
    company.allow(sale, line)["decided_at"] = None
    ledger.dark("R-277.a", "pos_line", key, "date-missing", "批准没有写日期", "the approval carries no date")


def _decide(company: Shop, sale: Row, line: Row, given: dict[str, Any]) -> None:
    if given.pop("own", False):
        line["override_by"] = SUPERVISOR[sale["shop_id"]]
    company.allow(sale, line, day=sale["date"] + given.pop("days", 0) * DAY, **given)


def _entered(company: Shop, ledger: Ledger, dice: Random) -> None:
    for minutes, wrong in ((11, True), (10, False)):
        sale = company.pick(dice)
        sale["entered_at"] = sale["confirmed_at"] + minutes * MINUTE
        if wrong:
            ledger.wrong("R-278.a", "pos_sale", sale["id"], "late", "确认后 11 分钟才录入", "entered after 11 minutes")
        else:
            ledger.twin("R-278.a", "pos_sale", sale["id"], "第 10 分钟录入", "entered in the tenth minute")
    sale = company.pick(dice)
    sale |= {"entered_at": None, "entered_by": None}
    ledger.wrong("R-278.a", "pos_sale", sale["id"], "missing", "一直没有录入", "never entered")
    sale = company.pick(dice)
    sale["entered_by"] = next(who for who in company.sellers if who != sale["sold_by"])
    ledger.wrong("R-278.b", "pos_sale", sale["id"], "not-satisfied", "由别人代为录入", "entered by somebody else")


# over everything


def settle(company: Shop, ledger: Ledger) -> None:
    dice = company.dice(f"{PROCEDURE} settled")
    _follow_ups(company, ledger, dice)
    _counts(company, ledger, dice)


def _follow_ups(company: Shop, ledger: Ledger, dice: Random) -> None:
    """Within a fortnight of each purchase, unless a member was asked since anyway; some members bought only once."""
    odd = iter((
        (15, {}, "late", "第 15 天才联系", "contacted on day 15"), (14, {}, None, "第 14 天联系", "contacted on day 14"),
        (None, {}, "missing", "一直没有联系", "never contacted"),
        (6, {"satisfaction": None}, "missing", "没有问满意度", "satisfaction was not asked"),
        (6, {"product_use": None}, "missing", "没有问使用情况", "use was not asked"),
    ))
    bought: dict[str, list[Row]] = {}
    for sale in company.tables["pos_sale"]:
        if sale["customer_id"] and sale["delivered_at"] and sale["status"] == "sold":
            bought.setdefault(sale["customer_id"], []).append(sale)
    for sales in bought.values():
        alone = next((s for s in sales if SETTLED > s["date"] and s["id"] not in company.taken and _alone(s, sales)), None)
        plan = next(odd, None) if alone else None
        _ask(company, dice, [s for s in sales if not plan or s is not alone])
        if plan and alone:
            days, given, reason, zh, en = plan
            before = "only-before-trigger" if len(sales) > 1 else "missing"
            _ask_wrongly(company, ledger, alone, days, given, before if reason == "missing" else reason, zh, en)


def _alone(sale: Row, sales: list[Row]) -> bool:
    """No other purchase, and so no other follow-up, within a month before or ever after."""
    return not any(-30 <= (other["date"] - sale["date"]).days for other in sales if other is not sale)


def _ask(company: Shop, dice: Random, sales: list[Row]) -> None:
    asked = FIRST - DAY
    for sale in sorted(sales, key=lambda sale: sale["date"]):
        if asked <= sale["date"]:
            asked = sale["date"] + dt.timedelta(days=dice.randrange(3, 13))
            if asked < EXPORTED:
                company.follow_up(sale, asked, dice.randrange(10, 18), satisfaction=dice.choice((4, 4, 5, 5, 5)))


def _ask_wrongly(company: Shop, ledger: Ledger, sale: Row, days: int | None, given: Row, reason: str | None, zh: str, en: str) -> None:
    company.taken.add(sale["id"])
    if days:
        company.follow_up(sale, sale["date"] + dt.timedelta(days=days), **given)
    if reason:
        ledger.wrong("R-276.a", "pos_sale", sale["id"], reason, zh, en)
    else:
        ledger.twin("R-276.a", "pos_sale", sale["id"], zh, en)


def _counts(company: Shop, ledger: Ledger, dice: Random) -> None:
    days = sorted({(sale["shop_id"], sale["date"]) for sale in company.tables["pos_sale"] if sale["paid_at"]})
    short, long, exact, never = dice.sample(days, 4)
    for shop, day in days:
        if (shop, day) != never:
            company.count(shop, day, {short: Decimal("0.01"), long: -100}.get((shop, day), 0))
    for (shop, day), zh, en in ((short, "现金少一分钱", "the cash is one cent short"), (long, "现金多一百元", "a hundred yuan too much in cash")):
        ledger.wrong("R-272.b", "cash_count", f"{shop} / {day}", "sum-differs", zh, en)
    ledger.twin("R-272.b", "cash_count", f"{exact[0]} / {exact[1]}", "现金分文不差", "the cash is right to the cent")
    for sale in company.tables["pos_sale"]:
        if (sale["shop_id"], sale["date"]) == never and sale["paid_at"] and sale["status"] == "sold":
            ledger.wrong("R-272.b", "pos_sale", sale["id"], "orphan", "当天没有日结", "the day was never counted")
