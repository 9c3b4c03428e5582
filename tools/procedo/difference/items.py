"""What changed in one item of a document: a role, a field, a parameter. What it means counts, not what it is called.

Titles, labels, notes, sources and translations never count; of a text only the library's first language does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedo.difference.changes import Change, compare

NAMING = ("title", "label", "note", "sources", "origin", "covers", "change", "purpose")
"""Keys that say what a thing is called, where it comes from or why: no part of what it means."""
WHOLE = {
    "form": ("key", "date", "active", "filled_by", "decisions", "history", "person", "appoints", "delegates", "substitutes",
             "absent", "rates", "retention"),
    "matrix": ("about", "inputs", "output", "hit", "currency", "basis", "key_fields", "lines"),
}
"""What a form or matrix is as a whole: fields and subsets of a form are items of their own. Others have no whole but their being there."""


def item_changes(kind: str, old: Mapping[str, Any], new: Mapping[str, Any], path: tuple[Any, ...], language: str) -> list[Change]:
    """Differences of the item at `path` between two revisions as plain values; none where the older did not have it.

    `path` is as in Change; the empty path is the document as a whole.
    """
    before, after = (meaning(_found(kind, data, path), language) for data in (old, new))
    if before is None:
        return []
    return [Change(path, "removed", before)] if after is None else list(compare(before, after, path))


def _found(kind: str, data: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return {key: data[key] for key in WHOLE.get(kind, ()) if key in data}
    for part in path:
        if isinstance(part, tuple):
            key, name = part
            data = next((item for item in data or () if item.get(key) == name), None)
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
    return data


def meaning(value: Any, language: str) -> Any:
    """The value without names, labels, reasons and translations."""
    if isinstance(value, list):
        return [meaning(item, language) for item in value]
    if not isinstance(value, Mapping):
        return value
    if value and set(value) <= {"zh", "en"}:
        return value.get(language) or next(iter(value.values()))
    kept = {key: meaning(item, language) for key, item in value.items() if key not in NAMING}
    if "choices" in value:
        kept["choices"] = {str(code): str(code) for code in value["choices"] or ()}
    return kept
