"""The file of concessions, and what in it cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.beside import entries, unknown_requirement
from procedo.library.library import Library
from procedo.library.marks import Yaml
from procedo.model.concession import Concession, ConcessionList
from procedo.problem import Problem, nearest
from procedo.reasons import REASONS
from procedo.terms import say

FILE = "records/concessions.yml"


def read_concessions(library: Library) -> tuple[Concession, ...]:
    """Every concession of the library; ProblemError with everything that is wrong in the file."""
    return entries(library, FILE, ConcessionList, _problems)


def _problems(library: Library, yaml: Yaml, index: int, one: Concession, all_: list[Concession]) -> Iterator[Problem]:
    def at(*path: str | int):
        return yaml.place(("concessions", index, *path))

    if any(other.id == one.id for other in all_[:index]):
        yield Problem(at("id"), "id-twice", say(f"让步“{one.id}”写了两次", f"concession “{one.id}” is written twice"))
    requirement, _, check = one.requirement.partition(".")
    found = library.requirement(requirement)
    if found is None:
        yield unknown_requirement(library, at("requirement"), requirement)
    elif check and check not in (checks := [str(c.get("id")) for c in found[1].checks]):
        hint = nearest(check, checks)
        yield Problem(at("requirement"), "unknown-check", say(
            f"要求 {requirement} 没有检查“{check}”{hint.zh}", f"{requirement} has no check “{check}”{hint.en}"))
    for number, code in enumerate(one.reasons):
        if code not in REASONS:
            hint = nearest(code, REASONS)
            yield Problem(at("reasons", number), "unknown-reason", say(
                f"没有原因代码“{code}”{hint.zh}", f"there is no reason code “{code}”{hint.en}"))
