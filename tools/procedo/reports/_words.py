"""An outcome in one language: names of forms, fields, roles and procedures, places, demands, events, reasons."""

from __future__ import annotations

import re

from procedo.finding import Case, Demand, EventSeen, Finding, Origin, Outcome
from procedo.reasons import words as reason_words
from procedo.reports._layout import clean
from procedo.terms import GRADES, ORIGINS, STATUSES, VERDICTS, Sentence, say

ACTS = {
    "approve": say("批准", "approve"), "review": say("评审", "review"),
    "approved": say("批准", "approved"), "reviewed": say("评审", "reviewed"), "rejected": say("驳回", "rejected"),
}
SAME_DAY = {
    "allowed": say("同日视为合乎顺序", "equal dates count as the demanded order"),
    "refused": say("同日视为顺序不对", "equal dates count as the wrong order"),
}
FACTS = {
    "due": say("应完成日", "due"), "done": say("完成日", "done"), "first_day": say("最早日", "first day"),
    "last_day": say("最后期限", "last day"), "difference": say("差额", "difference"), "sum": say("合计", "sum"),
    "count": say("数量", "count"), "line": say("矩阵行", "matrix line"), "from": say("起", "from"), "to": say("止", "to"),
    "after": say("起点", "after"), "before": say("期限", "before"), "as_of": say("截至日", "as of"),
    "gate": say("把关日", "gate"), "earliest": say("最早", "not before"),
}
_DAYS = {"due", "done"}
"""Facts that are days: a number of the same name is one that the check computes with `let`."""
BOUNDS = {"earliest": FACTS["earliest"], "from": say("自", "from"), "due": say("截至", "due"), "gate": say("把关日", "gate")}
"""What the bounds of a window are called."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORM = re.compile(r"[a-z][a-z0-9_]*")
UNITS = {"count": say("个", "number"), "number": say("", ""), "CNY": say("元", "CNY")}
NO_VALUE = say("（无值）", "(no value)")
UNREADABLE = say("无法读取", "unreadable")


class Words:
    """Every name and sentence of one outcome, cleaned of control characters, in one language."""

    def __init__(self, outcome: Outcome, language: str):
        self.outcome, self.language = outcome, language
        self.comma, self.stop, self.colon = ("、", "；", "：") if language == "zh" else (", ", "; ", ": ")
        self.kinds = {check.id: check.kind for result in outcome.requirements for check in result.checks}

    def __call__(self, sentence: Sentence) -> str:
        return clean(sentence.in_(self.language))

    def title(self, id: str) -> str:
        """The name of a form, role or procedure, or of several with ` / ` between them; the id of what has none."""
        titles = self.outcome.titles
        return " / ".join(self(titles[part]) if part in titles else clean(part) for part in id.split(" / "))

    def unit(self, unit: str) -> str:
        return self(UNITS[unit]) if unit in UNITS else clean(unit)

    def titled(self, id: str) -> str:
        """Id and name: `QP-SAL-07 销售合同评审`."""
        name = self.title(id)
        return clean(id) if name == clean(id) else f"{clean(id)} {name}"

    def field(self, form: str, name: str) -> str:
        """What a value is called: the field's label, a known word such as `due`, or the name itself."""
        titles = self.outcome.titles
        found = titles.get(f"{form}.{name}") or FACTS.get(name)
        if found:
            return self(found)
        other, _, field = name.partition(".")
        if name in titles and field:
            return f"{self.title(other)} {self(titles[name])}"
        head, _, rest = name.partition(" (")
        return f"{self(FACTS[head])} ({clean(rest)}" if rest and head in FACTS else clean(name)

    def thing(self, form: str, name: str) -> str:
        """What is lacking: a role, a field of the form, or a word of its own; ` / ` stands between several."""
        titles = self.outcome.titles
        found = (titles.get(part) or titles.get(f"{form}.{part}", say(part, part)) for part in name.split(" / "))
        return " / ".join(self(sentence) for sentence in found)

    def grade(self, grade: str) -> str:
        return self(GRADES.get(grade, say(grade, grade)))

    def verdict(self, verdict: str) -> str:
        return self(VERDICTS.get(verdict, say(verdict, verdict)))

    def status(self, status: str) -> str:
        return self(STATUSES.get(status, say(status, status)))

    def origin(self, origin: str) -> str:
        set_by = {**ORIGINS, "profile": say("适用方案设定", "set by the profile")}
        return self(set_by.get(origin, say(origin, origin)))

    def revision(self, revision: str) -> str:
        return self(say(f"第 {revision} 版", f"rev. {revision}"))

    def place(self, file: str, sheet: str | None, row: int) -> str:
        """`sample/contracts.csv 第 43 行`."""
        page = f"[{sheet}]" if sheet else ""
        return self(say(f"{file}{page} 第 {row} 行", f"{file}{page} row {row}"))

    def record(self, finding: Finding) -> tuple[str, str]:
        """Label and place of the record; who owed it where there is none to point at."""
        at: Origin | None = finding.record
        if at:
            return self(say("记录", "record")), self.place(at.file, at.sheet, at.row)
        return self(say("检查对象", "subject")), self.subject(finding)

    def subject(self, finding: Finding) -> str:
        """`客户档案 C-0182`: whose duty or file the case is."""
        form, _, key = clean(finding.subject or "").partition(" ")
        return f"{self.title(form)} {key}" if key else form

    def case(self, case: Case) -> str:
        """`销售合同 HT-2026-0042`, with its period when it has one."""
        period = f" / {clean(case.window)}" if case.window else ""
        return f"{self.title(case.form)} {clean(case.key)}{period}"

    def reasons(self, finding: Finding) -> list[str]:
        kind = self.kinds.get(finding.check, "")
        return [self(reason_words(code, kind)) for code in finding.reasons]

    def demand(self, demand: Demand) -> str:
        """`AM-CONTRACT 第 2 版 L3：总经理 批准`."""
        line = f"{clean(demand.matrix)} {self.revision(demand.revision)} {clean(demand.line)}"
        return f"{line}{self.colon}{self.title(demand.role)} {self(ACTS.get(demand.act, say(demand.act, demand.act)))}"

    def activity(self, event: EventSeen) -> str:
        """What happened, in words: an act, a named event of the form, or the form itself."""
        titles = self.outcome.titles
        found = ACTS.get(event.activity) or titles.get(f"{event.form}.{event.activity}") or titles.get(event.activity)
        return self(found) if found else clean(event.activity)

    def who(self, event: EventSeen) -> str:
        """`E017（销售经理）`."""
        role = self.title(event.role) if event.role else ""
        person = clean(event.by) if event.by else ""
        if not (role and person):
            return person or role
        return f"{person}（{role}）" if self.language == "zh" else f"{person} ({role})"

    def notes(self, event: EventSeen, kind: str) -> str:
        """Why this record does not count."""
        return self.comma.join(self(reason_words(code, kind)) for code in event.notes)

    def event(self, event: EventSeen, kind: str) -> str:
        """`2026-03-30 批准 E017（销售经理），sample/approvals.csv 第 118 行 → 批准晚于把关日`."""
        day = clean(event.at) if event.at else self(say("日期不明", "no date"))
        parts = [day, self.activity(event), self.who(event)]
        told = " ".join(part for part in parts if part)
        notes = self.notes(event, kind)
        comma = "，" if self.language == "zh" else ", "
        return f"{told}{comma}{self.place(event.file, event.sheet, event.row)}" + (f" → {notes}" if notes else "")

    def searched(self, finding: Finding) -> str:
        """Where it was looked for, the forms by name."""
        known = {**BOUNDS, **self.outcome.titles}
        text = clean(finding.evidence.searched or "")
        return _FORM.sub(lambda word: self(known[word[0]]) if word[0] in known else word[0], text)

    def found(self, finding: Finding) -> str:
        """The message, without the case before it where the case is said already."""
        told = self(finding.message)
        return told.removeprefix(self.case(finding.case)).lstrip("：: ") or told

    def values(self, finding: Finding) -> list[str]:
        """`合同金额 800000.00 CNY`, one for each value the verdict rests on."""
        return [
            f"{self._value_name(finding.case.form, name, value)} = {clean(value) if value not in (None, '') else self(NO_VALUE)}"
            for name, value in finding.evidence.values.items()
        ]

    def _value_name(self, form: str, name: str, value: object) -> str:
        computed = name in _DAYS and value and not _DAY.match(str(value))
        return clean(name) if computed else self.field(form, name)

    def lacking_title(self, finding: Finding) -> str:
        """What the list of what is lacking is called: conditions that fail, and duties that met, lack nothing."""
        if self.kinds.get(finding.check) == "separation-of-duties":
            return self(say("同一人兼做", "done by one person"))
        unmet = {"not-satisfied", "sum-differs", "no-parts"} & set(finding.reasons)
        return self(say("未满足", "unmet") if unmet else say("缺少", "lacking"))

    def lacking(self, finding: Finding) -> list[str]:
        return [self.thing(finding.case.form, name) for name in finding.evidence.lacking]

    def concession(self, finding: Finding) -> str:
        """`已让步 KC-1`, `事后让步 KC-1`, or why the concession that names the case does not cover it."""
        mark = finding.concession
        if mark is None:
            return self(say("已让步", "conceded")) if finding.conceded else ""
        if mark.why_not:
            return clean(mark.id) + self.colon + self(reason_words(mark.why_not))
        word = say("事后让步", "conceded in retrospect") if mark.retrospective else say("已让步", "conceded")
        return f"{self(word)} {clean(mark.id)}"

    def same_day(self, policy: str | None) -> str:
        return self(SAME_DAY.get(policy, say(policy, policy))) if policy else ""
