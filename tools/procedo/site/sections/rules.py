"""A page for each kind of check, from the docstring of its module."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from procedo import folder
from procedo.site.addresses import page_of
from procedo.site.pages import Page
from procedo.site.view import View

PACKAGE = "procedo.rules"


def kinds(language: str) -> list[tuple[str, str]]:
    """(kind, its page in the language) of every module in procedo.rules."""
    found = []
    for name in folder.names(PACKAGE):
        module = importlib.import_module(f"{PACKAGE}.{name.replace('-', '_')}")
        found.append((name, folder.told(module.__doc__, language)))
    return found


def pages(view: View) -> Iterator[Page]:
    used: dict[str, list[str]] = {}
    for id, (_, requirement) in view.requirements.items():
        for kind in dict.fromkeys(str(check.get("kind", "")) for check in requirement.checks):
            used.setdefault(kind, []).append(id)
    told = kinds(view.language)
    yield Page(
        "rules/index.md",
        view.t.rules,
        "rules",
        {"kinds": [(k, doc.split("\n", 1)[0], used.get(k, [])) for k, doc in told]},
        "help",
        toc=False,
    )
    for kind, doc in told:
        head, _, body = doc.partition("\n")
        yield Page(
            page_of("kind", kind),
            view.t.kind_word(kind),
            "rule",
            {"kind": kind, "head": head, "body": body.strip(), "used": used.get(kind, [])},
        )
