"""A page for each procedure, one for each of its earlier revisions, and their index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procedo.library import Document
from procedo.model import Procedure, Requirement, Step
from procedo.site.addresses import page_of, relative
from procedo.site.checks_in_words import check_in_words
from procedo.site.examples import examples_of
from procedo.site.flow import Chart, Labels, Lane, chart, edges_of
from procedo.site.pages import Page
from procedo.site.sections.header import card, history
from procedo.site.values import shown
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    documents = [
        {
            "card": card(view, d),
            "purpose": view.text(d.model.purpose),
            "owner": d.model.owner,
            "steps": len(d.model.steps),
            "requirements": len(d.model.requirements),
        }
        for d in view.procedures
    ]
    yield Page("procedures/index.md", view.t.procedures, "procedures", {"documents": documents}, "procedures", toc=False, side=False)
    for document in view.procedures:
        yield procedure_page(view, document)
        for older in view.library.revisions("procedure", document.id):
            if older is not document:
                yield procedure_page(view, older, older.revision)


def procedure_page(view: View, document: Document, revision: str | None = None) -> Page:
    """The page of a revision; with `revision` it is an earlier one, which no menu and no search shows."""
    procedure: Procedure = document.model
    path = page_of("procedure", document.id, revision)
    values = {
        "p": procedure,
        "card": card(view, document),
        "history": history(view, document),
        "older": revision is not None,
        "chart": flowchart(view, procedure, path),
        "raci": raci(procedure),
        "requirements": requirement_rows(view, procedure, {} if revision is not None else examples_of(view, document.id)),
        "parameters": parameter_rows(view, procedure),
        "records": record_rows(view, procedure),
        "of_step": requirements_of_steps(procedure),
    }
    title = f"{document.id} {view.text(procedure.title)}"
    if revision is not None:
        title += f"（{view.t.revision} {revision}）" if view.language == "zh" else f" ({view.t.revision.lower()} {revision})"
    menu = "" if revision is not None else "procedures"
    return Page(path, title, "procedure", values, menu, found=revision is None, side=False)


def flowchart(view: View, procedure: Procedure, path: str) -> Chart | None:
    if not procedure.steps:
        return None
    roles = list(dict.fromkeys(step.responsible for step in procedure.steps))
    lanes = [Lane(view.role(role), relative(path, page_of("role", role)) if role in view.roles else "") for role in roles]
    exits = [exits_of(view, step) for step in procedure.steps]
    steps = [(s.id, view.text(s.title), roles.index(s.responsible), f"#step-{s.id}") for s in procedure.steps]
    edges = edges_of(exits, [step.id for step in procedure.steps])
    return chart(steps, edges, [len(step.branches) > 1 for step in procedure.steps], lanes, _labels(view, procedure, len(roles)))


def exits_of(view: View, step: Step) -> list[tuple[str, str]]:
    return [(to, "") for to in step.next] + [(branch.to, view.text(branch.when)) for branch in step.branches]


def _labels(view: View, procedure: Procedure, lanes: int) -> Labels:
    count = len(procedure.steps)
    return Labels(
        view.t.both(f"{view.text(procedure.title)}：流程图", f"{view.text(procedure.title)}: flowchart"),
        view.t.both(
            f"{count} 个步骤，{lanes} 个岗位各占一列；虚线是退回。每个方框链接到步骤表中的一行，步骤表以文字写明全部去向。",
            f"{count} steps in {lanes} lanes, one for each role; dashed lines lead back. "
            "Every box links to its row in the table of steps, which states all ways in words.",
        ),
    )


def raci(procedure: Procedure) -> dict[str, Any]:
    """Columns (roles) and rows (step, letters per role)."""
    roles: dict[str, None] = {}
    for step in procedure.steps:
        for role in (step.responsible, step.accountable, *step.consulted, *step.informed):
            if role:
                roles[role] = None
    return {"roles": list(roles), "rows": [(step, [_letters(step, role) for role in roles]) for step in procedure.steps]}


def _letters(step: Step, role: str) -> str:
    accountable = step.accountable or step.responsible
    letters = [("R", role == step.responsible), ("A", role == accountable), ("C", role in step.consulted), ("I", role in step.informed)]
    return "".join(letter for letter, holds in letters if holds)


def requirements_of_steps(procedure: Procedure) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for requirement in procedure.requirements:
        if requirement.step:
            found.setdefault(requirement.step, []).append(requirement.id)
    return found


def requirement_rows(view: View, procedure: Procedure, examples: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    lexicon = view.lexicon(procedure)
    return [
        {
            "r": requirement,
            "checks": checks_of(requirement, lexicon),
            "counts": view.counts(requirement.id),
            "examples": examples.get(requirement.id, []),
        }
        for requirement in procedure.requirements
    ]


def checks_of(requirement: Requirement, lexicon) -> list[dict[str, Any]]:
    return [
        {"id": f"{requirement.id}.{check.get('id', '')}", "kind": str(check.get("kind", "")), "words": check_in_words(check, lexicon)}
        for check in requirement.checks
    ]


def parameter_rows(view: View, procedure: Procedure) -> list[dict[str, Any]]:
    rows, lexicon = [], view.lexicon(procedure)
    for name, parameter in procedure.parameters.items():
        value = view.value(procedure, name)
        rows.append(
            {
                "name": name,
                "p": parameter,
                "value": shown(lexicon.labelled(value, name), view.language, parameter.unit),
                "default": shown(lexicon.labelled(parameter.default, name), view.language, parameter.unit),
                "set": value != parameter.default,
            }
        )
    return rows


def record_rows(view: View, procedure: Procedure) -> list[dict[str, Any]]:
    names = procedure.records or list(dict.fromkeys(form for step in procedure.steps for form in step.outputs))
    return [{"id": name, "form": view.forms[name], "retention": retention(view, name)} for name in names if name in view.forms]


def retention(view: View, form: str) -> str:
    kept = view.forms[form].retention
    if kept is None:
        return ""
    years = view.t.both(f"{kept.years} 年", f"{kept.years} years") if kept.years is not None else ""
    told = view.text(kept.text)
    return f"{years}{view.t.both('；', '; ') if years and told else ''}{told}"
