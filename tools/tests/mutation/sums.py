"""Faults of sums and counterparts: instalments against the price, contracts against the ledger."""

from __future__ import annotations

from judging import form
from mutation.kit import CONTRACTS, Mutant, Subject, World, day

UNSURE = "undetermined"
CONTRACT = form("contract", "id:text! price:money! signed_at:date", date=["signed_at"])
INSTALMENT = form("instalment", "id:text! contract:reference=contract amount:money at:date", date=["at"])
LEDGER = form("ledger", "id:text! contract_no:text amount:money unit:text at:date", date=["at"])
FORMS = [CONTRACT, INSTALMENT, LEDGER]


def clean() -> World:
    """Three instalments make the price to the cent; the ledger holds each contract once."""
    world = World()
    for n in range(CONTRACTS):
        world.add("contract", n, id=f"HT-{n}", price=f"{30_000 + n}.10", signed_at=day(n % 100))
        for amount in ("10000.00", "20000.05", f"{n}.05"):
            world.add("instalment", n, contract=f"HT-{n}", amount=amount, at=day(n % 100))
        world.add("ledger", n, contract_no=f"HT-{n}", amount=f"{30_000 + n}.10", unit="set", at=day(n % 100))
    return world


def part(**values):
    return lambda world, n: world.of("instalment", n)[0].update(values)


def entry(**values):
    return lambda world, n: world.one("ledger", n).update(values)


def no_parts(world: World, n: int) -> None:
    for row in world.of("instalment", n):
        world.drop(row)


def orphan(form: str, **values):
    def change(world: World, n: int) -> str:
        return world.add(form, -1, at=day(1), **values)["id"]

    return change


SUM = Subject(
    "reconciliation of sums",
    {"kind": "reconciliation", "case": "contract", "let": {"planned": {"sum": "amount", "form": "instalment"}}, "equal": "price = planned",
     "tolerance": "0.01", "both": True}, FORMS, clean, (
        Mutant("two cents too little", ("sum-differs",), part(amount="9999.98")),
        Mutant("two cents too much", ("sum-differs",), part(amount="10000.02")),
        Mutant("no part at all", ("no-parts",), no_parts),
        Mutant("a part of nothing", ("orphan",), orphan("instalment", contract="HT-none", amount="1")),
        Mutant("a part blank", ("part-amount-missing",), part(amount=""), UNSURE),
        Mutant("a part unreadable", ("part-amount-missing",), part(amount="1OOOO"), UNSURE),
        Mutant("a price blank", ("value-missing",), lambda w, n: w.one("contract", n).update(price=""), UNSURE)))
COUNTERPART = Subject(
    "reconciliation of counterparts",
    {"kind": "reconciliation", "case": "contract", "with": {"form": "ledger", "match": {"contract_no": "id"}}, "equal": "price = there.amount",
     "both": True, "once": True}, FORMS, clean, (
        Mutant("another amount", ("sum-differs",), entry(amount="1.00")),
        Mutant("not in the ledger", ("missing",), lambda w, n: w.drop(w.one("ledger", n))),
        Mutant("twice in the ledger", ("duplicate",), lambda w, n: w.add("ledger", n, **w.one("ledger", n) | {"id": f"again-{n}"}) and None),
        Mutant("only in the ledger", ("orphan",), orphan("ledger", contract_no="HT-none", amount="1")),
        Mutant("amount of the ledger unreadable", ("value-unreadable",), entry(amount="many"), UNSURE)))
SUBJECTS = (SUM, COUNTERPART)
