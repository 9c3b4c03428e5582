"""How much of the inventory the library carries, category by category, and what is missing of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from procedo.coverage.proved import Proof
from procedo.finding import Outcome
from procedo.library import Library
from procedo.library.inventory import nodes
from procedo.lint.covers import CARRIED_BY
from procedo.model import Requirement
from procedo.model.inventory import Inventory

EXERCISED = "exercised"


@dataclass(frozen=True)
class Count:
    """`missing`: ids of the inventory that nothing carries; `strange`: ids of the library that the inventory lacks."""

    category: str
    done: int
    of: int
    missing: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()


@dataclass(frozen=True)
class Traced:
    """One requirement on its way from the sources to the last result."""

    id: str
    procedure: str
    sources: tuple[str, ...]
    clauses: tuple[str, ...]
    kind: str
    """`automated`, `attested`, or `unchecked` where no check is written yet."""
    examples: int
    lacking: tuple[str, ...]
    """Verdicts that no example of it has."""
    faults: tuple[str, ...]
    """What its examples fail to prove."""
    exercised: tuple[str, ...]
    """Recordsets that it judged something in."""
    asked: bool
    """Whether the inventory asks for it, in this kind; a library may have more of its own."""

    @property
    def done(self) -> bool:
        return self.kind == "attested" or (self.kind == "automated" and not self.lacking and not self.faults and bool(self.exercised))


@dataclass(frozen=True)
class Coverage:
    counts: tuple[Count, ...]
    requirements: tuple[Traced, ...]

    @property
    def complete(self) -> bool:
        return not any(count.missing or count.strange for count in self.counts)

    @property
    def automated(self) -> int:
        """Of the inventory's requirements that are done, those that are checked; the others are attested."""
        return self._done("automated")

    @property
    def attested(self) -> int:
        return self._done("attested")

    def _done(self, kind: str) -> int:
        return sum(one.asked and one.done and one.kind == kind for one in self.requirements)


def counted(library: Library, inventory: Inventory, proofs: Mapping[str, Proof], outcomes: Sequence[Outcome]) -> Coverage:
    """`outcomes`: the last run of each recordset; `proofs`: what the examples of each requirement prove."""
    traced = tuple(_traced(library, inventory, proofs, outcomes))
    return Coverage(tuple(_counts(library, inventory, traced, {o.profile[0] for o in outcomes})), traced)


def _traced(library: Library, inventory: Inventory, proofs: Mapping[str, Proof], outcomes: Sequence[Outcome]) -> Iterator[Traced]:
    judged: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        for id in dict.fromkeys(r.id for r in outcome.requirements if r.status == EXERCISED):
            judged[id].append(outcome.recordset)
    for document in library.all("procedure"):
        for requirement in document.model.requirements:
            proof = proofs.get(requirement.id, Proof(0, ("conforms", "nonconforming"), ()))
            kind = _kind(requirement)
            asked = requirement.id in inventory.requirements and (kind == "attested") == (requirement.id in inventory.attested)
            yield Traced(
                requirement.id, document.id, tuple(requirement.sources), tuple(requirement.clauses), kind,
                proof.examples, proof.lacking, proof.faults, tuple(judged[requirement.id]), asked)


def _kind(requirement: Requirement) -> str:
    """What a person must attest to is attested, even where a part of it can be checked too."""
    kinds = {str(check.get("kind")) for check in requirement.checks}
    if not kinds:
        return "unchecked"
    return "attested" if "attestation" in kinds else "automated"


def _counts(library: Library, inventory: Inventory, traced: Sequence[Traced], used: set[str]) -> Iterator[Count]:
    cited = {source for one in traced for source in one.sources}
    listed = {source.id for document in library.all("source_list") for source in document.model.sources}
    yield _count("sources", inventory.sources, cited & listed, cited)
    yield _count("procedures", inventory.procedures, set(library.ids("procedure")))
    yield _count("requirements", inventory.requirements, {one.id for one in traced if one.asked and one.done})
    there: dict[str, set[str]] = defaultdict(set)
    for node in nodes(library):
        if node.kind != "decision" or node.document.model.decisions[node.path[1]].by:
            for id in node.covers:
                there[id].add(node.kind)
    for category, (kinds, _) in CARRIED_BY.items():
        wanted = ("decision",) if category == "conflicts" else kinds
        yield _count(category, getattr(inventory, category), {id for id, found in there.items() if found & set(wanted)})
    yield _count("profiles", inventory.profiles, set(library.ids("profile")) & used)


def _count(category: str, wanted: Sequence[str], found: set[str], strange: set[str] | None = None) -> Count:
    missing = tuple(id for id in wanted if id not in found)
    return Count(category, len(wanted) - len(missing), len(wanted), missing, tuple(sorted((strange or set()) - set(wanted))))
