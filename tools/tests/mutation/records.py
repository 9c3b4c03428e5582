"""Faults of the records themselves: fields, values, doubles, numbers, sums and persons."""

from __future__ import annotations

from judging import form
from mutation.kit import CONTRACTS, Mutant, Subject, World, day

from procedo.model.form import Field

UNSURE = "undetermined"
_PLAIN = form(
    "contract", "id:text! customer:reference!=customer title:text! serial:text number:text amount:money! rate:number signed_at:date! "
    "drafted_by:person reviewed_by:person approved_by:person topics:list", date=["signed_at"])
CONTRACT = _PLAIN.model_copy(update={"fields": _PLAIN.fields | {
    "kind": Field.model_validate({"type": "choice", "label": "kind", "choices": {"goods": "货物", "service": "服务"}}),
    "serial": Field.model_validate({"type": "text", "label": "serial", "pattern": "S-[0-9]{6}"}),
    "rate": Field.model_validate({"type": "number", "label": "rate", "minimum": 0, "maximum": 100})}})
CUSTOMER = form("customer", "id:text! name:text")
FORMS = [CONTRACT, CUSTOMER]


def clean() -> World:
    world = World()
    for n in range(CONTRACTS):
        if n % 4 == 0:
            world.add("customer", n, id=f"C{n // 4}", name="x")
        world.add(
            "contract", n, id=f"HT-{n}", customer=f"C{n // 4}", title="合同", serial=f"S-{n:06}", number=f"N-2026-{n + 1:05}", amount=str(1000 + n),
            rate="12.5", signed_at=day(n % 100), drafted_by=f"D{n % 50}", reviewed_by=f"R{n % 50}", approved_by=f"A{n % 50}",
            topics=["price", "term"], kind="goods")
    return world


def put(**values):
    def change(world: World, n: int) -> None:
        world.one("contract", n).update({key: value(n) if callable(value) else value for key, value in values.items()})

    return change


def double(world: World, n: int) -> list[str]:
    """Both that share a value are wrong."""
    world.one("contract", n)["serial"] = f"S-{n + 1:06}"
    return [f"HT-{n}", f"HT-{n + 1}"]


def twice(world: World, n: int) -> str:
    world.one("contract", n)["number"] = f"N-2026-{n:05}"
    world.add("contract", CONTRACTS + n, **{**world.one("contract", n), "id": f"HT-{n}b", "number": f"N-2026-{n + 1:05}"})
    return f"N-2026/{n}"


def lost(world: World, n: int) -> str:
    world.drop(world.one("contract", n))
    return f"N-2026/{n + 1}"


def numberless(world: World, n: int) -> dict[str, tuple[str, ...]]:
    """The record has none, and so the series has a gap."""
    world.one("contract", n)["number"] = ""
    return {f"HT-{n}": ("field-empty",), f"N-2026/{n + 1}": ("gap",)}


COMPLETENESS = Subject(
    "completeness", {"kind": "completeness", "case": "contract", "fields": ["title", "serial | number"], "contains": {"topics": ["price"]}}, FORMS, clean, (
        Mutant("title blank", ("field-empty",), put(title="\u3000")),
        Mutant("neither of two", ("field-empty",), put(serial="", number="")),
        Mutant("a topic lacking", ("value-lacking",), put(topics=["term"])),
        Mutant("two faults at once", ("field-empty", "value-lacking"), put(title="", topics=["term"])),
        Mutant("title lost", ("value-unreadable",), put(title="#REF!"), UNSURE)))
CONDITION = Subject("condition", {"kind": "condition", "case": "contract", "check": "amount < 100000 and matches(serial, 'S-[0-9]{6}')"}, FORMS, clean, (
    Mutant("too much", ("not-satisfied",), put(amount="100000")),
    Mutant("another shape", ("not-satisfied",), put(serial="X-000001")),
    Mutant("amount cannot be read", ("value-unreadable",), put(amount="1O00"), UNSURE),
    Mutant("amount blank", ("value-missing",), put(amount=""), UNSURE),
    Mutant("wrong whatever the amount", ("not-satisfied",), put(amount="", serial="X-000001"))))
VALIDITY = Subject("validity", {"kind": "validity", "forms": ["contract"]}, FORMS, clean, (
    Mutant("required and blank", ("required-empty",), put(title="")),
    Mutant("no number", ("wrong-type",), put(amount="many")),
    Mutant("against the pattern", ("pattern",), put(serial="S-1")),
    Mutant("not in the list", ("not-in-list",), put(kind="gift")),
    Mutant("out of range", ("out-of-range",), put(rate="101")),
    Mutant("points nowhere", ("reference-missing",), put(customer="C99999")),
    Mutant("two faults", ("required-empty", "pattern"), put(title="", serial="S-1"))))
UNIQUENESS = Subject("uniqueness", {"kind": "uniqueness", "case": "contract", "by": "serial"}, FORMS, clean, (
    Mutant("the same serial", ("duplicate",), double),
    Mutant("a serial that is lost", ("value-unreadable",), put(serial="#N/A"), UNSURE)))
NUMBERING = Subject("numbering", {"kind": "numbering", "case": "contract", "field": "number", "series": "N-{year}-{00000}"}, FORMS, clean, (
    Mutant("a number nobody carries", ("gap",), lost),
    Mutant("a number that two carry", ("duplicate",), twice),
    Mutant("no number at all", ("field-empty",), numberless)))
DUTIES = Subject(
    "separation-of-duties",
    {"kind": "separation-of-duties", "case": "contract", "duties": {"draft": "drafted_by", "review": "reviewed_by", "approve": "approved_by"}},
    FORMS, clean, (
        Mutant("drafted and reviewed by one", ("same-person",), put(reviewed_by=lambda n: f"D{n % 50}")),
        Mutant("reviewed and approved by one", ("same-person",), put(approved_by=lambda n: f" R{n % 50} ")),
        Mutant("one proven pair outweighs an unknown", ("same-person",), put(reviewed_by=lambda n: f"D{n % 50}", approved_by="#N/A")),
        Mutant("approver lost", ("person-missing",), put(approved_by="#N/A"), UNSURE)))
SUBJECTS = (COMPLETENESS, CONDITION, VALIDITY, UNIQUENESS, NUMBERING, DUTIES)
