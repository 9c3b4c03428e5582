"""Decisions on a form's records: every approval, review and refusal, whichever form holds it; as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procedo.language import sql
from procedo.language.context import Context, NotEvaluable
from procedo.language.points import to_day
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
    NULL,
    Sql,
    all_of,
    any_of,
    column,
    equal,
    missing,
    named,
    negated,
    number,
    present,
    text,
)
from procedo.language.term import Term
from procedo.model import Form
from procedo.terms import say

DARK = ("approver-missing", "date-missing", "decision-missing", "future-dated", "approved-amount-unreadable", "value-unreadable")
"""Why a decision may not be known, as 0/1 columns of the table of decisions."""
FLAGS = ("role unread", "round unread", *DARK)
COLUMNS = ("case", "found", "source", "role", "says", "person", "at", "day", "round", "amount", *FLAGS)
REJECTED, REVIEWED, APPROVED = 0, 1, 2
SAYS = {"rejected": REJECTED, "reviewed": REVIEWED, "approved": APPROVED}


@dataclass(frozen=True)
class Decisions:
    """A table of decisions; of COLUMNS it holds those that are not the same for every row (`kept`), the others are `fixed`.

    `case`: the `_row` of the record decided on; `source`: which of `forms` holds the decision, `found` its `_row` there;
    `says`: one of SAYS, NULL where it cannot be told; `at` as a time or a day (`at_type`), `day` always a day.
    """

    table: str
    at_type: str
    forms: tuple[Form, ...]
    kept: tuple[str, ...]
    fixed: Mapping[str, Sql]
    roles_blank: bool
    """Whether a decision may not state its role."""

    def of(self, alias: str, name: str) -> Sql:
        """A column of COLUMNS, whether the table holds it or it is the same everywhere."""
        if name in self.fixed:
            return self.fixed[name]
        return column(alias, "at" if name == "day" and self.at_type == "date" else name)

    def all(self, alias: str, *names: str) -> list[Sql]:
        return [named(self.of(alias, name), name) for name in names]

    @property
    def dark(self) -> tuple[str, ...]:
        return tuple(code for code in DARK if code in self.kept)

    @property
    def rounds(self) -> bool:
        return "round" in self.kept


def deciding_forms(context: Context, form: str) -> list[Form]:
    """Forms of the recordset whose records decide on records of `form`."""
    found = []
    for candidate in context.forms.values():
        if candidate.decisions and candidate.form in context.tables:
            on = candidate.fields[candidate.decisions.on]
            if on.to in (form, "any"):
                found.append(candidate)
    return found


def decisions(context: Context, form: Form) -> Decisions:
    """Decisions on records of `form`, from every form that declares them. One dated after the as-of day is not seen.

    NotEvaluable when no deciding form is in the recordset.
    """
    deciding = deciding_forms(context, form.form)
    if not deciding:
        declared = [f.form for f in context.forms.values() if f.decisions]
        raise NotEvaluable(
            declared[0] if declared else "approval",
            None,
            say(f"缺少对 {form.form} 的审批记录“{'、'.join(declared)}”", f"decisions on {form.form} (“{', '.join(declared)}”) are missing"),
        )
    exact = all(_column(context, f, f.decisions.at) and _column(context, f, f.decisions.at).type == "datetime" for f in deciding)
    parts = [_part(context, f, number_, form, exact) for number_, f in enumerate(deciding)]
    fixed = {name: parts[0].columns[name] for name in ("role", "round", "amount", "source", *FLAGS) if len({p.columns[name].sql() for p in parts}) == 1
             and isinstance(parts[0].columns[name], (sql.exp.Null, sql.exp.Literal))}
    kept = tuple(name for name in COLUMNS if name not in fixed and (exact or name != "day"))
    table = context.steps.add(f"decisions on {form.form}", sql.union([part.select(kept) for part in parts]))
    roles = [_column(context, f, f.decisions.role) for f in deciding]
    blank = any(role is None or role.empty or role.broken for role in roles)
    return Decisions(table, "datetime" if exact else "date", tuple(deciding), kept, fixed, blank)


def _column(context: Context, form: Form, name: str | None):
    return context.table(form.form).columns.get(name) if name else None


@dataclass(frozen=True)
class _Part:
    """The decisions of one form."""

    query: Query
    columns: Mapping[str, Sql]
    where: Sql

    def select(self, kept: tuple[str, ...]) -> sql.exp.Select:
        return self.query.select(*[named(self.columns[name], name) for name in kept], where=self.where)


def _part(context: Context, deciding: Form, source: int, form: Form, exact: bool) -> _Part:
    query = Query(context)
    query.start(deciding.form, "f")
    scope, said = Scope(query, deciding, "f"), deciding.decisions

    def optional(name: str | None) -> Term:
        return scope.field(name) if _column(context, deciding, name) else Term("text", NULL)

    on, at, person = scope.field(said.on), scope.field(said.at), scope.field(said.by)
    role, round_, amount = optional(said.role), optional(said.round), optional(said.amount)
    columns = {
        "case": column("c", "_row"), "found": scope.row, "source": number(source), "role": role.sql,
        "says": sql.choose([(equal(column("f", said.says), text(word)), number(code)) for word, code in SAYS.items()]),
        "person": person.sql, "at": sql.day_of(at.sql) if at.type == "datetime" and not exact else at.sql, "day": to_day(at),
        "round": round_.sql, "amount": sql.scaled(amount.sql, 10 ** (4 - amount.scale)) if amount.type == "number" else amount.sql,
        "role unread": sql.flag(role.broken), "round unread": sql.flag(round_.broken),
    }
    columns |= {code: sql.flag(when) for code, when in _dark(context, deciding, scope, at, amount, any_of(role.broken, round_.broken)).items()}
    query.join(form.form, "c", equal(column("c", "_key"), on.sql))
    hidden = FALSE if sql.is_false(at.not_yet) else all_of(missing(at.sql), at.not_yet)
    return _Part(query, columns, all_of(_about(scope, form), negated(hidden)))


def _dark(context: Context, deciding: Form, scope: Scope, at: Term, amount: Term, unread: Sql) -> dict[str, Sql]:
    """Why the decision may not be known; FALSE where the recordset has no such record."""
    said = deciding.decisions

    def blank(name: str) -> Sql:
        known = _column(context, deciding, name)
        return missing(column("f", name)) if known.empty or known.broken else FALSE

    ahead = at.faults.get("future-dated", FALSE)
    known = set(deciding.fields[said.says].choices) <= set(SAYS) and deciding.fields[said.says].choices
    other = FALSE if known else all_of(present(column("f", said.says)), negated(sql.one_of(column("f", said.says), [text(w) for w in SAYS])))
    return {
        "approver-missing": blank(said.by),
        "decision-missing": any_of(blank(said.says), other),
        "date-missing": all_of(blank(said.at), negated(ahead)),
        "future-dated": ahead,
        "approved-amount-unreadable": amount.broken,
        "value-unreadable": unread,
    }


def _about(scope: Scope, form: Form) -> Sql:
    """`object_id` of any form: `object_form` names ours."""
    said = scope.form.decisions
    partner = said.on.removesuffix("_id").removesuffix("_no") + "_form"
    if scope.form.fields[said.on].to == "any" and partner in scope.form.fields:
        return sql.sure(equal(scope.field(partner).sql, text(form.form)))
    return sql.TRUE
