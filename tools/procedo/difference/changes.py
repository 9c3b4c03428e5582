"""What changed between two revisions: by content, whatever the order of keys, comments and line ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from procedo.library.document import NOT_CONTENT

IDENTITY = ("id", "name", "step", "term", "role", "form", "to")
"""Keys by which the items of a list are told apart, the first that all of them have and none shares."""
OF_REVISION = ("revision", "effective_from", "withdrawn_on", "review_by", "change", "transition", "until")
"""Keys that differ between any two revisions; told after the content."""


@dataclass(frozen=True)
class Change:
    """`path` holds keys, and for items of a list their identity as `(key, value)`. `what`: added removed changed moved."""

    path: tuple[Any, ...]
    what: str
    old: Any = None
    new: Any = None


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every difference between two documents as plain values, in the order of the new one."""
    found = list(_mapping(_content(old), _content(new), ()))
    return sorted(found, key=lambda change: change.path[0] in OF_REVISION)


def _content(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in NOT_CONTENT}


def compare(old: Any, new: Any, path: tuple[Any, ...]) -> Iterator[Change]:
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not _is_text(old) and not _is_text(new):
        yield from _mapping(old, new, path)
    elif isinstance(old, list) and isinstance(new, list) and (key := _identity(old, new)):
        yield from _items(old, new, path, key)
    elif repr(old) != repr(new):
        yield Change(path, "changed", old, new)


def _is_text(value: Mapping[str, Any]) -> bool:
    """A text in several languages is one value."""
    return bool(value) and set(value) <= {"zh", "en"}


def _mapping(old: Mapping[str, Any], new: Mapping[str, Any], path: tuple[Any, ...]) -> Iterator[Change]:
    for key in [*new, *(key for key in old if key not in new)]:
        if key not in old:
            yield Change((*path, key), "added", new=new[key])
        elif key not in new:
            yield Change((*path, key), "removed", old=old[key])
        else:
            yield from compare(old[key], new[key], (*path, key))


def _identity(old: list[Any], new: list[Any]) -> str | None:
    items = [*old, *new]
    if not items or not all(isinstance(item, Mapping) for item in items):
        return None
    for key in IDENTITY:
        if all(isinstance(item.get(key), (str, int)) for item in items) and all(_unique(each, key) for each in (old, new)):
            return key
    return None


def _unique(items: list[Any], key: str) -> bool:
    return len({item[key] for item in items}) == len(items)


def _items(old: list[Any], new: list[Any], path: tuple[Any, ...], key: str) -> Iterator[Change]:
    before, after = ({item[key]: item for item in items} for items in (old, new))
    for name, item in after.items():
        place = (*path, (key, name))
        if name not in before:
            yield Change(place, "added", new=item)
        else:
            yield from _mapping(before[name], item, place)
    yield from (Change((*path, (key, name)), "removed", old=item) for name, item in before.items() if name not in after)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield Change(path, "moved", kept, [name for name in after if name in before])
