"""The life of a record: from, to, and the absences inside it (LANGUAGE.md section 1, `active:`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procedo.language import sql
from procedo.language.context import NotEvaluable
from procedo.language.points import coarser
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
    NULL,
    Sql,
    all_of,
    any_of,
    column,
    compare,
    equal,
    missing,
    named,
    negated,
    number,
    present,
)
from procedo.language.term import BROKEN_REFERENCE, MISSING, UNREADABLE, Condition, Term, both, merged
from procedo.language.tree import Call, ExpressionError
from procedo.model.form import Absence
from procedo.terms import say

if TYPE_CHECKING:
    from procedo.language.expression import Compiler


def active(compiler: Compiler, call: Call, strict: bool) -> Condition:
    """`active(record, day)`: the day lies in the record's life and in none of its absences.

    The record is a reference, a person, the record's own key or the form's name.
    """
    key, day = compiler.term(call.arguments[0]), compiler.point(call.arguments[1])
    record, found = _record(compiler.scope, key, call)
    lives = both(_between(record, day), ~_absent(record, day))
    return _known(lives, key, day, found, strict)


def _known(lives: Condition, key: Term, day: Term, found: Sql, strict: bool) -> Condition:
    """Empty in, empty out; a key that points nowhere says nothing."""
    reasons = merged(key.reasons, day.reasons, {BROKEN_REFERENCE: all_of(present(key.sql), negated(found))})
    empty = all_of(any_of(missing(key.sql), missing(day.sql)), negated(any_of(*reasons.values())))
    if strict:
        reasons, empty = merged(reasons, {MISSING: empty}), FALSE
    unknown = any_of(*reasons.values())
    inner = {code: all_of(lives.open, found, when) for code, when in lives.reasons.items()}
    return Condition(
        all_of(negated(empty), any_of(unknown, lives.can_be_true)),
        all_of(negated(empty), any_of(unknown, lives.can_be_false)),
        merged(reasons, inner),
    )


def _record(scope: Scope, key: Term, call: Call) -> tuple[Scope, Sql]:
    """The record that a value names, and whether it is there."""
    if key.type == "record" and key.form == scope.form.form:
        record, found = scope, sql.TRUE
    else:
        record, found = _named(scope, key, call)
    if record.form.active is None:
        form = record.form.form
        raise ExpressionError(
            call.offset, "no-life", say(f"表单 {form} 没有写 active（从何时到何时）", f"form {form} says no `active` (from when to when)")
        )
    return record, found


def _named(scope: Scope, key: Term, call: Call) -> tuple[Scope, Sql]:
    form_name, _, field_name = (key.field or "").partition(".")
    form = scope.context.forms.get(form_name)
    declared = form.fields.get(field_name) if form else None
    if form and declared and declared.type == "reference" and declared.to in scope.context.forms:
        target, joined = scope.context.forms[declared.to], "_key"
    elif declared and declared.type == "person":
        target = _people(scope)
        joined = target.person.id
    elif form and form.key == [field_name]:
        target, joined = form, field_name
    else:
        raise ExpressionError(
            call.offset, "wrong-type", say("第一个参数须为引用、人员或主键", "the first argument is a reference, a person or a key")
        )
    scope.context.table(target.form)
    alias = scope.query.left(("record", target.form, key.sql.sql()), target.form, lambda a: equal(column(a, joined), key.sql))
    return Scope(scope.query, target, alias), present(column(alias, "_row"))


def _people(scope: Scope):
    found = next((f for f in scope.context.forms.values() if f.person), None)
    if found is None:
        raise NotEvaluable("employee", None, say("没有人员表单", "there is no form of people"))
    return found


def _between(record: Scope, day: Term) -> Condition:
    """from <= day <= to. An empty `from` has not begun, an empty `to` has not ended."""
    life = record.form.active
    start = record.name((life.from_,))
    end = record.name((life.to,)) if life.to else Term("date", NULL)
    begun, over = sql.sure(_ordered("<=", start, day)), sql.sure(_ordered("<", end, day))
    return both(_told(begun, start), ~_told(over, end))


def _ordered(operator: str, one: Term, other: Term) -> Sql:
    left, right = coarser(one, other)
    return compare(operator, left, right)


def _told(test: Sql, operand: Term) -> Condition:
    unknown = operand.unknown
    return Condition(any_of(unknown, test), any_of(unknown, negated(test)), operand.reasons)


def _absent(record: Scope, day: Term) -> Condition:
    """Whether a row of the exception form surely, or perhaps, covers the day."""
    absence = record.form.active.except_
    if absence is None or absence.form not in record.context.tables:
        return Condition(FALSE, sql.TRUE)
    surely = _some(record, absence, day, True)
    perhaps = _some(record, absence, day, False)
    return Condition(any_of(surely, perhaps), negated(surely), {UNREADABLE: perhaps})


def _some(record: Scope, absence: Absence, day: Term, sure: bool) -> Sql:
    query = Query(record.context)
    query.start(absence.form, "x")
    row = Scope(query, record.context.forms[absence.form], "x")
    start, end = row.field(absence.from_), row.field(absence.to)
    known = negated(any_of(start.unknown, end.unknown, missing(start.sql)))
    before = any_of(missing(start.sql), sql.sure(_ordered("<=", start, day)))
    after = any_of(missing(end.sql), sql.sure(_ordered(">=", end, day)))
    own = equal(row.field(row.matched(absence.match)).sql, _identity(record))
    return sql.exists(query.select(named(number(1), "one"), where=all_of(own, before, after, known if sure else negated(known))))


def _identity(record: Scope) -> Sql:
    """What rows of other forms call the record: the person's id, or its key."""
    person = record.form.person
    return column(record.alias, person.id if person else "_key")
