"""Columns: which cell holds which value of an item, told from the model's fields."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, RootModel

from procedo.model import Node
from procedo.model.text import Label, Text
from procedo.office import values
from procedo.office.values import Kind, Terms
from procedo.office.words import LANGUAGE_MARKS, heading, joined
from procedo.terms import LANGUAGES, Sentence, say

KEY, VALUE = "#", "="
"""Where an item of a mapping keeps its key, and a value that is no mapping itself."""
FLAT = {"limit", "retention", "evidence", "output"}
"""Parts that are shown field by field; other parts are YAML in one cell."""
ONE_ROLE = {"responsible", "accountable", "owner", "role"}
SEVERAL_ROLES = {"consulted", "informed", "roles", "filled_by", "may_act_for"}
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Column:
    """`path`: where the value stands in its item. `language`: which one of a text in several."""

    path: Path
    heading: Sentence
    kind: Kind
    language: str | None = None
    fixed: str | None = None
    """A command that alone changes the value, or the empty word for what never changes."""

    def get(self, item: dict[str, Any], terms: Terms) -> Any:
        """The value, or None where there is none."""
        found: Any = item
        for part in self.path:
            found = _child(found, part)
        if self.language is None:
            return found
        if isinstance(found, dict):
            return found.get(self.language)
        return found if self.language == terms.first else None

    def show(self, item: dict[str, Any], terms: Terms) -> str:
        found = self.get(item, terms)
        return "" if found is None else self.kind.show(found, terms)

    def put(self, item: dict[str, Any], value: Any, terms: Terms) -> None:
        """Set the value, None to take it out; what is empty then goes too."""
        holders: list[Any] = [item]
        for part in self.path[:-1]:
            holders.append(_grown(holders[-1], part))
        last = self.path[-1]
        if self.language is not None:
            value = _told(_child(holders[-1], last), self.language, value, terms)
        _set(holders[-1], last, value)
        for part, holder in zip(reversed(self.path[:-1]), reversed(holders[:-1]), strict=True):
            if holder[part] == {} and isinstance(part, str):
                del holder[part]


class Approvers(Column):
    """Who approves: one role, or several, which stand under `roles` instead of `role`."""

    def get(self, item: dict[str, Any], terms: Terms) -> Any:
        found = super().get(item, terms)
        return found if found is not None else Column((*self.path[:-1], "roles"), self.heading, self.kind).get(item, terms)

    def put(self, item: dict[str, Any], value: Any, terms: Terms) -> None:
        several = isinstance(value, list)
        for key, held in (("role", None if several else value), ("roles", value if several else None)):
            Column((*self.path[:-1], key), self.heading, self.kind).put(item, held, terms)


def _child(found: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return found[part] if isinstance(found, list) and part < len(found) else None
    return found.get(part) if isinstance(found, dict) else None


def _grown(holder: Any, part: str | int) -> Any:
    if isinstance(part, int):
        holder.extend({} for _ in range(part + 1 - len(holder)))
        return holder[part]
    if not isinstance(holder.get(part), (dict, list)):
        holder[part] = [] if part == "approvals" else {}
    return holder[part]


def _set(holder: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        holder.pop(key, None)
    else:
        holder[key] = value


def _told(old: Any, language: str, value: Any, terms: Terms) -> Any:
    """A text with one of its languages replaced. A plain text stays plain while the first language is all it has."""
    if not isinstance(old, dict):
        if old is not None and language == terms.first:
            return value
        old = {} if old is None else {terms.first: old}
    new = {**old, language: value} if value is not None else {key: text for key, text in old.items() if key != language}
    return {key: new[key] for key in [*LANGUAGES, *new] if key in new} or None


def columns(model: type[Node], without: set[str] = frozenset(), above: Path = (), named: Sentence | None = None) -> Iterator[Column]:
    """The columns of a model's fields, in their order; `above` and `named` say of which part of an item."""
    for name, info in model.model_fields.items():
        field = info.alias or name
        if field not in without:
            title = joined(named, heading(field)) if named else heading(field)
            yield from of_field((*above, field), title, options(info.annotation))


def of_field(path: Path, title: Sentence, found: list[Any]) -> Iterator[Column]:
    """The columns of one field that may have the types `found`."""
    field = str(path[-1])
    part = next((each for each in found if _is(each, BaseModel) and not _is(each, RootModel)), None)
    if part and field in FLAT:
        yield from columns(part, above=path, named=title)
    elif any(_is(each, Text) or _is(each, Label) for each in found):
        yield from texts(path, title, values.NAMES if any(_is(each, Label) for each in found) else values.TEXT)
    else:
        yield Column(path, title, kind_of(field, found))


def texts(path: Path, title: Sentence, kind: Kind = values.TEXT) -> Iterator[Column]:
    """One column for each language."""
    for language in LANGUAGES:
        mark = LANGUAGE_MARKS[language]
        yield Column(path, say(title.zh + mark.zh, title.en + mark.en), kind, language)


def kind_of(field: str, found: list[Any]) -> Kind:
    """The kind of value that a field of these types holds."""
    words = [word for each in found if typing.get_origin(each) is typing.Literal for word in typing.get_args(each)]
    if len(found) > 1 or Any in found:
        return values.ANY
    if words:
        return values.choice(words)
    only = found[0]
    if _is(only, StrEnum):
        return values.choice([str(word) for word in only])
    if only is str:
        return values.ROLE if field in ONE_ROLE else values.WORD
    if typing.get_origin(only) is list and typing.get_args(only) == (str,):
        loose = field in ("key", "date", "filled_by")
        if field in SEVERAL_ROLES:
            return values.ROLE_WORDS if loose else values.ROLES
        return values.WORDS if loose else values.LIST
    return {bool: values.FLAG, int: values.INTEGER, float: values.NUMBER, dt.date: values.DAY}.get(only, values.YAML)


def options(annotation: Any) -> list[Any]:
    """The types that a field may have, None left out."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return options(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [found for part in typing.get_args(annotation) for found in options(part)]
    return [] if annotation is type(None) else [annotation]


def _is(annotation: Any, base: type) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, base)
