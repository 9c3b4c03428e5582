"""`variants`: one rule said in several ways, chosen per run by a parameter or per case by a field.

`variants: {choose: $parameter or field, NAME: {…}}`: the parameters under the chosen name are laid over the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from procedo.library import Document
from procedo.problem import Problem, nearest
from procedo.terms import say

PLAIN = ""


@dataclass(frozen=True)
class Variants:
    """The bodies of a check by variant; a check without variants has one, PLAIN."""

    choose: str
    bodies: Mapping[str, dict[str, Any]]

    @property
    def by_parameter(self) -> str | None:
        """Name of the parameter that chooses for the whole run; None: a field chooses for each case."""
        return self.choose[1:] if self.choose.startswith("$") else None


def variants_of(body: dict[str, Any], document: Document, path: tuple[str | int, ...]) -> tuple[Variants, list[Problem]]:
    """The variants of a check as written, and what is wrong with `variants`."""
    said = body.get("variants")
    if said is None:
        return Variants("", {PLAIN: body}), []
    place = document.place((*path, "variants"), key=True)
    if not isinstance(said, dict) or not isinstance(said.get("choose"), str) or len(said) < 2:
        sentence = say(
            "variants 须写 choose（$参数 或字段）和至少一个变体的参数", "variants takes `choose` ($parameter or field) and at least one variant")
        return Variants("", {}), [Problem(place, "bad-variants", sentence)]
    rest = {key: value for key, value in body.items() if key != "variants"}
    laid = {str(name): rest | over for name, over in said.items() if name != "choose" and isinstance(over, dict)}
    return Variants(said["choose"], laid), []


def unknown_variant(value: object, variants: Variants, document: Document, path: tuple[str | int, ...]) -> Problem:
    hint = nearest(str(value), variants.bodies)
    return Problem(document.place((*path, "variants", "choose")), "unknown-variant", say(
        f"参数“{variants.choose}”的值“{value}”不是变体之一{hint.zh}", f"the value “{value}” of “{variants.choose}” is no variant{hint.en}"))
