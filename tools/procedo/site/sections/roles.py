"""A page for each role: what I do, approve, review, fill in, am asked and told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procedo.model.lists import Role
from procedo.site.addresses import page_of
from procedo.site.pages import Page
from procedo.site.values import test_of, test_words
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    cards = [{"role": role, **counts(view, id)} for id, role in view.roles.items()]
    yield Page("roles/index.md", view.t.roles, "roles", {"cards": cards}, "roles", toc=False)
    for id, role in view.roles.items():
        yield Page(page_of("role", id), role.label.in_(view.language), "role", values(view, id, role), "roles")


def counts(view: View, id: str) -> dict[str, int]:
    return {
        "do": len(steps_as(view, id, "responsible")),
        "decide": len(decisions(view, id, "approve")),
        "review": len(decisions(view, id, "review")),
        "fill": len(fills(view, id)),
    }


def values(view: View, id: str, role: Role) -> dict[str, Any]:
    done = steps_as(view, id, "responsible")
    mine = {(document.id, step.id) for document, step in done}
    return {
        "role": role,
        "aliases": names_of(view, role)[1:],
        "do": done,
        "accountable": [(d, s) for d, s in view.steps if s.accountable == id],
        "consulted": [(d, s) for d, s in view.steps if id in s.consulted],
        "informed": [(d, s) for d, s in view.steps if id in s.informed],
        "approve": decisions(view, id, "approve"),
        "review": decisions(view, id, "review"),
        "fill": fills(view, id),
        "requirements": [(d, r) for d, r in view.requirements.values() if r.step and (d.id, r.step) in mine],
        "counts": counts(view, id),
        "duties": duties(view, id),
        "owns": owned(view, id),
    }


def names_of(view: View, role: Role) -> list[str]:
    """What the role is called in this language, the name shown first."""
    names = role.label.root
    return names.get(view.language) or names.get("*") or role.label.every()


def steps_as(view: View, id: str, part: str) -> list[Any]:
    return [(document, step) for document, step in view.steps if getattr(step, part) == id]


def decisions(view: View, id: str, act: str) -> list[dict[str, Any]]:
    """Lines of matrices that ask this role to approve or review, with the conditions in words."""
    found = []
    for document, line, approval in view.approvals():
        if id in approval.offices and approval.act == act:
            conditions = [
                f"{view.text(column.title) or view.field(document.model.about, column.is_)} {words}"
                for column in document.model.inputs
                if (words := test_words(test_of(line.tests.get(column.name)), view.language)) != "—"
            ]
            found.append(
                {
                    "matrix": document,
                    "line": line,
                    "approval": approval,
                    "about": document.model.about,
                    "when": view.t.both("；", "; ").join(conditions),
                }
            )
    return found


def fills(view: View, id: str) -> list[str]:
    return [name for name, form in view.forms.items() if id in form.filled_by]


def duties(view: View, id: str) -> list[tuple[Any, str]]:
    return [(d, view.text(duty.text)) for d in view.procedures for duty in d.model.responsibilities if duty.role == id]


def owned(view: View, id: str) -> list[Any]:
    return [d for d in [*view.procedures, *view.matrices] if d.model.owner == id]
