"""`answers: own`: every trigger has a target of its own (SEMANTICS C.1).

Of the triggers that look for the same records, each takes, in order of date and then id, the earliest target that is not too
early for it and not taken yet. The i-th trigger so takes the target number i + max over j <= i of (r(j) - j), where r(j) is the
number of the first target that is not too early for the j-th: exact, and no loop.

Targets without a readable date, and triggers without one, may change who takes which: a trigger is answered only when its
target is in time though every such trigger came first, and fails only when it fails without them.
"""

from __future__ import annotations

from dataclasses import dataclass

from procedo.language import sql
from procedo.language.points import to_day
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    Sql,
    all_of,
    any_of,
    arithmetic,
    choose,
    column,
    compare,
    equal,
    flag,
    missing,
    named,
    number,
    present,
)
from procedo.language.term import ALWAYS, Term, both
from procedo.language.tree import ExpressionError
from procedo.rules._build import Build, Misplaced
from procedo.rules._fields import WindowFields
from procedo.rules._part import Part
from procedo.rules._search import in_window, joining
from procedo.terms import say


@dataclass(frozen=True)
class _Side:
    """A step of triggers or targets with their keys, numbered in order of time within one key."""

    table: str
    at: Term
    keys: int


def own(build: Build, fields: WindowFields, part: Part) -> sql.exp.Select:
    """(`_row`, reached, best, early, open) for every trigger: its target, counting against it whatever is not known; its
    target if nothing unknown came first."""
    triggers, targets = _triggers(build, fields, part), _targets(build, part)
    ranked = build.context.step("own ranked", _ranked(triggers, targets, part))
    placed = build.context.step("own placed", _placed(ranked, targets.keys))
    used = build.context.step("own used", _used(placed, targets.keys))
    taken = Query(build.context)
    taken.start(placed, "p")
    for alias, name in (("t", "worst"), ("b", "number")):
        on = all_of(_same(alias, "p", targets.keys), equal(column(alias, "number"), column("p", name)))
        taken.join(targets.table, alias, on, "left")
    taken.join(used, "u", equal(column("u", "_row"), column("p", "_row")))
    columns = {
        "_row": column("p", "_row"),
        "reached": column("t", "at"),
        "best": column("b", "at"),
        "early": flag(compare(">", arithmetic("-", column("p", "first"), number(1)), column("u", "used"))),
        "open": flag(sql.sure(compare(">", column("p", "undated"), number(0)))),
    }
    return taken.select(*[named(value, name) for name, value in columns.items()])


def _same(alias: str, other: str, keys: int) -> Sql:
    return all_of(*[equal(column(alias, f"key {n}"), column(other, f"key {n}")) for n in range(keys)])


def _triggers(build: Build, fields: WindowFields, part: Part) -> _Side:
    """Every trigger that has happened, in whatever revision it is judged."""
    query, scope = build.start()
    when, at = build.when(scope), build.point(scope, fields.after or "", "after")
    ours = joining(build, part.search, scope, part.path)
    unsure = any_of(when.unknown, at.unknown)
    happened = any_of(unsure, sql.sure(compare("<=", to_day(at), number(build.context.as_of))))
    step = _numbered(build, query, scope, "triggers", at, unsure, [our for _, our in ours],
                     all_of(scope.visible(), when.can_be_true, happened), column("c", "_key"))
    return _Side(step, at, len(ours))


def _targets(build: Build, part: Part) -> _Side:
    """The records that answer; they may be asked nothing about the single trigger."""
    search = part.search
    form, subset = build.context.form(search.form)
    query, case = build.start()
    theirs = [name for name, _ in joining(build, search, case, part.path)]
    query = Query(build.context)
    query.start(form.form, "f")
    record = Scope(query, form, "f", this=case)
    belongs = ALWAYS
    for text, word in ((subset, "form"), (search.where, "where")):
        if text:
            belongs = both(belongs, build.condition(record, text, *part.path, word))
    at = build.point(record, search.at, *part.path, "at") if search.at else record.date()
    _apart(belongs.can_be_true, query, part)
    unsure = any_of(belongs.unknown, at.broken, missing(at.sql))
    visible = any_of(present(at.sql), at.broken, sql.negated(at.not_yet))
    step = _numbered(build, query, record, "targets", at, unsure, [record.field(name) for name in theirs],
                     all_of(belongs.can_be_true, visible), record.row)
    return _Side(step, at, len(theirs))


def _apart(condition: Sql, query: Query, part: Part) -> None:
    read = [condition, *[on for _, on, _ in query.sources if on is not None]]
    if any(node.table == "c" for node in sql.nodes(*read) if isinstance(node, sql.exp.Column)):
        raise Misplaced((*part.path, "where"), ExpressionError(0, "not-shared", say(
            "answers: own 时，where 不能提到个别案例（this、数值）", "with `answers: own`, `where` speaks of the record alone, not of `this` or figures")))


def _numbered(build: Build, query: Query, scope: Scope, name: str, at: Term, unsure: Sql, keys: list[Term], where: Sql, id: Sql) -> str:
    """`number` counts those that are certain, in order of time; the others have none."""
    listed = {f"key {n}": key.sql for n, key in enumerate(keys)}
    columns = {"_row": scope.row, "id": id, "unsure": flag(unsure), "at": choose([(sql.negated(unsure), at.sql)]), **listed}
    raw = query.select(*[named(value, word) for word, value in columns.items()], where=where)
    order = sql.row_number([column("n", word) for word in (*listed, "unsure")], [column("n", "at"), column("n", "id")])
    place = choose([(equal(column("n", "unsure"), number(0)), column("n", "place"))])
    inner = sql.select(*[named(column("n", word), word) for word in columns], named(order, "place")).from_(sql.source(raw, "n"), copy=False)
    outer = sql.select(*[named(column("n", word), word) for word in columns], named(place, "number")).from_(sql.source(inner, "n"), copy=False)
    return build.context.step(f"own {name}", outer)


def _ranked(triggers: _Side, targets: _Side, part: Part) -> sql.exp.Select:
    """Each trigger with the number of the first target that is not too early for it, and how many targets are undated."""
    at, lower = Term(targets.at.type, column("s", "at")), Term(triggers.at.type, column("t", "at"), counted=triggers.at.counted)
    early = sql.sure(in_window(at, lower, None, part.strict("lower"))[0])
    undated = equal(column("s", "unsure"), number(1))
    keys = [column("t", name) for name in ("_row", "number", "unsure", *[f"key {n}" for n in range(triggers.keys)])]
    first = arithmetic("+", sql.coalesce(sql.total(all_of(sql.negated(undated), early)), number(0)), number(1))
    query = sql.select(*[named(key, key.name) for key in keys], named(first, "first"), named(sql.coalesce(sql.total(undated), number(0)), "undated"))
    query = query.from_(sql.table(triggers.table, "t"), copy=False)
    return query.join(sql.table(targets.table, "s"), on=_same("s", "t", triggers.keys), join_type="left", copy=False).group_by(*keys, copy=False)


def _placed(ranked: str, keys: int) -> sql.exp.Select:
    """Each trigger with the number of its target: if nothing unknown came first, and if everything unknown did."""
    mine, theirs = column("t", "number"), column("o", "number")
    lag = sql.aggregate("max", choose([(compare("<=", theirs, mine), arithmetic("-", column("o", "first"), sql.group(theirs)))]))
    unknown = sql.coalesce(sql.total(equal(column("o", "unsure"), number(1))), number(0))
    kept = [column("t", name) for name in ("_row", "first", "undated", "number", *[f"key {n}" for n in range(keys)])]
    taken = arithmetic("+", mine, lag)
    columns = [named(key, key.name) for key in kept if key.name != "number"]
    query = sql.select(*columns, named(taken, "number"), named(arithmetic("+", taken, unknown), "worst"))
    query = query.from_(sql.table(ranked, "t"), copy=False)
    return query.join(sql.table(ranked, "o"), on=_same("o", "t", keys), join_type="left", copy=False).group_by(*kept, copy=False)


def _used(placed: str, keys: int) -> sql.exp.Select:
    """How many of the targets that are too early for a trigger other triggers have to themselves."""
    row, theirs = column("p", "_row"), compare("<", column("o", "number"), column("p", "first"))
    query = sql.select(named(row, "_row"), named(sql.coalesce(sql.total(theirs), number(0)), "used")).from_(sql.table(placed, "p"), copy=False)
    return query.join(sql.table(placed, "o"), on=_same("o", "p", keys), join_type="left", copy=False).group_by(row, copy=False)
