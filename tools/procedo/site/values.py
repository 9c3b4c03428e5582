"""Values of documents as people write them: durations, amounts, lists, unary tests."""

from __future__ import annotations

import re
from typing import Any

from procedo.language.periods import EVERY

TIMES = {
    "minute": ("分钟", "分钟", "minute"), "hour": ("小时", "小时", "hour"), "day": ("天", "日", "day"),
    "working day": ("个工作日", "工作日", "working day"), "week": ("周", "周", "week"), "month": ("个月", "月", "month"),
    "quarter": ("个季度", "季度", "quarter"), "half-year": ("个半年", "半年", "half-year"), "year": ("年", "年", "year"),
}
"""Word -> how it is counted in Chinese (3 个月), how it is named (月), and the word in English."""
_DURATION = re.compile(r"\s*(\d+)\s+(minute|hour|working day|day|week|month|quarter|year)s?\s*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == "zh" else pair[1]


def number(text: object) -> str:
    """`500000` -> `500,000`; anything else as it is."""
    shown = str(text)
    if not _NUMBER.fullmatch(shown):
        return shown
    whole, dot, rest = shown.partition(".")
    return f"{int(whole):,}{dot}{rest}"


def shown(value: Any, language: str, unit: str = "") -> str:
    """A parameter's value: `5 working days` -> 5 个工作日, 500000 CNY -> 500,000 元, lists, maps and steps joined."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return _pick(("是", "yes") if value else ("否", "no"), language)
    if isinstance(value, dict):
        stepped = unit == "steps" and not any(isinstance(item, dict) for item in value.values())
        parts = [
            f"{_threshold(key, language) if stepped else key}{_pick(('：', ': '), language)}{shown(item, language, unit)}"
            for key, item in value.items()
        ]
        return _pick(("；", "; "), language).join(parts)
    if isinstance(value, (list, tuple)):
        return _pick(("、", ", "), language).join(shown(item, language, unit) for item in value)
    duration = _DURATION.fullmatch(str(value))
    if duration:
        return span(int(duration[1]), duration[2], language)
    return with_unit(number(value), unit, language)


def _threshold(key: object, language: str) -> str:
    return _pick((f"{number(key)} 起", f"from {number(key)}"), language)


def span(count: int, unit: str, language: str) -> str:
    return f"{count} {unit_of_time(unit, language, count != 1)}"


def unit_of_time(unit: str, language: str, several: bool = True) -> str:
    """What stands behind a number: 个工作日, working days."""
    counted, _, english = TIMES[unit]
    return counted if language == "zh" else english + "s" * several


def stretch(word: str, language: str) -> str:
    """A period by its name: 季度, quarter; another word as it is."""
    _, named, english = TIMES.get(word, ("", word, word))
    return named if language == "zh" else english


def with_unit(text: str, unit: str, language: str) -> str:
    if unit in ("", "duration", "count", "list", "text", "map", "steps") or not _NUMBER.fullmatch(text.replace(",", "")):
        return text
    if unit == "%":
        return f"{text}%"
    return f"{text} 元" if unit == "CNY" and language == "zh" else f"{text} {unit}"


def period(word: object, language: str) -> str:
    """How often: 每季度, every quarter; another word as it is."""
    return _pick(("每", "every "), language) + stretch(str(word), language) if str(word) in EVERY else str(word)


_RANGE = re.compile(r"\s*([\[(\]])\s*([^.\s]*(?:\.\d+)?)\s*\.\.\s*([^\s\])]*)\s*([\])\[])\s*")
_COMPARE = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(.+?)\s*")
_NOT = re.compile(r"\s*not\s*\((.*)\)\s*")


def test_of(test: Any) -> dict[str, Any]:
    """A unary test as data for the page: {op: any | range | in | not | other …} (LANGUAGE.md, section 2)."""
    if test is None or test == "any" or test == "-":
        return {"op": "any"}
    if isinstance(test, bool):
        return {"op": "in", "values": ["true" if test else "false"]}
    if isinstance(test, (list, tuple)):
        return {"op": "in", "values": [str(item) for item in test]}
    text = str(test)
    if negated := _NOT.fullmatch(text):
        return {"op": "not", "test": test_of(_listed(negated[1]))}
    if ranged := _RANGE.fullmatch(text):
        return _range(ranged)
    if compared := _COMPARE.fullmatch(text):
        return _comparison(compared[1], compared[2])
    return {"op": "in", "values": [text.strip("'")]}


def _listed(text: str) -> Any:
    return [part.strip().strip("'") for part in text.split(",")] if "," in text else text


def _range(found: re.Match[str]) -> dict[str, Any]:
    bounds = [_bound(found[2]), _bound(found[3])]
    if any(bound is False for bound in bounds):
        return {"op": "other", "text": found[0]}
    return {"op": "range", "low": bounds[0], "high": bounds[1], "low_in": found[1] == "[", "high_in": found[4] == "]"}


def _bound(text: str) -> float | None | bool:
    if not text:
        return None
    return float(text) if _NUMBER.fullmatch(text) else False


def _comparison(sign: str, text: str) -> dict[str, Any]:
    value = _bound(text)
    if sign in ("=", "<>"):
        inner = {"op": "in", "values": [text.strip("'")]}
        return inner if sign == "=" else {"op": "not", "test": inner}
    if value is False:
        return {"op": "other", "text": f"{sign} {text}"}
    if sign.startswith("<"):
        return {"op": "range", "low": None, "high": value, "low_in": False, "high_in": sign == "<="}
    return {"op": "range", "low": value, "high": None, "low_in": sign == ">=", "high_in": False}


def _word(value: str, language: str) -> str:
    return shown(value == "true", language) if value in ("true", "false") else number(value)


def test_words(test: dict[str, Any], language: str) -> str:
    """`[100000..500000)` -> ≥ 100,000 且 < 500,000."""
    op = test["op"]
    if op == "any":
        return "—"
    if op == "in":
        return _pick(("、", ", "), language).join(_word(value, language) for value in test["values"])
    if op == "not":
        return _pick(("非 ", "not "), language) + test_words(test["test"], language)
    if op == "other":
        return test["text"]
    low, high = test["low"], test["high"]
    if low == 0 and test["low_in"] and high is not None:
        low = None
    parts = []
    if low is not None:
        parts.append(f"{'≥' if test['low_in'] else '>'} {_figure(low)}")
    if high is not None:
        parts.append(f"{'≤' if test['high_in'] else '<'} {_figure(high)}")
    return _pick((" 且 ", " and "), language).join(parts) or "—"


def _figure(value: float) -> str:
    return number(int(value)) if value == int(value) else number(repr(value))
