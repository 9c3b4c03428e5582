"""Init: a copy of the starter library that an organisation makes its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from procedo import starter, write
from procedo.library import Library
from procedo.library.decoding import read_text
from procedo.library.scan import SETTINGS, scan
from procedo.lifecycle.edit import with_keys
from procedo.problem import nearest, refuse
from procedo.terms import LANGUAGES


@dataclass(frozen=True)
class Owner:
    """Whose library it is. None: as the starter has it."""

    organisation: str | None = None
    languages: tuple[str, ...] = ()
    profile: str | None = None


def profiles() -> dict[str, object]:
    """Released profiles of the starter: id -> title."""
    library = Library(scan(starter.path()))
    return {document.id: document.model.title for document in library.all("profile")}


def init(target: Path, owner: Owner = Owner()) -> Path:
    """Copy the starter to `target`, which must not exist or be empty, and settle whose it is; the folder.

    ProblemError, and nothing made, for a language or profile that does not exist.
    """
    for language in owner.languages:
        if language not in LANGUAGES:
            hint = nearest(language, LANGUAGES)
            raise refuse("unknown-language", f"没有语言“{language}”{hint.zh}", f"there is no language “{language}”{hint.en}")
    known = profiles()
    if owner.profile is not None and owner.profile not in known:
        hint = nearest(owner.profile, known)
        raise refuse("unknown-profile", f"没有方案“{owner.profile}”{hint.zh}", f"there is no profile “{owner.profile}”{hint.en}")
    starter.copy(target)
    keys = {"organisation": owner.organisation, "languages": list(dict.fromkeys(owner.languages)) or None, "profile": owner.profile}
    text = with_keys(read_text(target / SETTINGS, SETTINGS), {key: value for key, value in keys.items() if value})
    write.write_text(target / SETTINGS, text)
    return target
