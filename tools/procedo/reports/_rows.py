"""The table of findings that the xlsx and csv reports share: one row per finding, every column of its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from procedo.finding import Finding, IndicatorResult, Outcome
from procedo.reports._layout import clean
from procedo.reports._words import Words
from procedo.terms import Sentence, say

Cell = str | int | None


class Column(NamedTuple):
    """A heading, how many characters wide a spreadsheet shows it, and what stands in it."""

    head: Sentence
    wide: int
    cell: Callable[[Words, Finding, str], Cell]


COLUMNS = (
    Column(say("编号", "Finding"), 21, lambda w, f, s: f.id),
    Column(say("判定", "Verdict"), 15, lambda w, f, s: w.verdict(f.verdict)),
    Column(say("级别", "Grade"), 12, lambda w, f, s: w.grade(f.grade)),
    Column(say("要求", "Requirement"), 13, lambda w, f, s: f.requirement),
    Column(say("记录类别", "Form"), 14, lambda w, f, s: w.title(f.case.form)),
    Column(say("记录", "Record"), 20, lambda w, f, s: clean(f.case.key)),
    Column(say("期间", "Period"), 11, lambda w, f, s: clean(f.case.window or "")),
    Column(say("发现", "What was found"), 46, lambda w, f, s: w.found(f)),
    Column(say("原因", "Reasons"), 26, lambda w, f, s: s.join(w.reasons(f))),
    Column(say("缺少或未满足", "Lacking or unmet"), 20, lambda w, f, s: s.join(w.lacking(f))),
    Column(say("所需批准", "Demanded"), 34, lambda w, f, s: s.join(w.demand(d) for d in f.evidence.demanded)),
    Column(say("依据的数值", "Values"), 34, lambda w, f, s: s.join(w.values(f))),
    Column(say("查看的记录", "Records looked at"), 48,
           lambda w, f, s: s.join(w.event(e, w.kinds.get(f.check, "")) for e in f.evidence.events)),
    Column(say("文件", "File"), 26, lambda w, f, s: clean(f.record.file) if f.record else ""),
    Column(say("工作表", "Sheet"), 12, lambda w, f, s: clean(f.record.sheet or "") if f.record else ""),
    Column(say("行", "Row"), 8, lambda w, f, s: f.record.row if f.record else None),
    Column(say("判定日期", "Case date"), 12, lambda w, f, s: clean(f.clock or "")),
    Column(say("要求内容", "Text of the requirement"), 46, lambda w, f, s: w(f.text)),
    Column(say("条款", "Clauses"), 22, lambda w, f, s: s.join(clean(clause) for clause in f.clauses)),
    Column(say("程序", "Procedure"), 30, lambda w, f, s: w.titled(f.procedure)),
    Column(say("版次", "Revision"), 9, lambda w, f, s: clean(f.revision)),
    Column(say("检查", "Check"), 12, lambda w, f, s: f.check),
    Column(say("原因代码", "Reason codes"), 22, lambda w, f, s: s.join(f.reasons)),
    Column(say("让步", "Conceded"), 10, lambda w, f, s: w.concession(f)),
    Column(say("检查对象", "Subject"), 16, lambda w, f, s: w.subject(f)),
    Column(say("查找范围", "Searched"), 20, lambda w, f, s: w.searched(f)),
    Column(say("同日规则", "Same-day policy"), 26, lambda w, f, s: w.same_day(f.evidence.same_day)),
    Column(say("文件依据", "Document"), 38, lambda w, f, s: clean(f"{f.document.file}:{f.document.line}")),
)


def head(language: str) -> list[str]:
    return [column.head.in_(language) for column in COLUMNS]


def ordered(outcome: Outcome) -> list[Finding]:
    """What does not conform first, what could not be judged after it; else as they came."""
    return sorted(outcome.findings, key=lambda finding: finding.verdict != "nonconforming")


def row(words: Words, finding: Finding, separator: str) -> list[Cell]:
    """One finding; lists inside a cell are joined by `separator`."""
    return [column.cell(words, finding, separator) for column in COLUMNS]


def measured(one: IndicatorResult, words: Words) -> Iterator[list[Cell]]:
    """Indicator, period, team, person, value, unit, records left out, note; one line that says why where nothing was measured."""
    title, unit = words(one.title), words.unit(one.unit)
    if one.missing:
        yield [title, "", "", "", "", unit, "", words(one.missing)]
    for value in one.values:
        if value.value is not None:
            yield [title, clean(value.period), clean(value.team or ""), clean(value.person or ""), _number(value.value), unit, value.doubtful or "", ""]


def _number(value: float) -> int | str:
    """A whole number as a number, another as text with at most four places: neither can become a formula."""
    return int(value) if float(value).is_integer() else f"{value:.4f}".rstrip("0")
