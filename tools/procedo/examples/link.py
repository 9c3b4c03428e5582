"""From examples as written to examples whose every name leads somewhere: requirement, check, profile, forms, fields."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from procedo.compile.builtin import builtin_forms
from procedo.examples.names import Names, Record, unknown
from procedo.examples.read import ExampleDocument, Examples
from procedo.examples.variant import applies, supposing, with_desk
from procedo.library import Document, Library
from procedo.library.typed import Where
from procedo.model import Requirement, Text
from procedo.model.example import Example, ExampleFile
from procedo.model.procedure import unoffered
from procedo.problem import Place, Problem, ProblemError
from procedo.records.reading import readable
from procedo.terms import say


@dataclass(frozen=True)
class Case:
    """What an example is judged with. `library`: as the example supposes it to be."""

    library: Library
    profile: str
    parameters: Mapping[str, Any]
    as_of: dt.date
    extracted_at: dt.date
    period: tuple[dt.date, dt.date] | None
    """First and last day that the records cover."""
    records: Mapping[str, list[Record]]
    """Form id -> its records."""


@dataclass(frozen=True)
class Linked:
    """An example that can be judged. `check` is the check's full id (R-113.a)."""

    example: Example
    requirement: Requirement
    procedure: str
    check: str
    case: Case
    backgrounds: tuple[Text, ...]
    """What the shared records say, in words."""
    supposed: tuple[str, ...]
    """Ids of the documents that are supposed to say otherwise."""
    place: Place

    @property
    def id(self) -> str:
        return self.example.id


def link(library: Library, found: Examples) -> tuple[list[Linked], list[Problem]]:
    """Every example that can be judged, in the order of the files, and every problem of the rest."""
    linker = _Linker(with_desk(library), found)
    linked = [example for document in found.files for example in linker.file(document)]
    return linked, sorted({*found.problems, *linker.problems})


class _Linker:
    def __init__(self, library: Library, found: Examples):
        self.library, self.found = library, found
        self.documents = {d.id for d in (*library.documents, *library.desk)}
        self.problems: list[Problem] = []
        self.seen: dict[str, tuple[str, int]] = {}
        self._supposed: dict[str, Library] = {}
        self._names: dict[tuple[int, dt.date], Names] = {}

    def file(self, document: ExampleDocument[ExampleFile]) -> Iterator[Linked]:
        known = self.library.requirement(document.model.requirement)
        place = document.yaml.place(("requirement",))
        if known is None:
            names = (r.id for d in self.library.all("procedure") for r in d.model.requirements)
            self.problems.append(unknown(place, "requirement", document.model.requirement, names))
            return
        procedure, requirement, _ = known
        if not _begins(document.file.rsplit("/", 1)[-1].rsplit(".", 1)[0], requirement.id):
            self.note(place, "misnamed", f"{requirement.id} 的示例应存为 {requirement.id}.yml 或 {requirement.id}-….yml",
                      f"examples of {requirement.id} belong in {requirement.id}.yml or {requirement.id}-….yml")
        for index, example in enumerate(document.model.examples):
            before = len(self.problems)
            linked = self.example(document, index, example, procedure, requirement)
            if linked and len(self.problems) == before:
                yield linked

    def example(
        self, document: ExampleDocument[ExampleFile], index: int, example: Example, procedure: Document, requirement: Requirement
    ) -> Linked | None:
        at = ("examples", index)
        self.identity(document, at, example, requirement)
        check = self.check(document, at, example, requirement)
        library = self.suppose(document, at, example)
        profile = self.profile(document, at, example, library, procedure, requirement)
        as_of = example.as_of or document.model.as_of
        if as_of is None:
            self.note(document.yaml.place(at), "missing-key", "缺少 as_of：按哪一天判定", "`as_of` is missing: the day it is judged on")
        if check is None or profile is None or as_of is None:
            return None
        extracted = example.extracted_at or as_of
        if extracted < as_of:
            self.note(document.yaml.place((*at, "as_of")), "as-of-after-export", f"判定日 {as_of} 晚于导出日 {extracted}",
                      f"as-of {as_of} lies after the export of {extracted}")
        parameters = {**document.model.parameters, **example.parameters}
        self.parameters(document, (*at, "parameters"), example.parameters, procedure, library)
        self.parameters(document, ("parameters",), document.model.parameters, procedure, library)
        said = example.period or document.model.period
        period = (said.from_, said.to or extracted) if said else None
        records = self.records(document, at, example, library, as_of)
        case = Case(library, profile, parameters, as_of, extracted, period, records)
        told = tuple(self.found.backgrounds[n][1].title for n in document.model.background if n in self.found.backgrounds)
        supposed = tuple(dict.fromkeys([*document.model.suppose, *example.suppose]))
        place = document.yaml.place((*at, "id"))
        return Linked(example, requirement, procedure.id, f"{requirement.id}.{check}", case, told, supposed, place)

    def identity(self, document: ExampleDocument, at: tuple, example: Example, requirement: Requirement) -> None:
        place = document.yaml.place((*at, "id"))
        if not _begins(example.id, requirement.id):
            self.note(place, "bad-id", f"示例编号“{example.id}”应以 {requirement.id}- 开头",
                      f"the id of an example of {requirement.id} begins with it: “{requirement.id}-…”, not “{example.id}”")
        first = self.seen.setdefault(example.id.lower(), (document.file, at[1]))
        if first != (document.file, at[1]):
            self.note(place, "id-twice", f"{first[0]} 已使用示例编号“{example.id}”", f"the example id “{example.id}” is taken by {first[0]}")

    def check(self, document: ExampleDocument, at: tuple, example: Example, requirement: Requirement) -> str | None:
        known = [str(check.get("id")) for check in requirement.checks]
        if not known:
            self.note(document.yaml.place(("requirement",)), "no-check", f"{requirement.id} 还没有检查（或尚未发布；用 --drafts 采用编写中的文件）",
                      f"{requirement.id} has no check yet (or it is not released; --drafts reads desk copies)")
        elif example.check is None and len(known) > 1:
            listed = ", ".join(known)
            self.note(document.yaml.place((*at, "id")), "missing-key", f"{requirement.id} 有几项检查，请写明 check：{listed}",
                      f"{requirement.id} has several checks; say which with `check`: {listed}")
        elif example.check is not None and example.check not in known:
            self.problems.append(unknown(document.yaml.place((*at, "check")), "check", example.check, known))
        else:
            return example.check or known[0]
        return None

    def profile(
        self, document: ExampleDocument[ExampleFile], at: tuple, example: Example, library: Library, procedure: Document,
        requirement: Requirement,
    ) -> str | None:
        """The one that is stated; else the library's own where it asks for the requirement; else the first that does.

        A procedure that no profile takes yet can be supposed to be taken.
        """
        stated, known = example.profile or document.model.profile, self.library.ids("profile")
        own = self.library.settings.profile
        names = [stated] if stated else [own, *(name for name in known if name != own)]
        fit = next((n for n in names if n in known and applies(library, n, procedure.id, requirement)), None)
        if fit is None:
            place = document.yaml.place((*at, "profile") if example.profile else ("profile",) if stated else ("requirement",))
            if stated and stated not in known:
                self.problems.append(unknown(place, "profile", stated, known))
            else:
                self.note(place, "not-in-profile", f"方案 {stated or own} 不适用 {requirement.id}",
                          f"profile {stated or own} does not ask for {requirement.id}")
        return fit

    def parameters(self, document: ExampleDocument, at: tuple, values: Mapping[str, Any], procedure: Document, library: Library) -> None:
        """Known to the procedure, and offered by one of its revisions."""
        known = procedure.model.parameters
        for name, value in values.items():
            if name not in known:
                self.problems.append(unknown(document.yaml.place((*at, name), key=True), "parameter", name, known))
            revisions = library.revisions("procedure", procedure.id)
            if wrong := unoffered((d.model.parameters[name] for d in revisions if name in d.model.parameters), value):
                self.note(document.yaml.place((*at, name)), "unknown-choice", wrong.zh, wrong.en)

    def suppose(self, document: ExampleDocument[ExampleFile], at: tuple, example: Example) -> Library:
        """The library with what file and example suppose; equal suppositions share one."""
        library = self.library
        for path, changes in ((("suppose",), document.model.suppose), ((*at, "suppose"), example.suppose)):
            strange = [name for name in changes if name not in self.documents]
            for name in strange:
                self.problems.append(unknown(document.yaml.place((*path, name), key=True), "document", name, self.documents))
            if not changes or strange:
                continue
            key = json.dumps([id(library), changes], sort_keys=True, ensure_ascii=False)
            try:
                if key not in self._supposed:
                    self._supposed[key] = supposing(library, changes, _under(document, path))
                library = self._supposed[key]
            except ProblemError as error:
                self.problems += error.problems
        return library

    def records(
        self, document: ExampleDocument[ExampleFile], at: tuple, example: Example, library: Library, as_of: dt.date
    ) -> dict[str, list[Record]]:
        """What the example says of a form stands instead of what the file gives, and that instead of the backgrounds'."""
        key = (id(library), as_of)
        if key not in self._names:
            self._names[key] = Names({**builtin_forms(), **readable(library, as_of)})
        names = self._names[key]
        found: dict[str, list[Record]] = {}
        for number, word in enumerate(document.model.background):
            shared = self.found.backgrounds.get(word)
            if shared is None:
                self.problems.append(unknown(document.yaml.place(("background", number)), "background", word, self.found.backgrounds))
                continue
            other, background = shared
            found |= names.records(background.records, other.yaml, ("backgrounds", word, "records"), {}, self.problems, shared=True)
        defaults = names.defaults(document.model.defaults, document.yaml, self.problems)
        found |= names.records(document.model.given, document.yaml, ("given",), defaults, self.problems)
        return found | names.records(example.records, document.yaml, (*at, "records"), defaults, self.problems)

    def note(self, place: Place, id: str, zh: str, en: str) -> None:
        self.problems.append(Problem(place, id, say(zh, en)))


def _under(document: ExampleDocument, at: tuple) -> Where:
    return lambda path=(), key=False: document.yaml.place((*at, *path), key=key)


def _begins(word: str, requirement: str) -> bool:
    return word == requirement or word.startswith(f"{requirement}-")
