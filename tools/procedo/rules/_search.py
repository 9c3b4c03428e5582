"""Joining a case to the records looked for: `match`, `where`, `at`."""

from __future__ import annotations

from dataclasses import dataclass

from procedo.language import sql
from procedo.language.literals import aligned, mismatch
from procedo.language.points import coarser
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    FALSE,
    TRUE,
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    negated,
    present,
)
from procedo.language.term import ALWAYS, Condition, Term, atom, both, either, merged
from procedo.language.tree import ExpressionError
from procedo.model import Form
from procedo.problem import nearest
from procedo.rules._build import Build, Misplaced
from procedo.rules._fields import Looked
from procedo.terms import say


@dataclass
class Found:
    """Pairs of case and candidate: the query, both scopes, whether the pair belongs together, the candidate's point."""

    query: Query
    case: Scope
    record: Scope
    belongs: Condition
    at: Term | None
    visible: Sql
    dated: Sql = FALSE
    """With `every`: the candidate names no period, so that it counts for the one it is dated in."""


def look(
    build: Build, looked: Looked, path: tuple[str | int, ...], cases: str | None, ours: list[tuple[str, Term]] | None = None,
    label: tuple[str, ...] = (),
) -> Found:
    """The pairs of a search or figure; candidates dated after the as-of day are left out by `visible`.

    `ours`: what of the case joins, where it is already a column of the cases table. `label`: the fields that say which period
    a record is for; a record that says none belongs too, and is `dated`.
    """
    form, subset = _form(build, looked, path)
    build.context.table(form.form)
    query, case = build.start(cases)
    record = Scope(query, form, "f", this=case)
    ours = joining(build, looked, case, path) if ours is None else ours
    equalities = [_equality(record.field(theirs), our, (*path, "match", theirs)) for theirs, our in ours]
    silent = all_of(*[_blank(record, theirs) for theirs in label]) if label else FALSE
    if not sql.is_false(silent):
        said = Condition(silent, negated(silent))
        equalities = [either(e, said) if theirs in label else e for e, (theirs, _) in zip(equalities, ours, strict=True)]
    joined = all_of(*[e.can_be_true for e in equalities])
    query.sources.append((sql.table(form.form, "f"), joined if not sql.is_true(joined) else None, "inner" if equalities else "cross"))
    belongs = ALWAYS
    for equality in equalities:
        belongs = both(belongs, equality)
    belongs = _any_form(build, record, ours, belongs)
    if subset:
        belongs = both(belongs, build.condition(record, subset, *path, "form"))
    if looked.where:
        belongs = both(belongs, build.condition(record, looked.where, *path, "where"))
    at = _at(build, looked, record, path)
    hidden = all_of(missing(at.sql), negated(at.broken), at.not_yet) if at is not None else FALSE
    return Found(query, case, record, belongs, at, negated(hidden), silent)


def _blank(record: Scope, name: str) -> Sql:
    """The record leaves the field empty; False where none does."""
    known, value = record.context.table(record.form.form).columns[name], record.field(name)
    return all_of(missing(value.sql), negated(value.broken)) if known.empty else FALSE


def joining(build: Build, looked: Looked, case: Scope, path: tuple[str | int, ...]) -> list[tuple[str, Term]]:
    """(their field, what of the case equals it): the case's key where the match says nothing else."""
    form, _ = _form(build, looked, path)
    pairs = _pairs(build, looked, form, case, path)
    key = Term("text", column(case.alias, "_key"), form=case.form.form)
    record = Scope(Query(build.context), form, "f", this=case)

    def ours(theirs: str, text: str) -> Term:
        place = (*path, "match", theirs)
        term = build.term(case, text, *place)
        return build._at(place, lambda: build.compiler(case).typed(term, record.field(theirs), 0))

    return [(theirs, ours(theirs, text) if text else key) for theirs, text in pairs]


def _form(build: Build, looked: Looked, path) -> tuple[Form, str | None]:
    try:
        return build.context.form(looked.form)
    except KeyError:
        known = [*build.context.forms, *(s for f in build.context.forms.values() for s in f.subsets)]
        hint = nearest(looked.form, known)
        error = ExpressionError(0, "unknown-form", say(f"没有表单“{looked.form}”{hint.zh}", f"there is no form “{looked.form}”{hint.en}"))
        raise Misplaced((*path, "form"), error) from None


def _pairs(build: Build, looked: Looked, form: Form, case: Scope, path) -> list[tuple[str, str | None]]:
    """(their field, our expression or None for the case's key)."""
    match looked.match:
        case "any":
            return []
        case dict():
            for theirs in looked.match:
                if theirs not in form.fields:
                    raise Misplaced((*path, "match", theirs), _no_field(form, theirs))
            return list(looked.match.items())
        case str():
            field = _named_reference(form, looked.match)
            if field is None:
                raise Misplaced((*path, "match"), _no_field(form, looked.match))
            return [(field, None)]
    return [_only_reference(build, form, path)]


def _no_field(form: Form, name: str) -> ExpressionError:
    hint = nearest(name, form.fields)
    return ExpressionError(
        0, "unknown-field", say(f"表单 {form.form} 没有字段“{name}”{hint.zh}", f"form {form.form} has no field “{name}”{hint.en}")
    )


def _named_reference(form: Form, name: str) -> str | None:
    return next((f for f in (name, f"{name}_id", f"{name}_no") if f in form.fields), None)


def _only_reference(build: Build, form: Form, path) -> tuple[str, str | None]:
    case = build.form
    inward = [name for name, f in form.fields.items() if f.type == "reference" and f.to == case.form]
    inward += [name for name, f in form.fields.items() if f.type == "person" and case.person] if not inward else []
    inward = inward or [name for name, f in form.fields.items() if f.type == "reference" and f.to == "any"]
    outward = [name for name, f in case.fields.items() if f.type == "reference" and f.to == form.form]
    if len(inward) == 1:
        return inward[0], None
    if not inward and len(outward) == 1 and len(form.key) == 1:
        return form.key[0], outward[0]
    found = inward or outward
    error = ExpressionError(
        0,
        "ambiguous-match",
        say(
            f"{form.form} 与 {case.form} 之间有 {len(found)} 个引用字段（{'、'.join(found)}），请写 match",
            f"{len(found)} references join {form.form} and {case.form} ({', '.join(found) or 'none'}); say `match`",
        ),
    )
    raise Misplaced((*path, "match"), error)


def _equality(theirs: Term, ours: Term, path) -> Condition:
    if {theirs.type, ours.type} <= {"date", "datetime"}:
        left, right = coarser(theirs, ours)
    elif theirs.type == ours.type == "number":
        left, right = (t.sql for t in aligned([theirs, ours]))
    elif theirs.type != ours.type:
        raise Misplaced(path, ExpressionError(0, "wrong-type", mismatch([theirs, ours])))
    else:
        left, right = theirs.sql, ours.sql
    # A blank in a join is no match; an unreadable one may be.
    reasons = merged(theirs.faults, ours.faults)
    unknown = any_of(*reasons.values())
    same = equal(left, right)
    if sql.is_false(unknown):
        return Condition(same, sql.negated(same))
    return Condition(any_of(unknown, same), any_of(unknown, sql.negated(sql.sure(same))), reasons)


def _any_form(build: Build, record: Scope, ours: list[tuple[str, Term]], belongs: Condition) -> Condition:
    """`object_id` to any form: `object_form` must name ours."""
    for theirs, our in ours:
        declared = record.form.fields[theirs]
        if our.form == build.form.form and declared.type == "reference" and declared.to == "any":
            partner = theirs.removesuffix("_id").removesuffix("_no") + "_form"
            if partner in record.form.fields:
                named = record.field(partner)
                belongs = both(belongs, atom(equal(named.sql, sql.text(build.form.form)), [named], False))
    return belongs


def _at(build: Build, looked: Looked, record: Scope, path) -> Term | None:
    if looked.at == "none":
        return None
    if looked.at:
        return build.point(record, looked.at, *path, "at")
    return record.date()


def in_window(at: Term, lower: Term | None, upper: Term | None, strict_lower: bool = False, strict_upper: bool = False) -> tuple[Sql, Sql]:
    """(before the lower bound, after the upper bound), for a known point."""
    early, late = FALSE, FALSE
    if lower is not None:
        point, bound = coarser(at, lower)
        dated = at.type == "date" or lower.type == "date"
        early = compare("<=" if strict_lower and dated else "<", point, bound)
    if upper is not None:
        point, bound = coarser(at, upper)
        dated = at.type == "date" or upper.type == "date"
        late = compare(">=" if strict_upper and dated else ">", point, bound)
    return early, late


def known(term: Term | None) -> Sql:
    return TRUE if term is None else present(term.sql)


__all__ = ["Found", "choose", "in_window", "known", "look"]
