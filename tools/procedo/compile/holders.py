"""Every role that an applicable matrix demands had a holder on every day of the period: told where not, never judged.

Dated appointments alone count, neither delegations nor substitutes. An appointment whose start or end is not known may have
covered any day, so nothing is said of the days it may have covered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from procedo.compile.days import day_of, number_of
from procedo.engines import Engine
from procedo.language.decision import matrices_named
from procedo.library import Document, Library
from procedo.model import Form, Procedure, Profile
from procedo.model.matrix import Approval
from procedo.records.population import Told
from procedo.table import Table, quoted
from procedo.terms import say

_SECONDS = 86_400
Held = tuple[str, int, int]
"""A person, and the first and last day of an appointment as numbers."""
_BEFORE, _AFTER = -(10**7), 10**7


def holders(
    library: Library, profile: str, period: tuple[dt.date, dt.date] | None, forms: Mapping[str, Form], tables: Mapping[str, Table], engine: Engine
) -> tuple[Told, ...]:
    """One note for each demand that nobody could meet on some day. Nothing where appointments or the period are not known."""
    appointed = [forms[name] for name, table in tables.items() if name in forms and forms[name].appoints and table.rows]
    if not period or not appointed:
        return ()
    held = _held(appointed, tables, engine)
    found = [_told(appointed[0].form, demand, _uncovered(demand, held)) for demand in _demands(library, profile, period)]
    return tuple(told for told in found if told)


@dataclass
class _Demand:
    """Offices of which `need` persons must be there; `days`: (first, last, matrix and revision) of each stretch it is demanded on."""

    offices: tuple[str, ...]
    need: int
    days: list[tuple[int, int, str]] = field(default_factory=list)


def _demands(library: Library, profile: str, period: tuple[dt.date, dt.date]) -> list[_Demand]:
    found: dict[tuple[tuple[str, ...], int], _Demand] = {}
    for document in (d for id in _matrices(library, profile) for d in library.revisions("matrix", id)):
        first, ceased = library.span(document)
        first, last = max(first, period[0]), min(period[1], ceased - dt.timedelta(days=1) if ceased else period[1])
        for offices, need in _places(document) if first <= last else ():
            demand = found.setdefault((offices, need), _Demand(offices, need))
            demand.days.append((number_of(first), number_of(last), f"{document.id} {document.revision}"))
    return list(found.values())


def _matrices(library: Library, profile: str) -> list[str]:
    """The matrices that the checks of the profile's procedures go by."""
    model = library.newest("profile", profile).model
    procedures = [library.newest("procedure", id) for id in library.ids("procedure") if id in model.procedures]
    asked = [(d, r) for d in procedures for r in d.model.requirements if r.id not in model.without and (not r.profiles or profile in r.profiles)]
    named = dict.fromkeys(id for d, r in asked for body in r.checks for id in matrices_named(_chosen(body, d.model, model)))
    return list(dict.fromkeys(model.matrices.get(id, id) for id in named))


def _chosen(body: dict[str, Any], procedure: Procedure, profile: Profile) -> dict[str, Any]:
    """The check with the one variant that a parameter of the profile chooses; a field may choose any of them."""
    variants = body.get("variants") or {}
    choose = str(variants.get("choose", ""))
    name = choose.removeprefix("$")
    if name == choose or name not in procedure.parameters:
        return body
    value = profile.value(procedure.procedure, name, procedure.parameters[name].default)
    laid = {str(name): over for name, over in variants.items()}.get(str(value))
    return {key: item for key, item in body.items() if key != "variants"} | (laid if isinstance(laid, dict) else {})


def _places(document: Document) -> Iterator[tuple[tuple[str, ...], int]]:
    for line in document.model.lines:
        for approval in line.approvals:
            yield from _asked(approval)


def _asked(approval: Approval) -> Iterator[tuple[tuple[str, ...], int]]:
    """All of them: each office by itself; k of n: k persons among them."""
    if approval.need == "all":
        yield from (((office,), 1) for office in approval.offices)
    else:
        yield tuple(sorted(approval.offices)), approval.need


def _held(appointed: list[Form], tables: Mapping[str, Table], engine: Engine) -> dict[str, list[Held]]:
    """Role -> its appointments. A day that is blank or unreadable leaves that end open."""
    found: dict[str, list[Held]] = {}
    for form in appointed:
        said, table = form.appoints, tables[form.form]
        if said is None or not {said.person, said.role} <= set(table.columns):
            continue
        names = (said.person, said.role, said.from_, said.to)
        chosen = ", ".join(quoted(name) if name in table.columns else "NULL" for name in names if name is not None)
        for person, role, *ends in engine.rows(f"SELECT {chosen} FROM {quoted(form.form)}"):
            first, last = (_day(value, name, table) for value, name in zip((*ends, None)[:2], names[2:], strict=True))
            if role is not None:
                found.setdefault(role, []).append((str(person), _BEFORE if first is None else first, _AFTER if last is None else last))
    return found


def _day(value: Any, name: str | None, table: Table) -> int | None:
    if value is None or name is None:
        return None
    return int(value) // _SECONDS if table.columns[name].type == "datetime" else int(value)


def _uncovered(demand: _Demand, held: Mapping[str, list[Held]]) -> dict[int, str]:
    """Day -> matrix, of the days on which too few persons held the offices."""
    terms = [one for office in demand.offices for one in held.get(office, ())]
    short: dict[int, str] = {}
    for first, last, matrix in demand.days:
        marks = sorted({first, last + 1, *(day for _, a, b in terms for day in (a, b + 1) if first < day <= last)})
        for begin, end in zip(marks, marks[1:], strict=False):
            if len({person for person, a, b in terms if a <= begin <= b}) < demand.need:
                short |= {day: short.get(day, matrix) for day in range(begin, end)}
    return short


def _told(form: str, demand: _Demand, short: Mapping[int, str]) -> Told | None:
    if not short:
        return None
    begin = end = min(short)
    while end + 1 in short:
        end += 1
    first, last, offices = day_of(begin), day_of(end), demand.offices
    zh = f"须由{'、'.join(offices)}中 {demand.need} 人" if len(offices) > 1 else f"岗位 {offices[0]}"
    en = f"{demand.need} of {', '.join(offices)}" if len(offices) > 1 else f"role {offices[0]}"
    days = sum(b - a + 1 for a, b, _ in demand.days)
    return Told(form, "holders", None, days, len(short), say(
        f"{zh}（矩阵 {short[begin]} 要求）自 {first} 至 {last} 无人任职，期间共缺 {len(short)} 天（只按任命记录，不计授权与代理）",
        f"{en}, which matrix {short[begin]} demands, had no holder from {first} to {last}, and on {len(short)} days of the period in all "
        "(by dated appointments; delegations and substitutes are not counted)"))
