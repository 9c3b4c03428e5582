"""Explain: a requirement (what, why, how it is checked) or a finding of the last run (why this verdict)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from procedo.explain import finding as _finding
from procedo.explain.requirement import explain_requirement
from procedo.finding import Outcome
from procedo.library import Library

__all__ = ["explain_finding", "explain_requirement"]


def explain_finding(root: Path, id: str, language: str) -> str:
    """The story of a finding of the newest run that holds it, and what has changed since that run."""
    from procedo.check.last import changed_since
    from procedo.reports._layout import WIDTH, wrap

    outcome, manifest = _holding(root, id)
    library = _library(root, manifest["drafts"])
    story = _finding.explain_finding(outcome, id, language, library)
    fingerprint = library.fingerprint if library else None
    notes = [line for change in changed_since(root, manifest, fingerprint) for line in wrap(change.in_(language), WIDTH, "! ")]
    return "\n".join([*notes, "", story]) if notes else story


def _library(root: Path, drafts: bool) -> Library | None:
    """The library as it is now; a broken one tells less, but the finding stands."""
    from procedo.library import read
    from procedo.problem import ProblemError

    try:
        return read(root, drafts)
    except ProblemError:
        return None


def _holding(root: Path, id: str) -> tuple[Outcome, dict[str, Any]]:
    """The newest run that knows the finding; none does: the newest, which then says so."""
    from procedo.check.last import read_last, recordsets

    for recordset in recordsets(root):
        outcome, manifest = read_last(root, recordset)
        if _finding.knows(outcome, id):
            return outcome, manifest
    return read_last(root)
