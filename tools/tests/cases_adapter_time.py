"""The worked cases of parts B and C: deadlines, lead times, order and presence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from judging import Answer, form, judge

from procedo.model import Calendar

HEAD = {"title": "x", "revision": "1", "status": "released"}
UNITS = {"day": "days", "working-day": "working days", "hour": "hours", "month": "months", "year": "years"}
LINKS = {"triggers": ("id", "targets", "trigger"), "later": ("key", "earlier", "key"), "rows": ("id", "", ""), "subjects": ("id", "records", "subject")}
FACTS = {"due": "due", "done": "done", "last_day": "due", "first_day": "from"}
"""What the cases call a fact, and what our evidence calls it."""
Told = dict[str, tuple[str, list[str], dict[str, Any]]]


def timed(judged: Callable[[dict[str, Any], str], Mapping[str, Answer]]) -> Callable[[dict[str, Any], str], Told]:
    """The kind of case with its evidence, run file by file."""

    def run(given: dict[str, Any], engine: str) -> Told:
        found: Told = {}
        for part in _files(given):
            found |= {key: (*answer, _facts(answer)) for key, answer in judged(part, engine).items()}
        return found

    return run


def _facts(answer: Answer) -> dict[str, Any]:
    """Dates by the names of the cases, times to the second."""
    told = {name: answer.evidence.get(ours) for name, ours in FACTS.items()}
    return {name: f"{value}:00" if value and len(value) == 16 else value for name, value in told.items()}


def _files(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Precision belongs to the column: cases that mix days and times in one are run one by one, each a file of its own."""
    for name, (own, other, link) in LINKS.items():
        rows = given.get(name, [])
        points = [v for row in (*rows, *given.get(other, [])) for k, v in row.items() if k == "at" or k.endswith("_at")]
        if len({isinstance(p, dt.date) for p in points if p}) > 1:
            for row in rows:
                linked = {other: [r for r in given[other] if r[link] == row[own]]} if other else {}
                yield given | {name: [row]} | linked
            return
    yield given


def settings(given: dict[str, Any], engine: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"as_of": str(given["as_of"]), "engine": engine}
    if given.get("extracted_at"):
        found["extracted_at"] = str(given["extracted_at"])
    if given.get("calendar"):
        said = given["calendar"]
        days = {"first": said["from"], "last": said["to"], "off": said.get("off", []), "worked": said.get("work", [])}
        found["calendar"] = Calendar.model_validate(HEAD | {"calendar": "case"} | days)
    return found | more


def texts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v.isoformat() if isinstance(v, (dt.date, dt.datetime)) else v for k, v in row.items()} for row in rows]


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"row {n}"} | row for n, row in enumerate(texts(rows), 1)]


@timed
def response(given: dict[str, Any], engine: str):
    rule, limit = given["rule"], given["rule"]["limit"]
    parameters = {}
    within = f"{limit['n']} {UNITS[limit['unit']]}"
    if "by" in limit:
        within, parameters = f"$limit[{limit['by']}]", {"limit": {k: f"{n} {UNITS[limit['unit']]}" for k, n in limit["n"].items()}}
    attribute = limit.get("by", "class")
    own = any("done_at" in row for row in given["triggers"])
    forms = [
        form("trigger", f"id:text! key:text at:datetime {attribute}:text{'!' if 'by' in limit else ''} done_at:datetime", date=["at"]),
        form("target", "id:text! key:text trigger:reference=trigger at:datetime", date=["at"]),
        form("hold", "id:text! trigger:reference=trigger from:date to:date"),
    ]
    linked = {"key": "key"} if rule.get("link") == "key" else "trigger"
    what = {"done": "done_at"} if own else {"needs": {"form": "target", "match": linked}}
    check = {"kind": "response", "case": "trigger", "after": "at", "within": within} | what
    check |= {"roll": rule["roll"]} if "roll" in rule else {}
    check |= {"answers": rule["each"]} if "each" in rule else {}
    check |= {"pause": {"form": "hold", "match": "trigger", "from": "from", "to": "to"}} if given.get("pauses") else {}
    records = {
        "trigger": texts(given["triggers"]),
        "target": numbered(given.get("targets", [])),
        "hold": numbered(given.get("pauses", [])),
    }
    precise = {name: {"at": {"precision": "date"}} for name in ("trigger", "target") if given.get("precision", {}).get(f"{name}s.at")}
    return judge(check, forms, records, **settings(given, engine, parameters=parameters, columns=precise))


@timed
def lead(given: dict[str, Any], engine: str):
    rule = given["rule"]
    unit = {"day": "days", "month": "months", "working-day": "working_days"}[rule["unit"]]
    bound = f"event_at - {unit}({rule['n']})"
    forms = [form("deed", "id:text! event_at:datetime? done_at:datetime", date=["event_at"])]
    window = {"before": bound} if rule["mode"] == "at-least" else {"after": bound, "before": "event_at"}
    check = {"kind": "precedence", "case": "deed", "clock": "as_of", "done": "done_at"} | window
    return judge(check, forms, {"deed": texts(given["rows"])}, **settings(given, engine))


@timed
def precedence(given: dict[str, Any], engine: str):
    forms = [form("deed", "id:text! key:text! at:datetime", date=["at"]), form("earlier", "id:text! key:text at:datetime", date=["at"])]
    check = {"kind": "precedence", "case": "deed", "clock": "as_of", "needs": {"form": "earlier", "match": {"key": "key"}}, "before": "at"}
    if given["rule"].get("same_day"):
        check["same_day"] = given["rule"]["same_day"]
    records = {"deed": texts(given["later"]), "earlier": numbered(given["earlier"])}
    return judge(check, forms, records, **settings(given, engine))


@timed
def existence(given: dict[str, Any], engine: str):
    due = any("due" in row for row in given["cases"])
    forms = [
        form("matter", f"id:text! key:text! due:date?{'!' if due else ''}"),
        form("related", "id:text! key:text at:datetime", date=["at"]),
    ]
    needs = {"form": "related", "match": {"key": "key"}, "at_least": given["rule"].get("count", 1)}
    check = {"kind": "existence", "case": "matter", "needs": needs} | ({"before": "due"} if due else {})
    records = {"matter": texts(given["cases"]), "related": numbered(given["related"])}
    if not due:
        check["needs"]["at"] = "none"
    return judge(check, forms, records, **settings(given, engine))


@timed
def absence(given: dict[str, Any], engine: str):
    window = given["rule"].get("window")
    forms = [form("matter", "id:text! key:text! a:date? b:date?"), form("related", "id:text! key:text at:datetime", date=["at"])]
    check = {"kind": "absence", "case": "matter", "forbids": {"form": "related", "match": {"key": "key"}}}
    check |= {"after": window["from"], "before": window["to"]} if window else {}
    return judge(check, forms, {"matter": texts(given["cases"]), "related": numbered(given["related"])}, **settings(given, engine))
