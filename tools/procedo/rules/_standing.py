"""How one demand stands: what was found for it, its verdict by the one table of the window kinds, and its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

from procedo.language import sql
from procedo.language.points import to_day
from procedo.language.sql import (
    FALSE,
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    negated,
    number,
    present,
)
from procedo.language.term import Term
from procedo.rules._build import CONFORMS, NONCONFORMING, NOT_APPLICABLE, PENDING, UNDETERMINED, Build
from procedo.rules._pairs import BETWEEN, COUNTED, EARLY, IN, LATE, OPEN, Pairs, placed, tied
from procedo.rules._part import UNDATED, Part, Words


@dataclass
class Standing:
    """Columns of the step `found` for one part, and what may be told of them."""

    part: Part
    columns: dict[str, Sql]
    told: set[str]
    """Names of the 0/1 columns that can be 1 at all."""
    doubts: tuple[str, ...] = ()
    """Columns that say why a candidate is open, where there can be several reasons."""
    facts: dict[str, tuple[Sql, str]] = field(default_factory=dict)
    """Word -> (the day, date or datetime), read from the step `found`."""

    def is_(self, name: str) -> Sql:
        return self.part.on(name) if name in self.told else FALSE

    def reasons(self, words: Words) -> dict[str, Sql]:
        """Reason -> when, from the columns of the step `found`."""
        verdict, part = self.part.on("verdict", None), self.part
        wrong, dark, waits = (equal(verdict, number(v)) for v in (NONCONFORMING, UNDETERMINED, PENDING))
        late, early, few, unclear = self.is_("late"), self.is_("early"), self.is_("few"), part.unclear
        each = part.search is not None and bool(part.search.each)
        absent = self.is_("absent") if each else all_of(negated(late), negated(early), negated(few))
        agreed = all_of(self.is_("open"), self.is_("settled"))
        told = any_of(negated(unclear), agreed)
        whys = {
            words.late_of(part): all_of(wrong, late),
            words.early: all_of(wrong, early, sql.TRUE if each else negated(late)),
            "too-few": all_of(wrong, few),
            "missing": all_of(wrong, absent),
            "trigger-date-unreadable": all_of(dark, self.is_("rival"), told),
            "value-unreadable": all_of(dark, self.is_("perhaps lapsed"), negated(self.is_("open")), negated(unclear)),
            "event-not-set": all_of(waits, self.is_("unset")),
            "paused": all_of(waits, _stopped(part)),
        }
        open_ = all_of(dark, self.is_("open"), negated(any_of(self.is_("rival"), part.unlisted)), told)
        for code, when in self._doubts(words).items():
            whys[code] = any_of(whys.get(code, FALSE), all_of(open_, when))
        if not sql.is_false(part.keyless):
            whys["key-missing"] = all_of(dark, part.on("keyless"))
        for code in part.listed.reasons if not sql.is_false(part.unlisted) else ():
            whys[code] = any_of(whys.get(code, FALSE), all_of(dark, part.on(f"each {code}")))
        for which, term in part.bounds.items():
            for code in term.reasons:
                flagged = all_of(dark, unclear, negated(agreed), part.on(f"{which} {code}"))
                whys[code] = any_of(whys.get(code, FALSE), flagged)
        return {code: when for code, when in whys.items() if not sql.is_false(when)}


    def _doubts(self, words: Words) -> dict[str, Sql]:
        """Why open candidates may not count; where nothing else can be, they lack a readable date."""
        if not self.doubts:
            return {words.blank: sql.TRUE}
        named_ = {name: words.blank if name == UNDATED else name.removeprefix("doubt ") for name in self.doubts}
        return {code: self.is_(name) for name, code in named_.items()}


def standing(build: Build, part: Part, words: Words, pairs: Pairs | None, lapses: bool) -> Standing:
    """Columns of one part: what was found (0/1), whether it rests on the same-day policy, and the verdict."""
    told = _of_point(part) if pairs is None else _of_reached(pairs) if pairs.single else _of_search(pairs)
    days = {name: told.pop(name) for name in ("first", "next") if name in told}
    told |= _lapsing(lapses, told["found"]) | {"unset": _unset(part)}
    settled, in_time = _in_time(build, part, told, pairs.at_type if pairs else part.point.type)
    verdict = _verdict(part, words, told, settled, in_time)
    flags = {name: when for name, when in (told | {"settled": settled}).items() if name != "found" and not sql.is_false(when)}
    columns = {f"{part.name} {name}": sql.flag(when) for name, when in flags.items()} | {f"{part.name} verdict": verdict}
    found = Standing(part, columns, set(flags), tuple(name for name in told if name.startswith("doubt ")))
    _tell(found, days, pairs)
    return found


def _tell(found: Standing, days: dict[str, Sql], pairs: Pairs | None) -> None:
    part = found.part
    for word, which in (("from", "lower"), ("due", "upper")):
        term = part.bound(which)
        if term is not None:
            found.facts[word] = (term.sql, term.type)
    if part.point is not None:
        found.facts["done"] = (part.on("at", None), part.point.type)
    elif days and pairs and not (part.search and part.search.each):
        found.columns[f"{part.name} done"] = sql.coalesce(*days.values())
        found.facts["done"] = (part.on("done", None), pairs.at_type)


def _lapsing(lapses: bool, found: Sql) -> dict[str, Sql]:
    """Whether the duty has lapsed, perhaps has, and whether that is why the case conforms."""
    unless = column("k", "unless")
    gone = equal(unless, number(1))
    return {"lapsed": gone, "perhaps lapsed": equal(unless, number(2)), "excused": all_of(gone, negated(found))} if lapses else {}


def _unset(part: Part) -> Sql:
    """The upper bound rests on a plan date that is blank."""
    upper = part.bound("upper")
    return all_of(missing(upper.sql), negated(part.unclear), negated(_stopped(part))) if upper is not None and upper.planned else FALSE


def _stopped(part: Part) -> Sql:
    return FALSE if sql.is_false(part.paused) else part.on("paused")


def _in_time(build: Build, part: Part, told: dict[str, Sql], at_type: str) -> tuple[Sql, Sql]:
    """Whether an unknown bound changes nothing, and whether there is still time: where equal dates are the wrong order, not
    on the last day itself."""
    upper, as_of = part.bound("upper"), number(build.context.as_of)
    if upper is None:
        return FALSE, FALSE
    floor, ceiling = part.limit("floor"), part.limit("ceiling")
    over_that_day = part.strict("upper") and "date" in (upper.type, at_type)
    not_over = sql.sure(compare("<" if over_that_day else "<=", as_of, to_day(upper)))
    before = sql.sure(compare("<=", as_of, to_day(floor))) if floor is not None else FALSE
    after = sql.sure(compare(">", as_of, to_day(ceiling))) if ceiling is not None else FALSE
    ranged = any_of(*[present(limit.sql) for limit in (floor, ceiling) if limit is not None])
    settled = all_of(ranged, negated(told["between"]), any_of(before, after, told["open"]))
    return settled, any_of(not_over, before)


def _verdict(part: Part, words: Words, told: dict[str, Sql], settled: Sql, in_time: Sql) -> Sql:
    found, unclear = told["found"], part.unclear
    empty = any_of(*[
        all_of(missing(b.sql), negated(_stopped(part)) if which == "upper" else sql.TRUE)
        for which, b in ((w, part.bound(w)) for w in part.bounds)
        if which == "lower" or not b.planned
    ])
    nothing = all_of(*[negated(told[name]) for name in ("found", "open", "late", "early", "between")])
    keyless = FALSE if sql.is_false(part.keyless) else part.on("keyless")
    branches = [
        (all_of(empty, negated(unclear)), NOT_APPLICABLE),
        (all_of(unclear, nothing, negated(keyless)) if words.certain_missing else FALSE, NONCONFORMING),
        (told.get("lapsed", FALSE), CONFORMS),
        (told["unset"], PENDING),
        (found, CONFORMS),
        (all_of(unclear, negated(settled)), UNDETERMINED),
        (told["open"], UNDETERMINED),
        (told.get("perhaps lapsed", FALSE), UNDETERMINED),
        (any_of(in_time, _stopped(part)), PENDING),
    ]
    return choose([(when, number(v)) for when, v in branches], number(NONCONFORMING))


def _of_reached(pairs: Pairs) -> dict[str, Sql]:
    """By the earliest record that is not too early."""
    part = pairs.part

    def place(name: str) -> Sql:
        at = Term(pairs.at_type, column(part.name, name))
        return choose([(missing(at.sql), sql.NULL), *[(when, number(p)) for when, p in placed(part, at, FALSE, sql.TRUE)]])

    def stands(name: str, where: int) -> Sql:
        return sql.sure(equal(place(name), number(where))) if where in pairs.reached else FALSE

    def some(name: str, where: int) -> Sql:
        return sql.sure(equal(column(part.name, name), number(1))) if where in pairs.reached else FALSE

    found = stands("reached", IN)
    rival = all_of(negated(found), stands("best", IN)) if pairs.own is not None else FALSE
    tie = all_of(found, tied(part, Term(pairs.at_type, column(part.name, "reached"))))
    open_ = all_of(negated(found), any_of(some("open", OPEN), rival))
    return {
        "rival": rival,
        "found": found,
        "open": open_,
        "between": stands("reached", BETWEEN),
        "late": stands("reached", LATE),
        "early": some("early", EARLY),
        "few": FALSE,
        "tie": all_of(tie, negated(stands("clear", IN))) if pairs.rivals else tie,
        "first": column(part.name, "reached"),
        **{name: all_of(negated(found), sql.sure(equal(column(part.name, name), number(1)))) for name in pairs.doubts},
    }


def _of_search(pairs: Pairs) -> dict[str, Sql]:
    part = pairs.part
    need = number(part.search.at_least)

    def of(name: str) -> Sql:
        return sql.coalesce(column(part.name, name), number(0))

    def some(name: str, place: int) -> Sql:
        return compare(">", of(name), number(0)) if place in pairs.reached else FALSE

    tie = compare(">", of("tie"), number(0)) if not sql.is_false(pairs.tie) else FALSE
    if part.search.each:
        return _of_values(pairs, of, tie)
    reached = {name: of(name) if place in pairs.reached else None for name, place in COUNTED.items()}
    found = compare(">=", of("in"), need)
    open_ = all_of(some("open", OPEN), _reaches(need, reached["in"], reached["open"]))
    between = all_of(some("between", BETWEEN), _reaches(need, reached["in"], reached["open"], reached["between"]))
    told = {
        "found": found,
        "open": all_of(negated(found), open_),
        "between": all_of(negated(found), between),
        "late": some("late", LATE),
        "early": some("early", EARLY),
        "few": all_of(compare(">", of("in"), number(0)), negated(found)) if part.search.at_least > 1 else FALSE,
        "tie": all_of(tie, compare("<", sql.arithmetic("-", of("in"), of("tie")), need)) if not sql.is_false(tie) else FALSE,
    }
    told |= {name: all_of(told["open"], when) for name, when in _doubted(pairs, of).items()}
    return told | _days(pairs)


def _doubted(pairs: Pairs, of) -> dict[str, Sql]:
    """Why open candidates may not count. With periods that overlap, a sure one that an older period may take has no doubt of its own."""
    told = {name: compare(">", of(name), number(0)) for name in pairs.doubts}
    if told and pairs.part.contested:
        told[UNDATED] = any_of(told.get(UNDATED, FALSE), negated(any_of(*told.values())))
    return told


def _days(pairs: Pairs) -> dict[str, Sql]:
    """The earliest inside, else the earliest after."""
    wanted = (("first", IN), ("next", LATE)) if pairs.part.bounds else ()
    return {name: column(pairs.part.name, name) for name, place in wanted if place in pairs.reached}


def _reaches(need: Sql, *counts: Sql | None) -> Sql:
    total: Sql | None = None
    for count in counts:
        if count is not None:
            total = count if total is None else sql.arithmetic("+", total, count)
    return FALSE if total is None else compare(">=", total, need)


def _of_values(pairs: Pairs, of, tie: Sql) -> dict[str, Sql]:
    """With `each`: over all values demanded. No value demanded at all: nothing is lacking."""
    name, need = pairs.part.name, number(pairs.part.search.at_least)
    idle = missing(column(name, "_row"))
    unlisted = pairs.part.unlisted
    found = all_of(negated(unlisted), any_of(idle, compare(">=", of("in"), need)))
    nothing_lost = equal(of("lost values"), number(0))
    told = {
        "found": found,
        "open": any_of(unlisted, all_of(negated(found), nothing_lost, compare(">", of("open values"), number(0)))),
        "between": all_of(negated(found), nothing_lost, compare(">", of("between values"), number(0))),
        **{word: compare(">", of(word), number(0)) for word in ("late", "early", "absent")},
        "few": FALSE,
        "tie": tie,
    }
    told |= _doubted(pairs, of)
    return told | ({"first": column(name, "first")} if pairs.part.bounds and IN in pairs.reached else {})


def _of_point(part: Part) -> dict[str, Sql]:
    at = Term(part.point.type, part.on("at", None))
    broken = FALSE if sql.is_false(part.point.unknown) else part.on("broken")
    place = choose([(missing(at.sql), sql.NULL), *[(when, number(p)) for when, p in placed(part, at, FALSE, sql.TRUE)]])
    standing_ = {name: all_of(sql.sure(equal(place, number(p))), negated(broken)) for name, p in COUNTED.items() if p != OPEN}
    found = standing_.pop("in")
    ahead = part.future and "future-dated" in part.point.faults
    doubts = {name: part.on(name) for name in (("doubt future-dated", UNDATED) if ahead else ())}
    return {"found": found, "open": broken, **standing_, **doubts, "few": FALSE, "tie": all_of(found, tied(part, at))}
