"""What a requirement says, why it is there, and how it is checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from procedo.explain.examples import examples_of
from procedo.model import Procedure, Requirement
from procedo.problem import ProblemError, nearest, refuse
from procedo.reports._layout import WIDTH, clean, facts, wrap
from procedo.site.checks_in_words import check_in_words
from procedo.site.lexicon import Lexicon
from procedo.site.view import View
from procedo.terms import GRADES, ORIGINS, STATUSES, Sentence, say

if TYPE_CHECKING:
    from procedo.library import Document, Library

READABLE = 400
"""Lines of SQL that are still printed after the text."""
_PARAMETER = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")


def explain_requirement(library: Library, id: str, language: str) -> str:
    """Text, grade, clauses, origin with sources, and each check; `R-113.a` tells of one check alone."""
    document, requirement, check = _find(library, id)
    lines = [f"{requirement.id} [{_in(GRADES[str(requirement.grade)], language)}]",
             *wrap(clean(requirement.text.in_(language)), WIDTH), ""]
    lines += facts(_facts(library, document, requirement, language))
    checks = [one for one in requirement.checks if check in (None, str(one.get("id")))]
    view = View(library, None, "auditor", language)
    for one in checks:
        lines += ["", *_check(requirement, one, view.lexicon(document.model), language)]
    if not checks:
        lines += ["", _in(STATUSES["not-automated"], language)]
    lines += _parameters(library, document.model, checks, language)
    lines += examples_of(library, requirement, check, language)
    lines += _queries(library, f"{requirement.id}.{check}" if check else requirement.id, document, language) if checks else []
    return "\n".join(lines) + "\n"


def _in(sentence: Sentence, language: str) -> str:
    return sentence.in_(language)


def _find(library: Library, id: str) -> tuple[Document, Requirement, str | None]:
    """The newest revision of a requirement, and the id of the check when one was asked for."""
    name, _, check = id.strip().partition(".")
    ids = {requirement.id for document in library.all("procedure") for requirement in document.model.requirements}
    exact = next((known for known in ids if known.lower() == name.lower()), name)
    found = library.requirement(exact)
    if found is None:
        hint = nearest(name.upper(), ids)
        raise refuse("unknown-requirement", f"没有要求“{id}”{hint.zh}", f"there is no requirement “{id}”{hint.en}")
    document, requirement, _ = found
    known = [str(one.get("id")) for one in requirement.checks]
    if check and check not in known:
        hint = nearest(check, known)
        raise refuse("unknown-check", f"要求 {exact} 没有检查“{check}”{hint.zh}", f"{exact} has no check “{check}”{hint.en}")
    return document, requirement, check or None


def _facts(library: Library, document: Document, requirement: Requirement, language: str) -> list[tuple[str, str]]:
    def label(zh: str, en: str) -> str:
        return _in(say(zh, en), language)

    revision = label(f"第 {document.revision} 版", f"rev. {document.revision}")
    titles = _titles(library, language)
    return [
        (label("程序", "procedure"), clean(f"{document.id} {document.model.title.in_(language)} {revision}")),
        (label("步骤", "step"), _step(document.model, requirement.step, language)),
        *_listed(label("条款", "clauses"), [_named(clause, titles) for clause in requirement.clauses]),
        (label("来历", "origin"), _in(ORIGINS[requirement.origin], language)),
        *_listed(label("来源", "sources"), [_named(source, titles) for source in requirement.sources]),
        (label("适用方案", "profiles"), ", ".join(requirement.profiles)),
        (label("说明", "note"), clean(requirement.note.in_(language)) if requirement.note else ""),
        (label("条文位置", "written in"), _written(library, document, requirement)),
    ]


def _written(library: Library, document: Document, requirement: Requirement) -> str:
    index = next((at for at, one in enumerate(document.model.requirements) if one.id == requirement.id), 0)
    place = document.place(("requirements", index))
    return clean(f"{place.file}:{place.line}" if place.line else place.file or document.file)


def _step(procedure: Procedure, id: str | None, language: str) -> str:
    title = next((step.title.in_(language) for step in procedure.steps if step.id == id), "")
    return clean(f"{id} {title}".strip()) if id else ""


def _titles(library: Library, language: str) -> dict[str, str]:
    """Clause as requirements cite it, or source id -> its title."""
    found = {}
    for document in library.all("clause_list"):
        found |= {f"{document.model.standard}/{c.id}": c.title.in_(language) for c in document.model.clauses}
    for document in library.all("source_list"):
        found |= {source.id: " ".join(filter(None, [source.title.in_(language), source.place]))
                  for source in document.model.sources}
    return found


def _named(id: str, titles: dict[str, str]) -> str:
    return clean(f"{id} {titles.get(id, '')}".strip())


def _listed(label: str, texts: list[str]) -> list[tuple[str, str]]:
    return [(label if at == 0 else "", text) for at, text in enumerate(texts)]


def _check(requirement: Requirement, check: dict[str, Any], lexicon: Lexicon, language: str) -> Iterator[str]:
    """One check: in words, its kind with the first paragraph of the kind's page, and what it says, as YAML."""
    import yaml

    kind = str(check.get("kind", ""))
    word = _in(say("检查", "check"), language)
    yield f"{word} {requirement.id}.{check.get('id', '')}  {kind}"
    yield from wrap(clean(check_in_words(check, lexicon)), WIDTH - 2, "  ")
    yield from wrap(clean(meaning(kind, language)), WIDTH - 2, "  ")
    body = {key: value for key, value in check.items() if key not in ("id", "kind")}
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=WIDTH - 8) if body else ""
    yield from (f"    {line}" for line in text.splitlines())


def _queries(library: Library, id: str, document: Document, language: str) -> list[str]:
    """The statements that all checks of the requirement, or the one check, compile to, as DuckDB runs them.

    More than a reader can take in are listed by name and length: the whole text is what --sql is for.
    """
    from procedo.compile.whole import statements

    day = document.model.effective_from or dt.date(9000, 1, 1)
    found = [(name, f"{text};".splitlines()) for name, text in statements(library, id, day)]
    if sum(len(lines) for _, lines in found) > READABLE:
        heading = say(
            f"编译出的查询共 {len(found)} 步，按次序如下（括号内为行数）；全文：procedo explain {id} --sql",
            f"Compiled to {len(found)} statements, in this order (with their lines); the text: procedo explain {id} --sql")
        return ["", *wrap(_in(heading, language), WIDTH), *(f"    {name} ({len(lines)})" for name, lines in found)]
    heading = say("编译出的查询（DuckDB；单独取出用 --sql）", "Compiled queries (DuckDB; --sql gives them alone)")
    told = [line for name, lines in found for line in (f"-- {name}", *lines, "")]
    return ["", _in(heading, language), *(f"    {line}".rstrip() for line in told)]


def meaning(kind: str, language: str) -> str:
    """The first paragraph of a kind's page; nothing for a kind that is not installed."""
    from procedo.folder import load, told

    try:
        page = told(load("procedo.rules", kind).__doc__, language)
    except (ProblemError, ImportError):
        return ""
    return " ".join(page.strip().split("\n\n")[0].split())


def _parameters(library: Library, procedure: Procedure, checks: list[dict[str, Any]], language: str) -> list[str]:
    """The parameters the checks name, with the value in force here: the profile's, else the procedure's."""
    names = dict.fromkeys(_PARAMETER.findall(str(checks)))
    used = [name for name in names if name in procedure.parameters]
    if not used:
        return []
    told = [_parameter(library, procedure, name, language) for name in used]
    return ["", _in(say("参数", "Parameters"), language), *(line for text in told for line in wrap(clean(text), WIDTH, "- "))]


def _parameter(library: Library, procedure: Procedure, name: str, language: str) -> str:
    parameter = procedure.parameters[name]
    profile = library.settings.profile
    model = library.newest("profile", profile).model if profile in library.ids("profile") else None
    value = model.value(procedure.id, name, parameter.default) if model else parameter.default
    set_here = model is not None and model.key(procedure.id, name) is not None
    whose = say(f"方案 {profile}", f"profile {profile}") if set_here else ORIGINS[parameter.origin]
    unit = "" if parameter.unit in ("duration", "list", "text", "map", "count") else f" {parameter.unit}"
    return f"{name} = {value}{unit} [{_in(whose, language)}] {parameter.title.in_(language)}"
