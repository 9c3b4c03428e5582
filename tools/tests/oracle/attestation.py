"""Attestation, read plainly from the kind's page: due in every week that is demanded, pending while it runs, never passed.

Left out: attestations of one named case, since the cases of each record set have names of their own; the material, which decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from oracle.kit import Check, Kind
from oracle.recurrence import BROKEN, CALENDAR, FORMS, KEYS, PERIOD, WEEKS, demanded
from oracle.values import AS_OF, NO_CASE, PENDING, Answer, Records, unknown, wrong

from procedo.language.context import Stated


def said(label: str, last: dt.date, stated: Mapping[str, bool]) -> Answer:
    if label in stated:
        return NO_CASE if stated[label] else wrong("declared-nonconforming")
    return PENDING if last >= AS_OF else unknown("attestation-due")


def check(stated: Mapping[str, bool]) -> Check:
    def reading(records: Records) -> dict[str, Answer]:
        weeks = [(label, first, first + dt.timedelta(6)) for label, first in WEEKS.items()]
        return {
            f"{person['id']}/{week[0]}": demanded(person, records, week) or said(week[0], week[2], stated)
            for person in records["person"] for week in weeks
        }

    asked = {"kind": "attestation", "case": "person", "every": "week", "look_at": {"form": "report", "match": {"key": "key"}}}
    attested = {"": tuple((None, label, conforms) for label, conforms in stated.items())}
    return Check({"check": asked, "stated": Stated(attested=attested)}, reading, CALENDAR)


KIND = Kind(
    FORMS, BROKEN, KEYS, {"nobody has": check({}), "some weeks": check({"2026-W23": False, "2026-W24": True, "2026-W25": False})}, period=PERIOD,
)
