"""Completeness: the record says all it must.

Every field of `fields` is filled (`a | b`: one of them is enough) and every list of `contains` holds the values demanded.
Population: all cases that `when` picks.

## Says
`fields` (names, paths and alternatives), `contains` (`{list field: values}`).

## Verdicts
An empty or blank field: nonconforming `field-empty`, its name as evidence; a value a list lacks: `value-lacking`. A field
that cannot be read: undetermined, unless another is certainly empty. Never pending.

## Example
```yaml
- {id: a, kind: completeness, case: lead, fields: [source_channel, contact_name, contact_phone | contact_email], contains: {intent: $intent_levels}}
```

## 中文
完整：该写的都写了。

`fields` 所列字段都已填写（`a | b` 表示填一个即可），`contains` 所列清单都含有所要的值。

**结论** 空或只有空格：不符合 `field-empty`，列出字段；清单缺值：`value-lacking`。读不出：无法判定，除非另有一个确实为空。
不会“未到期”。
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field as field
from pydantic import model_validator

from procedo.language import sql
from procedo.language.lists import member
from procedo.language.sql import all_of, any_of, choose, column, equal, missing, negated, number
from procedo.language.term import Term
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Build, Judged, Lacking
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define

REASONS = ("field-empty", "value-lacking", "future-dated", "value-unreadable", "value-missing", "case-date-missing")


class Fields(CheckFields):
    kind: Literal["completeness"]
    fields_: list[str] = field(default=[], alias="fields")
    contains: dict[str, Any] = {}

    @model_validator(mode="after")
    def _something(self):
        if not (self.fields_ or self.contains):
            raise ValueError("completeness says `fields` or `contains`")
        return self


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    query, scope = build.start()
    columns, lacking, reasons = {}, [], {}
    for index, text in enumerate(fields.fields_):
        terms = [build.term(scope, part.strip(), "fields", index) for part in text.split("|")]
        columns[f"empty {index}"], columns[f"dark {index}"] = _field(terms)
        lacking.append(("field-empty", f"empty {index}", text))
        _note(reasons, terms, columns[f"dark {index}"])
    for name, listed in fields.contains.items():
        items = build.term(scope, name, "contains", name)
        for number_, value in enumerate(_values(build, scope, listed, name)):
            key = f"{name} {number_}"
            there = build._at(("contains", name), lambda items=items, value=value: member(build.compiler(scope), items, value))
            columns[f"empty {key}"] = sql.flag(all_of(negated(items.broken), negated(there)))
            columns[f"dark {key}"] = sql.flag(items.broken)
            lacking.append(("value-lacking", f"empty {key}", f"{name}: {value.constant}"))
            _note(reasons, [items], columns[f"dark {key}"])
    for code, when in reasons.items():
        columns[f"why {code} of fields"] = sql.flag(when)
    table, codes = build.cases(query, scope, columns)
    return _judged(build, table, codes, lacking, columns, list(reasons))


def _field(terms: list[Term]):
    """(certainly empty, cannot be said) of one field or several alternatives, as 0/1."""

    def blank(term: Term):
        return any_of(missing(term.sql), equal(term.sql, number(0))) if term.type == "list" else missing(term.sql)

    empty = all_of(*[all_of(blank(t), negated(t.broken)) for t in terms])
    filled = any_of(*[all_of(negated(blank(t)), negated(t.broken)) for t in terms])
    return sql.flag(empty), sql.flag(all_of(negated(empty), negated(filled)))


def _note(reasons: dict, terms: list[Term], dark) -> None:
    for term in terms:
        for code, when in term.faults.items():
            reasons[code] = any_of(reasons.get(code, sql.FALSE), all_of(equal(dark, number(1)), when))


def _values(build: Build, scope, listed: Any, name: str) -> list[Term]:
    if isinstance(listed, str):
        term = build.term(scope, listed, "contains", name)
        listed = term.items.constants if term.items and term.items.constants is not None else [term.constant]
    return [Term("text", sql.text(str(value)), constant=str(value)) for value in listed]


def _judged(build: Build, table: str, codes, lacking, columns, dark_codes: list[str]) -> Judged:
    def on(name: str):
        return equal(column("k", name), number(1))

    empties = any_of(*[on(name) for name in columns if name.startswith("empty ")])
    dark = any_of(*[on(name) for name in columns if name.startswith("dark ")])
    verdict = choose([(empties, number(NONCONFORMING)), (dark, number(UNDETERMINED))], number(CONFORMS))
    whys = {code: any_of(*[on(name) for c, name, _ in lacking if c == code]) for code in {c for c, _, _ in lacking}}
    whys |= {code: on(f"why {code} of fields") for code in dark_codes}
    shown = {f"lacks {name}": column("k", name) for _, name, _ in lacking}
    said = [Lacking(column=f"lacks {name}", word=word) for _, name, word in lacking]
    return build.judged(table, codes, verdict, whys, REASONS, extra=shown, lacking=said)
