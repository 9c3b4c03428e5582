"""The clothing retailer's year: members, sales every day, weekly counts of the stock, then what each procedure's chapter adds."""

from __future__ import annotations

import datetime as dt
from random import Random

from sample import chapters
from sample.company import FIRST, LAST
from sample.days import DAY
from sample.ledger import Ledger, asked
from sample.shop import ARTICLES, CREW, SHOPS, Shop

LEAST, FULL = 3, 14
MEMBERS = 110


def retailing() -> tuple[Shop, Ledger]:
    company, ledger = Shop(), Ledger(asked("retail-clothing"))
    live(company)
    chapters.run("shop", company, ledger)
    chapters.settle("shop", company, ledger)
    _in_order(company, ledger)
    return company, ledger


def _in_order(company: Shop, ledger: Ledger) -> None:
    """Numbers follow the day, so that nothing tells a planted record from another."""
    company.tables["pos_sale"].sort(key=lambda sale: sale["id"][4:])
    for form, at in (("approval", "decided_at"), ("activity", "done_at"), ("return", "at")):
        rows = company.tables[form]
        ids = [row["id"] for row in rows]
        rows.sort(key=lambda row: str(row[at] or ""))
        names = {row["id"]: id for row, id in zip(rows, ids, strict=True)}
        for row in rows:
            row["id"] = names[row["id"]]
        for entry in (*ledger.entries, *ledger.twins):
            if entry["form"] == form:
                entry["case"] = names[entry["case"]]


def live(company: Shop) -> None:
    dice = company.dice("year")
    members = {shop: [_join(company, dice, shop) for _ in range(MEMBERS // 2)] for shop in SHOPS}
    left = {(shop, sku): dice.randrange(LEAST + 2, FULL) for shop in SHOPS for sku, _, _ in ARTICLES}
    day = FIRST
    while day <= LAST:
        if day.weekday() == 0 or day == FIRST:
            _stock(company, left, day)
        for shop in SHOPS:
            for n in range(dice.choice((2, 3, 3, 4)) + (2 if day.weekday() > 4 else 0)):
                _sell(company, dice, left, shop, dt.datetime.combine(day, dt.time(10 + n * 10 // 6, dice.randrange(60))), members[shop])
        day += DAY


def _join(company: Shop, dice: Random, shop: str) -> str:
    return company.member(dt.date(2025, 1, 6) + dt.timedelta(days=dice.randrange(160)), dice.choice(CREW[shop]))


def _stock(company: Shop, left: dict[tuple[str, str], int], day: dt.date) -> None:
    """Counted before opening; what comes near its least was filled up the evening before."""
    for (shop, sku), on_hand in left.items():
        if on_hand <= LEAST + 2:
            left[shop, sku] = FULL
        company.add(
            "stock", shop_id=shop, sku=sku, at=dt.datetime.combine(day, dt.time(9, 0)), on_hand=left[shop, sku],
            min_level=None if sku.startswith("TX") else LEAST,
        )


def _sell(company: Shop, dice: Random, left: dict[tuple[str, str], int], shop: str, at: dt.datetime, members: list[str]) -> None:
    basket = []
    for sku, _, price in dice.sample(ARTICLES, dice.choice((1, 1, 1, 2, 2, 3))):
        qty = 2 if dice.random() < 0.08 else 1
        if left[shop, sku] >= qty:
            left[shop, sku] -= qty
            basket.append((sku, price, qty))
    if basket:
        company.sale(dice, shop, at, basket, dice.choice(members) if dice.random() < 0.4 else None, dice.choice(CREW[shop]))
