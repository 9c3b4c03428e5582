"""What was found, in one sentence of each language."""

from __future__ import annotations

from collections.abc import Mapping

from procedo.check.evidence import Flagged
from procedo.model import Form
from procedo.model.lists import Role
from procedo.reasons import REASONS
from procedo.terms import Sentence, say


def message(case: Flagged, form: Form, roles: Mapping[str, Role]) -> Sentence:
    """`销售合同 HT-2026-0042：缺少批准（缺：总经理）；依据 AM-CONTRACT 第 2 版 L3 行`."""
    return say(_zh(case, form, roles), _en(case, form, roles))


def _words(case: Flagged, language: str) -> list[str]:
    return [REASONS[code].in_(language) if code in REASONS else code for code in case.reasons]


def _lacking(case: Flagged, form: Form, roles: Mapping[str, Role], language: str) -> list[str]:
    return [_name(word, form, roles, language) for word in case.lacking]


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


def _line(case: Flagged) -> tuple[str, str, str] | None:
    if not case.evidence.demanded or not case.evidence.demanded[0].matrix:
        return None
    demand = case.evidence.demanded[0]
    return demand.matrix, demand.revision, demand.line


def _zh(case: Flagged, form: Form, roles: Mapping[str, Role]) -> str:
    text = f"{form.title.in_('zh')} {case.key}：{'；'.join(_words(case, 'zh'))}"
    lacking = _lacking(case, form, roles, "zh")
    if lacking:
        text += f"（{'、'.join(lacking)}）"
    if "due" in case.facts:
        text += f"；期限 {case.facts['due']}"
    line = _line(case)
    return text + (f"；依据 {line[0]} 第 {line[1]} 版 {line[2]} 行" if line else "")


def _en(case: Flagged, form: Form, roles: Mapping[str, Role]) -> str:
    text = f"{form.title.in_('en')} {case.key}: {'; '.join(_words(case, 'en'))}"
    lacking = _lacking(case, form, roles, "en")
    if lacking:
        text += f" ({', '.join(lacking)})"
    if "due" in case.facts:
        text += f"; due {case.facts['due']}"
    line = _line(case)
    return text + (f"; line {line[2]} of {line[0]}, revision {line[1]}" if line else "")
