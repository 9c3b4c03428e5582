"""Templates of pages: Markdown with HTML tables, into which every value goes escaped for both."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

MARKS = str.maketrans({mark: f"&#{ord(mark)};" for mark in "\\`*_{}[]|~^\r\n\t"})
"""Signs that mean something to Markdown (or end a table's row), as character references: HTML shows them as they are."""
_EDGE = re.compile(r"^(\d*)([-+.)])(?=[\s-]|$)|^()([#:=!?])|()(#)$")


def plain(value: object) -> str:
    """A value as it may stand in Markdown text, in a heading, in an HTML element or attribute: it stays that text."""
    text = escape(str(value), quote=True).replace("&#x27;", "&#39;")
    text = _EDGE.sub(lambda m: "".join(part if part.isdigit() else f"&#{ord(part)};" for part in m.groups() if part), text)
    return _outside_references(f"&#32;{text[1:]}" if text.startswith(" ") else text)


def _outside_references(text: str) -> str:
    """Translate the marks, but not the `#` of a reference that is already there."""
    parts = re.split(r"(&#?\w+;)", text)
    return "".join(part if number % 2 else part.translate(MARKS) for number, part in enumerate(parts))


def finalize(value: Any) -> Any:
    """What jinja2 does with every `{{ value }}`: None is nothing, markup stays, all else is escaped."""
    from markupsafe import Markup

    if value is None:
        return ""
    return value if hasattr(value, "__html__") else Markup(plain(value))


@cache
def environment(extra: str | None = None):
    """The templates: those of the folder `extra` (a library's own) before ours."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folders = [Path(extra)] if extra else []
    env = Environment(
        loader=FileSystemLoader([*folders, Path(__file__).parent / "templates"], encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{##",
        comment_end_string="##}",
    )
    env.filters["data"] = data
    env.filters["sentences"] = sentences
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return env


def data(value: Any) -> Any:
    """JSON that may stand in a `<script type="application/json">`: no sign in it can end the element."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def sentences(text: str) -> list[str]:
    """The paragraphs of a text: parted by an empty line."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


def front_matter(**values: Any) -> str:
    """Metadata at the top of a page; MkDocs puts `title` into HTML as it is, so it comes escaped."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value not in (None, "")]
    return "---\n" + "\n".join(lines) + "\n---\n\n"
