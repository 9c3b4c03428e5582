"""One sentence per way in which a value can miss its model; pydantic's own words are never shown."""

from __future__ import annotations

from typing import Any

from procedo.library.marks import Path
from procedo.library.syntax import wide_hint
from procedo.model.text import Wrong
from procedo.problem import nearest
from procedo.terms import Sentence, say

WANTED: dict[str, Sentence] = {
    "string_type": say("一段文字", "text"),
    "int_type": say("一个整数", "a whole number"),
    "int_parsing": say("一个整数", "a whole number"),
    "int_from_float": say("一个整数", "a whole number"),
    "float_type": say("一个数", "a number"),
    "float_parsing": say("一个数", "a number"),
    "bool_type": say(" true 或 false", "true or false"),
    "bool_parsing": say(" true 或 false", "true or false"),
    "list_type": say("一个列表 […]", "a list […]"),
    "tuple_type": say("一个列表 […]", "a list […]"),
    "dict_type": say("一组“键: 值”", "lines of “key: value”"),
    "mapping_type": say("一组“键: 值”", "lines of “key: value”"),
    "model_type": say("一组“键: 值”", "lines of “key: value”"),
    "model_attributes_type": say("一组“键: 值”", "lines of “key: value”"),
}


def sentence(fault: dict[str, Any], path: Path, known: list[str], text: bool = False) -> tuple[str, Sentence]:
    """Problem id and sentence for one error of pydantic.

    `known`: the keys allowed beside the faulty one; `text`: a text in several languages is wanted here.
    """
    kind, value, context = fault["type"], fault.get("input"), fault.get("ctx") or {}
    name = named(path)
    if isinstance(context.get("error"), Wrong):
        return context["error"].id, _with(context["error"].sentence, wide_hint(value))
    if kind == "missing":
        return "missing-key", say(f"缺少“{name}”", f"“{name}” is missing")
    if kind == "extra_forbidden":
        return "unknown-key", _with(say(f"这里没有“{name}”这个键", f"there is no key “{name}” here"), nearest(name, known), wide_hint(name))
    if value is None:
        return "no-value", say(f"“{name}”没有值", f"“{name}” has no value")
    if kind in ("literal_error", "enum"):
        return "not-one-of", _choice(name, value, str(context.get("expected", "")))
    if kind == "string_pattern_mismatch":
        return "bad-id", _pattern(name, value, str(context.get("pattern", "")))
    if kind in WANTED:
        return "wrong-type", _type(name, value, WANTED["string_type" if text else kind])
    return "bad-value", _other(name, value, fault)


def named(path: Path) -> str:
    """The last word of a path; an item of a list by the list's name and its number, from 1."""
    if not path:
        return ""
    if isinstance(path[-1], int):
        return f"{named(path[:-1])}[{path[-1] + 1}]"
    return path[-1]


def shown(value: Any) -> str:
    """A value as it may be quoted: short, on one line."""
    text = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _with(*parts: Sentence) -> Sentence:
    return say("".join(part.zh for part in parts), "".join(part.en for part in parts))


def _type(name: str, value: Any, wanted: Sentence) -> Sentence:
    what = {dict: say("一组“键: 值”", "lines of “key: value”"), list: say("一个列表", "a list")}.get(type(value))
    what = what or say(f"“{shown(value)}”", f"“{shown(value)}”")
    hint = wide_hint(value)
    if wanted is WANTED["list_type"] and not isinstance(value, dict) and not hint.zh:
        hint = say(f"；请写成 [{shown(value)}]", f"; write [{shown(value)}]")
    return _with(say(f"“{name}”应为{wanted.zh}，而不是{what.zh}", f"“{name}” takes {wanted.en}, not {what.en}"), hint)


def _choice(name: str, value: Any, expected: str) -> Sentence:
    words = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    told = say(f"“{name}”不能是“{shown(value)}”", f"“{name}” cannot be “{shown(value)}”")
    if wide_hint(value).zh:
        return _with(told, wide_hint(value))
    hint = nearest(shown(value), words)
    return _with(told, hint if hint.zh else say(f"；可用：{'、'.join(words)}", f"; known: {', '.join(words)}"))


def _pattern(name: str, value: Any, pattern: str) -> Sentence:
    rule = PATTERNS.get(pattern, say(f"须符合 {pattern}", f"must match {pattern}"))
    return _with(say(f"“{name}”的“{shown(value)}”{rule.zh}", f"“{shown(value)}” as “{name}” {rule.en}"), wide_hint(value))


def _other(name: str, value: Any, fault: dict[str, Any]) -> Sentence:
    error = (fault.get("ctx") or {}).get("error")
    told = str(error) if error is not None else fault["msg"]
    return _with(say(f"“{name}”的值“{shown(value)}”不合要求（{told}）", f"“{shown(value)}” will not do as “{name}”: {told}"), wide_hint(value))


PATTERNS: dict[str, Sentence] = {
    r"^[a-z][a-z0-9_]*$": say(
        "须以小写字母开头，只含小写字母、数字和下划线", "must begin with a small letter and hold small letters, digits and _ only"),
    r"^[a-z][a-z0-9-]*$": say(
        "须以小写字母开头，只含小写字母、数字和连字符", "must begin with a small letter and hold small letters, digits and - only"),
    r"^[A-Za-z0-9][A-Za-z0-9-]*$": say("只能含字母、数字和连字符", "must hold letters, digits and - only"),
    r"^[A-Z][A-Z0-9]*-[0-9A-Za-z-]+$": say("须形如 R-113", "must look like R-113"),
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$": say("只能含字母、数字、点、下划线和连字符", "must hold letters, digits, ., _ and - only"),
}
