"""Separation of duties: not the same person.

The persons of two duties of a pair differ. `duties` names each duty and who did it (a person, a list of persons, a path, a
figure); `pairs` says which must differ (default: all). Population: all cases that `when` picks. (ISO 19011 and internal
control: segregation of duties.)

## Verdicts
One person in both duties of a pair: nonconforming `same-person`, even if another pair cannot be judged. A person that
cannot be read: undetermined
`person-missing`, and so is a blank one; a list (decisions, figures) that is empty means that nobody did the duty yet. Two
blanks are not one person. ◆ Acts performed count, not roles held; accounts and names of one person are
one person where the staff list says so.

## Example
```yaml
- {id: a, kind: separation-of-duties, case: contract, pairs: [[draft, review], [draft, approve]],
   duties: {draft: drafted_by, review: reviewed_by, approve: approved_by}}
```

## 中文
职责分离：不得由同一人担任。

`duties` 写明每项职责由谁担任（人员字段、人员列表、路径或算出的数），`pairs` 写明哪两项不得为同一人（默认：任何两项）。

**结论** 一对职责为同一人：不符合 `same-person`，即使另一对看不出。人员为空或读不出：无法判定 `person-missing`；列表（审批记录等）
为空，表示还没有人做，不判。◆ 看做了什么，不看任什么职；员工名册说是同一人的账号和姓名，算同一人。
"""

from __future__ import annotations

from itertools import combinations
from typing import Literal

from pydantic import model_validator

from procedo.language import sql
from procedo.language.scope import Scope
from procedo.language.sql import Sql, all_of, any_of, choose, column, equal, number, present
from procedo.language.term import Term
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Build, Judged, Lacking
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define

REASONS = ("same-person", "person-missing", "reference-missing", "value-unreadable", "value-missing", "case-date-missing")


class Fields(CheckFields):
    kind: Literal["separation-of-duties"]
    duties: dict[str, str]
    pairs: list[tuple[str, str]] = []

    @model_validator(mode="after")
    def _known(self):
        for duty in (d for pair in self.pairs for d in pair):
            if duty not in self.duties:
                raise ValueError(f"pairs name the duty “{duty}”, which `duties` lacks")
        if len(self.duties) < 2:
            raise ValueError("separation-of-duties needs two duties")
        return self


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    query, scope = build.start()
    duties = {name: build.term(scope, text, "duties", name) for name, text in fields.duties.items()}
    pairs = fields.pairs or list(combinations(fields.duties, 2))
    columns: dict[str, Sql] = {}
    for index, (one, other) in enumerate(pairs):
        same, dark = _pair(build, scope, duties[one], duties[other])
        columns[f"same {index}"], columns[f"dark {index}"] = sql.flag(same), sql.flag(dark)
    table, codes = build.cases(query, scope, columns)
    same = any_of(*[_on(f"same {i}") for i in range(len(pairs))])
    dark = any_of(*[_on(f"dark {i}") for i in range(len(pairs))])
    verdict = choose([(same, number(NONCONFORMING)), (dark, number(UNDETERMINED))], number(CONFORMS))
    lacking = [Lacking(column=f"same {i}", word=f"{one} = {other}") for i, (one, other) in enumerate(pairs)]
    shown = {f"same {i}": column("k", f"same {i}") for i in range(len(pairs))}
    return build.judged(
        table,
        codes,
        verdict,
        {"same-person": same, "person-missing": all_of(dark, sql.negated(same))},
        REASONS,
        extra=shown,
        lacking=lacking,
    )


def _on(name: str) -> Sql:
    return equal(column("k", name), number(1))


def _pair(build: Build, scope: Scope, one: Term, other: Term) -> tuple[Sql, Sql]:
    """(surely one person did both, it cannot be said)."""
    if one.type == "list" and other.type == "list":
        same = _lists_meet(one, other)
    elif one.type == "list" or other.type == "list":
        items, person = (one, other) if one.type == "list" else (other, one)
        same = all_of(present(person.sql), build.compiler(scope).member(items, person.sql))
    else:
        same = sql.sure(equal(one.sql, other.sql))
    return same, any_of(_unknown(one, other), _unknown(other, one))


def _unknown(term: Term, other: Term) -> Sql:
    """Whether it matters that nobody can say who did the duty. An empty list: nobody did it yet, so nothing to judge."""
    if term.type == "list":
        return term.broken
    undone = equal(sql.coalesce(other.sql, number(0)), number(0)) if other.type == "list" else sql.FALSE
    return any_of(term.broken, all_of(sql.missing(term.sql), sql.negated(undone)))


def _lists_meet(one: Term, other: Term) -> Sql:
    query = sql.select(number(1)).from_(sql.table(one.items.table, "x"), copy=False)
    query = query.join(sql.table(other.items.table, "y"), on=equal(column("x", "value"), column("y", "value")), copy=False)
    return sql.exists(
        query.where(all_of(equal(column("x", "_row"), one.items.row), equal(column("y", "_row"), other.items.row)), copy=False)
    )
