"""Absence: the companion record must not exist.

None of the records that `forbids` names lies inside the window (days inclusive; no window: none at all). Population: all
cases. (Declare: absence, not co-existence.)

## Says
`forbids` (searches), `after`, `before`, `within`.

## Verdicts
A certain hit: nonconforming `present`, whatever else is undated. A blank end of the window is open; only undated hits, or
hits while its start is blank or cannot be read: undetermined. No record at all: conforms, so far; a prohibition is never pending.

## Example
```yaml
- {id: a, kind: absence, case: employee, when: "active_to is not null", forbids: {form: access_log, match: {user_id: account_id}}, after: "active_to + days(1)"}
```

## 中文
不存在：不得有这样的记录。

`forbids` 所说的记录不得落在期间之内（首尾两日都算；没有期间则一条也不得有）。

**结论** 确有一条：不符合 `present`，其余记录是否缺日期都不影响。期间没有写止日，表示不设止日；只有缺日期的记录，或起日为空、
读不出而有记录：无法判定。一条也没有：符合（到目前为止）；禁止性的要求不会“未到期”。
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field as field
from pydantic import field_validator

from procedo.language import sql
from procedo.language.sql import all_of, any_of, choose, column, compare, equal, missing, number
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Build, Judged, Witness, worst
from procedo.rules._fields import Search, WindowFields, searches
from procedo.rules._figure import define
from procedo.rules._pairs import IN, OPEN, Part, Words, pair
from procedo.rules._window import _bound_columns, _window

REASONS = ("present", "date-missing", "future-dated", "value-unreadable", "value-missing")


class Fields(WindowFields):
    kind: Literal["absence"]
    forbids: list[Search] = field(min_length=1)

    @field_validator("forbids", mode="before")
    @classmethod
    def _forbidden(cls, value):
        return searches(value)


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    query, scope = build.start()
    parts, columns = [], {}
    for index, search in enumerate(fields.forbids):
        own = search.after or search.before or search.within
        part = Part(f"search {index + 1}", search, ("forbids", index))
        _window(part, search if own else fields, build, query, scope, part.path if own else ())
        columns |= _bound_columns(part)
        bounds = [b.unknown for b in (part.lower, part.upper) if b is not None]
        no_start = missing(part.lower.sql) if part.lower is not None else sql.FALSE
        columns[f"{part.name} unclear"] = sql.flag(any_of(no_start, *bounds))
        parts.append(part)
    words = Words(late="late", early="early")
    table, codes = build.cases(query, scope, columns)
    verdicts, whys, joins, witnesses = [], {}, [], []
    for part in parts:
        pair(build, part, table, words, fields)
        joins.append((_hits(build, part), part.name, equal(column(part.name, "_row"), column("k", "_row"))))
        witnesses.append(Witness(build.context.form(part.search.form)[0].form, part.pairs or "", part.at_type))
        verdicts.append(_verdict(part))
    final = worst(verdicts)
    whys["present"] = any_of(*[_positive(p, "in") for p in parts])
    whys["date-missing"] = all_of(equal(final, number(UNDETERMINED)), any_of(*[_positive(p, "open") for p in parts]))
    return build.judged(table, codes, final, whys, REASONS, joins, witnesses=witnesses)


def _positive(part: Part, name: str):
    return sql.sure(compare(">", column(part.name, name), number(0)))


def _verdict(part: Part):
    hits = [(_positive(part, "in"), number(NONCONFORMING)), (_positive(part, "open"), number(UNDETERMINED))]
    return choose(hits, number(CONFORMS))


def _hits(build: Build, part: Part) -> str:
    place = column("p", "place")
    query = sql.select(
        sql.named(column("p", "case"), "_row"),
        sql.named(sql.total(equal(place, number(IN))), "in"),
        sql.named(sql.total(equal(place, number(OPEN))), "open"),
    )
    return build.context.step(
        f"{part.name} counts", query.from_(sql.table(part.pairs or "", "p"), copy=False).group_by(column("p", "case"), copy=False)
    )
