"""Names that examples use for forms and fields: ids, or whatever the forms call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from procedo.library import Yaml
from procedo.model import Form
from procedo.problem import Place, Problem, nearest
from procedo.records.words import fold
from procedo.terms import Sentence, say

Path = tuple[str | int, ...]
Rows = Mapping[str, list[Mapping[str, Any]]]

WORDS: dict[str, Sentence] = {
    "requirement": say("要求", "requirement"), "check": say("检查", "check"), "profile": say("方案", "profile"),
    "parameter": say("参数", "parameter"), "background": say("背景", "background"), "form": say("表单", "form"),
    "field": say("字段", "field"), "example": say("示例", "example"), "document": say("文件", "document"),
}


def unknown(place: Place, what: str, word: str, names: Iterable[str]) -> Problem:
    """A name that leads nowhere, with the nearest that does."""
    thing, hint = WORDS[what], nearest(word, names)
    return Problem(place, f"unknown-{what}", say(f"没有“{word}”这个{thing.zh}{hint.zh}", f"there is no {thing.en} “{word}”{hint.en}"))


@dataclass(frozen=True)
class Record:
    """`values`: field id -> cell. `shared`: it stands in a background."""

    values: dict[str, Any]
    place: Place
    shared: bool = False


class Names:
    """Forms and fields of one day by everything they are called."""

    def __init__(self, forms: Mapping[str, Form]):
        self.forms = forms
        self._forms = _unambiguous((title, id) for id, form in forms.items() for title in form.title.root.values())
        self._fields: dict[str, dict[str, str]] = {}

    def form(self, word: str) -> str | None:
        return word if word in self.forms else self._forms.get(fold(word))

    def field(self, form: str, word: str) -> str | None:
        fields = self.forms[form].fields
        if word in fields:
            return word
        if form not in self._fields:
            self._fields[form] = _unambiguous((label, id) for id, field in fields.items() for label in field.label.every())
        return self._fields[form].get(fold(word))

    def records(
        self, rows: Rows, yaml: Yaml, at: Path, defaults: Mapping[str, Mapping[str, Any]], problems: list[Problem], shared: bool = False
    ) -> dict[str, list[Record]]:
        """Form id -> its records, each with the defaults of its form underneath."""
        found: dict[str, list[Record]] = {}
        for word, items in rows.items():
            form = self._form(word, yaml, (*at, word), problems)
            if form is None:
                continue
            several = isinstance(_value(yaml.data, (*at, word)), list)
            here = found.setdefault(form, [])
            for number, row in enumerate(items):
                path = (*at, word, number) if several else (*at, word)
                here.append(Record(defaults.get(form, {}) | self._values(form, row, yaml, path, problems), yaml.place(path), shared))
            self._numbered(form, here)
        return found

    def defaults(self, rows: Mapping[str, Mapping[str, Any]], yaml: Yaml, problems: list[Problem]) -> dict[str, dict[str, Any]]:
        found = {}
        for word, row in rows.items():
            form = self._form(word, yaml, ("defaults", word), problems)
            if form is not None:
                found[form] = self._values(form, row, yaml, ("defaults", word), problems)
        return found

    def _form(self, word: str, yaml: Yaml, path: Path, problems: list[Problem]) -> str | None:
        form = self.form(word)
        if form is None:
            problems.append(unknown(yaml.place(path, key=True), "form", word, self.forms))
        return form

    def _values(self, form: str, row: Mapping[str, Any], yaml: Yaml, path: Path, problems: list[Problem]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for word, value in row.items():
            field, place = self.field(form, word), yaml.place((*path, word), key=True)
            if field is None:
                problems.append(unknown(place, "field", word, self.forms[form].fields))
            elif field in values:
                problems.append(Problem(place, "duplicate-key", say(
                    f"字段 {field} 在这条记录里写了两次", f"the field {field} is given twice in this record")))
            else:
                values[field] = value
        return values

    def _numbered(self, form: str, records: list[Record]) -> None:
        """A record whose key nobody cared to write gets a number for one."""
        key = self.forms[form].key
        if len(key) != 1 or self.forms[form].fields[key[0]].type != "text":
            return
        taken = {str(record.values.get(key[0])) for record in records}
        free = (str(n) for n in range(1, 10_000) if str(n) not in taken)
        for record in records:
            if record.values.get(key[0]) in (None, ""):
                record.values[key[0]] = next(free)


def _value(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for word, id in pairs:
        found.setdefault(fold(word), set()).add(id)
    return {word: next(iter(ids)) for word, ids in found.items() if word and len(ids) == 1}
