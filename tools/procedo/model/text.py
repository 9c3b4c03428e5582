"""Texts in several languages, and the base of every model."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, RootModel, Strict, model_validator

from procedo.terms import LANGUAGES, say


class Wrong(ValueError):
    """What a validator raises: a problem id and a sentence in both languages (pydantic carries it unharmed)."""

    def __init__(self, id: str, zh: str, en: str):
        super().__init__(en)
        self.id, self.sentence = id, say(zh, en)


class Node(BaseModel):
    """Base of every model: unknown keys are refused, values cannot be changed, a number where text is wanted is text."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, coerce_numbers_to_str=True)


def _languages(value: Any) -> Any:
    if isinstance(value, dict):
        for key in value:
            if key not in LANGUAGES and key != "*":
                if value[key] is None:
                    raise Wrong("unquoted-comma", f"逗号把文字切断了：“{key[:30]}”成了一个键；含逗号的文字请加引号",
                                f"a comma cut this text: “{key[:30]}” became a key; put text that holds commas in quotes")
                known = "、".join(LANGUAGES)
                raise Wrong("unknown-language", f"没有“{key}”这种语言；可用：{known}",
                            f"there is no language “{key}”; known: {', '.join(LANGUAGES)}")
    return value


def _is_word(value: Any) -> bool:
    """Text, or a number that stands for itself as text."""
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def _by_language(item: dict[str, Any]) -> dict[str, Any]:
    """JSON Schema of a text or of a mapping from language to text."""
    languages = {language: item for language in LANGUAGES}
    return {"anyOf": [{"type": "string"}, {"type": "object", "properties": languages, "additionalProperties": False}]}


class Text(RootModel[dict[str, str]]):
    """`{zh: …, en: …}`, or a plain string in the library's first language (kept under `*`)."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"*": str(value)} if _is_word(value) else _languages(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        return _by_language({"type": "string"})

    def in_(self, language: str) -> str:
        """The text in a language; a missing translation falls back to any other."""
        texts = self.root
        return texts.get(language) or texts.get("*") or next(iter(texts.values()), "")

    def has(self, language: str) -> bool:
        return bool(self.root.get(language) or self.root.get("*"))


def _labels(value: Any) -> Any:
    if _is_word(value):
        return {"*": [str(value)]}
    if isinstance(value, dict):
        return {key: [str(item)] if _is_word(item) else item for key, item in _languages(value).items()}
    return value


class Label(RootModel[dict[str, list[str]]]):
    """A name with its synonyms: `{zh: [合同编号, 合同号], en: Contract no.}`; the first is shown, all are mapped."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, value: Any) -> Any:
        return _labels(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        return _by_language({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})

    def in_(self, language: str) -> str:
        names = self.root.get(language) or self.root.get("*") or next(iter(self.root.values()), [""])
        return names[0] if names else ""

    def every(self) -> list[str]:
        return [name for names in self.root.values() for name in names]


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REVISION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,30}")


def _day(value: Any) -> Any:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    shown = str(value)[:40]
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise Wrong("bad-date", f"“{shown}”不是日期；请写成 2026-03-01", f"“{shown}” is no date; write it as 2026-03-01")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise Wrong("bad-date", f"没有“{shown}”这一天", f"there is no day “{shown}”") from None


def _words(value: Any) -> Any:
    return [value] if _is_word(value) else value


def _revision(value: str) -> str:
    if not _REVISION.fullmatch(value):
        raise Wrong("bad-id", f"版次“{value[:40]}”只能含字母、数字、点、下划线和连字符",
                    f"the revision “{value[:40]}” must hold letters, digits, ., _ and - only")
    return value


Day = Annotated[dt.date, BeforeValidator(_day)]
"""A calendar day, written `2026-03-01`."""

Words = Annotated[list[str], BeforeValidator(_words, json_schema_input_type=str | list[str])]
"""One word or a list of words."""

Flag = Annotated[bool, Strict()]
"""`true` or `false`, and no other word for it."""

RevisionNumber = Annotated[str, AfterValidator(_revision)]
"""A revision: `"2"`; quotes may be left out. It names a file, so it holds no other signs."""
