"""The currency that an amount is in: its field's, or what a field beside it says."""

from __future__ import annotations

from itertools import combinations

from procedo.language import sql
from procedo.language.scope import Scope
from procedo.language.sql import Sql, text
from procedo.language.term import Term
from procedo.rules._build import Build


def currency(build: Build, scope: Scope, said: str, term: Term, path: tuple[str | int, ...]) -> Term | None:
    """Of the amount that `said` names; a blank beside it means the field's own. None for what is no amount of money."""
    form, _, name = (term.field or "").partition(".")
    declared = build.context.forms[form].fields.get(name) if form in build.context.forms else None
    if declared is None or declared.type != "money":
        return None
    beside, own = declared.currency_field, text(declared.currency)
    if not beside or beside not in build.context.table(form).columns:
        return Term("text", own, constant=declared.currency)
    way = said.rpartition(".")[0]
    found = build.term(scope, f"{way}.{beside}" if way else beside, *path)
    return Term("text", sql.choose([(found.broken, sql.NULL)], sql.coalesce(found.sql, own)), faults=found.faults)


def mixed(currencies: list[Sql]) -> Sql:
    """Whether two of them surely differ."""
    different = {one.sql(): one for one in currencies}.values()
    return sql.any_of(*[sql.sure(sql.compare("<>", one, other)) for one, other in combinations(different, 2)])
