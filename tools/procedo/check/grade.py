"""The grade of a check's findings: the requirement's; of accepted faults (`accept` of validity), observation."""

from __future__ import annotations

from procedo.compile import CompiledCheck, CompiledRequirement
from procedo.model import Profile
from procedo.terms import Grade


def grade(compiled: CompiledRequirement, check: CompiledCheck, profile: Profile, faulty: int, rows: int) -> str:
    """`faulty` of the `rows` records of one form are nonconforming."""
    accept = getattr(check.fields, "accept", None)
    if accept is None:
        return compiled.requirement.grade
    if isinstance(accept, str):
        name = accept.lstrip("$")
        accept = float(profile.value(compiled.document.id, name, compiled.document.model.parameters[name].default))
    return Grade.OBSERVATION if rows and faulty * 100 <= accept * rows else compiled.requirement.grade
