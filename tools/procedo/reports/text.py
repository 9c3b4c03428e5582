"""text: the report to read on a console, 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.finding import Finding, Outcome, RequirementResult, SourceFile
from procedo.reports import _rows, _tally
from procedo.reports._layout import WIDTH, clean, facts, rule, table, wrap
from procedo.reports._words import UNREADABLE, Words
from procedo.terms import Status, say

NAME = "text"
SUFFIX = ".txt"
BINARY = False


def render(outcome: Outcome, language: str) -> str:
    """Head, files, summary, findings, what could not be judged, parameters, what was not evaluated, closing line."""
    words = Words(outcome, language)
    parts = (_banner, _head, _files, _summary, _findings, _undetermined, _attestations, _indicators, _parameters, _not_evaluated)
    lines = [line for part in parts for line in part(outcome, words)]
    return "\n".join([*lines, "", words(_tally.closing(outcome))]) + "\n"


def _banner(outcome: Outcome, words: Words) -> Iterator[str]:
    if outcome.unfit:
        title = words(say("数据不合用，以下结论仅供参考", "UNFIT: this export is not fit to be audited"))
        yield from ("!" * WIDTH, f"!! {title}")
        for sentence in outcome.unfit:
            yield from wrap(words(sentence), WIDTH, "!! - ", "!!   ")
        yield from ("!" * WIDTH, "")


def _head(outcome: Outcome, words: Words) -> Iterator[str]:
    yield words(say(f"检查报告：{outcome.recordset}", f"Check of {outcome.recordset}"))
    yield ""
    pairs = head_facts(outcome, words)
    yield from facts(pairs)


def head_facts(outcome: Outcome, words: Words, whole: bool = False) -> list[tuple[str, str]]:
    """What was judged against what, as label and text; `whole` fingerprints are for sheets that have the room."""
    id, revision = outcome.profile
    seal = outcome.fingerprint if whole else _short(outcome.fingerprint)
    drafts = say("包括编写中的文件（非正式）", "desk copies included: not an official result")
    return [
        (words(say("截至日", "as of")), clean(outcome.as_of)),
        (words(say("导出日", "exported")), clean(outcome.extracted_at)),
        (words(say("适用方案", "profile")), f"{words.titled(id)} {words.revision(revision)}"),
        (words(say("文件库", "library")),
         words(say(f"{outcome.documents} 份文件，{seal}", f"{outcome.documents} documents, {seal}"))),
        (words(say("草稿", "drafts")), words(drafts) if outcome.drafts else ""),
        (words(say("同日规则", "same day")), words.same_day(outcome.same_day)),
        ("procedo", f"{outcome.version} ({outcome.engine})"),
    ]


def _short(fingerprint: str) -> str:
    return fingerprint if len(fingerprint) <= 32 else fingerprint[:23] + "…"


def _files(outcome: Outcome, words: Words) -> Iterator[str]:
    yield from rule(words(say("读取的文件", "Files read")))
    for source in outcome.records:
        yield from _file(source, words)


def _file(source: SourceFile, words: Words) -> Iterator[str]:
    page = f" [{clean(source.sheet)}]" if source.sheet else ""
    rows = words(say(f"{source.rows} 行，跳过 {source.skipped} 行", f"{source.rows} rows, {source.skipped} skipped"))
    yield from wrap(f"{words.titled(source.form)}{words.colon}{clean(source.file)}{page}{words.stop}{rows}", WIDTH, "- ")
    for label, text in source_facts(source, words):
        if text:
            yield from wrap(f"{label}{words.colon}{text}", WIDTH, "    ", "      ")


def source_facts(source: SourceFile, words: Words) -> list[tuple[str, str]]:
    """What a reader must know of a file besides its rows; texts may be empty."""
    def counted(found) -> str:
        return words.comma.join(f"{words.field(source.form, name)} {count}" for name, count in found.items())

    automatic = [f"{words.field(source.form, name)} ← {clean(source.mapped.get(name, ''))}" for name in source.automatic]
    return [
        (words(UNREADABLE), counted(source.unreadable)),
        (words(say("去除首尾空白", "blanks trimmed")), counted(source.trimmed)),
        (words(say("自动对应", "mapped automatically")), words.comma.join(automatic)),
        (words(say("未使用的列", "columns not used")), words.comma.join(clean(head) for head in source.unmapped)),
        (words(say("说明", "notes")), words.stop.join(words(note) for note in source.notes)),
    ]


def _summary(outcome: Outcome, words: Words) -> Iterator[str]:
    yield from rule(words(say("概要", "Summary")))
    yield from summary_lines(outcome, words)
    told = [result for result in outcome.requirements if _tally.has_something_to_say(result)]
    heads = say("要求 级别 判定 符合 不符合 让步 未到期 无法判定 不适用",
                "id grade judged conform nonconf conced pending undet n/a")
    for (procedure, revision), results in _by_procedure(told).items():
        yield from ["", f"{words.titled(procedure)} {words.revision(revision)}"]
        yield from table(words(heads).split(" "), [_counts(result, words) for result in results], range(2, 9), "  ")
    quiet = len({*_tally.with_status(outcome, Status.EXERCISED)} - {result.id for result in told})
    if quiet:
        yield from ["", words(say(f"另有 {quiet} 条已检查的要求，没有不符合，也没有无法判定的记录",
                                  f"{quiet} more exercised: nothing nonconforming, nothing undetermined"))]


def summary_lines(outcome: Outcome, words: Words) -> list[str]:
    """Nonconforming by grade, conceded, undetermined: each a short sentence."""
    wrong = [finding for finding in outcome.findings if finding.verdict == "nonconforming"]
    open_ = [finding for finding in wrong if not finding.conceded]
    grades = [(grade, sum(f.grade == grade for f in open_)) for grade in ("critical", "major", "minor", "observation")]
    split = words.comma.join(f"{words.grade(grade)} {count}" for grade, count in grades if count)
    conceded, unclear = len(wrong) - len(open_), len(outcome.findings) - len(wrong)
    brackets = "（{}）" if words.language == "zh" else " ({})"
    lines = [words(say(f"不符合 {len(open_)} 项", f"{len(open_)} nonconforming")) + (brackets.format(split) if split else "")]
    late = sum(bool(f.conceded and f.concession and f.concession.retrospective) for f in wrong)
    if conceded:
        apart = words(say(f"（其中事后让步 {late} 项）", f" ({late} in retrospect)")) if late else ""
        lines.append(words(say(f"已让步的不符合 {conceded} 项", f"{conceded} nonconforming, but conceded")) + apart)
    return [*lines, words(say(f"无法判定 {unclear} 项", f"{unclear} undetermined"))]


def _by_procedure(results: list[RequirementResult]) -> dict[tuple[str, str], list[RequirementResult]]:
    groups: dict[tuple[str, str], list[RequirementResult]] = {}
    for result in results:
        groups.setdefault((result.procedure, result.revision), []).append(result)
    return groups


def _counts(result: RequirementResult, words: Words) -> list[object]:
    sums = _tally.summed(result.checks)
    names = ("population", "conforms", "nonconforming", "conceded", "pending", "undetermined", "not_applicable")
    return [result.id, words.grade(result.grade), *[sums[name] for name in names]]


def _findings(outcome: Outcome, words: Words) -> Iterator[str]:
    wrong = [finding for finding in outcome.findings if finding.verdict == "nonconforming"]
    title = say(f"不符合（{len(wrong)} 项）", f"Nonconforming ({len(wrong)})")
    yield from _grouped(wrong, words(title), words)


def _undetermined(outcome: Outcome, words: Words) -> Iterator[str]:
    unclear = [finding for finding in outcome.findings if finding.verdict != "nonconforming"]
    title = say(f"无法判定（{len(unclear)} 项）：记录不足以下结论",
                f"Undetermined ({len(unclear)}): the records cannot answer")
    yield from _grouped(unclear, words(title), words)


def _grouped(findings: list[Finding], title: str, words: Words) -> Iterator[str]:
    if not findings:
        return
    yield from rule(title)
    for group in _tally.by_requirement(words.outcome, findings).values():
        first = group[0]
        yield ""
        yield from wrap(f"{first.requirement} [{words.grade(first.grade)}] {words(first.text)}", WIDTH, "", "  ")
        basis = [f"{words.titled(first.procedure)} {words.revision(first.revision)}", *map(clean, first.clauses)]
        yield from wrap(words.stop.join(basis), WIDTH, "  ")
        for number, finding in enumerate(group, 1):
            yield from ["", *_finding(finding, number, words)]


def _finding(finding: Finding, number: int, words: Words) -> Iterator[str]:
    told = words.concession(finding)
    mark = f" [{told}]" if told else ""
    yield from wrap(f"{finding.id}  {words.case(finding.case)}{mark}", WIDTH, f"  {number}. ")
    yield from wrap(words.found(finding), WIDTH, "     ")
    yield from facts([words.record(finding), *evidence_facts(finding, words)], "     ")


def evidence_facts(finding: Finding, words: Words) -> list[tuple[str, str]]:
    """The evidence of a finding as label and text, one pair per event; texts may be empty."""
    seen, kind = finding.evidence, words.kinds.get(finding.check, "")
    codes = [f"{text} [{code}]" for text, code in zip(words.reasons(finding), finding.reasons, strict=True)]
    return [
        (words(say("原因", "reasons")), words.comma.join(codes)),
        (words(say("判定日", "case date")), clean(finding.clock or "")),
        *_listed(words(say("所需", "demanded")), [words.demand(demand) for demand in seen.demanded]),
        (words.lacking_title(finding), words.comma.join(words.lacking(finding))),
        (words(say("数值", "values")), words.stop.join(words.values(finding))),
        *_listed(words(say("查看", "looked at")), [words.event(event, kind) for event in seen.events]),
        (words(say("查找", "searched")), words.searched(finding)),
        (words(say("同日", "same day")), words.same_day(seen.same_day)),
    ]


def _listed(label: str, texts: list[str]) -> list[tuple[str, str]]:
    """The label before the first text, blanks before the others."""
    return [(label if at == 0 else "", text) for at, text in enumerate(texts)]


def _attestations(outcome: Outcome, words: Words) -> Iterator[str]:
    """What is due, and what was attested to, by whom and when."""
    due = sum("attestation-due" in finding.reasons for finding in outcome.findings)
    if due or outcome.attestations:
        told = len(outcome.attestations)
        yield from rule(words(say(f"人工声明（应声明 {due} 项，已声明 {told} 项）", f"Attestations ({due} due, {told} recorded)")))
    for one in outcome.attestations:
        about = " ".join(filter(None, (one.requirement, one.case, one.window)))
        by = f"{one.by}（{words.title(one.role)}）" if one.role and words.language == "zh" else f"{one.by} ({words.title(one.role)})" if one.role else one.by
        parts = [clean(by), one.date, words.verdict(one.says), words(one.statement), clean(one.evidence or "")]
        yield from wrap(f"{clean(about)}{words.colon}{words.stop.join(filter(None, parts))}", WIDTH, "- ")


def _indicators(outcome: Outcome, words: Words) -> Iterator[str]:
    """Over all the days that the records cover, growth of the last period; the rest stands in the other reports."""
    if outcome.indicators:
        yield from rule(words(say("指标（全部期间）", "Indicators (the whole period)")))
    for one in outcome.indicators:
        everybody = [line for line in _rows.measured(one, words) if not line[2] and not line[3]]
        whole = next((line for line in everybody if line[7] or "/" in str(line[1])), None)
        last = whole or (everybody[-1] if everybody else None)
        told = words(say("没有数值", "nothing measured")) if last is None else last[7] or f"{last[4]} {last[5]}".strip()
        yield from wrap(f"{words(one.title)}{'' if whole or last is None else f' {last[1]}'}{words.colon}{told}", WIDTH, "- ")


def _parameters(outcome: Outcome, words: Words) -> Iterator[str]:
    if outcome.parameters:
        yield from rule(words(say("采用的参数", "Parameters used")))
        for used in outcome.parameters:
            told = f"{used.procedure} {words.revision(used.revision)} {used.name} = {clean(used.value)}"
            yield from wrap(f"{told} [{words.origin(used.origin)}]", WIDTH, "- ")


def _not_evaluated(outcome: Outcome, words: Words) -> Iterator[str]:
    lacking = _tally.with_status(outcome, Status.NOT_EVALUABLE)
    if lacking:
        yield from rule(words(say(f"无法检查的要求（{len(lacking)} 条）", f"Not evaluable ({len(lacking)})")))
        for id in lacking:
            reasons = words.stop.join(words(reason) for reason in _tally.reasons(outcome, id))
            yield from wrap(f"{id}{words.colon}{reasons}", WIDTH, "- ")
    others = (Status.ATTESTATION, Status.NOT_AUTOMATED, Status.NOT_EXERCISED)
    listed = [(words.status(status), " ".join(_tally.with_status(outcome, status))) for status in others]
    if any(ids for _, ids in listed):
        yield from rule(words(say("其余未得出结论的要求", "Requirements without a verdict")))
        yield from facts(listed)
