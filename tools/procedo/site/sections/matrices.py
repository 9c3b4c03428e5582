"""A page for each approval matrix and decision table: every revision's table and what-if in the page itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procedo.language.decision import matrices_named, tables_named
from procedo.library import Document
from procedo.model import Matrix
from procedo.site.addresses import page_of
from procedo.site.pages import Page
from procedo.site.sections.header import card, history, last_day
from procedo.site.values import shown, test_of, test_words
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    documents = [{"card": card(view, d), "about": view.form(d.model.about), "lines": len(d.model.lines)} for d in view.matrices]
    yield Page("matrices/index.md", view.t.matrices, "matrices", {"documents": documents}, "matrices", toc=False)
    for document in view.matrices:
        values = {
            "mx": document.model,
            "card": card(view, document),
            "history": history(view, document),
            "revisions": [revision(view, d) for d in reversed(view.library.revisions("matrix", document.id))],
            "checked": checked_by(view, document.id),
            "what_if": what_if(view, document),
        }
        yield Page(
            page_of("matrix", document.id), f"{document.id} {view.text(document.model.title)}", "matrix", values, "matrices", toc=False
        )


def revision(view: View, document: Document) -> dict[str, Any]:
    """One revision as a table: inputs, roles as columns, order of decisions in the cells."""
    matrix: Matrix = document.model
    first, end = view.library.span(document)
    turns: dict[str, int] = {}
    for approval in (approval for line in matrix.lines for approval in line.approvals):
        for role in approval.offices:
            turns[role] = max(turns.get(role, 0), approval.step)
    roles = sorted(turns, key=lambda role: (turns[role] + (len(turns) if view.rank(role) == 1 else 0), -view.rank(role)))
    lines = [
        {
            "line": line,
            "output": shown(line.output, view.language, (matrix.output.unit if matrix.output else None) or ""),
            "tests": [test_words(test_of(line.tests.get(i.name)), view.language) for i in matrix.inputs],
            "cells": [[a for a in line.approvals if role in a.offices] for role in roles],
        }
        for line in matrix.lines
    ]
    return {
        "revision": document.revision,
        "first": matrix.effective_from.isoformat() if matrix.effective_from else "",
        "last": last_day(end),
        "m": matrix,
        "roles": roles,
        "lines": lines,
        "inputs": [input_title(view, matrix, i) for i in matrix.inputs],
    }


def input_title(view: View, matrix: Matrix, column: Any) -> str:
    """The title of an input; without one the label of the field it is."""
    return view.text(column.title) or view.field(matrix.about, column.is_)


def checked_by(view: View, matrix: str) -> list[str]:
    """Requirements whose checks read this matrix or decision table."""

    def reads(check: dict[str, Any]) -> bool:
        return matrix in matrices_named(check) or matrix in tables_named(check)

    return [id for id, (_, r) in view.requirements.items() if any(reads(check) for check in r.checks)]


def what_if(view: View, document: Document) -> dict[str, Any] | None:
    """Everything the page needs to answer "who approves?"; None where nothing can be asked."""
    revisions = [(d, d.model) for d in view.library.revisions("matrix", document.id)]
    newest: Matrix = document.model
    if not newest.inputs or newest.output:
        return None
    return {
        "inputs": [_input(view, newest, column, revisions) for column in newest.inputs],
        "revisions": [_revision(view, d) for d, _ in revisions],
        "hit": newest.hit,
        "words": _sentences(view),
    }


def _input(view: View, matrix: Matrix, column: Any, revisions: list[tuple[Document, Matrix]]) -> dict[str, Any]:
    tests = [test_of(line.tests.get(column.name)) for _, other in revisions for line in other.lines]
    values: dict[str, str] = {}
    field = view.forms[matrix.about].fields.get(column.is_) if matrix.about in view.forms else None
    for test in tests:
        for value in _values(test):
            label = field.choices[value].in_(view.language) if field and value in field.choices else value
            values[value] = {"true": view.t.both("是", "yes"), "false": view.t.both("否", "no")}.get(label, label)
    if field:
        values |= {code: label.in_(view.language) for code, label in field.choices.items()}
    numeric = not values
    return {
        "name": column.name,
        "title": input_title(view, matrix, column),
        "unit": column.unit or "",
        "choices": [] if numeric else list(values.items()),
    }


def _values(test: dict[str, Any]) -> list[str]:
    if test["op"] == "not":
        return _values(test["test"])
    return test["values"] if test["op"] == "in" else []


def _revision(view: View, document: Document) -> dict[str, Any]:
    matrix: Matrix = document.model
    first, end = view.library.span(document)
    lines = [
        {
            "id": line.id,
            "tests": {name: test_of(test) for name, test in line.tests.items()},
            "steps": [_step(view, approval) for approval in sorted(line.approvals, key=lambda a: a.step)],
        }
        for line in matrix.lines
    ]
    return {
        "revision": document.revision,
        "first": matrix.effective_from.isoformat() if matrix.effective_from else "",
        "end": end.isoformat() if end else "",
        "lines": lines,
    }


def _step(view: View, approval: Any) -> dict[str, Any]:
    act = view.t.reviewed if approval.act == "review" else view.t.approved
    words = view.t.both("、", ", ").join(view.role(role) for role in approval.offices)
    if len(approval.offices) > 1 and approval.need != "all":
        words += view.t.both(f"（任 {approval.need} 人）", f" (any {approval.need})")
    return {"step": approval.step, "who": words, "act": act if view.language == "zh" else act.lower()}


def _sentences(view: View) -> dict[str, str]:
    return {
        "none": view.t.both("没有一行适用", "no line applies"),
        "several": view.t.both("不止一行适用：", "more than one line applies: "),
        "ask": view.t.both("请填写上面的条件", "fill in the conditions above"),
        "revision": view.t.revision,
        "before": view.t.both("那一天没有现行版次", "no revision was in force that day"),
        "by_hand": view.t.both("此行须人工判断：", "judge this line yourself: "),
        "colon": view.t.both("：", ": "),
        "nobody": view.t.both("无须审批", "no approval needed"),
    }
