"""Whether all parts of a window were approved as the stricter line demands: the approval chain, with that line for each part."""

from __future__ import annotations

from procedo.language import sql
from procedo.language.sql import all_of, choose, column, equal, named, number, one_of
from procedo.rules._build import CONFORMS, NONCONFORMING, PENDING, Build
from procedo.rules._decisions import deciding_forms
from procedo.rules._parts import Splitting, column_names
from procedo.rules._ruling import verdicts
from procedo.rules._split import Windows


def approved(build: Build, splitting: Splitting, windows: Windows) -> tuple[str, tuple[str, ...]]:
    """Per part and window (`_row`, `window`, `line`, `sum`) its `state`: CONFORMS where all were approved; and what is not known."""
    if not deciding_forms(build.context, build.form.form):
        return build.context.step("nobody approved", _nobody(windows)), ()
    chain = splitting.chain
    raised = build.context.step("parts at the stricter line", _raised(splitting, windows))
    chain.records = raised
    found = chain.settle(raised)
    table, _ = verdicts(splitting.asking, found, chain.grades)
    unsure = chain.grades.unsure
    judged = build.context.step("parts judged", _judged(raised, windows, table, unsure))
    return build.context.step("windows judged", _windows(judged, unsure)), unsure


def _nobody(windows: Windows):
    """No decision on such records is in the recordset: nothing was approved."""
    m = "m"
    query = sql.select(*[named(column(m, n), n) for n in ("_row", "window", "line", "sum")], named(number(NONCONFORMING), "state"))
    return query.from_(sql.table(windows.members, m), copy=False)


def _raised(splitting: Splitting, windows: Windows):
    """One case per part and line it would need together with the others; `_record` is the part."""
    m, p = "m", "p"
    parts = sql.select(named(column(m, "_row"), "_row"), named(column(m, "line"), "line")).distinct(copy=False)
    table = splitting.build.context.step("lines evaded", parts.from_(sql.table(windows.members, m), copy=False))
    query = sql.select(
        named(sql.row_number([], [column(m, "_row"), column(m, "line")]), "_row"), named(column(m, "_row"), "_record"),
        named(column(m, "line"), "line"), named(number(1), "status"), *[named(column(p, n), n) for n in column_names(splitting.chain)])
    return query.from_(sql.table(table, m), copy=False).join(
        sql.table(windows.parts.table, p), on=equal(column(p, "_row"), column(m, "_row")), copy=False)


def _judged(raised: str, windows: Windows, table: str, unsure: tuple[str, ...]):
    m, r, v = "m", "r", "v"
    same = all_of(equal(column(r, "_record"), column(m, "_row")), equal(column(r, "line"), column(m, "line")))
    state = sql.coalesce(column(v, "verdict"), number(CONFORMS))
    query = sql.select(
        *[named(column(m, n), n) for n in ("_row", "window", "step", "line", "sum")],
        named(choose([(one_of(state, [number(NONCONFORMING), number(PENDING)]), number(NONCONFORMING))], state), "state"),
        *[named(sql.coalesce(column(v, code), number(0)), code) for code in unsure],
    ).from_(sql.table(windows.members, m), copy=False).join(sql.table(raised, r), on=same, copy=False)
    return query.join(sql.table(table, v), on=equal(column(v, "case"), column(r, "_row")), join_type="left", copy=False)


def _windows(judged: str, unsure: tuple[str, ...]):
    """Each part with the worst state of all parts of its window."""
    m, o = "m", "o"
    same = all_of(equal(column(o, "window"), column(m, "window")), equal(column(o, "step"), column(m, "step")))
    keys = [column(m, n) for n in ("_row", "window", "step", "line", "sum")]
    query = sql.select(*[named(k, n) for k, n in zip(keys, ("_row", "window", "step", "line", "sum"), strict=True)],
                       named(sql.aggregate("max", column(o, "state")), "state"),
                       *[named(sql.aggregate("max", column(o, code)), code) for code in unsure])
    query = query.from_(sql.table(judged, m), copy=False).join(sql.table(judged, o), on=same, copy=False)
    return query.group_by(*keys, copy=False)


