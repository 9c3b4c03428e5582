"""Edits of a desk copy that touch only what they mean to: top-level keys of a YAML document, comments and order kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_KEY = re.compile(r"^([A-Za-z_][A-Za-z0-9_]*)\s*:")


def with_keys(text: str, values: Mapping[str, Any], after: str = "status") -> str:
    """The text with each key set (None: taken out). A new key is put behind `after`, in the order given.

    Values are plain: text, numbers, dates, lists and mappings of these.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    place = after
    for key, value in values.items():
        found = _block(lines, key)
        written = [] if value is None else [_line(key, value)]
        if found:
            lines[found[0] : found[1]] = written
        elif written:
            anchor = _block(lines, place) or _block(lines, after) or (0, 1)
            lines[anchor[1] : anchor[1]] = written
        if written:
            place = key
    return "\n".join(lines)


def _block(lines: list[str], key: str) -> tuple[int, int] | None:
    """First line of a top-level key and the line behind its value; comments above the next key belong to that one."""
    start = next((n for n, line in enumerate(lines) if (found := _KEY.match(line)) and found[1] == key), None)
    if start is None:
        return None
    end = start + 1
    while end < len(lines) and not _KEY.match(lines[end]):
        end += 1
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return start, end


def _line(key: str, value: Any) -> str:
    return f"{key}: {flow(value)}"


def flow(value: Any) -> str:
    """A plain value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    plain = re.fullmatch(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff-]*|\d{4}-\d{2}-\d{2}", text)
    return text if plain and text.lower() not in ("null", "true", "false", "yes", "no", "on", "off") else json.dumps(text, ensure_ascii=False)
