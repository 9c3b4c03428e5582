"""Uniqueness: only once.

No two cases share the values of `by`. Population: all cases that `when` picks; void records take part.

## Says
`by` (one expression or several, taken together; `plain(x)` folds width, case, blanks and punctuation).

## Verdicts
Shared with another case: nonconforming `duplicate`, for every record of the group (nobody knows which is right); the others
and how many they are together are the evidence.
◆ The others count whichever revision judges them, and void ones too. A blank or unreadable value in `by`: undetermined;
two blanks are not one value. Otherwise conforms.

## Example
```yaml
- {id: a, kind: uniqueness, case: attachment, when: "type = 'invoice'", by: [plain(invoice_no), amount]}
```

## 中文
唯一：只出现一次。

`by` 所列的值（合在一起）不与其他案例相同；作废的记录也参加比较。`plain(x)` 去掉全半角、大小写、空格、标点的差别。

**结论** 与别的案例相同：不符合 `duplicate`，组内每条都是发现（无人知道哪条是对的），并列出其余各条和总数。
◆ 其余各条不论归哪个版本判断、是否作废，都算。有空值或读不出：无法判定；两个空值不算相同。
"""

from __future__ import annotations

from typing import Literal

from procedo.language import sql
from procedo.language.sql import all_of, any_of, choose, column, compare, equal, missing, named, number
from procedo.language.term import MISSING, Term, merged
from procedo.model.text import Words
from procedo.rules._build import CONFORMS, NONCONFORMING, Build, Judged, Witness
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define

REASONS = ("duplicate", "reference-missing", "future-dated", "value-unreadable", "value-missing", "case-date-missing")


class Fields(CheckFields):
    kind: Literal["uniqueness"]
    by: Words


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    query, scope = build.start()
    terms = [build.term(scope, text, "by", i) for i, text in enumerate(fields.by)]
    blank = any_of(*[all_of(missing(t.sql), sql.negated(t.broken)) for t in terms])
    reasons = merged(*[t.faults for t in terms], {MISSING: blank})
    columns = {f"by {i}": t.sql for i, t in enumerate(terms)}
    table, codes = build.cases(query, scope, columns, reasons=reasons)
    pairs = _groups(build, table, fields.by)
    counts = build.context.step(
        "duplicates",
        sql.select(
            named(column("p", "case"), "_row"),
            named(sql.aggregate("count", column("p", "found")), "others"),
        )
        .from_(sql.table(pairs, "p"), copy=False)
        .group_by(column("p", "case"), copy=False),
    )
    shared = sql.sure(compare(">", column("d", "others"), number(0)))
    verdict = choose([(shared, number(NONCONFORMING))], number(CONFORMS))
    joins = [(counts, "d", equal(column("d", "_row"), column("k", "_row")))]
    witnesses = [Witness(build.form.form, pairs, "date")]
    size = sql.arithmetic("+", sql.coalesce(column("d", "others"), number(0)), number(1))
    return build.judged(
        table, codes, verdict, {"duplicate": shared}, REASONS, joins, extra={"size": size}, witnesses=witnesses,
        told={"count": ("size", Term("number", sql.NULL))},
    )


def _groups(build: Build, table: str, by: list[str]) -> str:
    """The step of (case, found): cases that share the values with another, whichever revision judges that one."""
    query, scope = build.start()
    terms = [build.term(scope, text, "by", i) for i, text in enumerate(by)]
    everyone, _ = build.everyone(query, scope, {f"by {i}": t.sql for i, t in enumerate(terms)})
    same = [equal(column("k", f"by {i}"), column("o", f"by {i}")) for i in range(len(by))]
    on = all_of(*same, compare("<>", column("k", "_row"), column("o", "_row")), equal(column("o", "status"), number(1)))
    found = sql.select(named(column("k", "_row"), "case"), named(column("o", "_row"), "found"), named(sql.NULL, "at"))
    found = found.from_(sql.table(table, "k"), copy=False).join(sql.table(everyone, "o"), on=on, copy=False)
    return build.context.step("same values", found.where(equal(column("k", "status"), number(1)), copy=False))
