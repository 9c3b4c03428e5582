"""Tables: which sheets a kind of document has, what their rows are, and how rows become the document again."""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, RootModel

from procedo.model import DOCUMENTS, Node
from procedo.model.document import Signatures
from procedo.model.matrix import Approval
from procedo.model.text import Text
from procedo.office import values
from procedo.office.columns import KEY, VALUE, Approvers, Column, Path, columns, kind_of, of_field, options, texts
from procedo.office.words import COVER, SHEETS, heading
from procedo.terms import Sentence, say

NESTED = {("steps", "branches"): "to", ("requirements", "checks"): "id"}
"""Lists inside the items of a list that have a sheet of their own -> what names their items."""
NAMES = {"inputs": "name", "responsibilities": "role", "definitions": "term"}
"""What names the items of a list; the others have an id."""
PASSING = {"unread"}
"""What has a sheet only while there is something in it."""
FIXED = {"revision": "procedo revise", "status": "procedo release / withdraw"}
Item = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """`shape`: record (the cover), list, map, or nested (lists inside the items of `path[0]`)."""

    path: tuple[str, ...]
    title: Sentence
    shape: str
    columns: tuple[Column, ...]
    key: tuple[Column, ...] = ()

    def rows(self, data: dict[str, Any]) -> list[tuple[Path, Item]]:
        """Each row's place in the document and its item."""
        if self.shape == "record":
            return [((), data)]
        held = data.get(self.path[0]) or []
        if self.shape == "nested":
            return [((self.path[0], at, self.path[1], n), {KEY: parent["id"], **_body(item, self.path[1])})
                    for at, parent in enumerate(held) for n, item in enumerate(parent.get(self.path[1], []))]
        if isinstance(held, list) and self.shape == "list":
            return [((self.path[0], at), item) for at, item in enumerate(held)]
        pairs = held.items() if isinstance(held, dict) else [(day, None) for day in held]
        return [((self.path[0], key), {KEY: key, **value} if isinstance(value, dict) and not self.plain else {KEY: key, VALUE: value})
                for key, value in pairs]

    @property
    def plain(self) -> bool:
        """Whether the values of a map are no mappings of fields."""
        return any(column.path[0] == VALUE for column in self.columns)


def _body(item: Item, name: str) -> Item:
    if name != "checks":
        return item
    head: Item = {key: item[key] for key in ("id", "kind") if key in item}
    return {**head, VALUE: {key: value for key, value in item.items() if key not in head} or None}


def tables(kind: str, data: dict[str, Any]) -> list[Table]:
    """The sheets of a document of this kind. Columns of a matrix follow its inputs and the approvals of its lines."""
    model = DOCUMENTS[kind]
    cover: list[Column] = [Column((kind,), heading(kind), values.WORD, fixed="")]
    found: list[Table] = []
    for name, info in model.model_fields.items():
        field = info.alias or name
        if field == kind or (field in PASSING and not data.get(field)):
            continue
        made = list(_tables(field, options(info.annotation), data))
        found += made
        if not made:
            cover += [_fixed(column) for column in of_field((field,), heading(field), options(info.annotation))]
    found.sort(key=lambda table: table.path[0] != "signatures")
    return [Table((), COVER, "record", tuple(cover)), *found]


def _fixed(column: Column) -> Column:
    command = FIXED.get(str(column.path[0]))
    return Column(column.path, column.heading, column.kind, column.language, command) if command else column


def _tables(field: str, found: list[Any], data: dict[str, Any]) -> Iterator[Table]:
    for each in found:
        arguments = typing.get_args(each)
        if each is Signatures:
            yield _signatures(each)
        elif typing.get_origin(each) is list and _model(arguments[0]):
            yield from _lists(field, arguments[0], data)
        elif typing.get_origin(each) is dict:
            yield _map(field, arguments)


def _model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel) and not issubclass(annotation, RootModel)


def _signatures(model: type[Node]) -> Table:
    key = Column((KEY,), heading("signature"), values.choice(list(model.model_fields)))
    signature = options(model.model_fields["prepared"].annotation)[0]
    return Table(("signatures",), SHEETS["signatures"], "map", (key, *columns(signature)), (key,))


def _map(field: str, arguments: tuple[Any, ...]) -> Table:
    """A mapping: its key in the first column; the fields of its values, or the value itself, behind."""
    days = options(arguments[0])[0] is dt.date
    key = Column((KEY,), heading("day" if days else "role" if field == "roles" else "id"), values.DAY if days else values.WORD)
    found = options(arguments[1])
    if _model(found[0]):
        held = list(columns(found[0]))
    elif found[0] is Text:
        held = list(texts((VALUE,), heading("note")))
    else:
        held = [Column((VALUE,), heading("value"), values.ROLE if field == "roles" else kind_of(field, found))]
    return Table((field,), SHEETS.get(field, say(field, field)), "map", (key, *held), (key,))


def _lists(field: str, model: type[Node], data: dict[str, Any]) -> Iterator[Table]:
    inner = {child for parent, child in NESTED if parent == field}
    held = list(columns(model, without=inner | {"approvals"} | (set() if data.get("output") else {"output"})))
    if field == "lines":
        held = _lines(held, data)
    named = NAMES.get(field, "id")
    yield Table((field,), SHEETS.get(field, say(field, field)), "list", tuple(held), _named(held, named))
    for child in sorted(inner):
        yield _nested(field, child, model)


def _named(held: list[Column], name: str) -> tuple[Column, ...]:
    return tuple(column for column in held if column.path == (name,))


def _nested(parent: str, child: str, model: type[Node]) -> Table:
    above = Column((KEY,), heading("requirement" if parent == "requirements" else "step"), values.WORD)
    if child == "checks":
        held = [Column(("id",), heading("id"), values.WORD), Column(("kind",), heading("kind"), values.WORD),
                Column((VALUE,), heading("body"), values.YAML)]
    else:
        held = list(columns(typing.get_args(model.model_fields[child].annotation)[0]))
    return Table((parent, child), SHEETS[child], "nested", (above, *held), (above, *_named(held, NESTED[parent, child])))


def _lines(held: list[Column], data: dict[str, Any]) -> list[Column]:
    """The tests behind the id, one column for each input; then role, act and number of each approval."""
    inputs = [item for item in data.get("inputs") or [] if isinstance(item, dict) and item.get("name")]
    tests = [Column((str(item["name"]),), _input(item), values.TEST) for item in inputs]
    lines = [line for line in data.get("lines") or [] if isinstance(line, dict)]
    most = max((len(line.get("approvals") or []) for line in lines), default=0)
    approvals = [] if data.get("output") else [column for n in range(most + 1) for column in _approval(n, lines)]
    return [*held[:1], *tests, *approvals, *held[1:]]


def _input(item: Item) -> Sentence:
    title = item.get("title")
    told = {language: title.get(language, "") if isinstance(title, dict) else title or "" for language in ("zh", "en")}
    return say(f"{item['name']} {told['zh']}".strip(), f"{item['name']} {told['en']}".strip())


def _approval(number: int, lines: list[Item]) -> Iterator[Column]:
    """`role` may hold several roles (the key `roles`); the step is shown where it is not the approval's own number."""
    title = heading("approval")
    told = say(title.zh.format(number + 1), title.en.format(number + 1))
    several = [line for line in lines if len(line.get("approvals") or []) > number]
    above = ("approvals", number)
    for column in columns(Approval, without={"roles"}, above=above, named=told):
        usual = column.path[-1] == "step" and all(line["approvals"][number].get("step") == number + 1 for line in several)
        if not usual:
            yield Approvers(column.path, column.heading, values.APPROVERS) if column.path[-1] == "role" else column
