"""Names -> typed SQL: fields, paths along references, figures; and the joins they need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from procedo.language import anything, sql
from procedo.language.context import Context, NotEvaluable
from procedo.language.sql import FALSE, NULL, Sql, all_of, column, equal, missing, number, present
from procedo.language.term import BROKEN_REFERENCE, UNREADABLE, Items, Term, merged
from procedo.language.tree import ExpressionError
from procedo.model import Field, Form
from procedo.problem import nearest
from procedo.table import FUTURE_DATED, NOT_YET
from procedo.table import UNREADABLE as STATE_UNREADABLE
from procedo.terms import say

_TERM_TYPES = {
    "text": "text",
    "choice": "text",
    "person": "text",
    "reference": "text",
    "integer": "number",
    "number": "number",
    "money": "number",
    "role": "text",
    "form": "text",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "list": "list",
}


PERIOD = ("label", "start", "end", "year", "next")
"""What `period.` offers where cases are laid out by period."""


class Query:
    """A select under construction: its tables in join order."""

    def __init__(self, context: Context):
        self.context = context
        self.sources: list[tuple[Sql, Sql | None, str]] = []
        self._aliases: dict[object, str] = {}

    def start(self, table: str | sql.exp.Select, alias: str) -> None:
        self.sources.append((sql.source(table, alias), None, "from"))

    def join(self, table: str | sql.exp.Select, alias: str, on: Sql, kind: str = "inner") -> None:
        """`kind` "spare": an inner join that finds exactly one row, left out where nothing of it is read."""
        self.sources.append((sql.source(table, alias), on, kind))

    def left(self, key: object, table: str, on: Callable[[str], Sql]) -> str:
        """Left-join once per key; returns the alias."""
        if key not in self._aliases:
            alias = f"j{len(self._aliases) + 1}"
            self._aliases[key] = alias
            self.sources.append((sql.table(table, alias), on(alias), "left"))
        return self._aliases[key]

    def select(self, *columns: Sql, where: Sql = sql.TRUE) -> sql.exp.Select:
        query = sql.select(*columns).from_(self.sources[0][0], copy=False)
        query.set("joins", [sql.join(*found) for found in self._needed([*columns, where])])
        if not sql.is_true(where):
            query.set("where", sql.exp.Where(this=where))
        return query

    def _needed(self, read: list[Sql]) -> list[tuple[Sql, Sql | None, str]]:
        joins = self.sources[1:]
        if not any(kind == "spare" for _, _, kind in joins):
            return joins
        read = read + [on for _, on, kind in joins if on is not None and kind != "spare"]
        used = {node.table for node in sql.nodes(*read) if isinstance(node, sql.exp.Column)}
        kept = [join for join in joins if join[2] != "spare" or join[0].alias in used]
        return [(table, on, "inner" if kind == "spare" else kind) for table, on, kind in kept]


class Scope:
    """The names that stand for one record: its fields, what its references reach, and the rule's figures."""

    def __init__(self, query: Query, form: Form, alias: str, this: Scope | None = None, periodic: bool = False):
        self.periodic = periodic
        self.query, self.context, self.form, self.alias, self.this = query, query.context, form, alias, this
        self.figures: dict[str, Callable[[Scope], Term]] = this.figures if this else {}
        self.mentioned: dict[str, Term] = {}
        self.there: Scope | None = None
        self.context.table(form.form)

    @property
    def row(self) -> Sql:
        """Which case: the record, or the record in a period."""
        return column(self.alias, "_row")

    @property
    def record(self) -> Sql:
        """Which record of the form."""
        return column(self.alias, "_record" if self.periodic else "_row")

    def name(self, parts: tuple[str, ...], offset: int = 0) -> Term:
        """The value that a dotted name stands for. Raises ExpressionError or NotEvaluable."""
        term = self._special(parts, offset) or self._own(parts, offset)
        self.mentioned.setdefault(".".join(parts), term)
        return term

    def _special(self, parts: tuple[str, ...], offset: int) -> Term | None:
        head = parts[0]
        if head == "this" and len(parts) > 1:
            return (self.this or self).name(parts[1:], offset + 5)
        if head == "there" and self.there and len(parts) > 1:
            return self.there.name(parts[1:], offset + 6)
        if parts == ("as_of",):
            return Term("date", number(self.context.as_of))
        if head == "period" and len(parts) == 2:
            return self._period(parts[1], offset)
        return None

    def _period(self, name: str, offset: int) -> Term | None:
        """`period.start` …: of the case, also inside a search."""
        case = self.this or self
        if not case.periodic:
            if self.reference("period"):
                return None
            raise ExpressionError(offset, "no-period", say("period 只能用在带 every 的检查里", "`period` stands in checks with `every` only"))
        if name not in PERIOD:
            hint = nearest(name, PERIOD)
            raise ExpressionError(offset + 7, "unknown-name", say(f"period 没有“{name}”{hint.zh}", f"period has no “{name}”{hint.en}"))
        kinds = {"start": "date", "end": "date", "year": "number"}
        return Term(kinds.get(name, "text"), column(case.alias, f"period.{name}"))

    def _own(self, parts: tuple[str, ...], offset: int) -> Term:
        head = parts[0]
        if len(parts) == 1:
            if head in self.form.fields:
                return self.field(head)
            if head in self.figures:
                return self.figures[head](self.this or self)
            derived = self.context.derived(self, head)
            if derived is not None:
                return derived
            if head == self.form.form:
                return Term("record", self.record, form=self.form.form)
        else:
            reference = self.reference(head)
            if reference:
                return self._follow(reference, parts[1:], offset + len(head) + 1)
            whatever = anything.follow(self, head, parts[1:], offset + len(head) + 1)
            if whatever is not None:
                return whatever
            self._refuse_lists(head, offset)
        raise self._unknown(head, offset)

    def _refuse_lists(self, head: str, offset: int) -> None:
        declared = self.form.fields.get(head)
        if declared is not None and declared.type == "list":
            raise ExpressionError(
                offset,
                "list-followed",
                say(
                    f"“{head}”是列表，不能接着取字段；可用 contains、holds、each",
                    f"“{head}” is a list and leads to no field; use contains, holds or each",
                ),
            )

    def _unknown(self, name: str, offset: int) -> ExpressionError:
        known = [*self.form.fields, *self.figures, "as_of", *(r for r in map(self._path_name, self.form.fields) if r)]
        hint = nearest(name, known)
        return ExpressionError(
            offset,
            "unknown-name",
            say(f"表单 {self.form.form} 没有“{name}”{hint.zh}", f"form {self.form.form} has no “{name}”{hint.en}"),
        )

    def field(self, name: str) -> Term:
        """A field of this record, with why it may be unknown."""
        declared = self.form.fields[name]
        table = self.context.table(self.form.form)
        known = table.columns.get(name)
        if known is None:
            label = declared.label.in_("zh")
            raise NotEvaluable(
                self.form.form,
                name,
                say(
                    f"缺少字段“{self.form.form}.{name}”（{label}）",
                    f"field “{self.form.form}.{name}” ({declared.label.in_('en')}) is missing",
                ),
            )
        value, states = column(self.alias, name), known.states
        state = column(self.alias, name + "!")
        faults = {}
        if states.get(STATE_UNREADABLE):
            faults[UNREADABLE] = sql.sure(equal(state, number(STATE_UNREADABLE)))
        if states.get(FUTURE_DATED):
            faults["future-dated"] = sql.sure(equal(state, number(FUTURE_DATED)))
        lacking = FALSE
        if declared.required and known.empty:
            empty = missing(value)
            lacking = all_of(empty, equal(state, number(0))) if known.broken else empty
        not_yet = sql.sure(equal(state, number(NOT_YET))) if states.get(NOT_YET) else FALSE
        items = None
        if declared.type == "list":
            element = Term("text", NULL, field=f"{self.form.form}.{name}") if declared.of == "choice" else None
            items = Items(table=f"{self.form.form}.{name}", row=self.record, element=element)
        return Term(
            _TERM_TYPES[known.type],
            value,
            known.decimals,
            faults,
            lacking,
            not_yet,
            field=f"{self.form.form}.{name}",
            person=declared.type == "person" or (declared.type == "list" and declared.of == "person"),
            items=items,
            planned=declared.planned,
        )

    def _path_name(self, field: str) -> str | None:
        declared = self.form.fields.get(field)
        if declared is None or declared.type != "reference" or declared.to in (None, "any"):
            return None
        for ending in ("_id", "_no"):
            if field.endswith(ending):
                return field.removesuffix(ending)
        return field

    def reference(self, path_name: str) -> str | None:
        """The reference field that a path begins with: `customer` -> `customer_id`."""
        return next((f for f in self.form.fields if self._path_name(f) == path_name), None)

    def matched(self, name: str) -> str:
        """The field that a `match` names, references and persons without their ending: `employee` -> `employee_id`."""
        return next((f for f in (name, f"{name}_id", f"{name}_no") if f in self.form.fields), name)

    def follow(self, field: str) -> tuple[Scope, Term, Sql]:
        """The record that a reference points to (left-joined), the reference itself, and when it points nowhere."""
        declared: Field = self.form.fields[field]
        target = self.context.forms.get(declared.to or "")
        if target is None:  # no such form, or one that could not be read
            raise ExpressionError(0, "unknown-form", say(f"没有表单“{declared.to}”", f"there is no form “{declared.to}”"))
        key = self.field(field)
        self.context.table(target.form)
        alias = self.query.left((self.alias, field), target.form, lambda a: equal(column(a, "_key"), column(self.alias, field)))
        dangling = all_of(present(key.sql), missing(column(alias, "_row")))
        return self.other(target, alias), key, dangling

    def other(self, form: Form, alias: str) -> Scope:
        """The scope of another record in the same query."""
        return Scope(self.query, form, alias)

    def _follow(self, field: str, rest: tuple[str, ...], offset: int) -> Term:
        other, key, dangling = self.follow(field)
        return self.through(other, key, dangling, other.name(rest, offset))

    def through(self, other: Scope, key: Term, dangling: Sql, term: Term) -> Term:
        """A value of the record that a reference points to: empty where the reference is, unknown where it points nowhere."""
        lacking = all_of(term.lacking, present(column(other.alias, "_row")))
        faults = merged(term.faults, key.faults, {BROKEN_REFERENCE: dangling})
        return replace(term, faults=faults, lacking=sql.any_of(lacking, key.lacking))

    def visible(self) -> Sql:
        """False for a record that is dated after the as-of day: it has not happened yet."""
        date = self.date()
        if date is None or sql.is_false(date.not_yet):
            return sql.TRUE
        return sql.any_of(present(date.sql), date.broken, sql.negated(date.not_yet))

    def date(self) -> Term | None:
        """The case date: the first filled of the form's `date` fields; None for a timeless form."""
        mapped = self.context.table(self.form.form).columns
        names = [name for name in self.form.date if name in mapped]
        if not self.form.date:
            return None
        if not names:
            return self.field(self.form.date[0])
        return first_filled([self.field(name) for name in names])


def first_filled(terms: list[Term]) -> Term:
    """`coalesce` of points: a day where any of them is a day; broken where an earlier one is broken."""
    day = any(t.type == "date" for t in terms)
    values = [sql.day_of(t.sql) if day and t.type == "datetime" else t.sql for t in terms]
    faults, earlier_empty = {}, sql.TRUE
    for term in terms:
        faults = merged(faults, {r: all_of(earlier_empty, when) for r, when in term.faults.items()})
        earlier_empty = all_of(earlier_empty, missing(term.sql))
    broken = sql.any_of(*faults.values())
    value = sql.coalesce(*values)
    if len(terms) > 1 and not sql.is_false(broken):
        value = sql.choose([(broken, NULL)], value)
    return Term(
        "date" if day else "datetime",
        value,
        0,
        faults,
        sql.FALSE,
        sql.any_of(*[t.not_yet for t in terms]),
        field=terms[0].field if len(terms) == 1 else None,
    )
