"""The library read as records: what the built-in forms hold on a given day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from procedo.library import Document, Library
from procedo.library.scan import REGISTER
from procedo.model import Form, Matrix, Procedure
from procedo.model.document import Signature
from procedo.model.lists import RoleList
from procedo.model.text import Text

SETTINGS = "procedures/library.yml"


@dataclass(frozen=True)
class Row:
    """One record: where it comes from, and its values by field (day, text, whole number or list of texts)."""

    file: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)


def rows(library: Library, as_of: dt.date, period: tuple[dt.date, dt.date] | None) -> dict[str, list[Row]]:
    """Built-in form -> its records. Signatures dated after the as-of day are not seen."""
    reader = _Reader(library, as_of)
    return {
        "organisation": [reader.organisation(period)],
        "document": list(reader.documents()),
        "revision": list(reader.revisions()),
        "step": list(reader.steps()),
        "role": list(reader.roles()),
        "form": list(reader.forms()),
        "review": list(reader.reviews()),
    }


class _Reader:
    def __init__(self, library: Library, as_of: dt.date):
        self.library, self.as_of = library, as_of
        self.language = library.settings.languages[0]
        kinds = dict.fromkeys(document.kind for document in library.documents)
        self.current = [document for kind in kinds for document in library.all(kind, as_of)]

    def text(self, text: Text | None) -> str:
        return text.in_(self.language) if text else ""

    def row(self, document: Document, path: tuple[str | int, ...] = (), /, **values: Any) -> Row:
        return Row(document.file, document.place(path).line, values)

    def organisation(self, period: tuple[dt.date, dt.date] | None) -> Row:
        settings, said = self.library.settings, self.library.scan.settings_yaml
        first, last = period or (None, None)
        line = said.place(("organisation",)).line if said else 1
        values = {"id": settings.library, "name": self.text(settings.organisation), "audited_from": first, "audited_to": last}
        return Row(SETTINGS, line, values)

    def documents(self) -> Iterator[Row]:
        for document in self.current:
            model = document.model
            first, last = self._span(document)
            signed = {
                f"{act}_{what}": value
                for act in ("prepared", "reviewed", "approved")
                for what, value in self._signed(getattr(model.signatures, act)).items()
            }
            yield self.row(
                document, number=document.id, type=document.kind, name=self.text(model.title), version=document.revision,
                status=model.status, owner=model.owner,
                introduced_at=self._introduced(document), effective_from=first, effective_to=last, review_by=model.review_by, **signed,
            )

    def _introduced(self, document: Document) -> dt.date | None:
        """The day the first revision took effect."""
        return next((d.model.effective_from for d in self.library.revisions(document.kind, document.id) if d.model.effective_from), None)

    def _signed(self, signature: Signature | None) -> dict[str, Any]:
        if signature is None or signature.date > self.as_of:
            return {}
        return {"at": signature.date, "by": signature.by or signature.role}

    def _span(self, document: Document) -> tuple[dt.date | None, dt.date | None]:
        """First and last day in force."""
        first, ceased = self.library.span(document)
        return first if document.model.effective_from else None, ceased - dt.timedelta(days=1) if ceased else None

    def revisions(self) -> Iterator[Row]:
        for document in self.library.documents:
            first, last = self._span(document)
            number = getattr(document.model, "number", None) or document.id
            yield self.row(
                document, document=document.id, version=document.revision, kind=document.kind, number=number,
                papers=list(getattr(document.model, "papers", ())),
                effective_from=first, effective_to=last,
            )

    def steps(self) -> Iterator[Row]:
        for document in self._of(Procedure):
            for index, step in enumerate(document.model.steps):
                points = [r.id for r in document.model.requirements if r.step == step.id]
                yield self.row(
                    document, ("steps", index), procedure=document.id, id=step.id, title=self.text(step.title),
                    responsible=step.responsible, work=self.text(step.work), inputs=step.inputs, outputs=step.outputs,
                    documents=list(dict.fromkeys((*step.inputs, *step.outputs))), control_point=points,
                    limit=self.text(step.limit.text) if step.limit else "",
                )

    def roles(self) -> Iterator[Row]:
        for document in self._of(RoleList):
            for index, role in enumerate(document.model.roles):
                yield self.row(
                    document, ("roles", index), id=role.id, title=role.label.in_(self.language), rank=role.rank,
                    duties=self.text(role.duties) or self._duties(role.id), authority=self._authority(role.id),
                )

    def _duties(self, role: str) -> str:
        """What the procedures say of the role, where the list of roles says nothing."""
        duties = [self.text(d.text) for document in self._of(Procedure) for d in document.model.responsibilities if d.role == role]
        return "\n".join(duties)

    def _authority(self, role: str) -> list[str]:
        """The matrices in which the role decides."""
        return [d.id for d in self._of(Matrix) if any(role in a.offices for line in d.model.lines for a in line.approvals)]

    def forms(self) -> Iterator[Row]:
        for document in self._of(Form):
            model = document.model
            yield self.row(
                document, id=document.id, number=model.number, name=self.text(model.title), version=document.revision,
                filled_by=model.filled_by, owner=model.owner, retention=model.retention.years if model.retention else None,
                effective_from=model.effective_from,
            )

    def reviews(self) -> Iterator[Row]:
        """A document was read as a whole when somebody reviewed or approved a revision of it, or noted a later review."""
        for document in self.library.documents:
            for act in ("reviewed", "approved"):
                signature = getattr(document.model.signatures, act)
                signed = self._signed(signature)
                if signed:
                    yield self.row(
                        document, ("signatures", act), document=document.id, version=document.revision, act=act,
                        reviewed_at=signed["at"], reviewed_by=signed["by"], role=signature.role,
                    )
        yield from self._noted()

    def _noted(self) -> Iterator[Row]:
        """Reviews that the register holds (`procedo review`)."""
        scan = self.library.scan
        used = {(d.kind, d.id, d.revision) for d in self.library.documents}
        for index, entry in enumerate(scan.register.documents):
            for number, note in enumerate(entry.reviews) if (entry.kind, entry.id, entry.revision) in used else ():
                if note.date <= self.as_of and scan.register_yaml:
                    line = scan.register_yaml.place(("documents", index, "reviews", number)).line
                    values = {"document": entry.id, "version": entry.revision, "act": "review", "reviewed_at": note.date, "reviewed_by": note.by}
                    yield Row(REGISTER, line, values)

    def _of(self, model: type) -> list[Document]:
        return [document for document in self.current if isinstance(document.model, model)]
