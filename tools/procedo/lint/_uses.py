"""Which items of other documents a check or an expression uses: fields, parameters, matrices, roles, forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from procedo.language.parser import parse
from procedo.language.tree import Call, ExpressionError, Name, ParameterName, String
from procedo.library.library import Library
from procedo.library.marks import Path
from procedo.model import Field, Form

Use = tuple[str, str, str, Path]
"""What is used (`form`, `field`, `subset`, `parameter`, `matrix`, `role`), of which form or "", its name, and where."""
NO_EXPRESSION = ("id", "kind", "form", "case", "forms", "every", "calendar", "matrix", "roles", "variants", "covers")
SEARCHES = ("needs", "forbids", "with", "look_at")
NAMED_KEYS = ("match", "each", "contains", "order")
"""Parts whose keys are fields."""


@dataclass(frozen=True)
class Scope:
    """The forms that names belong to: one's own first, then the case's (`this`), and the counterpart's (`there`)."""

    own: tuple[str, ...]
    case: tuple[str, ...] = ()
    there: tuple[str, ...] = ()

    def inside(self, forms: tuple[str, ...]) -> Scope:
        return Scope(forms, self.own, self.there)


class Uses:
    """Names resolved against every revision of the forms of a library, the newest first."""

    def __init__(self, library: Library):
        self.forms: dict[str, list[Form]] = {
            id: [d.model for d in reversed(library.revisions("form", id))] for id in library.ids("form")
        }
        self.subsets = {name: id for id, models in self.forms.items() for model in models for name in model.subsets}

    def check(self, body: dict[str, Any], at: Path) -> Iterator[Use]:
        cases, there = self.forms_of(body.get("case")), self.forms_of(_form_of(body.get("with")))
        scope = Scope(cases, cases, there)
        yield from self.named_forms(body.get("case"), (*at, "case"))
        yield from self._inside(body, at, scope)

    def _inside(self, value: Any, at: Path, scope: Scope) -> Iterator[Use]:
        if isinstance(value, str):
            yield from self.expression(value, at, scope)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._inside(item, (*at, index), scope)
        elif isinstance(value, dict):
            yield from self._mapping(value, at, scope)

    def _mapping(self, value: dict[str, Any], at: Path, scope: Scope) -> Iterator[Use]:
        outer = scope
        if isinstance(value.get("form"), str):
            yield from self.named_forms(value["form"], (*at, "form"))
            scope = scope.inside(self.forms_of(value["form"]))
        for key, item in value.items():
            where: Path = (*at, key)
            if key == "matrix" and isinstance(item, str):
                yield "matrix", "", item, where
            elif key == "roles":
                yield from (("role", "", word, (*where, n)) for n, word in enumerate(item) if isinstance(word, str)) if isinstance(item, list) else ()
            elif key == "variants" and isinstance(item, dict):
                yield from self._inside({"choose": item.get("choose")}, where, scope)
                yield from self._inside([body for name, body in item.items() if name != "choose"], where, scope)
            elif key in NO_EXPRESSION:
                continue
            elif key in SEARCHES:
                yield from self._searches(item, where, scope)
            elif key in NAMED_KEYS and isinstance(item, dict):
                for name, inner in item.items():
                    yield from self.expression(name, (*where, name), scope)
                    yield from self._inside(inner, (*where, name), outer)
            else:
                yield from self._inside(item, where, scope)

    def _searches(self, value: Any, at: Path, scope: Scope) -> Iterator[Use]:
        """A form's name stands for `{form: name}`."""
        for index, one in enumerate(value if isinstance(value, list) else [value]):
            where = (*at, index) if isinstance(value, list) else at
            yield from self.named_forms(one, where) if isinstance(one, str) else self._inside(one, where, scope)

    def expression(self, text: str, at: Path, scope: Scope) -> Iterator[Use]:
        """The names in an expression; a text that is none (a series, a duration, `a | b`) gives what can be read of it."""
        for part in text.split("|"):
            try:
                tree = parse(part.strip())
            except ExpressionError:
                continue
            for node in _nodes(tree):
                yield from self._node(node, at, scope)

    def _node(self, node: Any, at: Path, scope: Scope) -> Iterator[Use]:
        if isinstance(node, ParameterName):
            yield "parameter", "", node.name, at
        elif isinstance(node, Name):
            yield from self._name(node.parts, at, scope)
        elif isinstance(node, Call) and node.function in ("holds", "decide"):
            what = "role" if node.function == "holds" else "matrix"
            yield from ((what, "", word.value, at) for word in node.arguments if isinstance(word, String))

    def _name(self, parts: tuple[str, ...], at: Path, scope: Scope) -> Iterator[Use]:
        if parts[0] in ("this", "there"):
            yield from self._path(parts[1:], at, scope.case if parts[0] == "this" else scope.there)
            return
        found = list(self._path(parts, at, scope.own))
        yield from found or self._path(parts, at, scope.case)

    def _path(self, parts: tuple[str, ...], at: Path, forms: tuple[str, ...]) -> Iterator[Use]:
        """A field of one of the forms, and along a reference the fields of the forms it leads to."""
        for form in forms if parts else ():
            name, field = self._field(form, parts[0])
            if field:
                yield "field", form, name, at
                yield from self._path(parts[1:], at, (field.to,) if field.to else ())

    def _field(self, form: str, word: str) -> tuple[str, Field | None]:
        for model in self.forms.get(form, ()):
            for name in (word, f"{word}_id", f"{word}_no"):
                if name in model.fields:
                    return name, model.fields[name]
        return word, None

    def forms_of(self, words: Any) -> tuple[str, ...]:
        """The forms that names of forms and subsets stand for."""
        named = [self.subsets.get(word, word) for word in (words if isinstance(words, list) else [words]) if isinstance(word, str)]
        return tuple(form for form in named if form in self.forms)

    def named_forms(self, words: Any, at: Path) -> Iterator[Use]:
        for word in words if isinstance(words, list) else [words]:
            if isinstance(word, str) and word in self.subsets:
                yield "subset", self.subsets[word], word, at
            elif isinstance(word, str) and word in self.forms:
                yield "form", word, "", at


def _form_of(search: Any) -> Any:
    return search.get("form") if isinstance(search, dict) else search


def _nodes(node: Any) -> Iterator[Any]:
    """The tree, every node of it."""
    if isinstance(node, tuple):
        for item in node:
            yield from _nodes(item)
    elif is_dataclass(node):
        yield node
        for part in fields(node):
            yield from _nodes(getattr(node, part.name))
