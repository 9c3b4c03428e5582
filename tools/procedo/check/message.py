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
    line: str


_TOLD = {"from": ("自 {}", "from {}"), "to": ("至 {}", "to {}"), "count": ("共 {}", "{} in all"), "difference": ("差额 {}", "difference {}")}
"""Computed values that the sentence names."""

_ZH = _Phrases("zh", "：", "；", "、", "（{}）", "期限 {}", "依据 {matrix} 第 {revision} 版 {line} 行")
_EN = _Phrases("en", ": ", "; ", ", ", " ({})", "due {}", "line {line} of {matrix}, revision {revision}")


def message(case: Flagged, form: Form, roles: Mapping[str, Role], kind: str = "") -> Sentence:
    """`销售合同 HT-2026-0042：缺少批准（总经理）；依据 AM-CONTRACT 第 2 版 L3 行`."""
    return say(_sentence(case, form, roles, kind, _ZH), _sentence(case, form, roles, kind, _EN))


def _sentence(case: Flagged, form: Form, roles: Mapping[str, Role], kind: str, use: _Phrases) -> str:
    reasons = use.stop.join(words(code, kind).in_(use.language) for code in case.reasons)
    window = f" {case.window}" if case.window else ""
    text = f"{form.title.in_(use.language)} {case.key}{window}{use.colon}{reasons}"
    if case.lacking:
        text += use.brackets.format(use.comma.join(_name(word, form, roles, use.language) for word in case.lacking))
    for word, (zh, en) in _TOLD.items():
        if word in case.told:
            text += use.stop + (zh if use.language == "zh" else en).format(case.told[word])
    if "due" in case.facts:
        text += use.stop + use.due.format(case.facts["due"])
    demanded = case.evidence.demanded
    if demanded and demanded[0].matrix:
        first = demanded[0]
        text += use.stop + use.line.format(matrix=first.matrix, revision=first.revision, line=first.line)
    return text


def _name(word: str, form: Form, roles: Mapping[str, Role], language: str) -> str:
    """A role, field or value in the reader's words."""
    parts = []
    for part in word.split(" / "):
        if part in roles:
            parts.append(roles[part].label.in_(language))
        elif part in form.fields:
            parts.append(form.fields[part].label.in_(language))
        else:
            parts.append(part)
    return " / ".join(parts)
