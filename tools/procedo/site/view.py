"""What every page may ask about the library: titles, links, who does what, which form is used where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from procedo.examples import Linked, link, read_examples
from procedo.finding import Outcome
from procedo.library import Document, Library
from procedo.lint.suspect import suspects
from procedo.model import Form, Matrix, Procedure, Profile, Requirement, Step, Text
from procedo.model.lists import Role
from procedo.site.addresses import page_of, relative
from procedo.site.lexicon import Lexicon
from procedo.site.words import Words


class View:
    """The library as readers of one language and audience see it: the newest revision of each document."""

    def __init__(self, library: Library, outcome: Outcome | None, audience: str, language: str, notes: tuple[str, ...] = ()):
        self.library, self.outcome, self.audience, self.language = library, outcome, audience, language
        self.notes = notes
        """What has changed since the last check, in this language."""
        self.t = Words(language)

    def text(self, text: Text | None) -> str:
        return text.in_(self.language) if text is not None else ""

    @property
    def auditor(self) -> bool:
        return self.audience == "auditor"

    @property
    def organisation(self) -> str:
        return self.text(self.library.settings.organisation)

    @cached_property
    def procedures(self) -> list[Document]:
        return self.library.all("procedure")

    @cached_property
    def matrices(self) -> list[Document]:
        return self.library.all("matrix")

    @cached_property
    def forms(self) -> dict[str, Form]:
        return self.library.forms()

    @cached_property
    def roles(self) -> dict[str, Role]:
        """By rank, then in the order of the list."""
        roles = self.library.roles()
        order = {id: number for number, id in enumerate(roles)}
        return dict(sorted(roles.items(), key=lambda item: (item[1].rank or 99, order[item[0]])))

    @cached_property
    def profile(self) -> Profile | None:
        """The library's own profile, whose values the pages show."""
        known = self.library.ids("profile")
        name = self.library.settings.profile
        return self.library.newest("profile", name).model if name in known else None

    def model(self, document: Document) -> Any:
        return document.model

    def role(self, id: str | None) -> str:
        if not id:
            return ""
        return self.roles[id].label.in_(self.language) if id in self.roles else id

    def rank(self, id: str) -> int:
        """1 is the highest; 99 for a role without."""
        return (self.roles[id].rank or 99) if id in self.roles else 99

    def form(self, id: str) -> str:
        return self.text(self.forms[id].title) if id in self.forms else id

    def title(self, kind: str, id: str) -> str:
        """Of the newest revision; the id where there is no such document."""
        return self.text(self.library.newest(kind, id).model.title) if self.holds(kind, id) else id

    def holds(self, kind: str, id: str) -> bool:
        return id in self.roles if kind == "role" else id in self.library.ids(kind)

    def field(self, form: str, name: str) -> str:
        fields = self.forms[form].fields if form in self.forms else {}
        return fields[name].label.in_(self.language) if name in fields else name

    @cached_property
    def steps(self) -> list[tuple[Document, Step]]:
        return [(document, step) for document in self.procedures for step in document.model.steps]

    @cached_property
    def requirements(self) -> dict[str, tuple[Document, Requirement]]:
        """Of the newest revisions, in their order."""
        return {r.id: (document, r) for document in self.procedures for r in document.model.requirements}

    @cached_property
    def used_in(self) -> dict[str, list[Document]]:
        """Form -> procedures whose steps, records or checks name it."""
        used: dict[str, list[Document]] = defaultdict(list)
        for document in self.procedures:
            for form in sorted(set(_forms_of(document.model)) & set(self.forms)):
                used[form].append(document)
        return used

    @cached_property
    def by_clause(self) -> dict[str, list[str]]:
        """Clause as cited -> requirements."""
        found: dict[str, list[str]] = defaultdict(list)
        for id, (_, requirement) in self.requirements.items():
            for clause in requirement.clauses:
                found[clause].append(id)
        return found

    @cached_property
    def by_source(self) -> dict[str, list[tuple[str, str, str]]]:
        """Source -> (page, anchor, words) of whatever cites it."""
        found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for id, (document, requirement) in self.requirements.items():
            for source in requirement.sources:
                found[source].append((page_of("procedure", document.id), id, id))
        for document, step in self.steps:
            for source in step.sources:
                found[source].append((page_of("procedure", document.id), f"step-{step.id}", f"{document.id} {step.id}"))
        return found

    def approvals(self) -> Iterator[tuple[Document, Any, Any]]:
        """(matrix, line, approval) of every line in the newest revisions."""
        for document in self.matrices:
            matrix: Matrix = document.model
            for line in matrix.lines:
                for approval in line.approvals:
                    yield document, line, approval

    def value(self, procedure: Procedure, name: str) -> Any:
        """The value of a parameter: the profile's, else the procedure's default."""
        default = procedure.parameters[name].default
        return self.profile.value(procedure.procedure, name, default) if self.profile else default

    def lexicon(self, procedure: Procedure) -> Lexicon:
        parameters = {
            name: (self.text(parameter.title), self.value(procedure, name), parameter.unit)
            for name, parameter in procedure.parameters.items()
        }
        matrices = {document.id: self.text(document.model.title) for document in self.matrices}
        roles = {id: role.label.in_(self.language) for id, role in self.roles.items()}
        return Lexicon(self.forms, roles, parameters, matrices, self.language, self.choices([procedure]))

    def choices(self, procedures: Iterable[Procedure]) -> dict[str, dict[str, str]]:
        """Parameter -> code -> what people call it, of the parameters that offer a choice."""
        offered = {name: parameter.choices for procedure in procedures for name, parameter in procedure.parameters.items() if parameter.choices}
        return {name: {code: self.text(text) for code, text in choices.items()} for name, choices in offered.items()}

    def counts(self, requirement: str) -> dict[str, int] | None:
        """Numbers of the last check for a requirement, added up over revisions and checks; None: not judged."""
        results = [r for r in self.outcome.requirements if r.id == requirement] if self.outcome else []
        checks = [check for result in results for check in result.checks]
        if not checks:
            return None
        names = ("population", "conforms", "nonconforming", "pending", "undetermined", "conceded")
        return {name: sum(getattr(check, name) for check in checks) for name in names}

    @cached_property
    def suspects(self) -> dict[tuple[str, str, str], list[str]]:
        """Kind, id, revision -> what that document refers to that has changed since, in this language."""
        found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for one in suspects(self.library):
            found[one.document.kind, one.document.id, one.document.revision].append(one.reason.in_(self.language))
        return dict(found)

    @cached_property
    def examples(self) -> list[Linked]:
        """The worked examples that can be judged; what is wrong with others lint says."""
        return link(self.library, read_examples(self.library.root))[0]

    @cached_property
    def clause_pages(self) -> dict[str, str]:
        """Clause as cited (`ISO 9001:2015/8.2.3`) -> its anchor on the page of clauses."""
        return {
            f"{document.model.standard}/{clause.id}": anchor(document.id, clause.id)
            for document in self.library.all("clause_list") for clause in document.model.clauses
        }

    @cached_property
    def source_ids(self) -> set[str]:
        return {source.id for document in self.library.all("source_list") for source in document.model.sources}

    def link(self, origin: str, kind: str, id: str, part: str = "") -> str:
        """Link from a page to a document, or "" when the library has no such document."""
        return relative(origin, page_of(kind, id), part) if self.holds(kind, id) else ""


def anchor(*parts: str) -> str:
    return "-".join(parts).replace(" ", "-").replace("/", "-")


def _forms_of(procedure: Procedure) -> Iterator[str]:
    for step in procedure.steps:
        yield from step.inputs
        yield from step.outputs
    yield from procedure.records
    for requirement in procedure.requirements:
        for check in requirement.checks:
            yield from _named(check)


def _named(value: Any) -> Iterator[str]:
    """Every `case` and `form` of a check, however deep."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("case", "form", "forms", "needs", "forbids"):
                yield from [item] if isinstance(item, str) else [one for one in item if isinstance(one, str)] if isinstance(item, list) else []
            yield from _named(item)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item)
