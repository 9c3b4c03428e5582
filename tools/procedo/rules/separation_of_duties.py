"""Separation of duties: not the same person.

Either the persons stand on the case: `duties` names each duty and who did it (a person, a list of persons, a path, a
figure), `pairs` says which must differ (default: all). Or they stand in a form of acts, one record for each act: `acts`
says where (a search), which field names the `duty` and which says who performed it (`by`), and `exclude` is the matrix of
duties that no person may combine on one case. Population: all cases that `when` picks. (ISO 19011 and internal control:
segregation of duties.)

## Says
`duties` and `pairs`; or `acts` (a search with `duty` and `by`) and `exclude` (a list of pairs of duties).

## Verdicts
One person in both duties of a pair: nonconforming `same-person`, even if another pair cannot be judged; the pairs are the
evidence. Of several persons who performed a duty any one counts. Who did it is blank or cannot be read: undetermined
`person-missing`, but only where the other duty of the pair was performed; two blanks are not one person. A list
(decisions, figures) that is empty, and a duty without an act, mean that nobody did it yet: that pair is not judged. An act
whose duty is blank may have been any duty: undetermined `value-missing` where that decides.

◆ Acts performed count, not roles held: who may do both and did one has not combined them. Ids, accounts and names of one
person are one person where the staff list says so (its form: `person: {id, aliases, same_as}`; `same_as` names the other
record of the same person). A `same_as` that names nobody leaves unreadable who is meant.

## Example
```yaml
- {id: a, kind: separation-of-duties, case: contract, pairs: [[draft, review], [draft, approve]],
   duties: {draft: drafted_by, review: reviewed_by, approve: approved_by}}
- {id: b, kind: separation-of-duties, case: purchase, acts: {form: act, match: purchase, duty: duty, by: performed_by},
   exclude: [[receive, record], [order, approve]]}
```

## 中文
职责分离：不得由同一人担任。

人员写在案例上的，用 `duties` 写明每项职责由谁担任（人员字段、人员列表、路径或算出的数），用 `pairs` 写明哪两项不得为同一人（默认：任何两项）。
人员记在另一张表上、每做一件事一条记录的，用 `acts` 写明在哪张表里查（写法同查找）、哪个字段是职责（`duty`）、哪个字段是执行人（`by`），
再用 `exclude` 列出不相容的职责：同一案例中，一个人不得兼做其中一对。

**结论** 一对职责为同一人：不符合 `same-person`，即使另一对看不出，并列出是哪几对。一项职责由几个人做过的，其中任何一人都算。
执行人为空或读不出：无法判定 `person-missing`，但只在另一项职责有人做过时才如此；两个空值不算同一人。
列表（审批记录等）为空，或没有做过某项职责的记录，表示还没有人做，这一对不判。
职责为空的记录可能是任何一项职责，若足以影响结论：无法判定 `value-missing`。

◆ 看做了什么，不看任什么职：有权兼做而没有兼做的，不算。员工名册说是同一人的工号、账号和姓名，算同一人（名册表单写
`person: {id, aliases, same_as}`，`same_as` 一栏写这个人的另一个工号）；`same_as` 所指查无此人的，视为人员读不出。
"""

from __future__ import annotations

from itertools import combinations
from typing import Literal

from pydantic import model_validator

from procedo.language import sql
from procedo.language.scope import Scope
from procedo.language.sql import Sql, all_of, any_of, choose, column, equal, number, present
from procedo.language.term import Term
from procedo.model.text import Wrong
from procedo.problem import nearest
from procedo.rules._acts import DARK, Acts, excluded
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Build, Judged, Lacking
from procedo.rules._fields import CheckFields
from procedo.rules._figure import define

REASONS = ("same-person", "person-missing", "reference-missing", "value-unreadable", "value-missing", "case-date-missing")


class Fields(CheckFields):
    kind: Literal["separation-of-duties"]
    duties: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    acts: Acts | None = None
    exclude: list[tuple[str, str]] = []

    @model_validator(mode="after")
    def _known(self):
        if bool(self.duties) == bool(self.acts):
            raise Wrong("duties-or-acts", "职责分离须写 duties（人员在案例上）或 acts（人员在另一张表上），二者取一",
                        "separation-of-duties says either `duties` (persons on the case) or `acts` (persons in a form of acts)")
        (self._acts if self.acts else self._duties)()
        for pair in (*self.pairs, *self.exclude):
            if pair[0] == pair[1]:
                raise Wrong("one-duty", f"“{pair[0]}”不能与自己分离", f"“{pair[0]}” cannot be kept apart from itself")
        return self

    def _acts(self) -> None:
        if self.pairs or not self.exclude:
            raise Wrong("no-exclude", "写了 acts，就用 exclude 列出不相容的职责（不用 pairs）",
                        "with `acts` the duties to keep apart stand in `exclude` (not in `pairs`)")

    def _duties(self) -> None:
        if self.exclude:
            raise Wrong("no-acts", "exclude 须与 acts 一起写；duties 用 pairs", "`exclude` goes with `acts`; `duties` take `pairs`")
        if len(self.duties) < 2:
            raise Wrong("one-duty", "职责分离至少要有两项职责", "separation-of-duties needs two duties")
        for duty in (d for pair in self.pairs for d in pair if d not in self.duties):
            hint = nearest(duty, self.duties)
            raise Wrong("unknown-duty", f"pairs 里的职责“{duty}”不在 duties 中{hint.zh}",
                        f"`pairs` names the duty “{duty}”, which `duties` lacks{hint.en}")


def judgement(fields: Fields, build: Build) -> Judged:
    define(build)
    return _of_acts(fields, build) if fields.acts else _of_case(fields, build)


def _of_case(fields: Fields, build: Build) -> Judged:
    """The persons stand on the case."""
    query, scope = build.start()
    duties = {name: build.term(scope, text, "duties", name) for name, text in fields.duties.items()}
    pairs = fields.pairs or list(combinations(fields.duties, 2))
    columns: dict[str, Sql] = {}
    for index, (one, other) in enumerate(pairs):
        same, dark = _pair(build, scope, duties[one], duties[other])
        columns[f"same {index}"], columns[f"person-missing {index}"] = sql.flag(same), sql.flag(dark)
    table, codes = build.cases(query, scope, columns)
    return _judged(build, table, codes, pairs, "k", ("person-missing",))


def _of_acts(fields: Fields, build: Build) -> Judged:
    """The persons stand in a form of acts."""
    query, scope = build.start()
    table, codes = build.cases(query, scope, {})
    met, seen = excluded(build, fields.acts, fields.exclude)
    joins = [(met, "m", equal(column("m", "_row"), column("k", "_row")))]
    return _judged(build, table, codes, fields.exclude, "m", DARK, joins=joins, witnesses=[seen])


def _judged(build: Build, table: str, codes, pairs, alias: str, dark: tuple[str, ...], **more) -> Judged:
    """The verdict from 0/1 columns `same n` and `<code> n` of each pair."""

    def some(name: str) -> Sql:
        return any_of(*[sql.sure(equal(column(alias, f"{name} {n}"), number(1))) for n in range(len(pairs))])

    same = some("same")
    unknown = {code: all_of(some(code), sql.negated(same)) for code in dark}
    verdict = choose([(same, number(NONCONFORMING)), (any_of(*unknown.values()), number(UNDETERMINED))], number(CONFORMS))
    shown = {f"same {n}": column(alias, f"same {n}") for n in range(len(pairs))}
    lacking = [Lacking(column=f"same {n}", word=f"{one} + {other}") for n, (one, other) in enumerate(pairs)]
    return build.judged(table, codes, verdict, {"same-person": same} | unknown, REASONS, extra=shown, lacking=lacking, **more)


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
