"""The text of one paragraph: what is inserted counts, what is deleted does not; what stands in boxes is handed out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from procedo.word.package import attribute, local
from procedo.word.styles import child, value

GONE = {"del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "rPr", "pPr", "sdtPr", "fldData"}
"""Deleted, moved away, instructions of fields, properties; `rt` is the reading above a character, kept by itself."""
BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": ""}
BLANKS = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass
class Line:
    """A paragraph as read. `boxes` are elements that hold paragraphs; `hidden` texts are not shown,
    `readings` stand above characters, `alternatives` describe drawings."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)


def line(paragraph: Element) -> Line:
    found = Line()
    found.text = tidy("".join(_texts(paragraph, found)))
    return found


def tidy(text: str) -> str:
    """Blanks of every width are one blank; lines have none at their ends."""
    parts = (BLANKS.sub(" ", part).strip() for part in _INVISIBLE.sub("", text).splitlines())
    return "\n".join(part for part in parts if part)


def _texts(element: Element, found: Line) -> Iterator[str]:
    for inner in element:
        name = local(inner)
        if name == "r" and _hidden(inner):
            found.hidden.append(tidy("".join(_texts(inner, found))))
        elif name == "rt":
            found.readings.append(tidy("".join(_texts(inner, found))))
        elif name in GONE:
            continue
        elif name == "t":
            yield inner.text or ""
        elif name in BREAKS:
            yield BREAKS[name]
        elif name == "sym":
            yield _symbol(inner)
        elif name == "AlternateContent":
            chosen = alternative(inner)
            yield from _texts(chosen, found) if chosen is not None else ()
        elif name in ("txbxContent", "textbox") and child(inner, "txbxContent") is None:
            found.boxes.append(inner)
        elif name == "docPr":
            found.alternatives += [text for text in (inner.get("descr"),) if text and text.strip()]
        else:
            yield from _texts(inner, found)


def alternative(element: Element) -> Element | None:
    """One of the two ways in which the same drawing is written: the first choice, else the fallback."""
    return child(element, "Choice") if child(element, "Choice") is not None else child(element, "Fallback")


def _hidden(run: Element) -> bool:
    vanish = child(child(run, "rPr"), "vanish")
    return vanish is not None and (value(vanish) or "1") not in ("0", "false", "off")


def _symbol(element: Element) -> str:
    """A character of a symbol font has no text of its own: it is named."""
    return f"[{attribute(element, 'font') or 'symbol'} {attribute(element, 'char') or '?'}]"


