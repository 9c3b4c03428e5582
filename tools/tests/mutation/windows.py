"""Faults of what must be there, must not be there, comes before, follows in time, or comes again and again."""

from __future__ import annotations

from judging import form
from mutation.kit import CONTRACTS, Mutant, Subject, World, day

CONTRACT = form("contract", "id:text! class:text signed_at:date closed_at:date", date=["signed_at"], active={"from": "signed_at", "to": "closed_at"})
NOTE = form("note", "id:text! contract:reference=contract at:date kind:text counts:boolean", date=["at"])
FORMS = [CONTRACT, NOTE]
SEARCH = {"form": "note", "match": "contract", "where": "counts"}
UNSURE = "undetermined"


def clean() -> World:
    """Notes before signing, soon after it, and every 20 days until the contract is closed."""
    world = World()
    for n in range(CONTRACTS):
        start = n % 40
        world.add("contract", n, id=f"HT-{n}", signed_at=day(start), closed_at=day(start + 60), **{"class": "AB"[n % 2]})
        for at in (-5, 2, 20, 40, 58):
            world.add("note", n, contract=f"HT-{n}", at=day(start + at), kind="before" if at < 0 else "after", counts="是")
    return world


def notes(world: World, n: int, *positions: int):
    return [world.of("note", n)[position] for position in positions]


def gone(*positions: int):
    def change(world: World, n: int) -> None:
        for row in notes(world, n, *positions):
            world.drop(row)

    return change


def put(position: int, at: int | str | None = None, **values):
    """Another day, or other values, for one note."""

    def change(world: World, n: int) -> None:
        said = {} if at is None else {"at": day(n % 40 + at) if isinstance(at, int) else at}
        notes(world, n, position)[0].update(said | values)

    return change


def both(*changes):
    def change(world: World, n: int) -> None:
        for one in reversed(changes):
            one(world, n)

    return change


ONLY_BEFORE = gone(1, 2, 3, 4)
FIRST_AFTER = {"kind": "response", "case": "contract", "needs": SEARCH, "after": "signed_at", "within": "$days[class]"}
RESPONSE = Subject("response", FIRST_AFTER, FORMS, clean, (
    Mutant("nothing followed", ("missing",), gone(0, 1, 2, 3, 4)),
    Mutant("followed late", ("late",), gone(1)),
    Mutant("only before the trigger", ("only-before-trigger",), ONLY_BEFORE),
    Mutant("what followed does not count", ("late",), put(1, counts="否")),
    Mutant("the day cannot be", ("target-date-missing",), put(1, "2026-02-31"), UNSURE),
    Mutant("class unknown and it matters", ("limit-attribute-missing",),
           lambda w, n: (w.one("contract", n).update({"class": "?"}), put(1, 9)(w, n)) and None, UNSURE),
    Mutant("signed on no day there is", ("value-unreadable",), lambda w, n: w.one("contract", n).update(signed_at="2026-02-30"), UNSURE),
), {"parameters": {"days": {"A": "5 working days", "B": "8 working days"}}})

PRECEDENCE = Subject("precedence", {"kind": "precedence", "case": "contract", "needs": SEARCH, "before": "signed_at"}, FORMS, clean, (
    Mutant("nothing at all", ("missing",), gone(0, 1, 2, 3, 4)),
    Mutant("only afterwards", ("after",), gone(0)),
    Mutant("what was before does not count", ("after",), put(0, counts="否")),
    Mutant("the day is blank", ("date-missing",), put(0, ""), UNSURE),
))

EXISTENCE = Subject(
    "existence", {"kind": "existence", "case": "contract", "needs": SEARCH | {"at_least": 2}, "before": "signed_at + days(30)"}, FORMS, clean, (
        Mutant("none", ("missing",), gone(0, 1, 2, 3, 4)),
        Mutant("too few", ("too-few",), gone(0, 1, 3, 4)),
        Mutant("all too late", ("late",), gone(0, 1, 2)),
        Mutant("a day is blank", ("target-date-missing",), both(gone(0), put(1, "")), UNSURE),
        Mutant("the bound cannot be read", ("value-unreadable",), lambda w, n: w.one("contract", n).update(signed_at="2026-02-30"), UNSURE),
    ))

ABSENCE = Subject(
    "absence", {"kind": "absence", "case": "contract", "forbids": SEARCH, "after": "closed_at + days(1)", "before": "closed_at + days(60)"}, FORMS, clean, (
        Mutant("one inside the window", ("present",), put(4, 70)),
        Mutant("on the last day", ("present",), put(4, 120)),
        Mutant("on the first day", ("present",), put(4, 61)),
        Mutant("on a day nobody knows", ("date-missing",), put(4, ""), UNSURE),
    ))


def interval(position: int, change):
    """The case is the interval that begins with this note (-1: with the signing)."""

    def changed(world: World, n: int) -> str:
        begins = [n % 40, *(n % 40 + at for at in (2, 20, 40, 58))][position + 1]
        change(world, n)
        return f"HT-{n}/{day(begins)}"

    return changed


RECURRENCE = Subject("recurrence", {"kind": "recurrence", "case": "contract", "needs": SEARCH, "max_gap": "25 days"}, FORMS, clean, (
    Mutant("a gap too long", ("late",), interval(0, gone(2))),
    Mutant("the first one comes late", ("late",), interval(-1, gone(1, 2))),
    Mutant("nothing more", ("missing",), interval(1, gone(3, 4))),
    Mutant("one in the gap on a day nobody knows", ("target-date-missing",), interval(0, put(2, "2026-02-30")), UNSURE),
), {"period": ("2026-01-01", "2026-06-30")})


def month(change):
    """The case is the first month that the contract ran through, and `change` is done to its notes."""

    def changed(world: World, n: int) -> str:
        said = "2026-02" if n % 40 <= 31 and n % 40 else "2026-03" if n % 40 else "2026-01"
        change(world, [note for note in world.of("note", n) if note["at"].startswith(said)])
        return f"HT-{n}/{said}"

    return changed


def without(world: World, rows) -> None:
    for row in rows:
        world.drop(row)


def unread(world: World, rows) -> None:
    without(world, rows[1:])
    rows[0]["at"] = "2026-02-30"


MONTHLY = Subject("recurrence by month", {"kind": "recurrence", "case": "contract", "needs": SEARCH, "every": "month"}, FORMS, clean, (
    Mutant("a month without one", ("missing",), month(without)),
    Mutant("the only one of the month does not count", ("missing",), month(lambda world, rows: [row.update(counts="否") for row in rows] and None)),
    Mutant("the only one of the month on a day there is not", ("target-date-missing",), month(unread), UNSURE),
), {"period": ("2026-01-01", "2026-06-30")})
SUBJECTS = (RESPONSE, PRECEDENCE, EXISTENCE, ABSENCE, RECURRENCE, MONTHLY)
