"""The second look, at flagged cases only: values, records looked at, what is lacking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from procedo.check.prepare import Prepared
from procedo.check.show import Pseudonyms, shown
from procedo.finding import Demand, EventSeen, Evidence, Origin
from procedo.language import sql
from procedo.language.rounding import rounded
from procedo.language.scope import Query, Scope
from procedo.language.sql import column, equal, named, number
from procedo.language.term import Term
from procedo.rules._build import NONCONFORMING, UNDETERMINED, Judged, Witness


@dataclass
class Flagged:
    """One flagged row of a judgement."""

    row: int
    clock: int
    verdict: int
    same_day: bool
    key: str
    window: str | None
    origin: Origin | None
    reasons: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None
    lacking: list[str] = field(default_factory=list)
    told: Mapping[str, str] = field(default_factory=dict)
    evidence: Evidence = Evidence()
    performers: frozenset[str] = frozenset()
    """Ids of those whose act the case is."""


class Look:
    """Reads the evidence of one judgement."""

    def __init__(self, judged: Judged, prepared: Prepared, pseudonyms: Pseudonyms):
        self.judged, self.prepared, self.pseudonyms = judged, prepared, pseudonyms
        self.build = judged.build
        self.people = any(f.person and f.form in prepared.tables for f in prepared.forms.values())

    def flagged(self) -> list[Flagged]:
        """Every nonconforming and undetermined case, with its evidence."""
        found = self._rows()
        if not found:
            return []
        values, events, lacking, performers = self._values(), self._events(), self._lacking(), self._performers()
        for case in found:
            case.performers = performers[case.row] | ({case.key} if self.build.form.person else set())
            case.lacking += sorted(lacking[case.row])
            case.evidence = Evidence(
                values={**case.facts, **values.get(case.row, {}), **case.told},
                demanded=self._demanded(case),
                events=tuple(events[case.row]),
                lacking=tuple(case.lacking),
                searched=self._searched(case),
                same_day=self.build.context.same_day if case.same_day else None,
            )
        return found

    def _select(self, query: Any) -> list[tuple[Any, ...]]:
        return self.prepared.engine.rows(query.sql(dialect=self.prepared.dialect, copy=False))

    def _flag(self) -> sql.Sql:
        return sql.one_of(column("j", "verdict"), [number(UNDETERMINED), number(NONCONFORMING)])

    def _rows(self) -> list[Flagged]:
        judged = self.judged
        columns = [f"why {code}" for code in judged.reasons]
        facts = {word: spec for word, spec in judged.facts.items()}
        told = [lacking for lacking in judged.lacking if lacking.column]
        names = ["_row", "clock", "verdict", "same_day", *columns, *[c for c, _ in facts.values()], *[item.column for item in told],
                 *[name for name, _ in judged.told.values()]]
        if judged.lines:
            names.append("line")
        case = [column("c", n) for n in ("_key", "_file", "_line", *(("_window",) if judged.windowed else ()))]
        query = sql.select(*[column("j", n) for n in names], *case)
        same_row = equal(column("c", "_row"), column("j", "_row"))
        query = query.from_(sql.table(judged.table, "j"), copy=False).join(sql.table(judged.cases, "c"), on=same_row, copy=False)
        query = query.where(self._flag(), copy=False).order_by(column("j", "_row"), copy=False)
        return [self._case(values, facts, told) for values in self._select(query)]

    def _case(self, values: tuple[Any, ...], facts: Mapping[str, tuple[str, str]], told: list) -> Flagged:
        reader = iter(values)
        row, clock, verdict, same_day = (next(reader) for _ in range(4))
        reasons = tuple(code for code in self.judged.reasons if next(reader))
        points = {word: shown(next(reader), Term(kind, sql.NULL), {}) for word, (_, kind) in facts.items()}
        lacking = [item.word for item in told if next(reader)]
        figures = {word: shown(next(reader), shape, self.prepared.forms) for word, (_, shape) in self.judged.told.items()}
        line = next(reader) if self.judged.lines else None
        key, file, place, *window = reader
        origin = None if file is None else self._origin(self.judged.form, file, place)
        facts = {k: v for k, v in points.items() if v}
        period = str(window[0]) if window and window[0] is not None else None
        told_ = {word: text for word, text in figures.items() if text is not None}
        return Flagged(row, clock, verdict, bool(same_day), key, period, origin, reasons, facts, line, lacking, told_)

    def _origin(self, form: str, file: int, line: int) -> Origin:
        name, sheet = self.prepared.source(form, file)
        return Origin(name, sheet, line)

    # values of the case

    def _values(self) -> dict[int, dict[str, str | None]]:
        query, scope = self.build.start()
        terms = {name: _told(scope.name(tuple(name.split(".")))) for name in self.judged.values if name != "as_of"}
        if not terms:
            return {}
        query.join(self.judged.table, "j", equal(column("j", "_row"), scope.row))
        rows = self._select(query.select(named(scope.row, "_row"), *[named(t.sql, n) for n, t in terms.items()], where=self._flag()))
        raws = self.prepared.raw_texts
        return {
            row: {name: self._value(scope, raws, row, name, value, terms[name]) for name, value in zip(terms, rest, strict=True)}
            for row, *rest in rows
        }

    def _value(self, scope: Scope, raws: Mapping, row: int, name: str, value: Any, term: Term) -> str | None:
        text = shown(value, term, self.prepared.forms)
        if text is None:
            text = raws.get((scope.form.form, name, row))
        declared = self._declared(term)
        if declared and (declared.personal or (declared.type == "person" and not self.people)):
            return self.pseudonyms.of(text)
        return text

    def _declared(self, term: Term):
        if not term.field:
            return None
        form, name = term.field.split(".", 1)
        return self.prepared.forms[form].fields.get(name) if form in self.prepared.forms else None

    def _performers(self) -> dict[int, frozenset[str]]:
        """Whoever the record names as having done one of its events."""
        known = self.build.context.table(self.build.form.form).columns
        names = list(dict.fromkeys(event.by for event in self.build.form.events.values() if event.by in known))
        found: dict[int, frozenset[str]] = defaultdict(frozenset)
        if names and self.judged.values:
            query, scope = self.build.start()
            query.join(self.judged.table, "j", equal(column("j", "_row"), scope.row))
            rows = self._select(query.select(named(scope.row, "_row"), *[named(scope.field(n).sql, n) for n in names], where=self._flag()))
            found |= {row: frozenset(person for person in rest if person) for row, *rest in rows}
        return found

    # records looked at

    def _events(self) -> dict[int, list[EventSeen]]:
        found: dict[int, list[EventSeen]] = defaultdict(list)
        for witness in self.judged.witnesses:
            for case, event in self._seen(witness):
                if event not in found[case]:
                    found[case].append(event)
        for events in found.values():
            events.sort(key=lambda e: (e.at or "9999", e.form, e.file, e.row))
        return found

    def _seen(self, witness: Witness):
        forms = {**self.prepared.forms, **self.build.context.forms}
        form = forms[witness.form]
        query = Query(self.build.context)
        query.start(witness.table, "w")
        query.join(self.judged.table, "j", equal(column("j", "_row"), column("w", "case")))
        query.join(witness.form, "f", equal(column("f", "_row"), column("w", "found")))
        scope = Scope(query, form, "f")
        mapped = self.build.context.tables[witness.form].columns
        said = form.decisions
        activity, by_field = _event_of(form)
        by = scope.field(by_field).sql if by_field in mapped else sql.NULL
        role = scope.field(said.role).sql if said and said.role in mapped else sql.NULL
        says = scope.field(said.says).sql if said and said.says in mapped else sql.NULL
        columns = [
            named(column("w", "case"), "case"),
            named(column("w", "at"), "at"),
            named(by, "by"),
            named(role, "role"),
            named(says, "says"),
            named(column("f", "_file"), "file"),
            named(column("f", "_line"), "line"),
            *[named(column("w", code), code) for code in witness.codes],
        ]
        for case, at, person, office, word, file, line, *noted in self._select(query.select(*columns, where=self._flag())):
            origin = self._origin(witness.form, file, line)
            who = person if self.people else self.pseudonyms.of(person)
            yield (
                case,
                EventSeen(
                    word or activity,
                    shown(at, Term(witness.at, sql.NULL), {}),
                    who,
                    office,
                    witness.form,
                    origin.file,
                    origin.sheet,
                    origin.row,
                    tuple(code for code, there in zip(witness.codes, noted, strict=True) if there),
                ),
            )

    # what is missing

    def _lacking(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for lacking in self.judged.lacking:
            if lacking.table:
                query = sql.select(column("l", "_row"), column("l", "value")).from_(sql.table(lacking.table, "l"), copy=False)
                query = query.join(sql.table(self.judged.table, "j"), on=equal(column("j", "_row"), column("l", "_row")), copy=False)
                for row, value in self._select(query.where(self._flag(), copy=False)):
                    found[row].add(value)
        return found

    def _demanded(self, case: Flagged) -> tuple[Demand, ...]:
        if case.line is None or not self.judged.lines:
            return ()
        line = self.judged.lines[case.line]
        return tuple(Demand(line.matrix, line.revision, line.line, place.word, place.act) for place in line.places)

    def _searched(self, case: Flagged) -> str | None:
        if not self.judged.witnesses:
            return None
        forms = ", ".join(dict.fromkeys(w.form for w in self.judged.witnesses))
        window = ", ".join(f"{word} {point}" for word, point in case.facts.items() if word in ("from", "due", "earliest", "gate"))
        return f"{forms} ({window})" if window else forms


def _event_of(form) -> tuple[str, str | None]:
    """What a record of the form says happened, and the field that says who did it."""
    if form.decisions:
        return form.form, form.decisions.by
    for name, event in form.events.items():
        if not form.date or event.at in form.date:
            return name, event.by
    return form.form, None


def _told(term: Term) -> Term:
    """A mean is judged as sum and count; it is told with four decimals at most."""
    return rounded(term, min(term.scale + 2, 4)) if term.over else term
