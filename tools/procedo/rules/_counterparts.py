"""Counterparts: the records that `with` finds for a case, and those of their form that no case has (orphans)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from procedo.language import sql
from procedo.language.sql import Sql, all_of, any_of, choose, column, compare, equal, missing, named, negated, number
from procedo.language.term import MISSING, UNREADABLE, merged
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Build, Judged, Witness
from procedo.rules._equations import Equation, Tolerance, equation
from procedo.rules._fields import CheckFields, Looked, Search
from procedo.rules._search import Found, joining, look

ORPHAN = ("orphan", "key-missing", UNREADABLE)


@dataclass(frozen=True)
class Counterparts:
    """Per case (`table`): `sure` and `maybe` counterparts, `agree` and `unsure` among them; of equation i `wrong i` and, of a
    single one, `difference i` and `there i`; `why <code>`."""

    table: str
    codes: tuple[str, ...]
    equations: list[Equation]
    witness: Witness


def keyless(build: Build, search: Search, scope, path) -> Sql:
    """What joins the case to its counterpart is blank."""
    return any_of(*[all_of(missing(our.sql), negated(our.broken)) for _, our in joining(build, search, scope, path)])


def counterparts(build: Build, fields: Any, cases: str, allowed: Tolerance) -> Counterparts:
    search: Search = fields.with_
    found = look(build, search, ("with",), cases)
    found.case.there = found.record
    made = [equation(build, found.case, text, ("equal", i), allowed, fields.direction) for i, text in enumerate(fields.equal)]
    pairs, codes = _pairs(build, found, made)
    at = found.at.type if found.at is not None else "date"
    return Counterparts(_counted(build, pairs, codes, made), codes, made, Witness(found.record.form.form, pairs, at))


def _pairs(build: Build, found: Found, made: list[Equation]) -> tuple[str, tuple[str, ...]]:
    dark = merged(*[one.dark for one in made])
    wrong = any_of(*[one.wrong for one in made])
    columns = [named(sql.flag(one.wrong), f"wrong {i}") for i, one in enumerate(made)]
    columns += [named(one.difference.sql, f"difference {i}") for i, one in enumerate(made) if one.difference is not None]
    columns += [named(one.sides[1].sql, f"there {i}") for i, one in enumerate(made)]
    query = found.query.select(
        named(found.case.row, "case"), named(found.record.row, "found"),
        named(found.at.sql if found.at is not None else sql.NULL, "at"),
        named(sql.flag(found.belongs.holds), "sure"), named(sql.flag(wrong), "wrong"),
        named(sql.flag(all_of(negated(wrong), any_of(*dark.values()))), "dark"),
        *columns, *[named(sql.flag(when), f"why {code}") for code, when in dark.items()],
        where=all_of(equal(column("k", "status"), number(1)), found.belongs.can_be_true, found.visible),
    )
    return build.context.step("counterparts", query), tuple(dark)


def _counted(build: Build, pairs: str, codes: tuple[str, ...], made: list[Equation]) -> str:
    def p(name: str) -> Sql:
        return column("p", name)

    sure = equal(p("sure"), number(1))
    fine = all_of(sure, equal(p("wrong"), number(0)))
    single = equal(sql.aggregate("count", p("found")), number(1))
    shown = [name for i, one in enumerate(made) for name in ([f"difference {i}"] if one.difference is not None else []) + [f"there {i}"]]
    query = sql.select(
        named(p("case"), "_row"), named(sql.total(sure), "sure"), named(sql.total(negated(sure)), "maybe"),
        named(sql.total(all_of(fine, equal(p("dark"), number(0)))), "agree"),
        named(sql.total(all_of(fine, equal(p("dark"), number(1)))), "unsure"),
        *[named(sql.aggregate("max", p(f"wrong {i}")), f"wrong {i}") for i, _ in enumerate(made)],
        *[named(sql.aggregate("max", p(f"why {code}")), f"why {code}") for code in codes],
        *[named(choose([(single, sql.aggregate("max", p(name)))]), name) for name in shown],
    ).from_(sql.table(pairs, "p"), copy=False)
    return build.context.step("counterparts of cases", query.group_by(p("case"), copy=False))


# records that only the counterpart has

def orphans(build: Build, looked: Looked, path: tuple[str | int, ...]) -> Judged:
    """The judgement about the records of `looked` that belong to no record of the check's form, whichever `when` picks."""
    found = look(build, looked, path, None)
    other = _of_other(build, looked, found)
    query, scope = other.start()
    matched = query.left("matched", _matched(build, found), lambda alias: equal(column(alias, "_row"), column("c", "_row")))
    keys = [other.term(scope, theirs, *path, "match") for theirs, _ in joining(build, looked, found.case, path)]
    blank = any_of(*[all_of(missing(key.sql), negated(key.broken)) for key in keys])
    sure, maybe = (sql.sure(compare(">", column(matched, name), number(0))) for name in ("sure", "maybe"))
    columns = {"keyless": sql.flag(blank), "maybe": sql.flag(maybe)}
    table, codes = other.cases(query, scope, columns, applies=negated(sure))
    lost, unsure = (equal(column("k", name), number(1)) for name in columns)
    verdict = choose([(lost, number(UNDETERMINED)), (unsure, number(UNDETERMINED))], number(NONCONFORMING))
    whys = {"key-missing": lost, UNREADABLE: all_of(unsure, negated(lost)), "orphan": negated(any_of(lost, unsure))}
    return other.judged(table, codes, verdict, whys, (*ORPHAN, MISSING, "case-date-missing"))


def _matched(build: Build, found: Found) -> str:
    """How many cases a record belongs to, surely and perhaps."""
    row = found.record.row
    holds = found.belongs.holds
    query = found.query.select(
        named(row, "_row"), named(sql.total(holds), "sure"), named(sql.total(negated(holds)), "maybe"),
        where=all_of(found.belongs.can_be_true, found.visible, found.case.visible()),
    )
    return build.context.step("matched", query.group_by(row, copy=False))


def _of_other(build: Build, looked: Looked, found: Found) -> Build:
    """The same check about the records of the counterpart's form."""
    form, subset = build.context.form(looked.form)
    said = [f"({looked.where})"] if looked.where else []
    for theirs, _ in joining(build, looked, found.case, ()):
        declared = form.fields[theirs]
        partner = theirs.removesuffix("_id").removesuffix("_no") + "_form"
        if declared.to == "any" and partner in form.fields:
            said.append(f"{partner} = '{build.form.form}'")
    fields = CheckFields(id=build.fields.id, kind=build.fields.kind, case=[form.form], when=" and ".join(said) or None)
    return Build(build.context, fields, form, subset, build.span)


def verdicts(alias: str, once: bool) -> tuple[Sql, dict[str, Sql]]:
    """The verdict of a case from its counterparts, joined as `alias`; and the reasons that are not of an equation."""
    def of(name: str) -> Sql:
        return sql.coalesce(column(alias, name), number(0))

    def some(name: str) -> Sql:
        return compare(">", of(name), number(0))

    lost = equal(column("k", "keyless"), number(1))
    none = all_of(negated(some("sure")), negated(some("maybe")))
    double = compare(">", of("sure"), number(1)) if once else sql.FALSE
    perhaps = all_of(some("maybe"), negated(all_of(some("agree"), sql.FALSE if once else sql.TRUE)))
    branches = [
        (lost, UNDETERMINED), (double, NONCONFORMING), (none, NONCONFORMING), (perhaps, UNDETERMINED), (some("agree"), CONFORMS),
        (some("unsure"), UNDETERMINED),
    ]
    whys = {"key-missing": lost, "duplicate": all_of(negated(lost), double), "missing": all_of(negated(lost), none),
            UNREADABLE: all_of(negated(any_of(lost, double)), perhaps)}
    return choose([(when, number(verdict)) for when, verdict in branches], number(NONCONFORMING)), whys
