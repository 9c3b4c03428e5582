"""Days and moments: what people and systems write for them. Year first, or in a format that the recordset states.

A `Moment` is seconds since 1970-01-01 00:00 on the library's clock and whether a time of day was written.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 86_400
EPOCH = dt.date(1970, 1, 1).toordinal()
SERIAL_ZERO = dt.date(1899, 12, 30).toordinal() - EPOCH
LAST_SERIAL = 2_958_465


class Moment(NamedTuple):
    seconds: int
    timed: bool
    """False: a day was written. A spreadsheet's midnight counts as timed; a column of such is a column of days."""


class Clock(NamedTuple):
    """How naive values are read (`source`) and on whose clock days are taken (`library`)."""

    source: ZoneInfo
    library: ZoneInfo


_DATE = r"(?P<y>\d{4})\s*(?:(?P<sep>[-/.])\s*(?P<m>\d{1,2})\s*(?P=sep)\s*(?P<d>\d{1,2})|年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*[日号]?)"
_WEEKDAY = r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_TIME = (
    r"(?:\s*(?P<half>上午|下午|晚上|凌晨|中午)?\s*(?P<h>\d{1,2})(?::(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?"
    r"|[时点](?:\s*(?P<mi2>\d{1,2})\s*分(?:\s*(?P<s2>\d{1,2})\s*秒)?|整)?)\s*(?P<ap>am|pm)?)"
)
_OFFSET = r"(?:\s*(?P<z>z|utc|gmt|(?:utc|gmt)?[+-]\d{2}:?(?:\d{2})?))?"
_FULL = re.compile(rf"{_DATE}{_WEEKDAY}(?:(?:t|\s|(?<=[日号]))\s*{_TIME}{_OFFSET})?", re.IGNORECASE)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s?(\d{2})(\d{2})(\d{2}))?")
_SERIAL = re.compile(r"\d{1,7}(?:\.\d{1,17})?")


def moment(cell: object, formats: tuple[str, ...], clock: Clock, serial_shift: int = 0) -> Moment | None:
    """What a cell says, or None when that is not certain (impossible, ambiguous, no date)."""
    try:
        if isinstance(cell, dt.datetime):
            return _settle(cell, True, clock)
        if isinstance(cell, dt.date):
            return Moment((cell.toordinal() - EPOCH) * DAY, True)
        if isinstance(cell, bool):
            return None
        if isinstance(cell, (int, float)):
            return _number(cell, serial_shift)
        return _written(cell, formats, clock) if isinstance(cell, str) and len(cell) <= 60 else None
    except (ValueError, OverflowError):
        return None


def _written(text: str, formats: tuple[str, ...], clock: Clock) -> Moment | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    for format in formats:
        found = _serial(plain) if format == "excel" else _stated(plain, format, clock)
        if found is not None:
            return found
    return _year_first(plain, clock) if all(_leaves_year_first(format) for format in formats) else None


def _leaves_year_first(format: str) -> bool:
    """A stated format that itself begins with the year, or is digits only, must not be second-guessed."""
    return format == "excel" or not (format.startswith(("%Y", "%y")) or re.fullmatch(r"(?:%[A-Za-z])+", format))


def _stated(text: str, format: str, clock: Clock) -> Moment | None:
    try:
        return _settle(dt.datetime.strptime(text, format), has_time(format), clock)
    except ValueError:
        return None


def has_time(format: str) -> bool:
    return re.search(r"%[HIMSfpXcT]", format) is not None


def _serial(text: str) -> Moment | None:
    return _number(float(text), 0) if _SERIAL.fullmatch(text) else None


def _number(value: int | float, shift: int) -> Moment | None:
    """An Excel serial of 1900 (which believes in 29 February 1900), or a day written 20260301."""
    if 10_000_101 <= value <= 99_991_231 and value == int(value):
        return _day(*(int(part) for part in (str(int(value))[:4], str(int(value))[4:6], str(int(value))[6:])))
    if not 1 <= value < LAST_SERIAL + 1 or (60 <= value < 61 and not shift):
        return None
    zero = SERIAL_ZERO + shift + (1 if value < 60 and not shift else 0)
    return Moment(zero * DAY + round(value * DAY), value != int(value))


def _day(year: int, month: int, day: int) -> Moment:
    return Moment((dt.date(year, month, day).toordinal() - EPOCH) * DAY, False)


def _year_first(text: str, clock: Clock) -> Moment | None:
    digits = _DIGITS.fullmatch(text)
    if digits:
        year, month, day, *time = digits.groups()
        if time[0] is None:
            return _day(int(year), int(month), int(day))
        return _at(int(year), int(month), int(day), int(time[0]), int(time[1]), int(time[2]), None, clock)
    found = _FULL.fullmatch(text)
    if not found:
        return None
    part = found.groupdict()
    year, month, day = int(part["y"]), int(part["m"] or part["m2"]), int(part["d"] or part["d2"])
    if part["h"] is None:
        return _day(year, month, day)
    hour = _hour(int(part["h"]), part["half"], part["ap"])
    minute, second = int(part["mi"] or part["mi2"] or 0), int(part["s"] or part["s2"] or 0)
    return _at(year, month, day, hour, minute, second, part["z"], clock)


def _hour(hour: int, half: str | None, mark: str | None) -> int:
    """12-hour clocks; ValueError when both halves could be meant."""
    half = {"am": "上午", "pm": "下午"}[mark.lower()] if mark else half
    if half in (None, "凌晨", "上午"):
        if mark and hour > 12:
            raise ValueError(hour)
        return 0 if half and hour == 12 else hour
    if half == "晚上" and not 5 <= hour <= 11 and hour < 13:
        raise ValueError(hour)
    if half == "中午":
        return hour if hour >= 11 else hour + 12
    return hour + 12 if hour < 12 else hour


def _at(year: int, month: int, day: int, hour: int, minute: int, second: int, zone: str | None, clock: Clock) -> Moment:
    """24:00 belongs to the day it ends: it is kept as that day's last second (SEMANTICS 0.8)."""
    last = (hour, minute, second) == (24, 0, 0)
    value = dt.datetime(year, month, day, *((23, 59, 59) if last else (hour, minute, second)))
    if zone:
        value = value.replace(tzinfo=_offset(zone))
    return _settle(value, True, clock)


def _offset(text: str) -> dt.tzinfo:
    digits = re.sub(r"[^0-9+-]", "", text)
    if not digits:
        return dt.UTC
    hours, minutes = int(digits[1:3]), int(digits[3:5] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return dt.timezone((1 if digits[0] == "+" else -1) * dt.timedelta(hours=hours, minutes=minutes))


def _settle(value: dt.datetime, timed: bool, clock: Clock) -> Moment:
    """On the library's clock; a day without time is the same day everywhere."""
    if value.tzinfo is not None:
        value = value.astimezone(clock.library)
    elif timed and clock.source != clock.library:
        value = value.replace(tzinfo=clock.source).astimezone(clock.library)
    value = value.replace(tzinfo=None)
    return Moment((value.toordinal() - EPOCH) * DAY + value.hour * 3600 + value.minute * 60 + value.second, timed)
