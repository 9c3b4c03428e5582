"""The worked cases of recurring duties: windows (week, month) and intervals (every N days)."""

from __future__ import annotations

from typing import Any

from cases_adapter_time import numbered, settings, texts, timed
from judging import form, judge

UNITS = {"day": "days", "working-day": "working_days"}
LIFE = {"from": "from", "to": "to", "except": {"form": "away", "match": "person", "from": "from", "to": "to"}}
SUBJECT = form("subject", "id:text! from:date?! to:date?", active=LIFE)
AWAY = form("away", "id:text! person:reference=subject from:date? to:date?")
RECORD = form("record", "id:text! subject:reference=subject at:datetime period:text", date=["at"])


@timed
def recurrence(given: dict[str, Any], engine: str):
    rule = given["rule"]
    check = {"kind": "recurrence", "case": "subject", "needs": {"form": "record", "match": {"subject": "id"}}}
    check |= {"max_gap": f"{rule['every']} {rule['unit']}s"} if "every" in rule else _window(rule)
    records = {"subject": texts(given["subjects"]), "record": numbered(given["records"]), "away": numbered(given.get("absences", []))}
    said = settings(given, engine)
    if given.get("period"):
        said["period"] = tuple(str(given["period"][end]) for end in ("from", "to"))
    return judge(check, [SUBJECT, RECORD, AWAY], records, **said)


def _window(rule: dict[str, Any]) -> dict[str, Any]:
    check: dict[str, Any] = {"every": rule["window"], "needs": {"form": "record", "match": {"subject": "id", "period": "period.label"}}}
    deadline = rule.get("deadline", {})
    if "grace" in rule:
        check["before"] = f"period.end + {UNITS[rule['grace_unit']]}({rule['grace']})"
    elif "time" in deadline:
        first = f"period.start + days({deadline['weekday'] - 1})"
        check["before"] = f"at_time(next_working_day({first}), '{deadline['time']}')"
    elif "working_day_of_next" in deadline:
        check["before"] = f"period.end + working_days({deadline['working_day_of_next']})"
    return check
