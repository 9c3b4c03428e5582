"""One implementation for existence, absence, precedence and response: what is demanded, and between which points.

| found | verdict |
|---|---|
| case date, `when`, a bound or a join is unreadable, or a required one is empty | undetermined |
| an optional bound is empty (its event has not happened) | no case |
| the upper bound rests on a plan date that is blank | pending `event-not-set` |
| what is demanded was found inside the window | conforms |
| `unless` holds | conforms, lapsed |
| not found, but a candidate has an unreadable or blank date, join or `where` | undetermined |
| not found and the as-of day is not after the upper bound | pending |
| otherwise | nonconforming: missing, too early or too late |

A bound that is not known but lies between two days (a limit by an unknown attribute, a last day beyond the calendar)
leaves undetermined only what falls between them: certain or silent.

◆ Two acts on one day count as being in the demanded order (`same_day: allowed`, the library's default); `refused` takes
equal dates as the wrong order. A last day that was counted out is no act: it is inclusive under either policy. Verdicts
that rest on the policy are counted as `same_day`.
"""

from __future__ import annotations

from dataclasses import replace

from procedo.language import sql
from procedo.language.points import rolled, shifted, to_day
from procedo.language.scope import Query, Scope
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
    named,
    negated,
    number,
)
from procedo.language.term import Term
from procedo.rules._allot import allotted, sides, windows
from procedo.rules._build import CONFORMS, NONCONFORMING, Build, Judged, Lacking, worst
from procedo.rules._by_period import bound_by_period
from procedo.rules._each import demanded
from procedo.rules._fields import Search, WindowFields
from procedo.rules._figure import define
from procedo.rules._own import own
from procedo.rules._pairs import OPEN, Pairs, by_value, counts, fewest
from procedo.rules._part import Part, Words
from procedo.rules._pause import paused
from procedo.rules._search import joining
from procedo.rules._standing import Standing, standing


def judge(fields: WindowFields, build: Build, words: Words, ranked: tuple[str, ...]) -> Judged:
    """The judgement of a window kind."""
    define(build)
    query, scope = build.start()
    parts = [replace(part, future=words.future) for part in demands(fields, build, query, scope, words.anchor)]
    columns = {name: value for part in parts for name, value in part.columns().items()}
    if fields.unless:
        lapses = build.condition(scope, fields.unless, "unless")
        columns["unless"] = choose([(lapses.holds, number(1)), (lapses.unknown, number(2))], number(0))
    table, codes = build.cases(query, scope, columns, _clock(fields, parts), applies(build, parts, words))
    pairs = {part.name: _candidates(build, part, table, query, scope) for part in parts if part.search}
    valued = {name: _once(found, by_value(found)) for name, found in pairs.items() if found.part.search.each}
    found = [standing(build, part, words, pairs.get(part.name), bool(fields.unless)) for part in parts]
    kept = ["_row", "clock", "status", *[f"why {code}" for code in codes], *columns]
    return _judged(build, words, ranked, found, codes, _found(build, table, kept, found, pairs, valued), pairs, valued)


def _candidates(build: Build, part: Part, cases: str, query: Query, scope: Scope) -> Pairs:
    if build.fields.answers == "own":
        return _owned(Pairs(build, part, cases), own(build, build.fields, part))
    if not part.contested:
        return Pairs(build, part, cases)
    found = Pairs(build, part, windows(build, query, scope, part))
    found.sides = sides(found)
    found.reached.add(OPEN)
    return found


def _owned(pairs: Pairs, taken: sql.exp.Select) -> Pairs:
    pairs.own, pairs.doubts = taken, {}
    pairs.reached.add(OPEN)
    return pairs


def _once(pairs: Pairs, counted: str | sql.exp.Select) -> str | sql.exp.Select:
    """With `every`, a record fills one period only."""
    return allotted(pairs, counted) if pairs.part.contested else counted


def _clock(fields: WindowFields, parts: list[Part]) -> Term | None:
    """A response is judged by its trigger; every other kind by the form's own date."""
    return parts[0].lower if fields.kind == "response" and fields.after else None


def demands(fields: WindowFields, build: Build, query: Query, scope: Scope, anchor: str) -> list[Part]:
    """The parts of a rule: its searches (`needs`) and its points (`done`)."""
    policy = (fields.same_day or build.context.same_day) == "refused"
    parts = searched(fields.needs, "needs", fields, build, query, scope)
    for number_, text in enumerate(fields.done):
        part = Part(f"done {number_ + 1}", None, ("done", number_))
        part.point = build.point(scope, text, "done", number_)
        window(part, fields, fields, build, query, scope, ())
        parts.append(part)
    return [replace(part, refused=policy, anchor=anchor) for part in parts]


def searched(wanted: list[Search], word: str, fields: WindowFields, build: Build, query: Query, scope: Scope) -> list[Part]:
    parts = []
    for number_, search in enumerate(wanted):
        path = (word, number_)
        own = search.after or search.before or search.within
        each = demanded(build, scope, search, path) if search.each else None
        part = Part(f"search {number_ + 1}", search, path, ours=joining(build, search, scope, path), listed=each)
        window(part, search if own else fields, fields, build, query, scope, path if own else ())
        parts.append(part)
    return parts


def window(part: Part, said, fields: WindowFields, build: Build, query: Query, scope: Scope, path: tuple) -> None:
    """The bounds that the rule or the search itself says."""
    if said.after:
        part.lower = build.point(scope, said.after, *path, "after")
    if said.before:
        part.upper = build.point(scope, said.before, *path, "before")
    elif said.within and part.lower is not None:
        length = build.duration(scope, said.within, *path, "within")
        if fields.pause and said is fields:

            def counted(of: Scope) -> tuple[Term, Term]:
                return build.point(of, said.after, "after"), build.duration(of, said.within, "within")

            part.upper, part.paused = build._at(("pause",), lambda: paused(build, fields.pause, query, scope, counted))
        else:
            part.upper = build._at((*path, "within"), lambda: shifted(query, part.lower, length, 1))
    if build.laid:
        bound_by_period(part, said, build, scope)
    if part.upper is not None and getattr(fields, "roll", None):
        part.upper = rolled(query, part.upper)


def applies(build: Build, parts: list[Part], words: Words) -> Sql:
    """A case exists when, for some part, every optional bound is filled (and the trigger is reached)."""
    tests = []
    for part in parts:
        empty = [all_of(missing(b.sql), negated(any_of(b.unknown, part.paused if b is part.upper else FALSE)))
                 for b in part.bounds.values() if not b.planned or b is part.lower]
        ahead = FALSE
        if words.triggered and part.lower is not None:
            ahead = sql.sure(compare(">", to_day(part.lower), number(build.context.as_of)))
        tests.append(negated(any_of(ahead, *empty)))
    return any_of(*tests)


def _found(build: Build, cases: str, kept: list[str], found: list[Standing], pairs: dict[str, Pairs], valued: dict[str, str]):
    """What was found for each part, beside the case; the judgement only reads its columns."""
    query = Query(build.context)
    query.start(cases, "k")
    for name, one in pairs.items():
        counted = fewest(one, valued[name]) if name in valued else _once(one, counts(one))
        query.join(counted, name, equal(column(name, "_row"), column("k", "_row")), "left")
    read = {name: column("k", name) for name in kept if " key " not in name}
    for one in found:
        read |= one.columns
    return query.select(*[named(value, name) for name, value in read.items()])


def _judged(build: Build, words: Words, ranked, found: list[Standing], codes, table, pairs, valued) -> Judged:
    final = worst([one.part.on("verdict", None) for one in found])
    whys: dict[str, Sql] = {}
    for one in found:
        for code, when in one.reasons(words).items():
            whys[code] = any_of(whys.get(code, sql.FALSE), when)
    same_day = all_of(equal(final, number(CONFORMS)), any_of(*[one.part.on("tie") for one in found if "tie" in one.told]))
    extra, facts = _facts(found, final)
    excused = any_of(*[one.part.on("excused") for one in found if "excused" in one.told])
    if not sql.is_false(excused):
        extra["lapsed"] = sql.flag(all_of(equal(column("k", "status"), number(1)), equal(final, number(CONFORMS)), excused))
    told = {name: value for one in found if words.names_form for name, value in _absent(one).items()}
    extra |= told
    judged = build.judged(table, codes, final, whys, ranked, None, same_day, extra, facts=facts)
    judged.lapsed = "lapsed" if "lapsed" in extra else None
    judged.witnesses = [one.witness(judged.table) for one in pairs.values()]
    judged.lacking = [_lacking(build, pairs[name], values) for name, values in valued.items()]
    judged.lacking += [Lacking(column=name, word=pairs[name.removesuffix(" lacking")].form) for name in told]
    return judged


def _absent(one: Standing) -> dict[str, Sql]:
    """Whether nothing was found for the part that could be looked at."""
    part = one.part
    if part.search is None or part.search.each:
        return {}
    nothing = all_of(equal(part.on("verdict", None), number(NONCONFORMING)), negated(one.is_("late")), negated(one.is_("early")))
    return {f"{part.name} lacking": sql.flag(nothing)}


def _facts(found: list[Standing], final: Sql) -> tuple[dict[str, Sql], dict[str, tuple[str, str]]]:
    """The days that tell the story, of the part that decides: from, due, done."""
    extra: dict[str, Sql] = {}
    facts: dict[str, tuple[str, str]] = {}
    for word in ("from", "due", "done"):
        said = [(one, value) for one in found if (value := one.facts.get(word)) is not None]
        kinds = {kind for _, (_, kind) in said}
        if said:
            days = len(kinds) > 1
            told = [(one.part.on("verdict", None), to_day(Term(kind, value)) if days else value) for one, (value, kind) in said]
            extra[word] = choose([(equal(verdict, final), value) for verdict, value in told]) if len(found) > 1 else told[0][1]
            facts[word] = (word, "date" if days else kinds.pop())
    return extra, facts


def _lacking(build: Build, pairs: Pairs, values: str) -> Lacking:
    query = sql.select(named(column("v", "_row"), "_row"), named(column("v", "value"), "value")).from_(sql.table(values, "v"), copy=False)
    fewer = compare("<", column("v", "in"), number(pairs.part.search.at_least))
    return Lacking(table=build.context.step(f"{pairs.part.name} lacking", query.where(fewer, copy=False)))
