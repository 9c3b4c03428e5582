"""Faults of approvals, and of contracts split to stay below a line."""

from __future__ import annotations

from judging import form
from mutation.kit import CONTRACTS, Mutant, Subject, World, day

from procedo.model import Matrix

STEPS = ("legal", "sales-manager", "finance")
MATRIX = Matrix.model_validate({
    "matrix": "M", "title": "x", "revision": "1", "status": "released", "about": "contract", "inputs": [{"name": "amount", "is": "amount"}],
    "key_fields": ["terms"],
    "lines": [
        {"id": "L1", "amount": "[0..100000)", "approvals": [{"step": 1, "role": "legal", "act": "review"}, {"step": 2, "role": "sales-manager"}]},
        {"id": "L2", "amount": ">= 100000", "approvals": [
            {"step": 1, "role": "legal", "act": "review"}, {"step": 2, "role": "sales-manager"}, {"step": 3, "role": "finance"}]}]})
CONTRACT = form("contract", "id:text! customer:text author:person amount:money! terms:text drafted_at:date signed_at:date delivered_at:date",
                date=["signed_at", "drafted_at"])
FORMS = [
    CONTRACT,
    form("approval", "id:text! contract:reference=contract role:text decision:text by:person decided_at:date amount:money round:integer",
         date=["decided_at"],
         decisions={"on": "contract", "role": "role", "says": "decision", "by": "by", "at": "decided_at", "round": "round", "amount": "amount"}),
    form("appointment", "id:text! person:person role:text from:date? to:date?",
         appoints={"person": "person", "role": "role", "from": "from", "to": "to"}),
    form("delegation", "id:text! giver:person receiver:person role:text cap:money from:date? to:date? sub:boolean",
         delegates={"giver": "giver", "to": "receiver", "role": "role", "cap": "cap", "from": "from", "until": "to", "sub": "sub"}),
    form("substitute", "id:text! holder:person substitute:person role:text",
         substitutes={"holder": "holder", "person": "substitute", "role": "role"}),
    form("absence", "id:text! person:person from:date? to:date?", absent={"person": "person", "from": "from", "to": "to"}),
    form("change", "id:text! contract:reference=contract field:text old:text new:text at:date", date=["at"],
         history={"of": "contract", "field": "field", "old": "old", "new": "new", "at": "at"}),
]


def clean() -> World:
    """Contracts drafted, reviewed, approved and signed in order; some by delegates and substitutes who may."""
    world = World()
    for role in STEPS:
        for k in range(5):
            world.add("appointment", -1, person=f"{role}-{k}", role=role, **{"from": "2025-01-01"})
        world.add("appointment", -1, person=f"{role}-old", role=role, **{"from": "2024-01-01", "to": "2025-12-31"})
        delegated = [("deputy", f"{role}-0", "2026-12-31", None), ("late", f"{role}-0", "2026-01-01", None), ("small", f"{role}-1", "2026-12-31", "1000"),
                     ("third", f"{role}-deputy", "2026-12-31", None), ("loop1", f"{role}-loop2", "2026-12-31", None),
                     ("loop2", f"{role}-loop1", "2026-12-31", None), ("stranger's", "nobody", "2026-12-31", None)]
        for name, giver, until, cap in delegated:
            world.add("delegation", -1, giver=giver, receiver=f"{role}-{name}", role=role, cap=cap, to=until, sub="否", **{"from": "2025-01-01"})
        world.add("delegation", -1, giver=f"{role}-2", receiver=f"{role}-early", role=role, to="2027-12-31", sub="否", **{"from": "2026-12-01"})
        world.add("substitute", -1, holder=f"{role}-3", substitute=f"{role}-stand-in", role=role)
        world.add("absence", -1, person=f"{role}-3", **{"from": "2026-01-01", "to": "2026-03-31"})
    for n in range(CONTRACTS):
        start, amount = n % 60, "250000" if n % 2 else "80000"
        world.add("contract", n, id=f"HT-{n}", customer=f"C{n}", author=f"rep-{n % 40}", amount=amount, terms="30 days",
                  drafted_at=day(start), signed_at=day(start + 10), delivered_at=day(start + 20))
        for k, role in enumerate(STEPS if n % 2 else STEPS[:2]):
            by = f"{role}-deputy" if n % 7 == 0 else f"{role}-stand-in" if n % 11 == 0 else f"{role}-{n % 5}"
            world.add("approval", n, contract=f"HT-{n}", role=role, decision="approved" if k else "reviewed", by=by,
                      decided_at=day(start + 2 * k + 1), amount=amount)
    return world


def place(world: World, n: int, role: str = "sales-manager"):
    return world.one("approval", n, role=role)


def after(world: World, n: int, days: int) -> str:
    """A day counted from the drafting of the n-th contract."""
    return day(n % 60 + days)


def changed(role: str = "sales-manager", **values):
    """Put values into the decision of a role; a callable is told world and n."""

    def change(world: World, n: int) -> None:
        place(world, n, role).update({key: value(world, n) if callable(value) else value for key, value in values.items()})

    return change


def by(suffix: str):
    return changed(by=f"sales-manager-{suffix}")


def own(world: World, n: int) -> None:
    world.one("contract", n)["author"] = "sales-manager-1"
    place(world, n)["by"] = "sales-manager-1"


def own_delegate(world: World, n: int) -> None:
    world.one("contract", n)["author"] = "sales-manager-0"
    place(world, n)["by"] = "sales-manager-deputy"


def refused(world: World, n: int) -> None:
    world.add("approval", n, contract=f"HT-{n}", role="sales-manager", decision="rejected", by="sales-manager-1", decided_at=after(world, n, 8))


def new_round(world: World, n: int) -> None:
    """Refused and approved again, but only by the role that refused."""
    refused(world, n)
    world.add("approval", n, contract=f"HT-{n}", role="sales-manager", decision="approved", by="sales-manager-1", decided_at=after(world, n, 9))


def stale(world: World, n: int) -> None:
    world.add("change", n, contract=f"HT-{n}", field="terms", old="30 days", new="90 days", at=after(world, n, 9))


def signed_early(world: World, n: int) -> None:
    world.one("contract", n)["delivered_at"] = after(world, n, 2)


def twice(world: World, n: int) -> None:
    """One person for two roles, appointed to both."""
    world.add("appointment", -1, person=f"both-{n}", role="legal", **{"from": "2025-01-01"})
    world.add("appointment", -1, person=f"both-{n}", role="sales-manager", **{"from": "2025-01-01"})
    for role in STEPS[:2]:
        place(world, n, role)["by"] = f"both-{n}"


def substituted(world: World, n: int) -> None:
    """Signed after the holder came back."""
    world.one("contract", n).update(signed_at="2026-04-20", delivered_at=None)
    place(world, n).update(by="sales-manager-stand-in", decided_at="2026-04-10")


UNSURE = "undetermined"
APPROVAL = Subject(
    "approval",
    {"kind": "approval", "case": "contract", "matrix": "M", "before": "signed_at", "author": "author", "amount": "amount", "delivery": "delivered_at"},
    FORMS, clean, (
        Mutant("no decision of a role", ("missing",), lambda w, n: w.drop(place(w, n))),
        Mutant("only reviewed", ("review-only",), changed(decision="reviewed")),
        Mutant("by somebody without the role", ("role-not-held",), by("nobody")),
        Mutant("by a former holder", ("role-not-held",), by("old")),
        Mutant("after signing", ("after-signing",), changed(decided_at=lambda w, n: after(w, n, 11))),
        Mutant("after delivery", ("after-delivery",), signed_early),
        Mutant("second before first", ("out-of-order",), changed(decided_at=lambda w, n: after(w, n, 0))),
        Mutant("by the author", ("self-approval",), own),
        Mutant("by the author's delegate", ("self-approval-via-delegate",), own_delegate),
        Mutant("delegation over", ("delegation-expired",), by("late")),
        Mutant("delegation not begun", ("delegation-not-yet",), by("early")),
        Mutant("above the delegate's cap", ("delegation-over-cap",), by("small")),
        Mutant("passed on without leave", ("delegation-chain",), by("third")),
        Mutant("delegations in a ring", ("delegation-loop",), by("loop1")),
        Mutant("giver holds nothing", ("delegator-not-holder",), by("stranger's")),
        Mutant("substitute though nobody was away", ("substitute-without-absence",),
               substituted),
        Mutant("approved for less", ("amount-lower",), changed(amount="100")),
        Mutant("a key field changed", ("stale",), stale),
        Mutant("last word is a refusal", ("rejected",), refused),
        Mutant("a new round without all", ("earlier-round",), new_round),
        Mutant("one person for two roles", ("same-person",), twice),
        Mutant("day that cannot be", ("date-missing",), changed(decided_at="2026-06-31"), UNSURE),
        Mutant("day after the export", ("future-dated",), changed(decided_at="2027-01-01"), UNSURE),
        Mutant("nobody named", ("approver-missing",), changed(by=""), UNSURE),
        Mutant("decision left blank", ("decision-missing",), changed(decision=""), UNSURE),
        Mutant("author unknown", ("author-missing",), lambda w, n: w.one("contract", n).update(author=""), UNSURE),
        Mutant("amount unreadable", ("amount-missing",), lambda w, n: w.one("contract", n).update(amount="8OOOO"), UNSURE),
        Mutant("below every line", ("no-line",), lambda w, n: w.one("contract", n).update(amount="-1"), UNSURE),
        Mutant("approved amount unreadable", ("approved-amount-unreadable",), changed(amount="8OOOO"), UNSURE),
        Mutant("change on a day nobody knows", ("change-date-missing",),
               lambda w, n: w.add("change", n, contract=f"HT-{n}", field="terms", old="30 days", new="90 days") and None, UNSURE),
    ), {"matrix": MATRIX})


def parts(*days: int, amount: str = "80000"):
    """Contracts of one customer, so many days after the first."""

    def change(world: World, n: int) -> list[str]:
        first = n - n % 2
        for k, later in enumerate(days):
            world.one("contract", first + 2 * k).update(customer=f"C{first}", amount=amount, signed_at=day(first % 60 + 20 + later))
        return [f"HT-{first + 2 * k}" for k in range(len(days))]

    return change


def no_fault(change):
    return lambda world, n: {} if change(world, n) else {}


def unreadable(world: World, n: int) -> list[str]:
    keys = parts(0)(world, n)
    world.one("contract", n - n % 2)["amount"] = "8OOOO"
    return keys


SPLITTING = Subject(
    "splitting", {"kind": "splitting", "case": "contract", "by": "customer", "within": "30 days", "matrix": "M", "amount": "amount"}, FORMS, clean, (
        Mutant("two that together reach the line", ("split",), parts(0, 3)),
        Mutant("three small ones", ("split",), parts(0, 10, 20, amount="34000")),
        Mutant("exactly the line, on the last day", ("split",), parts(0, 30, amount="50000")),
        Mutant("a day too late to be one", (), no_fault(parts(0, 31))),
        Mutant("together still below the line", (), no_fault(parts(0, 3, amount="49999.99"))),
        Mutant("an amount that cannot be read", ("amount-missing",), unreadable, UNSURE),
    ), {"matrix": MATRIX})
SUBJECTS = (APPROVAL, SPLITTING)
