"""Who is meant: names and accounts are resolved to ids through the forms that list people."""

from __future__ import annotations

from collections.abc import Iterable


class People:
    """Ids and aliases. An id names its person; an alias that several share names nobody."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._aliases: dict[str, set[str]] = {}

    def add(self, id: str, aliases: Iterable[str]) -> None:
        self._ids.add(id)
        for alias in aliases:
            self._aliases.setdefault(alias, set()).add(id)

    def resolve(self, text: str) -> str | None:
        """The id, or None when nobody, or more than one, is called so."""
        if text in self._ids:
            return text
        found = self._aliases.get(text, set())
        return next(iter(found)) if len(found) == 1 else None
