"""What a check may look at while it compiles: forms, loaded tables, parameters, the as-of date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procedo.language.steps import Steps
from procedo.model import Calendar, Form, Matrix
from procedo.table import Table
from procedo.terms import Sentence, say

if TYPE_CHECKING:
    from procedo.language.scope import Scope
    from procedo.language.term import Term


class NotEvaluable(Exception):
    """The recordset lacks a form or field that the check reads; `reason` names it."""

    def __init__(self, form: str, name: str | None, reason: Sentence):
        self.form, self.name, self.reason = form, name, reason
        super().__init__(reason.en)


@dataclass(frozen=True)
class Stated:
    """What people state beside the records. `numbers`: form -> series -> first and last number that were given out;
    `attested`: requirement or check -> (case or None for all, period or None, whether it conforms)."""

    numbers: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    attested: Mapping[str, tuple[tuple[str | None, str | None, bool], ...]] = field(default_factory=dict)


@dataclass
class Context:
    """One check of one procedure revision, in the stretch of time in which nothing it reads changes.

    `as_of` is a day number. `derived` gives the derived fields (approved_at …) or None.
    """

    forms: Mapping[str, Form]
    tables: Mapping[str, Table]
    parameters: Mapping[str, Any]
    as_of: int
    steps: Steps = field(default_factory=Steps)
    prefix: str = ""
    same_day: str = "allowed"
    matrix: Matrix | None = None
    decision_tables: Mapping[str, Matrix | None] = field(default_factory=dict)
    """Decision tables by id: the revision in force, or None when none is."""
    calendar: Calendar | None = None
    own_calendar: Calendar | None = None
    """The calendar that the check names for itself."""
    period: tuple[int, int] | None = None
    """First and last day that the records cover, where the recordset says so."""
    stated: Stated = field(default_factory=lambda: Stated())
    derived: Callable[[Scope, str], Term | None] = lambda scope, name: None
    parameters_used: set[str] = field(default_factory=set)
    tables_used: set[str] = field(default_factory=set)
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    """Form -> the matrix about it, where there is one and only one."""
    acts_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Role -> the roles whose decisions it may take (`may_act_for` of the role list)."""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """`form.field` -> codes that only other revisions of the form offer -> the code by which such a value is read."""
    bound: Mapping[str, str] = field(default_factory=dict)
    """Role that procedures and matrices name -> role of this organisation that takes its place (`roles` of the profile)."""

    def form(self, name: str) -> tuple[Form, str | None]:
        """The form that `name` names, and the condition of the subset if it names one."""
        if name in self.forms:
            return self.forms[name], None
        for form in self.forms.values():
            if name in form.subsets:
                return form, form.subsets[name]
        raise KeyError(name)

    def role(self, name: str) -> str:
        """The organisation's role that takes the place of the one named."""
        return self.bound.get(name, name)

    def read_as(self, field: str | None, code: str, beside: Collection[str] = ()) -> str:
        """The code by which a value is read that a revision of the form calls `code`; unless `beside` speaks of that itself."""
        now = self.codes.get(field or "", {}).get(code, code)
        return code if now in beside else now

    def facts(self, table: str) -> str:
        """One of the calendar tables (steps.DAYS …), of the calendar that this check goes by."""
        return self.steps.calendar(table, self.own_calendar)

    def parameter(self, name: str) -> Any:
        """The value of a parameter, noted as used; KeyError when the procedure has none of that name."""
        value = self.parameters[name]
        self.parameters_used.add(name)
        return value

    def table(self, form: str) -> Table:
        """The loaded table of a form; NotEvaluable when the recordset does not hold it."""
        if form not in self.tables:
            title = self.forms[form].title
            raise NotEvaluable(form, None, say(f"缺少表单“{form}”（{title.in_('zh')}）", f"form “{form}” ({title.in_('en')}) is missing"))
        self.tables_used.add(form)
        return self.tables[form]

    def step(self, name: str, select: Any) -> str:
        return self.steps.add(f"{self.prefix} {name}".strip(), select)
