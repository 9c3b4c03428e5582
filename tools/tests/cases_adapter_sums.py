"""The worked cases of part D: sums, numbers and duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from judging import Answer, form, judge

STAFF = form("staff", "id:text! same_as:text", person={"id": "id", "same_as": "same_as"})


def texts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()} for row in rows]


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"row {n}"} | row for n, row in enumerate(texts(rows), 1)]


def told(found: Mapping[str, Answer]) -> dict[str, tuple[str, list[str], dict[str, Any]]]:
    """The answers with their evidence by the names that the cases use."""
    return {key: (*answer, answer.evidence | {"pairs": ", ".join(answer.evidence["lacking"]).replace(" + ", "+")})
            for key, answer in found.items()}


def duties(given: dict[str, Any], engine: str):
    """Persons on the case; with `identities` also a staff list that says which ids are one person's."""
    names = sorted({name for pair in given["rule"]["pairs"] for name in pair})
    forms = [form("paper", "id:text! " + " ".join(f"{name}:person" for name in names)), STAFF]
    records: dict[str, Any] = {"paper": texts(given["rows"])}
    if given.get("identities"):
        same = {row["person"]: row["same_as"] for row in given["identities"]}
        ids = {row[name] for row in given["rows"] for name in names if row[name]} | set(same)
        records["staff"] = [{"id": id, "same_as": same.get(id)} for id in sorted(ids)]
    check = {"kind": "separation-of-duties", "case": "paper", "duties": {n: n for n in names}, "pairs": given["rule"]["pairs"]}
    return told(judge(check, forms, records, str(given["as_of"]), engine=engine))


def acts(given: dict[str, Any], engine: str):
    """A matrix of duties over a form of acts."""
    forms = [form("matter", "id:text!"), form("act", "id:text! case:reference=matter duty:text by:person")]
    records = {"matter": [{"id": id} for id in sorted({row["case"] for row in given["acts"]})], "act": numbered(given["acts"])}
    said = {"form": "act", "match": "case", "duty": "duty", "by": "by"}
    check = {"kind": "separation-of-duties", "case": "matter", "acts": said, "exclude": given["rule"]["exclude"]}
    return told(judge(check, forms, records, str(given["as_of"]), engine=engine))


def numbering(given: dict[str, Any], engine: str):
    """One case for each number; where the cases name a whole series, it is as bad as its worst number."""
    rule = given["rule"]
    forms = [form("paper", "id:text! no:text status:text")]
    check = {"kind": "numbering", "case": "paper", "field": "no", "series": rule["pattern"]}
    check |= {key: rule[key] for key in ("start", "expected_last") if key in rule}
    found = told(judge(check, forms, {"paper": numbered(given["rows"])}, str(given["as_of"]), engine=engine))
    whole = {key.partition("/")[0] for key in found if "/" in key}
    sound = {name for name in whole if all(verdict == "conforms" for key, (verdict, *_) in found.items() if key.startswith(f"{name}/"))}
    return found | {name: ("conforms", [], {}) for name in sound}


def reconciliation(given: dict[str, Any], engine: str):
    """A total and the sum of its parts; `currency` stands beside the amount of a part."""
    rule = given["rule"]
    part = form("part", "id:text! parent:text amount:money currency:text")
    amount = part.fields["amount"].model_copy(update={"currency_field": "currency"})
    part = part.model_copy(update={"fields": part.fields | {"amount": amount}})
    figure = {"sum": "amount", "form": "part", "match": {"parent": "id"}}
    check = {"kind": "reconciliation", "case": "total", "let": {"parts": figure}, "equal": "amount = parts", "both": rule.get("orphans", False)}
    check |= {key: rule[key] for key in ("direction", "round_parts", "tolerance") if key in rule}
    check |= {"tolerance": f"{rule['percent']}%"} if "percent" in rule else {}
    records = {"total": texts(given["totals"]), "part": texts(given["parts"])}
    return told(judge(check, [form("total", "id:text! amount:money"), part], records, str(given["as_of"]), engine=engine))
