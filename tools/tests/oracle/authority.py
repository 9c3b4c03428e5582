"""Who had authority on the day of a decision, read plainly from SEMANTICS A.3: held, delegated or standing in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from oracle.values import Records, Row, flag, items, number, plan, word

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Way:
    """One way in which a person may have the role: what is certainly wrong with it, and what is unknown."""

    faults: frozenset[str] = NONE
    doubts: frozenset[str] = NONE

    @property
    def sound(self) -> bool:
        return not self.faults and not self.doubts

    def __add__(self, other: Way) -> Way:
        return Way(self.faults | other.faults, self.doubts | other.doubts)


def fault(*codes: str) -> Way:
    return Way(frozenset(codes))


def doubt(*codes: str) -> Way:
    return Way(NONE, frozenset(codes))


@dataclass(frozen=True)
class Act:
    """What was decided: in which role, on which day (None: unknown), for what amount and class, by whom it was written."""

    role: str
    day: dt.date | None
    amount: Decimal
    klass: str | None
    author: str | None


def covers(row: Row, act: Act, late: str, early: str, blank: str) -> Way:
    """`from` to `to`, both included; a blank end is open, a blank start unknown, but what is over is over."""
    start, end, day = plan(row["from"]), plan(row["to"]), act.day
    if day is None:
        return Way()
    if end.value and day > end.value:
        return fault(late)
    if start.value and day < start.value:
        return fault(early)
    return doubt(blank) if start.value is None or end.broken else Way()


def held(person: str, act: Act, records: Records) -> list[Way]:
    rows = [row for row in records["appointment"] if word(row["role"]) == act.role and word(row["person"]) == person]
    return [covers(row, act, "role-not-held", "role-not-held", "appointment-dates-missing") for row in rows]


def holder(person: str, act: Act, records: Records) -> bool | None:
    """Whether the person himself held it; None: perhaps."""
    told = held(person, act, records)
    if act.day is None:
        return None if told else False
    return True if any(way.sound for way in told) else None if any(not way.faults for way in told) else False


def link(row: Row, act: Act) -> Way:
    """Day, scope and cap of one delegation; the last day and the cap itself are inside."""
    told = covers(row, act, "delegation-expired", "delegation-not-yet", "date-missing")
    classes, cap = items(row["scope"]), number(row["cap"])
    if not fits(row, act) or (classes and act.klass and act.klass not in classes):
        told += fault("delegation-out-of-scope")
    if classes and not act.klass:
        told += doubt("value-missing")
    if cap.value is not None and act.amount > cap.value:
        told += fault("delegation-over-cap")
    if cap.broken:
        told += doubt("value-unreadable")
    return told + (fault("self-approval-via-delegate") if word(row["giver"]) == act.author else Way())


def fits(row: Row, act: Act) -> bool:
    return word(row["role"]) in (None, act.role)


def delegated(person: str, act: Act, records: Records) -> Iterator[Way]:
    """Every delegation to the person, followed to where it ends. One for another role is outside its scope, if its giver
    holds the claimed role; else it is about something else."""
    for row in received(person, records):
        if fits(row, act) or holder(word(row["giver"]), act, records):
            yield from followed(row, act, records, (person,), link(row, act))


def received(person: str, records: Records) -> list[Row]:
    return [row for row in records.get("delegation", []) if word(row["receiver"]) == person and word(row["giver"])]


def followed(row: Row, act: Act, records: Records, path: tuple[str, ...], so_far: Way) -> Iterator[Way]:
    giver = word(row["giver"])
    own = holder(giver, act, records)
    if own:
        yield so_far
    elif giver in path:
        yield fault("delegation-loop")
    else:
        upstream = [other for other in received(giver, records) if fits(other, act)]
        if own is None:
            yield so_far + (doubt("appointment-dates-missing") if act.day else Way())
        elif not upstream:
            yield so_far + fault("delegator-not-holder")
        for other in upstream:
            passed = Way() if flag(other["sub"]).value else fault("delegation-chain")
            yield from followed(other, act, records, (*path, giver), so_far + link(other, act) + passed)


def standing_in(person: str, act: Act, records: Records) -> Iterator[Way]:
    """A standing substitute: only on days on which the holder is recorded absent."""
    for row in records.get("substitute", []):
        if word(row["substitute"]) == person and word(row["role"]) == act.role:
            absences = [gone for gone in records.get("absence", []) if word(gone["person"]) == word(row["holder"])]
            away = [covers(gone, act, "no", "no", "date-missing") for gone in absences]
            if any(way.sound for way in away):
                yield Way()
            else:
                yield doubt("date-missing") if any(not way.faults for way in away) else fault("substitute-without-absence")


def ways(person: str, act: Act, records: Records) -> list[Way]:
    """All of them; a role that the list knows nobody in cannot be tested. An appointment that is over is no way."""
    if not any(word(row["role"]) == act.role for row in records["appointment"]):
        return [doubt("no-appointments")]
    own = [way for way in held(person, act, records) if not way.faults]
    if any(way.sound for way in own):
        return [Way()]
    return [*own, *delegated(person, act, records), *standing_in(person, act, records)] or [fault("role-not-held")]


def at(act: Act, role: str, day: dt.date | None) -> Act:
    return replace(act, role=role, day=day)
