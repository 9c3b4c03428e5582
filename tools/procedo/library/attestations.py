"""The file of attestations, and what in it cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.beside import entries, unknown_requirement
from procedo.library.library import Library
from procedo.library.marks import Yaml
from procedo.model.attestation import Attestation, AttestationList
from procedo.problem import Problem
from procedo.terms import say

FILE = "records/attestations.yml"


def read_attestations(library: Library) -> tuple[Attestation, ...]:
    """Every attestation recorded beside the library; ProblemError with everything that is wrong in the file."""
    return entries(library, FILE, AttestationList, _problems)


def _problems(library: Library, yaml: Yaml, index: int, one: Attestation, all_: list[Attestation]) -> Iterator[Problem]:
    place = yaml.place(("attestations", index, "requirement"))
    if any(_about(other) == _about(one) for other in all_[:index]):
        yield Problem(place, "attested-twice", say(
            f"“{one.requirement}”的这一期声明写了两次", f"the attestation of “{one.requirement}” for this period is written twice"))
    requirement, _, check = one.requirement.partition(".")
    found = library.requirement(requirement)
    if found is None:
        yield unknown_requirement(library, place, requirement)
    elif not any(body.get("kind") == "attestation" and check in ("", str(body.get("id"))) for body in found[1].checks):
        yield Problem(place, "not-an-attestation", say(
            f"“{one.requirement}”由记录检查，不接受声明", f"“{one.requirement}” is checked from records and takes no attestation"))


def _about(one: Attestation) -> tuple[str, str | None, str | None]:
    return one.requirement, one.case, one.window
