"""Roles, forms and procedures by the names that a document uses for them."""

from __future__ import annotations

import re

from procedo.library.scan import Scan
from procedo.model import Form, Procedure
from procedo.word.numbers import folded
from procedo.word.words import plain

_BETWEEN = re.compile(r"[、,，;；/\n+&]|以及|和|及|与|或|\band\b|\bor\b")
_BRACKETS = re.compile(r"[（(].*?[)）]|[《》“”\"'「」]")
LONGEST = 24
FOLLOWS = ("负责", "应", "须", "必须", "要", "将", "在", "对", "按", "根据", "依据", "组织", "主持", "审核", "审批", "批准", "评审", "收到", "每",
           "参加", "参与", "协助", "编制", "起草", "填写", "登记", "检查", "监督", "执行", "提出", "提供", "于", "与", "把", "向", "从", "是", "为",
           "的", "，", ",", "：", ":", " ", "shall", "must", "is", "are", "will")


class Names:
    """What the library knows; everything is compared without blanks, marks, width and case."""

    def __init__(self, found: Scan):
        documents = [*found.released, *found.desk]
        self.roles: dict[str, str] = {}
        self.forms: dict[str, str] = {}
        self.procedures: dict[str, str] = {}
        for role in (role for d in documents if d.kind == "role_list" for role in d.model.roles):
            self.roles |= {plain(name): role.id for name in (role.id, *role.label.every())}
        for document in documents:
            if isinstance(document.model, Form):
                self.forms |= _called(document.model, document.model.number)
            if isinstance(document.model, Procedure):
                self.procedures |= _called(document.model, None)

    def role(self, text: str) -> str | None:
        return self.roles.get(plain(text))

    def near_role(self, text: str) -> str | None:
        """The same without what stands in brackets: 销售代表（华东）; the brackets must be kept elsewhere."""
        found = [self.role(part) for part in _BETWEEN.split(_BRACKETS.sub("", text)) if part.strip()]
        return next((role for role in found if role), None)

    def all_roles(self, text: str) -> list[str] | None:
        """Every role of `销售代表、法务`, or None when one of them is unknown."""
        whole = self.role(text)
        if whole:
            return [whole]
        found = [self.role(part) for part in _BETWEEN.split(text) if part.strip()]
        return list(dict.fromkeys(found)) if found and all(found) else None

    def beginning(self, text: str) -> tuple[str, int] | None:
        """(role, where its name ends) when the text begins with a role's name that is not part of a longer one."""
        for end in range(min(LONGEST, len(text)), 0, -1):
            role = self.role(text[:end])
            if role and text[:end] == text[:end].rstrip(" ：:的") and text[end:].lstrip().lower().startswith(FOLLOWS):
                return role, end
        return None

    def form(self, text: str) -> str | None:
        return self._document(self.forms, text)

    def all_forms(self, text: str) -> list[str] | None:
        """Every form that the lines of a text name, or None when one of them is unknown."""
        return self._all(self.forms, text)

    def all_procedures(self, text: str) -> list[str] | None:
        return self._all(self.procedures, text)

    def _all(self, known: dict[str, str], text: str) -> list[str] | None:
        whole = self._document(known, text)
        if whole:
            return [whole]
        found = [self._document(known, part) for part in re.split(r"[、,，;；\n]", text) if part.strip()]
        return list(dict.fromkeys(found)) if found and all(found) else None

    @staticmethod
    def _document(known: dict[str, str], text: str) -> str | None:
        """By title, by number, or by both together when nothing else is said."""
        text = text.strip(" 。.；;")
        if plain(text) in known:
            return known[plain(text)]
        for number in re.findall(r"[A-Za-z][A-Za-z0-9]*(?:[-/.][A-Za-z0-9]+)+", folded(text)):
            id, rest = known.get(plain(number)), plain(re.sub(r"[()（）]", "", folded(text).replace(number, "")))
            if id and (not rest or known.get(rest) == id):
                return id
        return None


def _called(model: Form | Procedure, number: str | None) -> dict[str, str]:
    names = [model.id, *(model.title.root.values()), *([number] if number else [])]
    return {plain(name): model.id for name in names}
