"""One page with every requirement: grade, clauses, how it is checked, what the last check counted."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.site.pages import Page
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    rows = [
        {
            "d": document,
            "r": requirement,
            "kinds": list(dict.fromkeys(str(c.get("kind", "")) for c in requirement.checks)),
            "counts": view.counts(id),
        }
        for id, (document, requirement) in view.requirements.items()
    ]
    automated = sum(1 for row in rows if row["kinds"] and row["kinds"] != ["attestation"])
    yield Page(
        "requirements.md", view.t.requirements, "requirements", {"rows": rows, "automated": automated}, "reference", toc=False, side=False
    )
