"""Profiles: what applies to this organisation, with its values."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.model import Profile
from procedo.site.addresses import page_of
from procedo.site.lexicon import Lexicon
from procedo.site.pages import Page
from procedo.site.sections.header import card, history
from procedo.site.values import shown
from procedo.site.view import View


def pages(view: View) -> Iterator[Page]:
    for document in view.library.all("profile"):
        profile: Profile = document.model
        declared = {name: (d, p) for d in view.procedures for name, p in d.model.parameters.items()}
        lexicon = Lexicon(view.forms, {id: view.role(id) for id in view.roles}, {}, {}, view.language, view.choices(d.model for d in view.procedures))
        rows = [
            {
                "name": name,
                "declared": declared.get(name),
                "value": shown(lexicon.labelled(value, name), view.language, declared[name][1].unit if name in declared else ""),
            }
            for name, value in profile.parameters.items()
        ]
        values = {"p": profile, "card": card(view, document), "history": history(view, document), "parameters": rows}
        yield Page(page_of("profile", document.id), view.text(profile.title), "profile", values, "reference", toc=False)
