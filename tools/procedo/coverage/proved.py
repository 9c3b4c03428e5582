"""Whether the worked examples of a requirement prove its checks: all come out, and each hangs on what the check says.

A requirement is proved when every example of it comes out as expected, it has a conforming and a nonconforming one, none of
them passes once the check is removed, and every small change of a parameter that a check reads is noticed by one of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from procedo.check.trial import NOT_APPLICABLE, Trial
from procedo.coverage.changes import small_changes
from procedo.examples import Linked
from procedo.library import Document, Library
from procedo.problem import ProblemError

PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
WANTED = {"conforms", "nonconforming"}


@dataclass(frozen=True)
class Proof:
    """`faults`: ids of examples that come out otherwise, pass without the check, or parameters whose change goes unnoticed."""

    examples: int
    lacking: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.lacking and not self.faults


def proofs(linked: Sequence[Linked], engine: str = "sqlite") -> dict[str, Proof]:
    """Requirement -> what its examples prove."""
    own: dict[str, list[Linked]] = defaultdict(list)
    for example in linked:
        own[example.requirement.id].append(example)
    with Trial(engine) as trial:
        trial.expect(linked)
        return {id: _proof(trial, examples) for id, examples in own.items()}


def _proof(trial: Trial, examples: list[Linked]) -> Proof:
    lacking = WANTED - {example.example.expect for example in examples}
    faults = [e.id for e in examples if not passes(trial, e)]
    faults += [f"{e.id} -" for e in loose(trial, examples)]
    faults += [f"{check} ${name}" for check, name, _ in unnoticed(trial, examples)]
    return Proof(len(examples), tuple(sorted(lacking)), tuple(faults))


def passes(trial: Trial, example: Linked) -> bool:
    try:
        return trial.judge(example).ok
    except ProblemError:
        return False


def loose(trial: Trial, examples: Sequence[Linked]) -> Iterator[Linked]:
    """Examples that pass though their check is taken out of the library."""
    bare: dict[tuple[int, str], Library] = {}
    for example in examples:
        if example.example.expect == NOT_APPLICABLE:
            continue
        library = example.case.library
        if (id(library), example.check) not in bare:
            bare[id(library), example.check] = without_check(library, example.check)
        case = replace(example.case, library=bare[id(library), example.check])
        if passes(trial, replace(example, case=case)):
            yield example


def without_check(library: Library, check: str) -> Library:
    """The library with one check taken out of every revision."""
    requirement, _, own = check.partition(".")

    def changed(document: Document) -> Document:
        if document.kind != "procedure":
            return document
        rest = [
            r.model_copy(update={"checks": [c for c in r.checks if (r.id, c.get("id")) != (requirement, own)]})
            for r in document.model.requirements
        ]
        return replace(document, model=document.model.model_copy(update={"requirements": rest}))

    found = replace(library.scan, released=[changed(d) for d in library.scan.released], desk=[changed(d) for d in library.scan.desk])
    return type(library)(found, library.drafts)


def unnoticed(trial: Trial, examples: Sequence[Linked]) -> Iterator[tuple[str, str, list[Any]]]:
    """(check, parameter, values): changes by a step that turn over none of the examples that have the same value."""
    readers: dict[tuple[str, str], list[Linked]] = defaultdict(list)
    for example in examples:
        for name in parameters_of(example):
            readers[example.check, name].append(example)
    for (check, name), reading in readers.items():
        value = value_of(reading[0], name)
        same = [e for e in reading if value_of(e, name) == value]
        for group in small_changes(value):
            if not any(fails(trial, example, name, other) for other in group for example in same):
                yield check, name, group


def check_of(example: Linked) -> dict[str, Any]:
    """The check as the example supposes it to be."""
    found = example.case.library.requirement(example.requirement.id)
    assert found is not None
    return next(c for c in found[1].checks if example.check.endswith(f".{c['id']}"))


def parameters_of(example: Linked) -> list[str]:
    """What the example's check reads."""
    return list(dict.fromkeys(PARAMETER.findall(str(check_of(example)))))


def value_of(example: Linked, name: str) -> Any:
    """What the parameter is for this example: its own word, the profile's, the procedure's."""
    if name in example.case.parameters:
        return example.case.parameters[name]
    library = example.case.library
    default = library.newest("procedure", example.procedure).model.parameters[name].default
    return library.newest("profile", example.case.profile).model.value(example.procedure, name, default)


def fails(trial: Trial, example: Linked, name: str, value: Any) -> bool:
    case = replace(example.case, parameters={**example.case.parameters, name: value})
    return not passes(trial, replace(example, case=case))
