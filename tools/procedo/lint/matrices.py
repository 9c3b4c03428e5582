"""Approval matrices: tests name inputs, approvals can be met, key fields exist."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.document import Document
from procedo.library.library import Library
from procedo.lint._known import Known, each, known, lookups, problem, unknown
from procedo.model import Matrix
from procedo.problem import Problem


def problems(library: Library) -> Iterator[Problem]:
    names = known(library)
    for document in names.subjects:
        if isinstance(document.model, Matrix):
            yield from _about(document, document.model, names)
            yield from _inputs(document, document.model)
            yield from _approvals(document, document.model)


def _about(document: Document, matrix: Matrix, names: Known) -> Iterator[Problem]:
    yield from lookups(document, "form", names.forms_and_subsets(), [(("about",), matrix.about)])
    form = names.form_of(matrix.about)
    if form:
        yield from lookups(document, "field", names.fields(form), each(("key_fields",), matrix.key_fields))


def _inputs(document: Document, matrix: Matrix) -> Iterator[Problem]:
    inputs: set[str] = set()
    for index, column in enumerate(matrix.inputs):
        if column.name in inputs:
            yield problem(document, ("inputs", index, "name"), "id-twice", f"输入列“{column.name}”写了两次", f"the input “{column.name}” is given twice")
        inputs.add(column.name)
    for index, line in enumerate(matrix.lines):
        for name in line.tests:
            if name not in inputs:
                yield unknown(document, ("lines", index, name), "input", name, inputs | {"approvals", "output", "same_person", "note", "sources"}, key=True)


def _approvals(document: Document, matrix: Matrix) -> Iterator[Problem]:
    for index, line in enumerate(matrix.lines):
        for number, approval in enumerate(line.approvals):
            if isinstance(approval.need, int) and not 1 <= approval.need <= len(approval.offices):
                yield problem(document, ("lines", index, "approvals", number, "need"), "bad-value",
                              f"须有 {approval.need} 人批准，但只列了 {len(approval.offices)} 个角色",
                              f"{approval.need} approvals are needed but {len(approval.offices)} roles are named")
