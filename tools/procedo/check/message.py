"""What was found, in one sentence of each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procedo.check.evidence import Flagged
from procedo.model import Form
from procedo.model.lists import Role
from procedo.reasons import words
from procedo.terms import Sentence, say


@dataclass(frozen=True)
class _Phrases:
    """How a language joins the parts of the sentence."""

    language: str
    colon: str
    stop: str
    comma: str
    brackets: str
    due: str
    earliest: str
    line: str


_TOLD = {"from": ("自 {}", "from {}"), "to": ("至 {}", "to {}"), "count": ("共 {}", "{} in all"), "difference": ("差额 {}", "difference {}")}
"""Computed values that the sentence names."""

_ZH = _Phrases("zh", "：", "；", "、", "（{}）", "期限 {}", "最早 {}", "依据 {matrix} 第 {revision} 版 {line} 行")
_EN = _Phrases("en", ": ", "; ", ", ", " ({})", "due {}", "not before {}", "line {line} of {matrix}, revision {revision}")


def message(case: Flagged, form: Form, roles: Mapping[str, Role], kind: str = "", forms: Mapping[str, Form] | None = None) -> Sentence:
    """`销售合同 HT-2026-0042：缺少批准（总经理）；依据 AM-CONTRACT 第 2 版 L3 行`."""
    names = _Names(form, roles, forms or {})
    return say(_sentence(case, names, kind, _ZH), _sentence(case, names, kind, _EN))


@dataclass(frozen=True)
class _Names:
    """What the words of a finding stand for."""

    form: Form
    roles: Mapping[str, Role]
    forms: Mapping[str, Form]

    def of(self, word: str, language: str) -> str:
        """A role, field, form or value in the reader's words."""
        return " / ".join(self._one(part, language) for part in word.split(" / "))

    def _one(self, word: str, language: str) -> str:
        if word in self.roles:
            return self.roles[word].label.in_(language)
        if word in self.form.fields:
            return self.form.fields[word].label.in_(language)
        return self.forms[word].title.in_(language) if word in self.forms else word


def _sentence(case: Flagged, names: _Names, kind: str, use: _Phrases) -> str:
    reasons = use.stop.join(words(code, kind).in_(use.language) for code in case.reasons)
    window = f" {case.window}" if case.window else ""
    text = f"{names.form.title.in_(use.language)} {case.key}{window}{use.colon}{reasons}"
    if case.lacking:
        text += use.brackets.format(use.comma.join(names.of(word, use.language) for word in case.lacking))
    for word, (zh, en) in _TOLD.items():
        if word in case.told and (word, case.told[word]) != ("difference", "0"):
            text += use.stop + (zh if use.language == "zh" else en).format(case.told[word])
    if "too-early" in case.reasons and "earliest" in case.facts:
        text += use.stop + use.earliest.format(case.facts["earliest"])
    elif "due" in case.facts:
        text += use.stop + use.due.format(case.facts["due"])
    demanded = case.evidence.demanded
    if demanded and demanded[0].matrix:
        first = demanded[0]
        text += use.stop + use.line.format(matrix=first.matrix, revision=first.revision, line=first.line)
    return text
