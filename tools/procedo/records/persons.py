"""Who is meant: names and accounts are resolved to ids through the forms that list people."""

from __future__ import annotations

from collections.abc import Iterable


class People:
    """Ids and aliases. An id names its person; an alias that several share names nobody. Ids of one person
    (`same_as`) are that person's first id; one that is said to be somebody unknown names nobody."""

    def __init__(self) -> None:
        self._same: dict[str, str | None] = {}
        self._aliases: dict[str, set[str]] = {}

    def add(self, id: str, aliases: Iterable[str], same_as: str | None = None) -> None:
        self._same[id] = same_as or self._same.get(id)
        for alias in aliases:
            self._aliases.setdefault(alias, set()).add(id)

    def resolve(self, text: str) -> str | None:
        """The id, or None when nobody, or more than one, is called so."""
        if text in self._same:
            return self._person(text)
        persons = {self._person(id) for id in self._aliases.get(text, set())}
        return next(iter(persons)) if len(persons) == 1 else None

    def _person(self, id: str) -> str | None:
        """The id at the end of `same_as`; of a ring, the least."""
        passed: list[str] = []
        while id not in passed:
            passed.append(id)
            other = self._same[id]
            if other is None:
                return id
            known = [other] if other in self._same else sorted(self._aliases.get(other, ()))
            if len(known) != 1:
                return None
            id = known[0]
        return min(passed[passed.index(id):])
