"""The findings of the last check, one page for each requirement and one that filters them all; for auditors only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procedo.finding import Finding
from procedo.site.pages import Page
from procedo.site.view import View

GRADES = ("critical", "major", "minor", "observation")


def pages(view: View) -> Iterator[Page]:
    if not view.auditor:
        return
    found = sorted(view.outcome.findings, key=_order) if view.outcome else []
    values = {
        "outcome": view.outcome,
        "findings": found,
        "totals": totals(found),
        "bars": bars(found),
        "grades": GRADES,
        "requirements": sorted({f.requirement for f in found}),
        "title_of": lambda name: title_of(view, name),
    }
    yield Page("findings.md", view.t.findings, "findings", values, "findings", toc=False, side=False, found=False)


def _order(finding: Finding) -> tuple[Any, ...]:
    return GRADES.index(finding.grade), finding.verdict != "nonconforming", finding.requirement, finding.case.key, finding.case.window or ""


def totals(found: list[Finding]) -> dict[str, int]:
    """Nonconforming ones by grade (without conceded), undetermined and conceded ones."""
    open_ = [f for f in found if f.verdict == "nonconforming" and not f.conceded]
    counted = {grade: sum(f.grade == grade for f in open_) for grade in GRADES}
    return counted | {"undetermined": sum(f.verdict == "undetermined" for f in found), "conceded": sum(f.conceded for f in found)}


def bars(found: list[Finding]) -> list[dict[str, Any]]:
    """How many nonconforming and undetermined cases each requirement has, the most first."""
    counted: dict[str, dict[str, Any]] = {}
    for finding in found:
        row = counted.setdefault(
            finding.requirement, {"id": finding.requirement, "text": finding.text, "nonconforming": 0, "undetermined": 0}
        )
        row[finding.verdict] = row.get(finding.verdict, 0) + 1
    most = max([row["nonconforming"] + row["undetermined"] for row in counted.values()], default=1)
    rows = sorted(counted.values(), key=lambda row: (-row["nonconforming"], -row["undetermined"], row["id"]))
    return [
        row | {"width": round(100 * row["nonconforming"] / most, 1), "more": round(100 * row["undetermined"] / most, 1)} for row in rows
    ]


def title_of(view: View, name: str) -> str:
    """A form's or field's title as the check knew it."""
    title = view.outcome.titles.get(name) if view.outcome else None
    return title.in_(view.language) if title else name.rsplit(".", 1)[-1]
