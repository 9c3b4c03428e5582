"""One check under construction: its cases, the steps so far, and what the evidence will need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from procedo.language import sql
from procedo.language.context import Context
from procedo.language.expression import Compiler, compile_condition, compile_duration, compile_point, compile_term
from procedo.language.points import to_day
from procedo.language.scope import Query, Scope
from procedo.language.sql import (
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    named,
    negated,
    number,
    present,
)
from procedo.language.term import ALWAYS, Condition, Term, both, merged
from procedo.language.tree import ExpressionError
from procedo.model import Form
from procedo.rules._every import Laid, lay_out
from procedo.rules._fields import CheckFields
from procedo.rules._judged import Judged, Parts, Share
from procedo.rules._judged import Lacking as Lacking
from procedo.rules._judged import Witness as Witness
from procedo.rules._span import Span

NOT_APPLICABLE, CONFORMS, PENDING, UNDETERMINED, NONCONFORMING = -1, 0, 1, 2, 3


class Misplaced(Exception):
    """An expression of the check is wrong: which parameter (path inside the check), and the error."""

    def __init__(self, path: tuple[str | int, ...], error: ExpressionError):
        self.path, self.error = path, error
        super().__init__(error.sentence.en)


@dataclass
class Build:
    """Everything a kind needs to say its judgement about the records of one form."""

    context: Context
    fields: CheckFields
    form: Form
    subset: str | None
    span: Span
    mentioned: dict[str, None] = field(default_factory=dict)
    figures: dict = field(default_factory=dict)
    parts: dict[str, Parts] = field(default_factory=dict)
    """Of every sum that was read."""
    share: Share | None = None
    demanded: Callable[[], Form] | None = None
    """The form with what its revision of the clock said of its fields; None: what it says now."""

    @cached_property
    def laid(self) -> Laid | None:
        """With `every`: the records laid out by period."""
        if not self.fields.every:
            return None
        return self._at(("every",), lambda: lay_out(self.context, self.form, self._periods()))

    def _periods(self) -> list[str]:
        words: list[str] = []
        for word in self.fields.every:
            value = self.context.parameter(word[1:]) if word.startswith("$") else word
            words += [str(item) for item in value] if isinstance(value, list) else [str(value)]
        return words

    @property
    def source(self) -> str:
        """The table of what is judged: the form's records, or its records by period."""
        return self.laid.table if self.laid else self.form.form

    def start(self, table: str | None = None) -> tuple[Query, Scope]:
        """A query over what is judged (alias `c`), or over a cases table (alias `k`) with it."""
        query = Query(self.context)
        if table:
            query.start(table, "k")
            query.join(self.source, "c", equal(column("c", "_row"), column("k", "_row")), "spare")
        else:
            query.start(self.source, "c")
        scope = Scope(query, self.form, "c", periodic=self.laid is not None)
        scope.figures = self.figures
        return query, scope

    # expressions of the check, with the place of a mistake

    def _at(self, path: tuple[str | int, ...], work):
        try:
            return work()
        except ExpressionError as error:
            raise Misplaced(path, error) from error

    def condition(self, scope: Scope, text: str, *path: str | int, strict: bool = False) -> Condition:
        found = self._at(path, lambda: compile_condition(scope, text, strict))
        self._remember(scope)
        return found

    def term(self, scope: Scope, text: str, *path: str | int) -> Term:
        found = self._at(path, lambda: compile_term(scope, text))
        self._remember(scope)
        return found

    def point(self, scope: Scope, text: str, *path: str | int) -> Term:
        found = self._at(path, lambda: compile_point(scope, text))
        self._remember(scope)
        return found

    def duration(self, scope: Scope, text: str, *path: str | int) -> Term:
        return self._at(path, lambda: compile_duration(scope, text))

    def compiler(self, scope: Scope) -> Compiler:
        return Compiler(scope)

    def _remember(self, scope: Scope) -> None:
        case = scope.this or scope
        if case.form is not self.form:
            return  # names of the records looked for are no values of the case
        for name, term in case.mentioned.items():
            if term.type not in ("list", "duration", "record") and not name.startswith("there."):
                self.mentioned.setdefault(name)

    # the population

    def clock(self, scope: Scope, default: Term | None) -> Term:
        """The case date. No explicit clock: the period's first day, the kind's default, the form's date, the as-of day."""
        if self.fields.clock:
            return self.point(scope, self.fields.clock, "clock")
        if self.laid:
            return Term("date", column("c", "period.start"))
        if default is not None:
            return default
        date = scope.date()
        if date is None:
            return Term("date", number(self.context.as_of))
        undated = all_of(missing(date.sql), negated(date.broken), negated(date.not_yet))
        return date.with_faults({"case-date-missing": undated})

    def begun(self, scope: Scope) -> Term | None:
        """The day the case began, where some revision takes cases by it: `begun`, else the last of the form's dates."""
        if not (self.span.picked or any(other.picked for other in self.span.others)):
            return None
        names = [name for name in self.form.date[1:] if name in self.context.table(self.form.form).columns]
        if self.fields.begun:
            point = self.point(scope, self.fields.begun, "begun")
        elif names:
            point = scope.field(names[-1])
        else:
            return None
        return Term("date", to_day(point), 0, dict(point.faults))

    def when(self, scope: Scope) -> Condition:
        found = ALWAYS
        if self.subset:
            found = self.condition(scope, self.subset, "case")
        if self.fields.when:
            found = both(found, self.condition(scope, self.fields.when, "when"))
        return found

    def cases(
        self,
        query: Query,
        scope: Scope,
        columns: Mapping[str, Sql],
        clock: Term | None = None,
        applies: Sql = sql.TRUE,
        reasons: Mapping[str, Sql] | None = None,
        apart: Mapping[str, Sql] | None = None,
    ) -> tuple[str, tuple[str, ...]]:
        """The step `cases`: every visible record of this span with `status` (1 case, 0 none, 2 undetermined) and why.

        `apart`: why a record is no case. Returns the table and the reason codes it holds as `why <code>` columns.
        """
        when, date, begun = self.when(scope), self.clock(scope, clock), self.begun(scope)
        day = to_day(date)
        dated = present(date.sql)
        unclear = {"case-date-missing": sql.sure(self.span.unclear(day, begun))}
        faults = merged({r: all_of(when.unknown, c) for r, c in when.reasons.items()}, date.reasons, unclear, dict(reasons or {}))
        outside = all_of(dated, negated(sql.sure(self.span.holds(day, begun))))
        demand = column("c", "demand") if self.laid else number(1)
        none = any_of(negated(when.can_be_true), outside, negated(sql.sure(applies)), *self._demands(demand, 0), *(apart or {}).values())
        unknown = any_of(when.unknown, *faults.values(), *self._demands(demand, 2))
        undated = all_of(missing(date.sql), negated(date.unknown))
        status = choose([(none, number(0)), (unknown, number(2)), (undated, number(0))], number(1))
        faults = merged(faults, self._undemanded(), dict(apart or {}))
        codes = tuple(faults)
        select = query.select(
            named(scope.row, "_row"),
            named(choose([(dated, day)], number(self.context.as_of)), "clock"),
            named(status, "status"),
            *[named(sql.flag(faults[code]), f"why {code}") for code in codes],
            *[named(v, n) for n, v in columns.items()],
            where=all_of(scope.visible(), self.span.takes(day, begun, dated), self._shared(scope)),
        )
        return self.context.step(f"{self.form.form} cases", select), codes

    def everyone(self, query: Query, scope: Scope, columns: Mapping[str, Sql]) -> tuple[str, tuple[str, ...]]:
        """The step `all`: every visible record, whichever revision judges it, with `clock`, `status` by `when`, and why.

        For what one record is to others: whoever shares its value or stands beside it may fall under another revision.
        """
        when, date = self.when(scope), self.clock(scope, None)
        status = choose([(negated(when.can_be_true), number(0)), (when.unknown, number(2))], number(1))
        codes = tuple(when.reasons)
        select = query.select(
            named(scope.row, "_row"),
            named(sql.coalesce(to_day(date), number(self.context.as_of)), "clock"),
            named(status, "status"),
            *[named(sql.flag(all_of(when.unknown, when.reasons[code])), f"why {code}") for code in codes],
            *[named(v, n) for n, v in columns.items()],
            where=all_of(scope.visible(), self._shared(scope)),
        )
        return self.context.step(f"{self.form.form} all", select), codes

    def _demands(self, demand: Sql, state: int) -> list[Sql]:
        return [equal(demand, number(state))] if self.laid else []

    def _undemanded(self) -> dict[str, Sql]:
        """Why a period is not demanded of the record, or cannot be said to be."""
        return {code: equal(column("c", f"why {code}"), number(1)) for code in self.laid.codes} if self.laid else {}

    def _shared(self, scope: Scope) -> Sql:
        """Whether the record is of this build's variant."""
        if self.share is None:
            return sql.TRUE
        chosen = self.term(scope, self.share.choose, "variants", "choose")
        if self.share.name is not None:
            return sql.sure(equal(chosen.sql, self._variant(chosen, self.share.name)))
        return negated(sql.sure(sql.one_of(chosen.sql, [self._variant(chosen, name) for name in self.share.names])))

    def _variant(self, chosen: Term, name: str) -> Sql:
        return sql.text(self.context.read_as(chosen.field, name, self.share.names))

    def judged(
        self,
        cases: str | sql.exp.Select,
        codes: tuple[str, ...],
        verdict: Sql,
        whys: Mapping[str, Sql],
        ranked: tuple[str, ...],
        joins: list[tuple[str, str, Sql]] | None = None,
        same_day: Sql = sql.FALSE,
        extra: Mapping[str, Sql] | None = None,
        **more,
    ) -> Judged:
        """The last step. `verdict` holds for status 1; records that are no case or undetermined keep that.

        joins: (table, alias, on) left-joined to the cases table `k`.
        """
        status = column("k", "status")
        query = Query(self.context)
        query.start(cases, "k")
        for table, alias, on in joins or []:
            query.join(table, alias, on, "left")
        final = choose([(equal(status, number(0)), number(NOT_APPLICABLE)), (equal(status, number(2)), number(UNDETERMINED))], verdict)
        judged_case = equal(status, number(1))
        reasons = [c for c in ranked if c in whys or c in codes]
        reasons += [c for c in (*whys, *codes) if c not in reasons]
        columns = []
        for code in dict.fromkeys(reasons):
            from_case = equal(column("k", f"why {code}"), number(1)) if code in codes else sql.FALSE
            from_kind = all_of(judged_case, whys[code]) if code in whys else sql.FALSE
            columns.append(named(sql.flag(any_of(from_case, from_kind)), f"why {code}"))
        select = query.select(
            named(column("k", "_row"), "_row"),
            named(column("k", "clock"), "clock"),
            named(final, "verdict"),
            named(sql.flag(all_of(judged_case, same_day)), "same_day"),
            *columns,
            *[named(v, n) for n, v in (extra or {}).items()],
        )
        table = self.context.step(f"{self.form.form} judged", select)
        more = {"cases": self.source, "windowed": self.laid is not None} | more
        return Judged(self.form.form, table, tuple(dict.fromkeys(reasons)), values=tuple(self.mentioned), build=self, **more)


def undecided(build: Build) -> Judged:
    """Records of no variant: nobody can say which rule they fall under."""
    query, scope = build.start()
    chosen = build.term(scope, build.share.choose, "variants", "choose")
    reasons = merged(chosen.reasons, {"value-missing": negated(chosen.broken)})
    table, codes = build.cases(query, scope, {}, reasons=reasons)
    return build.judged(table, codes, number(UNDETERMINED), {}, codes)


def worst(verdicts: list[Sql]) -> Sql:
    """The worst of several verdicts of one case."""
    found = verdicts[0]
    for other in verdicts[1:]:
        found = choose([(compare(">", other, found), other)], found)
    return found
