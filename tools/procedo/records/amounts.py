"""Amounts and numbers as people write them, read exactly: never through a float, never rounded."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache

from procedo.records.words import UNITS

BIGGEST = 2**63 - 1
LONGEST = 60
_MARKS = {
    "¥": {"CNY", "JPY"}, "元": {"CNY"}, "圆": {"CNY", "JPY"}, "元整": {"CNY"}, "圆整": {"CNY"}, "cny": {"CNY"}, "rmb": {"CNY"},
    "人民币": {"CNY"}, "cn¥": {"CNY"}, "$": {"USD", "HKD", "SGD", "AUD", "CAD", "TWD", "NZD"}, "us$": {"USD"}, "美元": {"USD"},
    "€": {"EUR"}, "欧元": {"EUR"}, "£": {"GBP"}, "英镑": {"GBP"}, "円": {"JPY"}, "日元": {"JPY"}, "hk$": {"HKD"}, "港币": {"HKD"},
    "港元": {"HKD"},
}
_UNITS = sorted((unit for unit in UNITS if UNITS[unit] > 1), key=len, reverse=True)
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+")


def amount(cell: object, scale: int, factor: int = 1, currency: str | None = None, percent: bool = False) -> int | None:
    """A cell as an integer of 1/10**scale, times `factor` (万元 = 10000); None when that is not certain.

    A unit that the value itself names (`50万`) stands in for `factor`. With `currency` marks of that currency are
    accepted, those of others are not. With `percent`, `12%` is 12.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float, Decimal)):
        return _scaled(exactly(cell), scale, factor)
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return None
    number, own = _parts(cell, currency, percent)
    return _scaled(number, scale, own or factor)


def exactly(value: int | float | Decimal) -> Decimal | None:
    """A spreadsheet's number as it shows it: the shortest text that gives it, at most its 15 digits."""
    if isinstance(value, float):
        shortest = repr(value)
        digits = len(shortest.split("e")[0].lstrip("-0.").replace(".", ""))
        value = Decimal(shortest if digits <= 15 else format(value, ".15g"))
    number = Decimal(value)
    return number if number.is_finite() and abs(number.adjusted()) < 40 else None


def _scaled(number: Decimal | None, scale: int, factor: int) -> int | None:
    """Integer arithmetic on the digits, so that no context can round."""
    if number is None:
        return None
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    whole, power = int("".join(map(str, digits)) or "0") * factor, exponent + scale
    if power >= 0:
        whole *= 10**power
    else:
        whole, rest = divmod(whole, 10**-power)
        if rest:
            return None
    return (-whole if sign else whole) if whole <= BIGGEST else None


def _parts(text: str, currency: str | None, percent: bool) -> tuple[Decimal | None, int | None]:
    """The number and the unit that the value names itself."""
    if text.isascii() and _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "")), None
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").casefold().strip()
    negative, plain = _sign(plain)
    own = None
    if currency:
        plain, fits, named = _without_currency(plain, currency)
        if not fits:
            return None, None
        inner, plain = _sign(plain) if plain[:1] in ("-", "+") else (False, plain)
        if negative and inner:
            return None, None
        negative, own = negative or inner, 1 if named else None
    for unit in _UNITS:
        if plain.endswith(unit):
            plain, own = plain.removesuffix(unit).rstrip(), UNITS[unit]
            break
    if percent and plain.endswith("%"):
        plain = plain[:-1].rstrip()
    if not _NUMBER.fullmatch(plain) or not plain.isascii():
        return None, None
    return Decimal(("-" if negative else "") + plain.replace(",", "")), own


def _sign(text: str) -> tuple[bool, str]:
    """Negative as -1, 1- (as some systems write) or (1); one way only."""
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text[:1] in ("-", "+"):
        return text[0] == "-", text[1:].strip()
    return (True, text[:-1].rstrip()) if text.endswith("-") else (False, text)


def _without_currency(text: str, currency: str) -> tuple[str, bool, bool]:
    """The text without its marks; whether they fit the currency; whether 元 or the like stood behind the number."""
    fits, behind = True, False
    for mark, currencies in _marks(currency):
        if text.startswith(mark) and text != mark:
            text, fits = text.removeprefix(mark).lstrip(), fits and currency in currencies
        if text.endswith(mark) and text != mark and not any(text.endswith(unit) for unit in _UNITS):
            text, fits, behind = text.removesuffix(mark).rstrip(), fits and currency in currencies, behind or mark[-1] in "元圆整"
    return text, fits, behind


@cache
def _marks(currency: str) -> list[tuple[str, set[str]]]:
    """Every mark, the longest first; a currency's own code fits it."""
    return sorted((_MARKS | {currency.casefold(): {currency}}).items(), key=lambda pair: -len(pair[0]))


def foreign(unit: str, currency: str) -> bool:
    """Whether the unit in a heading names another currency than the field's: `万美元`, `USD`."""
    plain = unicodedata.normalize("NFKC", unit).casefold().strip()
    marks = [mark for mark in _MARKS if plain.endswith(mark)] + [code for code in ("usd", "eur", "gbp", "jpy", "hkd") if plain == code]
    if not marks:
        return False
    longest = max(marks, key=len)
    return currency not in (_MARKS.get(longest) or {longest.upper()})
