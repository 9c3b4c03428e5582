"""Form: the schema of its records, and what those records mean (LANGUAGE.md section 1)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator
from pydantic import Field as field

from procedo.model.document import Controlled
from procedo.model.text import Flag, Label, Node, Text, Words, _labels

FieldType = Literal[
    "text", "integer", "number", "money", "date", "datetime", "boolean", "choice", "person", "list", "reference",
    "role", "form"
]


def _choices(value):
    if isinstance(value, list):
        return {str(item): {"*": [str(item)]} for item in value}
    if isinstance(value, dict):
        return {str(code): _labels(label) for code, label in value.items()}
    return value


class Field(Node):
    """One field. `choices` maps each code to its labels; records may hold either.

    role holds a role's id or any of its names, form a form's id or title (resolved at load).
    money is read in `currency` and kept in 1/10000; number keeps six decimals; planned dates may lie after the export.
    """

    type: FieldType
    label: Label
    required: Flag = False
    required_when: str | None = None
    pattern: str | None = None
    choices: Annotated[dict[str, Label], BeforeValidator(_choices, json_schema_input_type=list[str] | dict[str, Label])] = {}
    of: Literal["text", "choice", "person", "reference"] = "text"
    to: str | None = None
    planned: Flag = False
    personal: Flag = False
    minimum: float | None = None
    maximum: float | None = None
    currency: str = "CNY"
    currency_field: str | None = None
    """The field of the same record that says the currency; blank there means `currency`."""
    basis: Literal["net", "gross"] | None = None
    """Whether the amount includes tax, where no `tax_included_field` says it record by record."""
    tax_included_field: str | None = None
    tax_rate_field: str | None = None
    """The field that holds the tax rate as a fraction: 0.13."""
    note: Text | None = None

    def alike(self, other: Field) -> bool:
        """Whether the two hold values of one kind."""
        return self.type == other.type and (self.type != "list" or self.of == other.of)


class Absence(Node):
    form: str
    match: str
    from_: str = field(alias="from")
    to: str


class Life(Node):
    from_: str = field(alias="from")
    to: str | None = None
    except_: Absence | None = field(default=None, alias="except")


class Event(Node):
    at: str
    by: str | None = None
    label: Label | None = None


class Decisions(Node):
    """Which fields of an approval or review record say what. `says` holds approved, reviewed or rejected."""

    on: str
    role: str | None = None
    says: str
    by: str
    at: str
    round: str | None = None
    amount: str | None = None


class Appoints(Node):
    person: str
    role: str
    department: str | None = None
    from_: str = field(alias="from")
    to: str | None = None


class Delegates(Node):
    giver: str
    to: str
    role: str | None = None
    scope: str | None = None
    cap: str | None = None
    from_: str = field(alias="from")
    until: str | None = None
    sub: str | None = None


class Substitutes(Node):
    """A standing order: `person` stands in for `holder` on days the holder is absent. Without dates it always stands."""

    holder: str
    person: str
    role: str
    from_: str | None = field(default=None, alias="from")
    to: str | None = None


class Absent(Node):
    person: str
    from_: str = field(alias="from")
    to: str | None = None


class Rates(Node):
    currency: str
    rate: str
    from_: str = field(alias="from")


class Person(Node):
    """This form lists people: `id` names them in every person field, `aliases` are resolved to it; `same_as` names the
    record of the same person under another id."""

    id: str
    aliases: Words = []
    same_as: str | None = None


class History(Node):
    of: str
    field_: str = field(alias="field")
    old: str
    new: str
    at: str


class Paper(Node):
    """A printed form whose filled copies are records of this form."""

    title: Text
    note: Text | None = None
    covers: list[str] = []
    origin: Literal["source", "derived", "chosen"] = "source"
    sources: list[str] = []


class Retention(Node):
    years: int | None = None
    text: Text | None = None
    origin: Literal["source", "derived", "chosen"] = "chosen"


class Form(Controlled):
    id_key: ClassVar[str] = "form"

    form: str = field(pattern=r"^[a-z][a-z0-9_]*$")
    number: str | None = None
    """The printed form number, e.g. F-SAL-021."""
    purpose: Text | None = None
    filled_by: Words = []
    key: Words
    date: Words = []
    active: Life | None = None
    fields: dict[str, Field]
    events: dict[str, Event] = {}
    subsets: dict[str, str] = {}
    decisions: Decisions | None = None
    history: History | None = None
    person: Person | None = None
    appoints: Appoints | None = None
    delegates: Delegates | None = None
    substitutes: Substitutes | None = None
    absent: Absent | None = None
    rates: Rates | None = None
    retention: Retention | None = None
    papers: dict[str, Paper] = {}
    """Printed form number -> what it is called; `form_no` or a field of the form tells the copies apart."""
    covers: list[str] = []
    origin: Literal["source", "derived", "chosen"] = "chosen"
    sources: list[str] = []
