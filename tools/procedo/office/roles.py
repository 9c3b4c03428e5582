"""The roles that cells may name, from the library as it is being written."""

from __future__ import annotations

from procedo.library.scan import Scan
from procedo.model import RoleList
from procedo.office.values import Terms


def terms(found: Scan, language: str) -> Terms:
    """How a library's cells are shown and read: role ids with their names, the desk copy's before released ones."""
    roles: dict[str, list[str]] = {}
    for document in [*found.desk, *found.released]:
        if isinstance(document.model, RoleList):
            for role in document.model.roles:
                roles.setdefault(role.id, [role.label.in_(language), *role.label.every()])
    first = found.settings.languages[0] if found.settings else "zh"
    return Terms(language, first, roles)
