"""Why a finding says what it says: requirement, document, case, what was asked, what was found, in that order."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.explain.counting import counted_days
from procedo.explain.force import why_revisions
from procedo.explain.line import lines_applied
from procedo.finding import CheckResult, EventSeen, Finding, Outcome
from procedo.library import Library
from procedo.problem import nearest, refuse
from procedo.reports._layout import WIDTH, clean, facts, wrap
from procedo.reports._words import Words
from procedo.terms import Sentence, say


def explain_finding(outcome: Outcome, id: str, language: str, library: Library | None = None) -> str:
    """The story of a finding, given by its id or the beginning of it; an unknown id is a problem.

    With the library also why it was judged by that revision, and the days that were counted.
    """
    finding, words = find(outcome, id), Words(outcome, language)
    why = [words(sentence) for sentence in why_revisions(library, finding)] if library else []
    lines = [clean(line) for line in lines_applied(library, finding, language)] if library else []
    days = [words(sentence) for sentence in counted_days(library, finding)] if library else []
    return "\n".join([
        *_head(finding, words), "", *facts(_facts(finding, words)),
        *_part(say("为何按此版本", "Why that revision"), why, words),
        *_part(say("适用的矩阵行", "The line of the matrix that applies"), lines, words), *_story(finding, words),
        *_part(say("逐日计数", "The days counted"), days, words), *_ending(finding, words)]) + "\n"


def find(outcome: Outcome, id: str) -> Finding:
    """The finding whose id is, or alone begins with, `id` (`F-` and capitals do not matter)."""
    asked, found = _asked(id), _matching(outcome, id)
    if len(found) == 1:
        return found[0]
    if found and len(asked) > 2:
        ids = [finding.id for finding in found[:5]]
        raise refuse("ambiguous-finding", f"“{id}”对应 {len(found)} 项发现：{'、'.join(ids)}；请多写几位",
                     f"“{id}” begins {len(found)} findings: {', '.join(ids)}; write more of it")
    hint = _hint(asked, [finding.id for finding in outcome.findings])
    raise refuse("unknown-finding", f"记录集“{outcome.recordset}”的上次检查中没有发现“{id}”{hint.zh}",
                 f"there is no finding “{id}” in the last check of “{outcome.recordset}”{hint.en}")


def _hint(asked: str, ids: list[str]) -> Sentence:
    """The nearest id; where none is near, what an id looks like and how many there are."""
    hint = nearest(asked, ids)
    if any(hint) or not ids:
        return hint
    return say(f"；共有 {len(ids)} 项，如“{ids[0]}”", f"; it has {len(ids)}, such as “{ids[0]}”")


def knows(outcome: Outcome, id: str) -> bool:
    """Whether some finding's id begins so."""
    return bool(_matching(outcome, id))


def _asked(id: str) -> str:
    return "F-" + id.strip().lower().removeprefix("f-")


def _matching(outcome: Outcome, id: str) -> list[Finding]:
    return [finding for finding in outcome.findings if finding.id.startswith(_asked(id))]


def _head(finding: Finding, words: Words) -> Iterator[str]:
    told = words.concession(finding)
    mark = f"{words.stop}{told}" if told else ""
    yield f"{finding.id}  {words.verdict(finding.verdict)}{mark} [{words.grade(finding.grade)}]"
    yield from wrap(words(finding.message), WIDTH)


def _facts(finding: Finding, words: Words) -> list[tuple[str, str]]:
    """What was asked, by which document, of which case."""
    document = f"{words.titled(finding.procedure)} {words.revision(finding.revision)}"
    at = f"{finding.document.file}:{finding.document.line}"
    return [
        (words(say("要求", "requirement")), f"{finding.requirement} {words(finding.text)}"),
        (words(say("程序", "procedure")), document),
        (words(say("条文位置", "written in")), clean(at)),
        (words(say("条款", "clauses")), words.stop.join(map(clean, finding.clauses))),
        (words(say("检查", "check")), " ".join([finding.check, words.kinds.get(finding.check, "")])),
        (words(say("案例", "case")), words.case(finding.case)),
        words.record(finding),
        (words(say("判定日", "case date")), _clock(finding, words)),
    ]


def _clock(finding: Finding, words: Words) -> str:
    if not finding.clock:
        return ""
    day = clean(finding.clock)
    return words(say(f"{day}（按第 {finding.revision} 版判定）", f"{day} (judged by rev. {finding.revision})"))


def _story(finding: Finding, words: Words) -> Iterator[str]:
    """Demands, values, records in order of time, what is lacking; each only where there is something to say."""
    seen, kind = finding.evidence, words.kinds.get(finding.check, "")
    yield from _part(say("应当如何", "What was asked"), [words.demand(demand) for demand in seen.demanded], words)
    yield from _part(say("依据的数值", "The values it rests on"), words.values(finding), words)
    events = sorted(seen.events, key=_when)
    yield from _part(say("查到的记录（按时间）", "The records found, in order of time"),
                     [words.event(event, kind) for event in events], words)
    searched = [words.searched(finding)] if seen.searched else []
    yield from _part(say("查找过的范围", "Where it was looked for"), searched, words)
    yield from _part(say("缺少或未满足", "What is lacking or unmet"), words.lacking(finding), words)


def _when(event: EventSeen) -> tuple[bool, str]:
    """Undated records last."""
    return event.at is None, event.at or ""


def _part(title, texts: list[str], words: Words) -> Iterator[str]:
    if texts:
        yield from ["", words(title)]
        for text in texts:
            yield from wrap(text, WIDTH, "- ")


def _ending(finding: Finding, words: Words) -> Iterator[str]:
    """The reasons, the policy it rests on, and how the other cases of this check fared."""
    reasons = [f"{text} [{code}]" for text, code in zip(words.reasons(finding), finding.reasons, strict=True)]
    verdict = words.verdict(finding.verdict)
    yield from _part(say(f"因此：{verdict}", f"Therefore: {verdict}"), reasons or [verdict], words)
    if finding.evidence.same_day:
        policy = words.same_day(finding.evidence.same_day)
        yield from _part(say("适用的同日规则", "The same-day policy it rests on"), [policy], words)
    counts = next(_counts(finding, words.outcome), None)
    if counts:
        yield from _part(say("同一检查的其他案例", "All cases of this check"), [_fared(counts, words)], words)


def _counts(finding: Finding, outcome: Outcome) -> Iterator[CheckResult]:
    for result in outcome.requirements:
        if (result.id, result.procedure, result.revision) == (finding.requirement, finding.procedure, finding.revision):
            yield from (check for check in result.checks if check.id == finding.check)


def _fared(counts: CheckResult, words: Words) -> str:
    names = ("conforms", "nonconforming", "pending", "undetermined", "not_applicable")
    told = [f"{words.verdict(name)} {getattr(counts, name)}" for name in names if getattr(counts, name)]
    if counts.lapsed:
        told.append(words(say(f"其中义务已解除 {counts.lapsed}", f"of which lapsed {counts.lapsed}")))
    return words(say(f"判定 {counts.population} 例", f"{counts.population} judged")) + words.colon + words.comma.join(told)
