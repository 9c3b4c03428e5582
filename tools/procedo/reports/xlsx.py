"""xlsx: the auditor's workbook: summary, findings to filter, evidence, population, parameters, sources.

Every text is written as a string cell, so nothing in a record can become a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from procedo.finding import Finding, Outcome, RequirementResult, SourceFile
from procedo.reports import _rows, _tally
from procedo.reports._layout import clean
from procedo.reports._sheets import Book, Sheet
from procedo.reports._words import Words
from procedo.reports.text import head_facts, source_facts, summary_lines
from procedo.terms import Status, say

NAME = "xlsx"
SUFFIX = ".xlsx"
BINARY = True
CREATED = dt.datetime(2000, 1, 1)
"""The workbook's own date: fixed, so that the same outcome gives the same bytes; the run's dates stand inside."""


def render(outcome: Outcome, language: str) -> bytes:
    """The workbook as bytes. The first sheet says at its top when the export is not fit to be audited."""
    words, page = Words(outcome, language), io.BytesIO()
    book = Book(page, words(say(f"检查报告 {outcome.recordset}", f"Check of {outcome.recordset}")), CREATED)
    for part in (_summary, _findings, _evidence, _population, _indicators, _parameters, _sources):
        part(outcome, words, book)
    book.close()
    return page.getvalue()


def _summary(outcome: Outcome, words: Words, book: Book) -> None:
    sheet = book.sheet(words(say("概要", "Summary")), (16, 38, 12, 10, 10, 10, 10, 10, 10, 10, 56))
    sheet.line([words(say(f"检查报告：{outcome.recordset}", f"Check of {outcome.recordset}"))], "title")
    _banner(outcome, words, sheet)
    sheet.skip()
    for label, text in head_facts(outcome, words, whole=True):
        if text:
            sheet.line([label, text], "fact")
    sheet.skip()
    for text in summary_lines(outcome, words):
        sheet.line([text], "strong")
    sheet.line([words(_tally.closing(outcome))], "strong")
    _counted(outcome, words, sheet)
    _not_evaluated(outcome, words, sheet)
    sheet.printed()


def _banner(outcome: Outcome, words: Words, sheet: Sheet) -> None:
    if outcome.unfit:
        title = say("数据不合用，以下结论仅供参考", "UNFIT: this export is not fit to be audited")
        for text in (words(title), *map(words, outcome.unfit)):
            sheet.across(text, "unfit")


def _counted(outcome: Outcome, words: Words, sheet: Sheet) -> None:
    """The requirements that have something to say, one line per revision; the Population sheet has all."""
    told = [result for result in outcome.requirements if _tally.has_something_to_say(result)]
    if not told:
        return
    sheet.skip()
    heads = say("要求 程序 级别 判定 符合 不符合 其中让步 未到期 无法判定 不适用 要求内容",
                "Requirement Procedure Grade Judged Conforming Nonconf. Conceded Pending Undeterm. N/A Text")
    sheet.line(words(heads).split(" "), "head")
    for result in told:
        sums = _tally.summed(result.checks)
        names = ("population", "conforms", "nonconforming", "conceded", "pending", "undetermined", "not_applicable")
        procedure = f"{words.titled(result.procedure)} {words.revision(result.revision)}"
        sheet.line([result.id, procedure, words.grade(result.grade), *[sums[name] for name in names], words(result.text)],
                   styles={2: f"grade {result.grade}"})


def _not_evaluated(outcome: Outcome, words: Words, sheet: Sheet) -> None:
    others = (Status.NOT_EVALUABLE, Status.ATTESTATION, Status.NOT_AUTOMATED, Status.NOT_EXERCISED)
    listed = [(status, id) for status in others for id in _tally.with_status(outcome, status)]
    if not listed:
        return
    sheet.skip()
    sheet.line([words(say("要求", "Requirement")), words(say("没有结论的原因", "Why there is no verdict"))], "head")
    for status, id in listed:
        reasons = [words(reason) for reason in _tally.reasons(outcome, id)] if status == Status.NOT_EVALUABLE else []
        sheet.line([id, words.colon.join([words.status(status), *([words.stop.join(reasons)] if reasons else [])])], "fact")


def _findings(outcome: Outcome, words: Words, book: Book) -> None:
    title = words(say("审核发现", "Findings"))
    rows = ((_rows.row(words, finding, "\n"), _colours(finding)) for finding in _rows.ordered(outcome))
    _listed(book, title, _rows.head(words.language), [column.wide for column in _rows.COLUMNS], rows, words, frozen=1)


def _colours(finding: Finding) -> dict[int, str]:
    return {1: f"verdict {finding.verdict}", 2: f"grade {finding.grade}"}


def _evidence(outcome: Outcome, words: Words, book: Book) -> None:
    heads = say("编号 判定 要求 记录类别 记录 期间 查看的是 事项 日期 人员 角色 文件 工作表 行 说明",
                "Finding Verdict Requirement Form Record Period Kind What When Person Role File Sheet Row Note")
    wide = (21, 15, 13, 14, 20, 11, 16, 16, 20, 14, 16, 30, 12, 8, 30)
    rows = ((row, {1: f"verdict {row_of.verdict}"}) for row_of in _rows.ordered(outcome) for row in _seen(row_of, words))
    _listed(book, words(say("证据", "Evidence")), words(heads).split(" "), wide, rows, words, frozen=1)


def _seen(finding: Finding, words: Words) -> Iterator[list[Any]]:
    """The case's own record first (or who owed it), then every record that was looked at."""
    case = [finding.id, words.verdict(finding.verdict), finding.requirement, words.title(finding.case.form),
            clean(finding.case.key), clean(finding.case.window or "")]
    at, kind = finding.record, words.kinds.get(finding.check, "")
    if at:
        yield [*case, words.title(finding.case.form), words(say("被判定的记录", "the record judged")), clean(finding.clock or ""),
               "", "", clean(at.file), clean(at.sheet or ""), at.row, ""]
    else:
        yield [*case, "", words(say("没有可指的记录", "no record to point at")), clean(finding.clock or ""),
               words.subject(finding), "", "", "", None, ""]
    for event in finding.evidence.events:
        yield [*case, words.title(event.form), words.activity(event), clean(event.at or ""), clean(event.by or ""),
               words.title(event.role) if event.role else "", clean(event.file), clean(event.sheet or ""), event.row,
               words.notes(event, kind)]


def _population(outcome: Outcome, words: Words, book: Book) -> None:
    heads = say("要求 要求内容 级别 程序 版次 检查 类型 状态 说明 判定 符合 不符合 未到期 无法判定 不适用 让步 凭同日规则",
                "Requirement Text Grade Procedure Revision Check Kind Status Note Judged Conforming Nonconforming Pending "
                "Undetermined N/A Conceded Same-day")
    wide = (13, 50, 12, 32, 9, 13, 18, 18, 34, 9, 11, 14, 10, 13, 10, 10, 11)
    rows = ((row, {2: f"grade {result.grade}"}) for result in outcome.requirements for row in _checks(result, words))
    _listed(book, words(say("总体", "Population")), words(heads).split(" "), wide, rows, words, frozen=1)


def _checks(result: RequirementResult, words: Words) -> Iterator[list[Any]]:
    """One row per check; a requirement without a check has one row that says so."""
    start = [result.id, words(result.text), words.grade(result.grade), words.titled(result.procedure), clean(result.revision)]
    for check in result.checks:
        reason = words(check.reason) if check.reason else ""
        yield [*start, check.id, check.kind, words.status(check.status), reason, *[getattr(check, name) for name in _tally.COUNTS]]
    if not result.checks:
        yield [*start, "", "", words.status(result.status), "", *[None] * len(_tally.COUNTS)]


def _indicators(outcome: Outcome, words: Words, book: Book) -> None:
    """By period, for everybody, each team and each person; what could not be measured says why."""
    if not outcome.indicators:
        return
    heads = say("指标 期间 部门 人员 数值 单位 未计记录 说明", "Indicator Period Team Person Value Unit Left-out Note")
    rows = (([*cells], {}) for one in outcome.indicators for cells in _rows.measured(one, words))
    _listed(book, words(say("指标", "Indicators")), words(heads).split(" "), (24, 24, 16, 14, 16, 10, 10, 60), rows, words)


def _parameters(outcome: Outcome, words: Words, book: Book) -> None:
    heads = say("程序 版次 参数 取值 来历", "Procedure Revision Parameter Value Origin")
    rows = (
        ([words.titled(used.procedure), clean(used.revision), clean(used.name), clean(used.value), words.origin(used.origin)], {})
        for used in outcome.parameters
    )
    _listed(book, words(say("参数", "Parameters")), words(heads).split(" "), (44, 10, 30, 44, 24), rows, words)


def _sources(outcome: Outcome, words: Words, book: Book) -> None:
    heads = say("表单 文件 工作表 记录行数 跳过行数 sha256 无法读取 去除首尾空白 字段对应 自动对应 未使用的列 说明",
                "Form File Sheet Rows Skipped sha256 Unreadable Trimmed Columns Automatic Unused Notes")
    wide = (18, 34, 14, 10, 10, 68, 26, 26, 48, 40, 30, 48)
    rows = ((_source(source, words), {}) for source in outcome.records)
    _listed(book, words(say("来源", "Sources")), words(heads).split(" "), wide, rows, words, frozen=1)


def _source(source: SourceFile, words: Words) -> list[Any]:
    unreadable, trimmed, automatic, unused, notes = [text for _, text in source_facts(source, words)]
    mapped = "\n".join(f"{words.field(source.form, name)} ← {clean(head)}" for name, head in source.mapped.items())
    return [words.title(source.form), clean(source.file), clean(source.sheet or ""), source.rows, source.skipped,
            source.sha256, unreadable, trimmed, mapped, automatic, unused, notes]


def _listed(book: Book, title: str, heads: Sequence[str], wide: Sequence[int], rows: Iterable[tuple[Sequence[Any], dict]],
            words: Words, frozen: int = 0) -> None:
    """A table with a frozen head and filters; what does not fit a sheet goes on in `title 2`."""
    sheet, number = None, 0
    for cells, styles in rows:
        if sheet is None or sheet.full:
            number += 1
            sheet = _begun(book, title if number == 1 else f"{title} {number}", heads, wide, frozen, words)
        sheet.line(cells, styles=styles)
    if sheet is None:
        sheet = _begun(book, title, heads, wide, frozen, words)
    book.filters()


def _begun(book: Book, title: str, heads: Sequence[str], wide: Sequence[int], frozen: int, words: Words) -> Sheet:
    sheet = book.sheet(title, wide)
    sheet.line(heads, "head")
    sheet.frozen(frozen)
    sheet.printed()
    return sheet
