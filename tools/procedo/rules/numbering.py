"""Numbering: a series without gaps.

Every number of a series, from its first to its last, is carried by exactly one record. A case is each number: those that
stand in the records and those that are missing. Each series is judged by itself; which series a number belongs to, and
which part of it counts, the pattern says. Numbers are compared as numbers: 004 is 4. The key of a case is the series and
the number, `HT-2026/3`.

## Says
- `field`: the text field that holds the number.
- `series`: the pattern, `HT-{year}-{0000}`, or a parameter that holds it. The zeros are the counter (however many digits a
  number really has); `{year}` `{yy}` `{month}` `{day}` are digits, `{letters}` letters, `{any}` letters and digits. Everything but the counter
  names the series, so in this example it counts up inside each year. A regular expression with a group `(?P<n>…)` for the
  counter, and `(?P<series>…)` where that is not all that stands before it, may be written instead.
- `start`: the number each series begins with; default: the least that is found.
- `expected_last`: series -> the last number given out, `{HT-2026: 240}`: a control total. A recordset may state it too
  (`numbers: {contract: {HT-2026: [1, 240]}}`: first and last); what it states wins.
- `explained`: a condition on the record that excuses it.

## Verdicts
| found | verdict |
|---|---|
| one record carries the number | conforms |
| several carry it that are not explained | nonconforming `duplicate`: one finding, every record in the evidence |
| nobody carries it | nonconforming `gap`, with the records before and after it; no record is pointed at |
| nobody carries it, and some record's number cannot be read | undetermined `gap-or-unreadable`: the unreadable one may be the missing one |
| the record's number is empty and not explained | nonconforming `field-empty`, a case by the record's own key |
| the record's number does not fit the pattern and is not explained | undetermined `number-unreadable`, a case by the record's own key |

◆ Void records take part: their numbers are present. `explained` excuses a second record of a number, and one without a
number or with an odd one; it does not excuse a gap, since there is no record to read it from. ◆ A gap is seen between the
first and the last number found; a missing first or last number shows only with `start` and `expected_last`. ◆ A number
that does not fit is undetermined here; that it breaks the form's `pattern` is for `validity` to say. An empty number is
none at all, so gaps beside it stay certain. Of more than 100 numbers missing in a row only one case is made, named by the
first, with first, last and count as evidence. A missing number is judged by the revision of the record that follows it.

## Example
```yaml
- {id: a, kind: numbering, case: contract, field: number, series: $contract_series, start: 1,
   explained: "status = 'void' and filled(voided_reason)"}
```

## 中文
连号：编号连续，不缺号、不重号。

一个序列从第一号到最后一号，每个号恰有一条记录。案例是每一个号：记录里有的，和缺少的。各序列分别判断；编号属于哪个序列、哪一段是流水号，由规则写明。
流水号按数比较：004 就是 4。案例的编号是序列加流水号，如 `HT-2026/3`。

- `field`：存放编号的文字字段。
- `series`：编号规则，如 `HT-{year}-{0000}`，或存放规则的参数。一串零是流水号（实际几位都可以）；`{year}`、`{yy}`、`{month}`、`{day}` 是数字，
  `{letters}` 是文字，`{any}` 是文字和数字。流水号以外的部分是序列的名字，所以此例每年重新起号。也可以写正则表达式：`(?P<n>…)` 是流水号，
  `(?P<series>…)` 是序列（默认为流水号之前的全部）。
- `start`：每个序列的首号；默认为找到的最小号。
- `expected_last`：序列 -> 已发出的最后一号，如 `{HT-2026: 240}`，即控制总数。记录集也可以写明首号和末号
  （`numbers: {contract: {HT-2026: [1, 240]}}`），以记录集为准。
- `explained`：记录满足此条件，即算有说明。

**结论**

| 找到的 | 结论 |
|---|---|
| 一条记录用此号 | 符合 |
| 几条记录用此号，且没有说明 | 不符合 `duplicate`：一个发现，列出各条记录 |
| 没有记录用此号 | 不符合 `gap`，列出前后两条记录；没有可指的记录 |
| 没有记录用此号，而另有编号读不出 | 无法判定 `gap-or-unreadable`：读不出的那条可能就是它 |
| 记录没有编号，也没有说明 | 不符合 `field-empty`，案例是该记录 |
| 记录的编号不合规则，也没有说明 | 无法判定 `number-unreadable`，案例是该记录 |

◆ 作废的记录也参加：它的号算有。`explained` 可以免除同号的第二条记录、没有编号或编号不合规则的记录；不能免除缺号，因为没有记录可查。
◆ 只在找到的最小号与最大号之间查缺号；首号之前、末号之后的缺号，要有 `start` 和 `expected_last` 才看得出。
◆ 编号不合规则在此为无法判定；它违反表单的 `pattern`，由 `validity` 判断。编号为空就是没有号，所以旁边的缺号仍是确定的。
连续缺号超过 100 个的，只作一个案例，以第一个缺号为名，并列出起止和个数。缺号按其后那条记录所适用的版本判断。
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from pydantic import Field as field
from pydantic import model_validator

from procedo.language import sql
from procedo.language.sql import (
    NULL,
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    negated,
    number,
    present,
)
from procedo.language.term import Term
from procedo.language.tree import ExpressionError
from procedo.model.text import Wrong
from procedo.problem import nearest
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Build, Judged, Misplaced
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define
from procedo.rules._number_cases import beside, cases_of
from procedo.rules._numbers import EXCUSED, UNSURE, Numbers, count
from procedo.rules._numbers import REASONS as DARK
from procedo.rules._series import Series, series
from procedo.terms import say

REASONS = ("gap", "duplicate", "field-empty", "gap-or-unreadable", "number-unreadable", *DARK)


class Fields(CheckFields):
    kind: Literal["numbering"]
    field_: str = field(alias="field")
    series: str
    start: int | str | None = None
    expected_last: int | str | dict[str, int] | None = None
    explained: str | None = None

    @model_validator(mode="after")
    def _plain(self):
        if self.every:
            raise Wrong("every-numbering", "numbering 不带 every；一年一个序列写在 series 里",
                        "numbering takes no `every`; a series a year is said in `series`")
        return self


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    pattern = _series(fields, build)
    numbers = count(build, fields.field_, pattern, fields.explained, _ends(fields, build, pattern), _start(fields, build),
                    tuple(build.context.stated.numbers.get(build.form.form, {})))
    cases = cases_of(build, numbers)
    verdict, whys = _verdict(numbers)
    last = column("k", "last")
    run = compare(">", last, column("k", "_window"))
    told = {
        "from": choose([(run, column("k", "_window"))]), "to": choose([(run, last)]),
        "count": choose([(run, sql.arithmetic("+", sql.arithmetic("-", last, column("k", "_window")), number(1)))]),
    }
    judged = build.judged(
        cases, (), verdict, whys, REASONS, extra=told, told={word: (word, Term("number", NULL)) for word in told},
        witnesses=[beside(build, numbers)],
    )
    return replace(judged, cases=cases, windowed=True)


# what the check says

def _series(fields: Fields, build: Build) -> Series:
    said = fields.series
    text = str(_parameter(build, said, "series")) if said.startswith("$") else said
    _, scope = build.start()
    if build.term(scope, fields.field_, "field").type != "text":
        raise Misplaced(("field",), ExpressionError(0, "wrong-type", say("编号须是文字字段", "the number is a text field")))
    return build._at(("series",), lambda: series(text, build.form.form))


def _start(fields: Fields, build: Build) -> int | None:
    return None if fields.start is None else _whole(_given(build, fields.start, "start"), "start")


def _ends(fields: Fields, build: Build, pattern: Series) -> dict[str, tuple[int | None, int | None]]:
    """Series -> first and last number that must be there; what the recordset states wins."""
    said = _given(build, fields.expected_last, "expected_last") if fields.expected_last is not None else {}
    last = said if isinstance(said, dict) else {pattern.whole: said}
    ends: dict[str, tuple[int | None, int | None]] = {
        str(name): (_start(fields, build), _whole(value, "expected_last")) for name, value in last.items()}
    return ends | dict(build.context.stated.numbers.get(build.form.form, {}))


def _given(build: Build, said: Any, name: str) -> Any:
    return _parameter(build, said, name) if isinstance(said, str) and said.startswith("$") else said


def _parameter(build: Build, said: str, path: str) -> Any:
    known = build.context.parameters
    if said[1:] not in known:
        hint = nearest(said[1:], known)
        raise Misplaced((path,), ExpressionError(0, "unknown-parameter", say(f"没有参数“{said}”{hint.zh}", f"there is no parameter “{said}”{hint.en}")))
    return build.context.parameter(said[1:])


def _whole(value: Any, path: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise Misplaced((path,), ExpressionError(0, "wrong-type", say(f"“{value}”不是整数", f"“{value}” is no whole number"))) from None


def _verdict(numbers: Numbers) -> tuple[Sql, dict[str, Sql]]:
    def k(name: str) -> Sql:
        return column("k", name)

    gap = all_of(present(k("_window")), missing(k("live")))
    record = missing(k("_window"))
    double = sql.sure(compare(">=", k("live"), number(2)))
    perhaps = any_of(sql.sure(compare(">=", sql.arithmetic("+", k("live"), k("maybe")), number(2))), sql.sure(equal(k("sure"), number(0))))
    unread = sql.exists(sql.select(number(1)).from_(sql.table(numbers.carriers, "u"), copy=False).where(
        all_of(equal(column("u", "fits"), number(0)), compare(">", column("u", "status"), number(0))), copy=False))
    excused = sql.sure(equal(k("excused"), number(EXCUSED)))
    unsure = all_of(record, any_of(sql.sure(equal(k("excused"), number(UNSURE))), sql.sure(equal(k("maybe"), number(1)))))
    empty, odd = (all_of(record, sql.sure(equal(k("fits"), number(value)))) for value in (-1, 0))
    branches = [
        (excused, CONFORMS), (double, NONCONFORMING), (perhaps, UNDETERMINED), (all_of(gap, unread), UNDETERMINED),
        (gap, NONCONFORMING), (unsure, UNDETERMINED), (empty, NONCONFORMING), (odd, UNDETERMINED),
    ]
    whys = {
        "duplicate": double, "gap": all_of(gap, negated(unread)), "gap-or-unreadable": all_of(gap, unread),
        "field-empty": all_of(empty, negated(excused), negated(unsure)), "number-unreadable": all_of(odd, negated(excused)),
    }
    doubt = any_of(all_of(perhaps, negated(double)), unsure)
    whys |= {code: all_of(doubt, equal(k(f"dark {code}"), number(1))) for code in DARK}
    return choose([(when, number(verdict)) for when, verdict in branches], number(CONFORMS)), whys
