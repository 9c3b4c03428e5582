"""Which items of other documents a document refers to, and where it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from procedo.library.document import Document
from procedo.library.library import Library
from procedo.library.marks import Path
from procedo.lint._mentions import mentioned_steps
from procedo.lint._uses import Scope, Use, Uses
from procedo.lint.references import references


@dataclass(frozen=True)
class Item:
    """A part of a document: `("form", "contract", ("fields", "price"))`; the empty path is the document as a whole."""

    kind: str
    id: str
    path: tuple[Any, ...] = ()


class Items:
    """What the documents of a library refer to. Signatures are no part of what a document says."""

    def __init__(self, library: Library):
        self.library, self.uses = library, Uses(library)
        self.procedures = tuple(library.ids("procedure"))
        lists = [d for id in library.ids("role_list") for d in library.revisions("role_list", id)]
        self.role_lists = {role.id: d.id for d in lists for role in d.model.roles}

    def of(self, document: Document) -> dict[Item, Path]:
        """Item -> where the document first refers to it; its own parts are left out."""
        found: dict[Item, Path] = {}
        for item, at in self._all(document):
            if (item.kind, item.id) != (document.kind, document.id):
                found.setdefault(item, at)
        return found

    def _all(self, document: Document) -> Iterator[tuple[Item, Path]]:
        for what, path, word in references(document):
            if word and path[0] != "signatures":
                yield from self._item((what, "", word, path), document)
        for procedure, step, at in mentioned_steps(document.yaml.data, self.procedures):
            yield from self._item(("step", procedure, step, at), document)
        for use in getattr(self, f"_{document.kind}", self._nothing)(document):
            yield from self._item(use, document)

    def _item(self, use: Use, document: Document) -> Iterator[tuple[Item, Path]]:
        what, form, name, at = use
        if what == "role" and name in self.role_lists:
            yield Item("role_list", self.role_lists[name], ("roles", ("id", name))), at
        elif what == "form":
            yield Item("form", form or name), at
        elif what in ("field", "subset"):
            yield Item("form", form, (f"{what}s", name)), at
        elif what in ("matrix", "procedure", "calendar"):
            yield Item(what, name), at
        elif what == "step":
            yield Item("procedure", form, ("steps", ("id", name))), at
        elif what == "parameter":
            yield from ((item, at) for item in self._holders(name, document))

    def _holders(self, key: str, document: Document) -> Iterator[Item]:
        """Where a parameter (`days`; in a profile also `QP-1.days`) is declared and set, as far as it concerns the document."""
        owner, _, name = key.rpartition(".")
        for kind in ("procedure", "profile"):
            for other in (d for id in self.library.ids(kind) for d in self.library.revisions(kind, id)):
                held = _held(other, document, owner, name)
                if held and _concerns(other, document):
                    yield Item(kind, other.id, ("parameters", held))

    def _procedure(self, document: Document) -> Iterator[Use]:
        for index, requirement in enumerate(document.model.requirements):
            for number, body in enumerate(requirement.checks):
                yield from self.uses.check(body, ("requirements", index, "checks", number))

    def _matrix(self, document: Document) -> Iterator[Use]:
        matrix = document.model
        forms = self.uses.forms_of(matrix.about)
        yield from self.uses.named_forms(matrix.about, ("about",))
        for index, name in enumerate(matrix.key_fields):
            yield from self.uses.expression(name, ("key_fields", index), Scope(forms))
        for index, column in enumerate(matrix.inputs):
            yield from self.uses.expression(column.is_, ("inputs", index, "is"), Scope(forms))
        for index, line in enumerate(matrix.lines):
            for name, test in line.tests.items():
                yield from self._parameters_in(str(test), ("lines", index, name))

    def _parameters_in(self, test: str, at: Path) -> Iterator[Use]:
        for word in test.replace("[", " ").replace("]", " ").replace("..", " ").split():
            yield from (use for use in self.uses.expression(word.strip("(),"), at, Scope(())) if use[0] == "parameter")

    def _form(self, document: Document) -> Iterator[Use]:
        form, scope = document.model, Scope((document.id,))
        for name, field in form.fields.items():
            if field.to and field.to != "any":
                yield "form", field.to, "", ("fields", name, "to")
            if field.required_when:
                yield from self.uses.expression(field.required_when, ("fields", name, "required_when"), scope)
        for name, condition in form.subsets.items():
            yield from self.uses.expression(condition, ("subsets", name), scope)

    def _profile(self, document: Document) -> Iterator[Use]:
        profile = document.model
        yield from (("procedure", "", id, ("procedures", n)) for n, id in enumerate(profile.procedures))
        yield from (("calendar", "", id, ("calendar",)) for id in (profile.calendar,) if id)
        yield from (("parameter", "", name, ("parameters", name)) for name in profile.parameters)
        for role, own in profile.roles.items():
            yield from (("role", "", word, ("roles", role)) for word in (role, own))
        for matrix, own in profile.matrices.items():
            yield from (("matrix", "", word, ("matrices", matrix)) for word in (matrix, own))

    def _nothing(self, document: Document) -> Iterator[Use]:
        return iter(())


def _held(holder: Document, document: Document, owner: str, name: str) -> str | None:
    """What a procedure or a profile has a parameter under that the document names; None where it has none."""
    if holder.kind == "profile":
        return holder.model.key(document.id, name)
    return name if owner in ("", holder.id) and name in holder.model.parameters else None


def _concerns(holder: Document, document: Document) -> bool:
    """A profile sets the parameters of its procedures; a matrix may use those of any."""
    if {holder.kind, document.kind} == {"procedure", "profile"}:
        procedure, profile = (holder, document) if holder.kind == "procedure" else (document, holder)
        return procedure.id in profile.model.procedures
    return document.kind == "matrix"
