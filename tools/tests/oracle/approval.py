"""Approval, read plainly from SEMANTICS A: which line, how each decision stands, who fills which place, and in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from oracle.authority import Act, Way, doubt, ways
from oracle.values import Answer, Cell, Records, Row, day_of, in_order, number, point, unknown, word

RANK = (
    "rejected missing review-only self-approval self-approval-via-delegate same-person role-not-held delegation-loop delegation-chain "
    "delegator-not-holder delegation-out-of-scope delegation-over-cap delegation-expired delegation-not-yet substitute-without-absence "
    "after-delivery after-signing amount-lower stale earlier-round out-of-order"
).split()
DARK = (
    "same-day-conflict matrix-not-in-force no-line amount-missing rate-missing tax-basis-missing approver-missing date-missing "
    "decision-missing author-missing approved-amount-unreadable change-date-missing no-appointments appointment-dates-missing "
    "chain-too-long case-date-missing future-dated value-unreadable value-missing reference-missing key-missing"
).split()
GRAVITY = [*RANK, *DARK]


@dataclass(frozen=True)
class Place:
    """One yes that the line demands: by one of `roles`; `votes`: it is one of k places of one demand."""

    step: int
    roles: tuple[str, ...]
    act: str = "approve"
    votes: int = 0


@dataclass(frozen=True)
class Rule:
    """The settings of one check."""

    lines: list[tuple[str, Decimal, list[Place]]]
    """(id, the least amount, places), the highest line first; below the last one there is no line."""
    resume: bool = False
    same_person: bool = False
    same_day: str = "allowed"
    delivery: bool = False
    key_fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A contract with its gate and what was signed."""

    row: Row
    rule: Rule
    records: Records
    signed: dt.date | None
    delivered: dt.date | None
    amount: Decimal

    @property
    def gate(self) -> dt.date | None:
        return min([day for day in (self.signed, self.delivered) if day], default=None)

    @property
    def author(self) -> str | None:
        return word(self.row["author"])


@dataclass(frozen=True)
class Standing:
    """One decision for one place."""

    row: Row
    person: str | None
    day: dt.date | None
    faults: frozenset[str]
    doubts: frozenset[str]

    @property
    def sound(self) -> bool:
        return not self.faults and not self.doubts


def reading(rule: Rule):
    def judge(row: Row, records: Records) -> Answer:
        return contract(row, records, rule)

    return judge


def contract(row: Row, records: Records, rule: Rule) -> Answer:
    signed, delivered = point(row["signed_at"]), point(row["delivered_at"]) if rule.delivery else Cell()
    dark = {cell.broken for cell in (signed, delivered) if cell.broken}
    if rule.delivery and word(row["status"]) == "signed" and not word(row["signed_at"]) and delivered == Cell():
        dark.add("case-date-missing")
    amount = number(row["amount"]).value
    dark |= {"amount-missing"} if amount is None else {"no-line"} if amount < min(least for _, least, _ in rule.lines) else set()
    if dark:
        return unknown(*dark)
    case = Case(row, rule, records, signed.value, delivered.value, amount)
    return judged(case, places_of(case))


def judged(case: Case, places: list[Place]) -> Answer:
    rows = [row for row in case.records["approval"] if word(row["contract"]) == case.row["id"] and not point(row["decided_at"]).ahead]
    rows = [dict(told) for told in dict.fromkeys(tuple(sorted((k, v) for k, v in row.items() if k != "id")) for row in rows)]
    told = [place_told(case, place, rows) for place in places]
    wrong = set().union(*(faults for _, faults, _ in told))
    dark = set().union(*(doubts for _, _, doubts in told))
    filled = [(place, sound) for n, (place, (sound, _, _)) in enumerate(zip(places, told, strict=True)) if sound and has_room(places, n, sound)]
    muddled, spare = together(case, places, filled), set().union(*(lightest(others_open(sound)) for _, sound in filled))
    dark |= spare if muddled else set()
    wrong |= set() if spare else muddled
    return settled(case, wrong, dark)


def others_open(able: list[Standing]) -> list[frozenset[str]]:
    """What is unknown of the decisions that could stand in for a sound one."""
    return [one.doubts for one in able if one.doubts]


def has_room(places: list[Place], n: int, able: list[Standing]) -> bool:
    """Of the places of one vote as many are filled as there are persons."""
    return not places[n].votes or places[:n].count(places[n]) < len({one.person for one in able if one.sound})


def settled(case: Case, wrong: set[str], dark: set[str]) -> Answer:
    """A.5.5: before the gate a fault is not yet one."""
    if case.gate is None:
        if dark:
            return "undetermined", dark
        return ("pending", {"not-yet-signed"} | wrong) if wrong else ("conforms", set())
    if wrong:
        return "nonconforming", wrong | dark
    return ("undetermined", dark) if dark else ("conforms", set())


# How one decision stands


def speaks_for(case: Case, place: Place, row: Row) -> list[str]:
    """The role it states; with none, the demanded ones that its person had that day."""
    stated, day, person = word(row["role"]), point(row["decided_at"]), word(row["by"])
    if stated:
        return [stated] if stated in place.roles else []
    return [role for role in place.roles if any(not way.faults for way in authority(case, role, person, day.value))]


def authority(case: Case, role: str, person: str, day: dt.date | None) -> list[Way]:
    return ways(person, Act(role, day and day_of(day), case.amount, word(case.row["class"]), case.author), case.records)


def standings(case: Case, place: Place, rows: list[Row], lapsed: dict[str, bool]) -> Iterator[Standing]:
    for row in rows:
        if word(row["decision"]) != "rejected":
            for role in speaks_for(case, place, row):
                yield standing(case, place, row, role, lapsed[repr(row)])


def standing(case: Case, place: Place, row: Row, role: str, lapsed: bool) -> Standing:
    day, person = point(row["decided_at"]), word(row["by"])
    faults, doubts = set(), set()
    if word(row["decision"]) == "reviewed" and place.act == "approve":
        faults.add("review-only")
    if not word(row["decision"]):
        doubts.add("decision-missing")
    if day.value is None:
        doubts.add("future-dated" if day.broken == "future-dated" else "date-missing")
    if person is None:
        doubts.add("approver-missing")
    if case.author is None:
        doubts.add("author-missing")
    if person and person == case.author:
        faults.add("self-approval")
    if person:
        entitled(case, role, person, day, faults, doubts)
    if day.value:
        late(case, day.value, faults)
        changed(case, day.value, faults, doubts)
    approved = number(row["amount"])
    if approved.value is not None and approved.value < case.amount:
        faults.add("amount-lower")
    if approved.broken:
        doubts.add("approved-amount-unreadable")
    if lapsed:
        faults.add("earlier-round")
    return Standing(row, person, day.value, frozenset(faults), frozenset(doubts))


def entitled(case: Case, role: str, person: str, day: Cell, faults: set[str], doubts: set[str]) -> None:
    """One sound way is enough; else one that may be; else the one with the fewest and lightest faults says why not."""
    told = authority(case, role, person, day.value)
    if any(way.sound for way in told):
        return
    best = lightest([way.doubts for way in told if not way.faults]) or lightest([way.faults for way in told])
    (doubts if any(not way.faults for way in told) else faults).update(best)


def lightest(sets: list[frozenset[str]]) -> frozenset[str]:
    """The fewest; of those the lightest: the text is silent which, so the least is said."""
    fewest = [told for told in sets if len(told) == min(map(len, sets))]
    return max(fewest, key=lambda told: sorted(map(GRAVITY.index, told)), default=frozenset())


def late(case: Case, day: dt.date, faults: set[str]) -> None:
    for gate, reason in ((case.delivered, "after-delivery"), (case.signed, "after-signing")):
        if gate and not in_order(day, gate, case.rule.same_day):
            faults.add(reason)
            return


def changed(case: Case, day: dt.date, faults: set[str], doubts: set[str]) -> None:
    """A key field that was changed after the decision and not after the gate."""
    for row in case.records.get("change", []):
        if word(row["contract"]) != case.row["id"] or word(row["field"]) not in case.rule.key_fields or word(row["old"]) == word(row["new"]):
            continue
        at = point(row["at"])
        if at.value is None and not at.ahead:
            doubts.add("change-date-missing")
        elif at.value and not in_order(at.value, day, case.rule.same_day) and (case.gate is None or at.value <= case.gate):
            faults.add("stale")


# Refusals and rounds


def decisions(case: Case, role: str, rows: list[Row]) -> list[tuple[dt.date, bool]]:
    """The role's voice, day by day: (day, refused); only of those who had authority, before the gate, in the last round."""
    told = []
    for row in rows:
        day, person = point(row["decided_at"]).value, word(row["by"])
        stated = word(row["role"]) == role or not word(row["role"])
        if not stated or not word(row["decision"]) or not day or not person or earlier_round(row, rows):
            continue
        if (case.gate is None or in_order(day, case.gate, case.rule.same_day)) and any(way.sound for way in authority(case, role, person, day)):
            told.append((day, word(row["decision"]) == "rejected"))
    return told


def earlier_round(row: Row, rows: list[Row]) -> bool:
    rounds = [number(other["round"]).value for other in rows if number(other["round"]).value is not None]
    own = number(row["round"]).value
    return own is not None and own < max(rounds)


def refused(case: Case, role: str, rows: list[Row]) -> str:
    """`rejected`, `same-day-conflict` or nothing: the role's last word before the gate."""
    told = decisions(case, role, rows)
    if not told:
        return ""
    last = {no for day, no in told if day == max(day for day, _ in told)}
    return "same-day-conflict" if len(last) == 2 else "rejected" if True in last else ""


def perhaps_refused(case: Case, role: str, rows: list[Row]) -> set[str]:
    """Why a refusal that cannot be placed may be the role's last word."""
    told = [day for day, _ in decisions(case, role, rows)]
    found: set[str] = set()
    for row in rows:
        day, person = point(row["decided_at"]), word(row["by"])
        if word(row["decision"]) not in (None, "rejected") or word(row["role"]) != role or earlier_round(row, rows):
            continue
        if day.value and (not in_order(day.value, case.gate or day.value) or (told and day.value < max(told))):
            continue
        standing_ = authority(case, role, person, day.value) if person else [doubt("approver-missing")]
        open_ = [way for way in standing_ if not way.faults]
        if not word(row["decision"]) and open_:
            found.add("decision-missing")
        if day.value is None and open_:
            found.add("future-dated" if day.broken == "future-dated" else "date-missing")
        if not any(way.sound for way in open_):
            found |= set().union(*(way.doubts for way in open_))
    return found


def overcome(case: Case, places: list[str], rows: list[Row]) -> list[dt.date]:
    """The refusals that the same role lifted later."""
    found = []
    for role in places:
        told = decisions(case, role, rows)
        found += [day for day, no in told if no and any(later > day and not other for later, other in told)]
    return found


def lapses(case: Case, rows: list[Row], single: list[str]) -> dict[str, bool]:
    """Row -> whether it belongs to a round before the one that counts."""
    standing_refusal = any(refused(case, role, rows) == "rejected" for role in single)
    days = [] if case.rule.resume or standing_refusal else overcome(case, single, rows)
    return {
        repr(row): earlier_round(row, rows) or bool(point(row["decided_at"]).value and any(point(row["decided_at"]).value < day for day in days))
        for row in rows
    }


# Places


def place_told(case: Case, place: Place, rows: list[Row]) -> tuple[list[Standing], set[str], set[str]]:
    """(who could fill it if any does so soundly, what is wrong, what is unknown)."""
    single = [role for other in places_of(case) if not other.votes for role in other.roles]
    all_ = list(standings(case, place, rows, lapses(case, rows, single)))
    if place.votes:
        return votes_told(case, place, rows, all_)
    words = {refused(case, role, rows) for role in place.roles}
    if "rejected" in words:
        return [], {"rejected"}, set()
    if "same-day-conflict" in words:
        return [], set(), {"same-day-conflict"}
    sound, faults, doubts = best(all_)
    perhaps = set().union(*(perhaps_refused(case, role, rows) for role in place.roles))
    return ([], faults, doubts | perhaps) if perhaps else (sound, faults, doubts)


def places_of(case: Case) -> list[Place]:
    return next(places for _, least, places in case.rule.lines if case.amount >= least)


def best(all_: list[Standing]) -> tuple[list[Standing], set[str], set[str]]:
    """A sound one; else an open one leaves it unknown; else that with the fewest faults says why; else it is missing."""
    if any(one.sound for one in all_):
        return [one for one in all_ if not one.faults], set(), set()
    open_ = [one.doubts for one in all_ if not one.faults]
    if open_:
        return [], set(), set(lightest(open_))
    return [], set(lightest([one.faults for one in all_])) or {"missing"}, set()


def votes_told(case: Case, place: Place, rows: list[Row], all_: list[Standing]) -> tuple[list[Standing], set[str], set[str]]:
    """k of n: the last vote of each person, k distinct persons; what the other persons' votes lack tells why not."""
    counted = [one for one in all_ if not withdrawn(case, place, one, rows)]
    persons, able = {one.person for one in counted if one.sound}, [one for one in counted if not one.faults]
    if len(persons) >= place.votes:
        return able, set(), set()
    others = [best([o for o in counted if o.person == person]) for person in {one.person for one in counted} - persons]
    lacking = place.votes - len(persons)
    faults = set(lightest([frozenset(told[1]) for told in others if told[1]])) if len([told for told in others if not told[1]]) < lacking else set()
    faults |= {"missing"} if len(others) < lacking else set()
    return able if persons else [], faults, set(lightest([frozenset(told[2]) for told in others if told[2]]))


def withdrawn(case: Case, place: Place, one: Standing, rows: list[Row]) -> bool:
    for row in rows:
        day = point(row["decided_at"]).value
        if word(row["decision"]) == "rejected" and word(row["by"]) == one.person and word(row["role"]) in place.roles and day and one.day:
            valid = any(way.sound for way in authority(case, word(row["role"]), one.person, day))
            if valid and day >= one.day and (case.gate is None or in_order(day, case.gate, case.rule.same_day)):
                return True
    return False


def together(case: Case, places: list[Place], filled: list[tuple[Place, list[Standing]]]) -> set[str]:
    """A.5.2 and A.5.3 among the places that can be filled: distinct persons, and no step before an earlier one."""
    choices = [choice for choice in product(*([one for one in able if one.sound] for _, able in filled)) if distinct(case, filled, choice)]
    if not choices:
        return {"same-person"}
    return set() if any(ordered(case, filled, choice) for choice in choices) else {"out-of-order"}


def distinct(case: Case, filled, choice: tuple[Standing, ...]) -> bool:
    taken: list[Standing] = list(choice)
    for n, one in enumerate(taken):
        for m in range(n):
            other, votes = taken[m], filled[n][0].votes and filled[n][0] == filled[m][0]
            if one.row is other.row or (one.person == other.person and (votes or not case.rule.same_person)):
                return False
    return True


def ordered(case: Case, filled, choice: tuple[Standing, ...]) -> bool:
    steps = [(place.step, one.day) for (place, _), one in zip(filled, choice, strict=True)]
    return all(in_order(a, b, case.rule.same_day) for s, a in steps for t, b in steps if s < t)
