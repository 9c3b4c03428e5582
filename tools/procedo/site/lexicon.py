"""What the names in a check stand for: forms, subsets, fields, paths, parameters, roles, as people call them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from procedo.language.periods import EVERY
from procedo.model import Field, Form
from procedo.site.values import shown, stretch

OWN = {
    "as_of": ("截至日", "the as-of day"), "period.start": ("本期首日", "the period's first day"),
    "period.end": ("本期末日", "the period's last day"), "period.label": ("本期", "the period"),
    "period.year": ("本期年份", "the period's year"), "period.next": ("下一期", "the next period"),
    "approved_at": ("批准完成日期", "the day approval was complete"), "approved_by": ("批准人", "the approvers"),
    "reviewed_by": ("审核人", "the reviewers"), "rejected_at": ("驳回日期", "the day of the last rejection"),
}


BUILT_IN = {
    "organisation": ("组织", "organisation"), "document": ("受控文件", "controlled document"), "revision": ("文件版次", "document revision"),
    "step": ("步骤", "step"), "role": ("岗位", "role"), "form": ("表单", "form"), "review": ("文件评审", "document review"),
}


class Lexicon:
    """Names of one procedure's checks in one language. `parameters`: name -> (title, value in force, unit); `choices`: what their
    closed values are called."""

    def __init__(
        self, forms: Mapping[str, Form], roles: Mapping[str, str], parameters: Mapping[str, tuple[str, Any, str]],
        matrices: Mapping[str, str], language: str, choices: Mapping[str, Mapping[str, str]] | None = None,
    ):
        self.forms, self.roles, self.parameters = forms, roles, parameters
        self.matrices, self.language, self.choices = matrices, language, choices or {}
        self.subsets = {name: form for form in forms.values() for name in form.subsets}
        self.figures: set[str] = set()

    def pick(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def quoted(self, text: str) -> str:
        return f"“{text}”"

    def form(self, name: str) -> str:
        """Title of a form, or of the form of a subset, in quotes."""
        form = self.form_of(name)
        if form is None:
            return self.quoted(BUILT_IN[name][self.language != "zh"] if name in BUILT_IN else name)
        return self.quoted(form.title.in_(self.language))

    def subset(self, name: str) -> str:
        """The condition that makes a record one of the subset; "" for a whole form."""
        return self.subsets[name].subsets[name] if name in self.subsets else ""

    def form_of(self, name: str) -> Form | None:
        return self.forms.get(name) or self.subsets.get(name)

    def field_at(self, parts: tuple[str, ...], form: Form | None) -> tuple[list[str], Field | None]:
        """Words for a path along references, and the field it ends at."""
        words: list[str] = []
        field = None
        for number, part in enumerate(parts):
            field = form.fields.get(part) if form else None
            if field is None and form and number < len(parts) - 1:
                field = next((form.fields[f"{part}{tail}"] for tail in ("_id", "_no") if f"{part}{tail}" in form.fields), None)
            following = self.forms.get(field.to) if field and field.to else None
            last = number == len(parts) - 1
            words.append(self._word(part, field, following, last))
            form = following
        return words, field

    def _word(self, part: str, field: Field | None, following: Form | None, last: bool) -> str:
        if not last and following:
            return following.title.in_(self.language)
        return field.label.in_(self.language) if field else OWN.get(part, (part, part))[self.language != "zh"]

    def name(self, parts: tuple[str, ...], form: Form | None) -> str:
        """A name of an expression: a field, a path, a figure, or one of the language's own words."""
        whole = ".".join(parts)
        if whole in OWN:
            return OWN[whole][self.language != "zh"]
        if parts[0] in self.figures and not (form and parts[0] in form.fields):
            return self.quoted(whole)
        words, _ = self.field_at(parts, form)
        return self.pick("的", " › ").join(words)

    @cached_property
    def codes(self) -> dict[str, str]:
        """Roles, printed forms, codes of choices whose label is the same wherever they occur, and periods; what stands first wins."""
        found: dict[str, set[str]] = {}
        for form in self.forms.values():
            for field in form.fields.values():
                for code, label in field.choices.items():
                    found.setdefault(code, set()).add(label.in_(self.language))
        periods = {word: stretch(word, self.language) for word in EVERY}
        chosen = {code: next(iter(labels)) for code, labels in found.items() if len(labels) == 1}
        return periods | chosen | self.papers | dict(self.roles)

    @cached_property
    def papers(self) -> dict[str, str]:
        """Printed form number -> number and title."""
        return {no: f"{no} {paper.title.in_(self.language)}" for form in self.forms.values() for no, paper in form.papers.items()}

    def _field_of(self, codes: list[Any] | tuple[Any, ...]) -> dict[str, str]:
        """The labels of the first field that has all these codes, where some of them mean several things elsewhere."""
        if len(codes) < 2 or not all(isinstance(code, str) for code in codes) or all(code in self.codes for code in codes):
            return {}
        fields = (field for form in self.forms.values() for field in form.fields.values())
        found = next((field.choices for field in fields if all(code in field.choices for code in codes)), {})
        return {code: label.in_(self.language) for code, label in found.items()}

    def labelled(self, value: Any, parameter: str = "") -> Any:
        """The same value, of a parameter or not, with codes replaced by what people call them."""
        if parameter in self.choices:
            words = self.choices[parameter]
            return [words.get(str(part), part) for part in value] if isinstance(value, list) else words.get(str(value), value)
        if isinstance(value, dict):
            return {self.codes.get(str(key), key): self.labelled(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            together = self._field_of(value)
            return [together[item] if item in together else self.labelled(item) for item in value]
        return self.codes.get(value, value) if isinstance(value, str) else value

    def chosen(self, check: Mapping[str, Any]) -> dict[str, Any]:
        """The check with the variant that a parameter's value in force chooses; an approval tells all its matrices."""
        variants = check.get("variants")
        choose = str(variants.get("choose", "")) if isinstance(variants, dict) and check.get("kind") != "approval" else ""
        if not choose.startswith("$") or choose[1:] not in self.parameters:
            return dict(check)
        _, value, _ = self.parameters[choose[1:]]
        variant = {str(name): over for name, over in variants.items()}.get(str(value))
        return {**check, **variant} if isinstance(variant, dict) else dict(check)

    def parameter(self, name: str, key: str = "") -> str:
        """Title and value: 归档时限（5 个工作日）."""
        if name not in self.parameters:
            return f"${name}"
        title, value, unit = self.parameters[name]
        title += self.pick(f"（按{key}）", f" by {key}") if key and not isinstance(value, dict) else ""
        if value is None:
            return title
        told = shown(self.labelled(value, name), self.language, unit)
        return self.pick(f"{title}（{told}）", f"{title} ({told})")
