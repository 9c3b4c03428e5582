"""What paragraph styles say: heading levels and lists, inherited ones too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from procedo.word.package import attribute, local

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|文档标题", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d?", re.IGNORECASE)


def child(element: Element | None, name: str) -> Element | None:
    return next((e for e in element if local(e) == name), None) if element is not None else None


def value(element: Element | None) -> str | None:
    return attribute(element, "val") if element is not None else None


@dataclass(frozen=True)
class Style:
    id: str
    name: str
    base: str | None
    outline: str | None
    list: str | None
    depth: str | None


class Styles:
    """Paragraph styles by id; an unknown one says nothing."""

    def __init__(self, root: Element | None):
        found = [e for e in root if local(e) == "style"] if root is not None else []
        self.known = {style.id: style for style in map(_style, found)}
        self.default = next((attribute(e, "styleId") for e in found if attribute(e, "type") == "paragraph" and attribute(e, "default") == "1"), None)

    def line(self, id: str | None) -> list[Style]:
        """The style and those it is based on."""
        found: list[Style] = []
        while id in self.known and len(found) < 20:
            found.append(self.known[id])
            id = found[-1].base
        return found

    def level(self, id: str | None, properties: Element | None) -> int | None:
        """0 the title, 1 … 9 a heading, None plain text."""
        own = value(child(properties, "outlineLvl"))
        if own and own.isdigit():
            return int(own) + 1 if int(own) < 9 else None
        for style in self.line(id):
            heading = _HEADING.fullmatch(style.name.strip())
            if heading:
                return int(heading[1])
            if _TITLE.fullmatch(style.name.strip()):
                return 0
            if style.outline and style.outline.isdigit() and int(style.outline) < 9:
                return int(style.outline) + 1
        return None

    def contents(self, id: str | None) -> bool:
        """A line of the table of contents."""
        return any(_CONTENTS.fullmatch(style.name.strip()) for style in self.line(id)[:1])

    def numbered(self, id: str | None) -> tuple[str | None, str | None]:
        """(list, level) that the style brings."""
        for style in self.line(id or self.default):
            if style.list is not None:
                return style.list, style.depth
        return None, None


def _style(element: Element) -> Style:
    properties = child(element, "pPr")
    listed = child(properties, "numPr")
    return Style(
        attribute(element, "styleId") or "", value(child(element, "name")) or "", value(child(element, "basedOn")),
        value(child(properties, "outlineLvl")), value(child(listed, "numId")), value(child(listed, "ilvl")))
