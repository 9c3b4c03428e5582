"""The report `procedo.report/1`: an Outcome as JSON, and back. The only form in which a run is kept."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

from procedo import finding
from procedo.finding import Outcome
from procedo.problem import Place, refuse
from procedo.terms import Sentence

SCHEMA = "procedo.report/1"
HEAD = ("recordset", "as_of", "profile", "procedo", "library", "records", "requirements", "findings")
REST = ("extracted_at", "parameters", "not_in_profile", "unfit", "drafts", "engine", "same_day", "attestations", "indicators", "titles")

_SURROGATE = re.compile("[\ud800-\udfff]")
_written: list[tuple[Outcome, str]] = []
"""The last outcome and its text."""


def encode(outcome: Outcome) -> str:
    """JSON with a line for each key and each entry of its lists: findings compare line by line. Equal outcomes give equal text."""
    if not (_written and _written[0][0] is outcome):  # a run keeps its outcome and may report it too
        text = ",\n".join(f"{json.dumps(key)}: {_lines(value)}" for key, value in body(outcome).items())
        whole = _SURROGATE.sub(lambda lone: f"\\u{ord(lone[0]):04x}", f"{{\n{text}\n}}\n")
        _written[:] = [(outcome, whole)]
    return _written[0][1]


def _lines(value: Any) -> str:
    """One line, or one for each entry: json writes in C where it need not indent."""
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(f"  {json.dumps(entry, ensure_ascii=False)}" for entry in value) + "\n]"


def body(outcome: Outcome) -> dict[str, Any]:
    """The report as plain values, its keys in the order of the contract."""
    plain = _plain(outcome)
    plain["profile"] = {"id": outcome.profile[0], "revision": outcome.profile[1]}
    plain["procedo"] = outcome.version
    plain["library"] = {"fingerprint": outcome.fingerprint, "documents": outcome.documents}
    return {"schema": SCHEMA} | {key: plain[key] for key in (*HEAD, *REST)}


def decode(text: str, file: str = "") -> Outcome:
    """The Outcome that `encode` wrote; anything else is a problem."""
    try:
        plain = json.loads(text)
        if plain.get("schema") != SCHEMA:
            raise refuse(
                "other-report",
                f"不是 {SCHEMA} 格式的报告（{str(plain.get('schema'))[:40]}）",
                f"not a report of the form {SCHEMA} ({str(plain.get('schema'))[:40]})",
                Place(file),
            )
        return _outcome(plain)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refuse(
            "bad-report",
            f"报告文件已损坏，无法读取（{type(error).__name__}）；请重新运行 procedo check",
            f"the report is damaged and cannot be read ({type(error).__name__}); run procedo check again",
            Place(file),
        ) from error


def _outcome(plain: dict[str, Any]) -> Outcome:
    flat = {key: plain[key] for key in (*HEAD, *REST) if key in plain and key not in ("profile", "procedo", "library")}
    flat["profile"] = (plain["profile"]["id"], plain["profile"]["revision"])
    flat["version"] = plain["procedo"]
    flat |= {"fingerprint": plain["library"]["fingerprint"], "documents": plain["library"]["documents"]}
    return _made(Outcome, flat)


def _plain(value: Any) -> Any:
    """Dataclasses and sentences as objects, tuples as arrays."""
    kind = type(value)
    if kind in _SIMPLE:
        return value
    if kind is Sentence:
        return {"zh": value.zh, "en": value.en}
    if names := _names(kind):
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


_SIMPLE = {str, int, float, bool, type(None)}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind, vars(finding))


def _made(kind: Any, value: Any) -> Any:
    """A plain value as `kind`: a dataclass of procedo.finding, a sentence, a tuple, a mapping, or itself."""
    if kind is Sentence:
        return Sentence(value["zh"], value["en"])
    if dataclasses.is_dataclass(kind):
        return kind(**{name: _made(_hints(kind)[name], item) for name, item in value.items()})
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _made(parts[0], value)
    if origin is tuple:
        kinds = [parts[0]] * len(value) if parts[-1] is Ellipsis else parts
        return tuple(_made(part, item) for part, item in zip(kinds, value, strict=True))
    if origin is Mapping:
        return {key: _made(parts[1], item) for key, item in value.items()}
    return value
