"""References to any form: `object_id` points to a record of the form that `object_form` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procedo.language import sql
from procedo.language.literals import aligned
from procedo.language.sql import Sql, all_of, any_of, choose, column, equal, missing, negated, present
from procedo.language.term import BROKEN_REFERENCE, Term, merged
from procedo.language.tree import ExpressionError
from procedo.terms import say

if TYPE_CHECKING:
    from procedo.language.context import Context
    from procedo.language.scope import Scope
    from procedo.model import Form


def partner(form: Form, field: str) -> str | None:
    """The field that says which form a reference to any form means."""
    name = field.removesuffix("_id").removesuffix("_no") + "_form"
    return name if name in form.fields else None


def follow(scope: Scope, head: str, rest: tuple[str, ...], offset: int) -> Term | None:
    """`object.x`: x of whatever form is named; `contract.x`: x where the object is a contract, else empty."""
    field = next((n for n, f in scope.form.fields.items() if f.type == "reference" and f.to == "any" and partner(scope.form, n)), None)
    if field is None:
        return None
    word = field.removesuffix("_id").removesuffix("_no")
    if head == word:
        targets = _holding(scope.context, rest[0], offset)
    elif head in scope.context.forms:
        targets = [scope.context.forms[head]]
    else:
        return None
    return _of(scope, field, targets, rest, offset, whole=head == word)


def _holding(context: Context, field: str, offset: int) -> list[Form]:
    """The supplied forms that have a field. NotEvaluable when there are such forms, and the recordset holds none of them."""
    having = [form for form in context.forms.values() if field in form.fields]
    if not having:
        raise ExpressionError(offset, "unknown-name", say(f"没有一张表单有字段“{field}”", f"no form has a field “{field}”"))
    supplied = [form for form in having if form.form in context.tables]
    if not supplied:
        context.table(having[0].form)
    return supplied


def _of(scope: Scope, field: str, targets: list[Form], rest: tuple[str, ...], offset: int, whole: bool) -> Term:
    key, named = scope.field(field), scope.field(partner(scope.form, field) or "")
    parts = [(sql.sure(equal(named.sql, sql.text(form.form))), _value(scope, key, named, form, rest, offset)) for form in targets]
    terms = [term for _, term in parts]
    terms = aligned(terms) if all(t.type == "number" for t in terms) else terms
    kind = terms[0].type
    whens = [all_of(when, sql.TRUE if term.type == kind else sql.FALSE) for (when, _), term in zip(parts, terms, strict=True)]
    faults = merged(key.faults, named.faults)
    for when, term in zip(whens, terms, strict=True):
        faults = merged(faults, {code: all_of(when, fault) for code, fault in term.faults.items()})
    if whole:
        elsewhere = all_of(present(key.sql), present(named.sql), negated(any_of(*whens)))
        faults = merged(faults, {BROKEN_REFERENCE: elsewhere})
    return terms[0].made(
        choose([(when, term.sql) for when, term in zip(whens, terms, strict=True)]),
        faults=faults,
        lacking=any_of(key.lacking, *[all_of(when, term.lacking) for when, term in zip(whens, terms, strict=True)]),
        not_yet=any_of(*[all_of(when, term.not_yet) for when, term in zip(whens, terms, strict=True)]),
    )


def _value(scope: Scope, key: Term, named: Term, form: Form, rest: tuple[str, ...], offset: int) -> Term:
    scope.context.table(form.form)

    def on(alias: str) -> Sql:
        return all_of(equal(named.sql, sql.text(form.form)), equal(column(alias, "_key"), key.sql))

    alias = scope.query.left((scope.alias, "any", form.form), form.form, on)
    other = scope.other(form, alias)
    dangling = all_of(present(key.sql), equal(named.sql, sql.text(form.form)), missing(column(alias, "_row")))
    return scope.through(other, key, sql.sure(dangling), other.name(rest, offset))

