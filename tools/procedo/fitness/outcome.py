"""What the suites found: one entry per expectation, with every record that fails it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procedo.finding import SourceFile
from procedo.terms import Sentence, say

KINDS: Mapping[str, Sentence] = {
    "column": say("列已对应", "column mapped"),
    "rows": say("有记录", "holds records"),
    "total": say("控制总数相符", "control total met"),
    "keys": say("主键不重复", "key occurs once"),
    "readable": say("值可以读取", "values can be read"),
    "required": say("必填", "required"),
    "choices": say("在取值范围内", "in the value list"),
    "pattern": say("符合格式", "fits the pattern"),
    "range": say("在数值范围内", "in range"),
    "outside": say("日期在涵盖期间之内", "dated inside the period covered"),
    "cutoff": say("记录延续到期初和期末", "records reach to both ends of the period"),
    "numbers": say("编号范围齐全", "number range complete"),
    "holders": say("所需岗位每天有人任职", "demanded roles held on every day"),
    "reference": say("所指记录存在", "reference resolves"),
}
SHOWN = 5


@dataclass(frozen=True)
class Failing:
    """A record that fails: its key, and where it stands."""

    key: str
    file: str
    row: int


@dataclass(frozen=True)
class Measured:
    """One expectation. `fit`: unmet, it stops the audit; otherwise it is a warning here and a finding in the check."""

    form: str
    field: str | None
    kind: str
    fit: bool
    met: bool
    checked: int
    unexpected: int
    failing: tuple[Failing, ...]
    limit: float | None = None


@dataclass(frozen=True)
class Result:
    recordset: str
    as_of: str
    records: tuple[SourceFile, ...]
    tested: tuple[Measured, ...]
    titles: Mapping[str, Mapping[str, str]]

    @property
    def fit(self) -> bool:
        return all(t.met for t in self.tested if t.fit)

    @property
    def unmet(self) -> list[Measured]:
        return [t for t in self.tested if t.fit and not t.met]

    @property
    def warnings(self) -> list[Measured]:
        return [t for t in self.tested if not t.fit and not t.met]


def title(result: Result, form: str, language: str) -> str:
    texts = result.titles.get(form, {})
    return texts.get(language) or texts.get("*") or next(iter(texts.values()), form)


def verdict(result: Result) -> Sentence:
    return say("数据合用，可以审核", "fit to be audited") if result.fit else say("数据不合用", "not fit to be audited")


def text(result: Result, language: str) -> str:
    """The result for the console, 80 columns."""
    total = sum(t.fit for t in result.tested)
    lines = [
        f"{result.recordset}: {verdict(result).in_(language)}",
        say(
            f"合用要求 {total} 项，未满足 {len(result.unmet)} 项；内容提醒 {len(result.warnings)} 项",
            f"{total} fit expectations, {len(result.unmet)} unmet; {len(result.warnings)} warnings about content",
        ).in_(language),
    ]
    for heading, entries in ((say("未满足", "unmet"), result.unmet), (say("提醒", "warnings"), result.warnings)):
        if entries:
            lines += ["", heading.in_(language), "-" * 20, *[line for t in entries for line in _lines(t, result, language)]]
    return "\n".join(lines)


def _lines(tested: Measured, result: Result, language: str) -> list[str]:
    name = f"{tested.form}.{tested.field}" if tested.field else tested.form
    head = f"- {name} ({title(result, tested.form, language)}): {KINDS[tested.kind].in_(language)}; {tested.unexpected}/{tested.checked}"
    keys = ", ".join(f.key for f in tested.failing[:SHOWN]) + (" …" if len(tested.failing) > SHOWN else "")
    return [head, f"    {keys}"] if keys else [head]
