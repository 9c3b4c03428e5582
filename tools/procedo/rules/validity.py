"""Validity: the records are what their form declares.

A case is a record of one of the `forms`. Checked are the form's own words: required fields, types, value lists, patterns,
ranges, keys that occur once, references that resolve (where the recordset holds the form they point to).

## Says
`forms` (`all`, or a list), `accept` (percent, default 0).

## Verdicts
A fault: nonconforming, one finding per record with a reason for each kind of fault and the fields as evidence:
`required-empty`, `wrong-type`, `pattern`, `not-in-list`, `out-of-range`, `duplicate-key`, `reference-missing`. Where the
form's share of faulty records is not above `accept`, these findings are graded observation. ◆ An event dated after the
export is broken but no fault, for the true day may be a good one: undetermined `future-dated`. Otherwise conforms.

An item of a list counts like a value that stands alone: one that the list of choices lacks is `not-in-list`.

◆ What a field must hold (required, choices, pattern, range) is taken from the revision of the form begun last at the case's
clock, withdrawn since or not, and before the first from that; nothing is said of a field that the form had not then.
A `required_when` of another revision demands nothing where it can no longer be asked: it names a field that the form of the
as-of day lacks, or has as another type. ◆ How a record is read (types, keys, references) is taken from the form of the as-of
day, with the codes and labels of the revisions begun before added (roles and titles of forms too), so that an old record
keeps its meaning. A word that passed to another code is read as that code, and is right on every day on which the form
offered the word. A check of any kind may name a code of any revision; one that is gone stands for the code that alone took
over its words, if there is one.

## Example
```yaml
- {id: a, kind: validity, forms: [contract, payment], accept: 1}
```

## 中文
有效：记录符合表单自己的规定。

案例是 `forms`（或 `all`）所列表单的每一条记录，按表单自己的规定检查：必填、类型、取值、格式、范围、主键不重复、引用有着落（所指表单在记录集里时）。

**结论** 有一处不合：不符合，一条记录一个发现，每种毛病一个原因，并列出字段。毛病所占比例不超过 `accept`（百分数）时，
这些发现降为观察项。
列表里的每一项与单个的值同样看待：不在可选值里的为 `not-in-list`。
◆ 字段须填什么（必填、取值、格式、范围）按案例时点最后生效的表单版本（不论后来是否废止；首版之前按首版）；当时还没有的字段不作判断。
其他版本的 `required_when` 如已无从判断（所提字段在截至日的表单里没有了，或换了类型），就不作要求。
◆ 记录怎样读（类型、主键、引用）按截至日的表单，并加上此前各版本的代码和名称（角色和表单名称也一样），旧记录因此仍读得出原意。
已归另一代码的名称读作那个代码，只要当时的表单有这个名称就不算不合。各类检查里都可写任一版本的代码；已取消的代码，若其名称只由一个代码承接，
就指那个代码。
◆ 日期晚于导出日的事件是坏值，但不算毛病，因为真实日期可能没有问题：无法判定 `future-dated`。
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from procedo.language import sql
from procedo.language.pattern import pattern_test
from procedo.language.scope import Scope
from procedo.language.sql import (
    Sql,
    all_of,
    any_of,
    choose,
    column,
    compare,
    equal,
    missing,
    named,
    negated,
    number,
    present,
)
from procedo.language.term import Condition, Term
from procedo.model import Field, Form
from procedo.model.text import Words, Wrong
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Build, Judged, Lacking, Misplaced
from procedo.rules._fields import CheckFields
from procedo.table import FUTURE_DATED, UNREADABLE

REASONS = (
    "required-empty",
    "wrong-type",
    "pattern",
    "not-in-list",
    "out-of-range",
    "duplicate-key",
    "reference-missing",
    "future-dated",
    "value-unreadable",
    "case-date-missing",
)
_UNREADABLE_AS = {"choice": "not-in-list", "person": "reference-missing", "role": "not-in-list", "form": "not-in-list"}


class Fields(CheckFields):
    kind: Literal["validity"]
    case: Words = []
    forms: Words
    accept: float | str = 0

    @model_validator(mode="before")
    @classmethod
    def _cases(cls, value: Any) -> Any:
        if isinstance(value, dict) and "every" in value:
            raise Wrong("every-validity", "validity 不带 every", "validity takes no `every`")
        if isinstance(value, dict) and "forms" in value and "case" not in value:
            return value | {"case": value["forms"]}
        return value


def judgement(fields: Fields, build: Build) -> Judged:
    query, scope = build.start()
    columns: dict[str, Sql] = {}
    faults: list[tuple[str, str, str]] = []
    demanded = build.demanded() if build.demanded else build.form
    for name, declared in demanded.fields.items():
        if name in build.context.table(build.form.form).columns:
            for code, when in _faults(build, scope, name, declared):
                key = f"{code} {name}"
                columns[key] = sql.flag(when)
                faults.append((code, key, f"{declared.label.in_('zh')} ({name})"))
    joins = _repeated(build, columns, faults)
    future = _future(build, demanded, columns)
    clock = None
    table, codes = build.cases(query, scope, columns, clock)
    wrong = any_of(*[_on(key) for _, key, _ in faults])
    verdict = choose([(wrong, number(NONCONFORMING)), (future, number(UNDETERMINED))], number(CONFORMS))
    whys = {code: any_of(*[_on(key) for c, key, _ in faults if c == code]) for code in dict.fromkeys(c for c, _, _ in faults)} | {"future-dated": future}
    shown = {f"fault {key}": sql.flag(_on(key)) for _, key, _ in faults}
    lacking = [Lacking(column=f"fault {key}", word=f"{word}: {code}") for code, key, word in faults]
    return build.judged(table, codes, verdict, whys, REASONS, joins, extra=shown, lacking=lacking)


def _future(build: Build, demanded: Form, columns: dict[str, Sql]) -> Sql:
    """A day after the export is broken, but no fault: the true one may be good (SEMANTICS 0.4)."""
    known = build.context.table(build.form.form).columns
    names = [name for name in demanded.fields if name in known and known[name].states.get(FUTURE_DATED)]
    columns |= {f"future {name}": sql.flag(sql.sure(equal(column("c", f"{name}!"), number(FUTURE_DATED)))) for name in names}
    return any_of(*[_on(f"future {name}") for name in names])


def _on(key: str) -> Sql:
    return (
        sql.sure(compare(">", column("d", "others"), number(1))) if key.startswith("duplicate-key") else equal(column("k", key), number(1))
    )


def _faults(build: Build, scope: Scope, name: str, declared: Field):
    """(reason, when) for one field."""
    term = scope.field(name)
    known = build.context.table(build.form.form).columns[name]
    if declared.required and known.empty:
        yield "required-empty", term.lacking
    elif declared.required_when and (demanded := _asked(build, scope, name, declared.required_when)):
        yield "required-empty", all_of(demanded.holds, missing(term.sql), negated(term.broken), negated(term.not_yet))
    broken = sql.sure(equal(column("c", f"{name}!"), number(UNREADABLE))) if known.states.get(UNREADABLE) else sql.FALSE
    broken = any_of(broken, _not_offered(build, term, name, declared))
    if not sql.is_false(broken):
        yield _UNREADABLE_AS.get(declared.of if declared.type == "list" else declared.type, "wrong-type"), broken
    if declared.pattern and declared.type != "list":
        result = build.compiler(scope).computed(term, f"matches {declared.pattern}", pattern_test(declared.pattern))
        yield "pattern", sql.sure(equal(result, number(0)))
    scale, outside = 10**known.decimals, []
    for bound, operator in ((declared.minimum, "<"), (declared.maximum, ">")):
        if bound is not None:
            outside.append(sql.sure(compare(operator, term.sql, number(round(bound * scale)))))
    if outside:
        yield "out-of-range", any_of(*outside)
    if declared.type == "reference" and declared.to in build.context.tables:
        _, _, dangling = scope.follow(name)
        yield "reference-missing", sql.sure(dangling)


def _asked(build: Build, scope: Scope, name: str, condition: str) -> Condition | None:
    """When a field must be filled. None: only another revision says so, of what can be read no longer, or not yet."""
    try:
        return build.condition(scope, condition, "forms")
    except Misplaced:
        if build.form.fields[name].required_when == condition:
            raise
        return None


def _not_offered(build: Build, term: Term, name: str, declared: Field) -> Sql:
    """A code that can be read, but that the form did not offer at the clock; in a list, one such."""
    codes = [sql.text(code) for code in build.form.fields[name].choices if code not in declared.choices]
    if not codes:
        return sql.FALSE
    if not term.items:
        return sql.sure(sql.one_of(term.sql, codes))
    held = sql.select(number(1)).from_(sql.table(term.items.table, "m"), copy=False)
    return sql.exists(held.where(all_of(equal(column("m", "_row"), term.items.row), sql.one_of(column("m", "value"), codes)), copy=False))


def _repeated(build: Build, columns: dict[str, Sql], faults: list) -> list:
    """Join of how many records share the key, where some do."""
    form, table = build.form, build.context.table(build.form.form)
    if not table.repeated_keys:
        return []
    keys = [f"key {name}" for name in form.key]
    columns |= {key: column("c", name) for key, name in zip(keys, form.key, strict=True)}
    groups = sql.select(
        *[named(column("g", n), f"key {n}") for n in form.key], named(sql.aggregate("count", column("g", "_row")), "others")
    )
    groups = groups.from_(sql.table(form.form, "g"), copy=False).where(all_of(*[present(column("g", n)) for n in form.key]), copy=False)
    counted = build.context.step("keys", groups.group_by(*[column("g", n) for n in form.key], copy=False))
    faults.append(("duplicate-key", "duplicate-key", " + ".join(form.key)))
    return [(counted, "d", all_of(*[equal(column("d", key), column("k", key)) for key in keys]))]
