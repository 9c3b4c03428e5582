"""Plain values as YAML text, the way a person would write them: plain words where that is safe, quotes where not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from procedo.library.yaml_reader import yaml_of_text
from procedo.problem import ProblemError

LONG = 100
"""A mapping that is longer than this on one line is written on several."""
_LIKE_NUMBER = re.compile(r"[-+.\d_:eExXoO]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS_ELSEWHERE = {"y", "n", "yes", "no", "on", "off"}
"""Words that other readers of YAML take for true or false."""


def entry(key: str, value: Any, indent: int) -> str:
    """`key: value` for a mapping whose keys stand in column `indent`; the first line is not indented."""
    return f"{key}:{_behind(value, indent)}"


def item(value: Any, indent: int, flow: bool = False) -> str:
    """`- value`, whole lines, for a list whose dashes stand in column `indent`."""
    blank = " " * indent
    if isinstance(value, Mapping) and value and not flow:
        lines = [entry(scalar(str(key)), held, indent + 2) for key, held in value.items()]
        return f"{blank}- " + f"\n{blank}  ".join(lines) + "\n"
    return f"{blank}- {inline(value) if isinstance(value, (Mapping, list)) else scalar(value, False, None, indent)}\n"


def _behind(value: Any, indent: int) -> str:
    if isinstance(value, list) and value and all(isinstance(held, Mapping) for held in value):
        return "\n" + "".join(item(held, indent + 2, flow=len(inline(held)) <= LONG * 2) for held in value).rstrip("\n")
    if isinstance(value, Mapping) and value and len(inline(value)) > LONG:
        blank = " " * (indent + 2)
        return "".join(f"\n{blank}{entry(scalar(str(key)), held, indent + 2)}" for key, held in value.items())
    return " " + (inline(value) if isinstance(value, (Mapping, list)) else scalar(value, False, None, indent))


def inline(value: Any) -> str:
    """A value on one line, fit to stand inside brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key), True)}: {inline(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(listed, value)) + "]"
    return scalar(value, True)


def listed(value: Any) -> str:
    """An item of a list on one line; with a full-width comma it might look like two."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) and "，" in value else inline(value)


def scalar(value: Any, flow: bool = False, style: str | None = None, indent: int | None = None) -> str:
    """One value; `style` is how its predecessor was quoted, `indent` the column of its key where lines may follow."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if not isinstance(value, str):
        return repr(value)
    if indent is not None and not flow and ("\n" in value or style in ("|", ">")):
        return _block(value, indent, style) or json.dumps(value, ensure_ascii=False)
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    return value if style != '"' and _plain(value, flow) else json.dumps(value, ensure_ascii=False)


def _plain(text: str, flow: bool) -> bool:
    """Whether the word may stand without quotes, here and for other readers of YAML."""
    if text.lower() in _WORDS_ELSEWHERE or (_LIKE_NUMBER.fullmatch(text) and not _DAY.fullmatch(text)):
        return False
    return _reads(f"k: {{k: {text}}}" if flow else f"k: {text}", {"k": text} if flow else text)


def _block(text: str, indent: int, style: str | None) -> str | None:
    """The text as lines of its own, or None where that would not read back the same."""
    body = text.rstrip("\n")
    head = (">" if style == ">" and "\n" not in body else "|") + {0: "-", 1: ""}.get(len(text) - len(body), "+")
    blank = " " * (indent + 2)
    written = head + "".join(f"\n{blank}{line}" if line else "\n" for line in body.split("\n"))
    return written if _reads(" " * indent + f"k: {written}\n", text) else None


def _reads(yaml: str, wanted: Any) -> bool:
    try:
        found = yaml_of_text(yaml, "").data
    except ProblemError:
        return False
    return list(found) == ["k"] and repr(found["k"]) == repr(wanted)
