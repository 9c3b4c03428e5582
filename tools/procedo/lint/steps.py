"""The flow of a procedure: steps exist, are named once and can be reached; requirements and limits name them rightly."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.document import Document
from procedo.library.library import Library
from procedo.lint._known import each, known, lookups, problem
from procedo.model import Procedure
from procedo.problem import Problem


def problems(library: Library) -> Iterator[Problem]:
    for document in known(library).subjects:
        if isinstance(document.model, Procedure):
            yield from _twice(document)
            yield from _references(document, document.model)
            yield from _unreachable(document, document.model)


def _twice(document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, step in enumerate(document.model.steps):
        if step.id in seen:
            yield problem(document, ("steps", index, "id"), "id-twice", f"步骤“{step.id}”写了两次", f"the step “{step.id}” is given twice")
        seen.add(step.id)


def _references(document: Document, model: Procedure) -> Iterator[Problem]:
    steps, parameters = {step.id for step in model.steps}, set(model.parameters)
    for index, step in enumerate(model.steps):
        yield from lookups(document, "step", steps, each(("steps", index, "next"), step.next))
        targets = ((("steps", index, "branches", number, "to"), branch.to) for number, branch in enumerate(step.branches))
        yield from lookups(document, "step", steps, targets)
        if step.limit:
            yield from lookups(document, "parameter", parameters, [(("steps", index, "limit", "parameter"), step.limit.parameter)])
    named = ((("requirements", index, "step"), requirement.step) for index, requirement in enumerate(model.requirements))
    yield from lookups(document, "step", steps, named)


def _unreachable(document: Document, model: Procedure) -> Iterator[Problem]:
    """From the first step along `next` and `branches`; a procedure without any of them is a plain sequence."""
    follow = {step.id: [*step.next, *(branch.to for branch in step.branches)] for step in model.steps}
    if not any(follow.values()):
        return
    reached, open_ = set(), [model.steps[0].id]
    while open_:
        step = open_.pop()
        if step not in reached:
            reached.add(step)
            open_ += follow.get(step, [])
    for index, step in enumerate(model.steps):
        if step.id not in reached:
            yield problem(document, ("steps", index, "id"), "unreachable-step",
                          f"从第一步走不到步骤“{step.id}”", f"the step “{step.id}” cannot be reached from the first step", warning=True)
