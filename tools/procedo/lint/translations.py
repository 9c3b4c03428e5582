"""Every text stands in every language of the library; what is missing is counted, one line per file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from procedo.library.library import Library
from procedo.library.marks import Path
from procedo.lint._known import known
from procedo.model import Text
from procedo.model.text import Label
from procedo.problem import Place, Problem
from procedo.terms import say

NAMES = {"zh": say("中文", "Chinese"), "en": say("英文", "English")}


def problems(library: Library) -> Iterator[Problem]:
    languages = library.settings.languages
    settings = library.scan.settings_yaml
    if settings:
        yield from _counted(settings.place, library.settings, languages)
    for document in known(library).subjects:
        yield from _counted(document.place, document.model, languages)


def _counted(place: Any, model: BaseModel, languages: list[str]) -> Iterator[Problem]:
    found = list(texts(model, ()))
    for language in languages:
        lacking = [path for path, text in found if not said(text, language, languages[0])]
        if lacking:
            first: Place = place(lacking[0])
            name, count = NAMES[language], len(lacking)
            yield Problem(Place(first.file), "no-translation", say(
                f"有 {count} 处缺少{name.zh}，第一处在第 {first.line} 行",
                f"{count} {'text is' if count == 1 else 'texts are'} not in {name.en}; the first is on line {first.line}"), warning=True)


def said(text: Text | Label, language: str, first: str) -> bool:
    """Whether the text stands in a language; a plain word is in the library's first."""
    values = text.root.get(language) or (text.root.get("*") if language == first else None)
    return bool(values and "".join(values).strip())


def texts(value: Any, path: Path) -> Iterator[tuple[Path, Text | Label]]:
    """Every text and label inside a model, with its path. Choices that are their own label need no translation."""
    if isinstance(value, (Text, Label)):
        if not (len(path) > 1 and path[-2] == "choices" and value.root.get("*") == [path[-1]]):
            yield path, value
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from texts(getattr(value, name), (*path, info.alias or name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, (*path, str(key)))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from texts(item, (*path, index))
