"""Attestation: a person must say so.

What no record can show is attested to by a person, once in every period or once for every case. The checker never passes
it: it lists what is due and lays the material beside it. Population: the cases (default: the organisation) by period.

## Says
- `every`: how often (`year`, `quarter`, `month` …); left out: once for every case.
- `case`: whose; default `organisation`, the one record whose life is the period that the recordset covers.
- `look_at`: searches whose records are shown as material; with `every` those of the period. A form that the recordset
  lacks is material that is not there, and no reason not to attest.

## Verdicts
| found | verdict |
|---|---|
| nobody has attested yet and the period is over | undetermined `attestation-due`: listed as due, with the material |
| nobody has attested yet and the period runs | pending |
| a person attested that it conforms | no verdict of the checker: shown with name and date, counted as not applicable |
| a person attested that it does not conform | nonconforming `declared-nonconforming` |

Attestations stand in `records/attestations.yml`. One dated after the as-of day is not seen. The requirement's status is
*attestation*, and the last line of the report counts it.

```yaml
attestations:
  - {requirement: R-194, window: "2025", by: 张敏, role: general-manager, date: 2026-01-20, says: conforms,
     statement: {zh: 全年销售文件均按发放表发放并收回旧版。, en: "All sales documents of the year were distributed by the list, old ones withdrawn."},
     evidence: {kind: paper, ref: QR-2026-003}}
```

## Example
```yaml
- {id: a, kind: attestation, every: year, look_at: {form: distribution, match: any}}
```

## 中文
声明：须由人来说。

记录说明不了的事，由人声明，每期一次，或每个案例一次。程序从不代为判定符合：只列出到期应声明的，并附上材料。
案例是 `case`（默认为本组织）的各期。

- `every`：多久一次（`year` 年、`quarter` 季、`month` 月……）；不写，则每个案例一次。
- `case`：谁的声明；默认 `organisation`，即本组织，唯一的一条记录，起止为记录集涵盖的期间。
- `look_at`：查找，找到的记录作为材料列出；带 `every` 的只列本期的。记录集里没有的表单，就是没有这份材料，不妨碍声明。

**结论**

| 找到的 | 结论 |
|---|---|
| 还没有人声明，而本期已经结束 | 无法判定 `attestation-due`：列为应声明，附材料 |
| 还没有人声明，本期尚未结束 | 未到期 |
| 有人声明符合 | 程序不下结论：列出声明人和日期，计入不适用 |
| 有人声明不符合 | 不符合 `declared-nonconforming` |

声明记在 `records/attestations.yml` 里，写法如上。日期晚于截至日的声明不算。此要求的状态为“须人工声明”，报告末行会计数。
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field as field
from pydantic import field_validator

from procedo.language import sql
from procedo.language.context import NotEvaluable
from procedo.language.sql import Sql, all_of, any_of, choose, column, equal, missing, named, negated, number, text
from procedo.model.text import Words
from procedo.rules._build import NONCONFORMING, NOT_APPLICABLE, PENDING, UNDETERMINED, Build, Judged, Witness
from procedo.rules._fields import CheckFields, Search, searches
from procedo.rules._figure import define, standing
from procedo.rules._search import look

REASONS = ("declared-nonconforming", "attestation-due", "in-time", "value-unreadable", "value-missing", "reference-missing", "case-date-missing")


class Fields(CheckFields):
    kind: Literal["attestation"]
    case: Words = ["organisation"]
    look_at: list[Search] = field(default=[])

    @field_validator("look_at", mode="before")
    @classmethod
    def _searches(cls, value: Any) -> Any:
        return searches(value)


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    query, scope = build.start()
    said = {name: _attested(build, conforms) for name, conforms in (("passed", True), ("failed", False))}
    columns = {name: sql.flag(when) for name, when in said.items()}
    columns["running"] = sql.flag(_running(build))
    table, codes = build.cases(query, scope, columns)
    passed, failed, running = (equal(column("k", name), number(1)) for name in ("passed", "failed", "running"))
    branches = [(failed, NONCONFORMING), (passed, NOT_APPLICABLE), (running, PENDING)]
    verdict = choose([(when, number(value)) for when, value in branches], number(UNDETERMINED))
    due = negated(any_of(failed, passed, running))
    seen = [witness for index, search in enumerate(fields.look_at) for witness in _material(build, table, search, index)]
    return build.judged(table, codes, verdict, {"declared-nonconforming": failed, "attestation-due": due}, REASONS, witnesses=seen)


def _running(build: Build) -> Sql:
    return sql.compare(">=", column("c", "period.end"), number(build.context.as_of)) if build.laid else sql.FALSE


def _attested(build: Build, conforms: bool) -> Sql:
    """Whether somebody attested so to the case; what names no case or period is about every one."""
    check = build.context.prefix
    stated = build.context.stated.attested
    rows = [(key, window) for id in (check, check.split(".")[0]) for key, window, says in stated.get(id, ()) if says is conforms]
    if not rows:
        return sql.FALSE
    table = build.context.steps.given(f"{check} attested {int(conforms)}", (("key", "TEXT"), ("period", "TEXT")), rows)
    one = any_of(missing(column("a", "key")), sql.sure(equal(column("a", "key"), column("c", "_key"))))
    at = column("c", "_window") if build.laid else text("")
    period = any_of(missing(column("a", "period")), sql.sure(equal(column("a", "period"), at)))
    return sql.exists(sql.select(number(1)).from_(sql.table(table, "a"), copy=False).where(all_of(one, period), copy=False))


def _material(build: Build, cases: str, search: Search, index: int) -> list[Witness]:
    """The records that a search finds for a case; none where the recordset does not hold the form."""
    path = ("look_at", index)
    try:
        found = look(build, search, path, cases)
        sure, perhaps = standing(build, found, search, path, None)
    except NotEvaluable:
        return []
    at = found.at
    table = build.context.step("material", found.query.select(
        named(found.case.row, "case"), named(found.record.row, "found"), named(at.sql if at is not None else sql.NULL, "at"),
        where=all_of(equal(column("k", "status"), number(1)), found.belongs.can_be_true, found.visible, any_of(sure, perhaps)),
    ))
    return [Witness(found.record.form.form, table, at.type if at is not None else "date")]
