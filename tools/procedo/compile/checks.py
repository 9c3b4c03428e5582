"""A check as written -> its kind's fields, with Problems in our own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from procedo.folder import load, names
from procedo.library import Document
from procedo.library.typed import typed_part
from procedo.problem import Problem, ProblemError, nearest
from procedo.terms import say


def parse_check(body: dict[str, Any], document: Document, path: tuple[str | int, ...]) -> tuple[Any | None, list[Problem]]:
    """The typed fields of a check, or the problems that stand in the way."""
    kind = body.get("kind")
    kinds = names("procedo.rules")
    if kind not in kinds:
        hint = nearest(str(kind), kinds)
        place = document.place((*path, "kind"))
        word = "没有 kind" if kind is None else f"没有规则种类“{kind}”"
        english = "the check says no `kind`" if kind is None else f"there is no rule kind “{kind}”"
        return None, [Problem(place, "unknown-kind", say(word + hint.zh, english + hint.en))]
    try:
        return typed_part(
            load("procedo.rules", kind).Fields, body, lambda inner=(), key=False: document.place((*path, *inner), key=key)
        ), []
    except ProblemError as error:
        return None, list(error.problems)


def unknown_form(name: str, forms: Iterable[str], document: Document, path: tuple[str | int, ...]) -> Problem:
    hint = nearest(name, forms)
    return Problem(
        document.place((*path, "case")), "unknown-form", say(f"没有表单“{name}”{hint.zh}", f"there is no form “{name}”{hint.en}")
    )
