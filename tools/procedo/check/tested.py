"""All examples of a library judged: which came out as expected, and which requirements still lack some."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from procedo.check.trial import Trial, Tried
from procedo.examples import FOLDER, Linked, link, read_examples, unknown
from procedo.examples.variant import applies, with_desk
from procedo.library import Library
from procedo.problem import Place, Problem, ProblemError, refuse

SCHEMA = "procedo.test/1"
WANTED = ("conforms", "nonconforming")
"""Every requirement that is checked has an example of each."""


@dataclass(frozen=True)
class Tested:
    """`asked`: requirements of the library's profile that are checked; `lacking`: those of them without both examples."""

    tried: tuple[Tried, ...]
    asked: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def failed(self) -> list[Tried]:
        return [tried for tried in self.tried if not tried.ok]


def try_all(library: Library, ids: Sequence[str] = (), engine: str = "sqlite") -> Tested:
    """Judge the examples (of some procedures, requirements, or by id). ProblemError with everything that stands in the way."""
    library = with_desk(library)
    linked, problems = link(library, read_examples(library.root))
    if problems:
        raise ProblemError(problems)
    chosen = _chosen(library, linked, ids)
    return Tested(tuple(_tried(chosen, engine)), _asked(library, ids), tuple(lacking(library, linked, ids)))


def lacking(library: Library, linked: Sequence[Linked], ids: Sequence[str] = ()) -> list[str]:
    """Requirements of the library's profile that are checked, without a conforming and a nonconforming example."""
    return [id for id in _asked(library, ids) if _lacks(id, linked)]


def as_json(tested: Tested) -> str:
    """`procedo.test/1`."""
    examples = [
        {"id": t.example.id, "requirement": t.example.requirement.id, "expected": t.example.example.expect, "verdict": t.verdict, "ok": t.ok}
        for t in tested.tried
    ]
    return json.dumps({"schema": SCHEMA, "examples": examples}, ensure_ascii=False, indent=2) + "\n"


def _tried(linked: Sequence[Linked], engine: str) -> list[Tried]:
    tried, problems = [], []
    with Trial(engine) as trial:
        trial.expect(linked)
        for example in linked:
            try:
                tried.append(trial.judge(example))
            except ProblemError as error:
                problems += error.problems
    if problems:
        raise ProblemError(problems)
    return tried


def _chosen(library: Library, linked: list[Linked], ids: Sequence[str]) -> list[Linked]:
    if not linked:
        raise refuse("no-examples", f"{FOLDER} 里没有示例", f"there is no example in {FOLDER}", Place(FOLDER))
    names = {name for example in linked for name in (example.id, example.requirement.id, example.procedure)}
    strange: list[Problem] = [unknown(Place(), "example", id, names) for id in ids if id not in names]
    if strange:
        raise ProblemError(strange)
    return [e for e in linked if not ids or {e.id, e.requirement.id, e.procedure} & set(ids)]


def _asked(library: Library, ids: Sequence[str]) -> tuple[str, ...]:
    profile = library.settings.profile
    return tuple(
        requirement.id
        for procedure in library.all("procedure")
        for requirement in procedure.model.requirements
        if any(check.get("kind") != "attestation" for check in requirement.checks)
        and applies(library, profile, procedure.id, requirement)
        and (not ids or {procedure.id, requirement.id} & set(ids))
    )


def _lacks(requirement: str, linked: Sequence[Linked]) -> bool:
    there = {example.example.expect for example in linked if example.requirement.id == requirement}
    return not there.issuperset(WANTED)
