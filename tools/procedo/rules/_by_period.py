"""The window of a demand where the rule says `every` (LANGUAGE 6, SEMANTICS B.16).

A record counts for the period that its `match` names, late or not; one that names none, for the period it is dated in. So a
bound that the rule does not say is the period's own; the first day binds only records that are counted by their date.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from procedo.language.parser import parse
from procedo.language.scope import Scope
from procedo.language.sql import column
from procedo.language.term import Term
from procedo.language.tree import Binary, Name
from procedo.rules._build import Build
from procedo.rules._fields import Looked
from procedo.rules._part import Part


def bound_by_period(part: Part, said, build: Build, scope: Scope) -> None:
    """Give a demand the bounds of its period where the rule says none."""
    part.label = named_by(part.search) if part.search else ()
    start, end = (Term("date", column(scope.alias, f"period.{which}"), counted=True) for which in ("start", "end"))
    part.leads = bool(said.before) and part.lower is None and _leads(said.before)
    part.first, part.last = start, end
    if part.lower is None and not part.label and not part.leads:
        part.lower = start
    if part.upper is None:
        part.upper = end
    part.contested = bool(said.after or said.before) and _by_date(build, part)


def _by_date(build: Build, part: Part) -> bool:
    """Whether a record may count for the period it is dated in, and for no other."""
    search = part.search
    if search is None or search.at == "none" or reads_period(search.where):
        return False
    form, _ = build.context.form(search.form)
    columns = build.context.table(form.form).columns
    dated = search.at is not None or bool(form.date)
    return dated and all(columns[name].empty for name in part.label)


def named_by(search: Looked) -> tuple[str, ...]:
    """The fields that say which period a record is for."""
    match = search.match if isinstance(search.match, dict) else {}
    return tuple(theirs for theirs, ours in match.items() if reads_period(ours))


def reads_period(text: str | None) -> bool:
    """Whether an expression reads the period."""
    return text is not None and any(isinstance(node, Name) and node.parts[0] == "period" for node in _nodes(parse(text)))


def _leads(text: str) -> bool:
    """A bound that is counted back from the period's first day: what is demanded comes before the period."""
    return any(
        isinstance(node, Binary) and node.operator == "-" and isinstance(node.left, Name) and node.left.parts == ("period", "start")
        for node in _nodes(parse(text))
    )


def _nodes(node: object) -> Iterator[object]:
    yield node
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if dataclasses.is_dataclass(part):
                yield from _nodes(part)
