"""Fitness: Great Expectations and the light measuring of `check` agree; every failing key is told; nothing leaves the machine."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from procedo.engines import duckdb
from procedo.fitness import run
from procedo.fitness.outcome import Failing, Measured, Result, text
from procedo.fitness.page import page
from procedo.fitness.suites import suites, validate
from procedo.library import read
from procedo.model import Form, Recordset
from procedo.records import load_forms
from procedo.records.fit import expectations

ROOT = Path(__file__).resolve().parents[2]
FORM = Form.model_validate(
    {
        "form": "deal",
        "title": {"zh": "成交", "en": "Deal"},
        "revision": "1",
        "status": "released",
        "key": "id",
        "date": ["day"],
        "fields": {
            "id": {"type": "text", "required": True, "label": "编号"},
            "day": {"type": "date", "label": "日期"},
            "amount": {"type": "money", "label": "金额"},
            "kind": {"type": "choice", "choices": ["A", "B"], "required": True, "label": "类别"},
        },
    }
)


def loaded(folder: Path, rows: list[list[str]], totals: dict | None = None, **more):
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["编号,日期,金额,类别", *(",".join(row) for row in rows)]
    (folder / "deals.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    recordset = Recordset.model_validate(
        {
            "recordset": "deals",
            "extracted_at": "2026-07-01",
            "sources": [{"form": "deal", "path": "deals.csv"}],
            "rows": totals or {},
            **more,
        }
    )
    engine = duckdb.connect()
    day = dt.date(2026, 7, 1)
    dataset = load_forms(recordset, folder, {"deal": FORM}, "Asia/Shanghai", engine, day, day)
    return recordset, dataset, engine


def measured(recordset, dataset, engine):
    return list(validate(suites(recordset, {"deal": FORM}, dataset, engine), dataset))


def test_the_two_measures_agree_on_random_exports(tmp_path):
    dice = random.Random(7)
    for number in range(8):
        rows = [
            [
                dice.choice([f"D{n}", "D1"]) if dice.random() < 0.1 else f"D{n}",
                dice.choice(["2026-01-05", "2026-02-31", ""]),
                dice.choice(["100", "面议", ""]),
                dice.choice(["A", "B", "A", "C"]),
            ]
            for n in range(2, 2 + dice.randrange(1, 12))
        ]
        recordset, dataset, engine = loaded(
            tmp_path / str(number), rows, unreadable_limit=0.3, totals={"deal": dice.choice([len(rows), 5])}
        )
        light = {(e.kind, e.field): e.met for e in expectations(recordset, {"deal": FORM}, dataset)}
        heavy = {(t.kind, t.field): t.met for t in measured(recordset, dataset, engine) if t.fit and t.kind != "column"}
        assert heavy == light


def test_every_failing_key_is_told(tmp_path):
    rows = [[f"D{n}", "2026-01-05", "面议" if n % 2 else "10", "A"] for n in range(300)]
    found = {(t.kind, t.field): t for t in measured(*loaded(tmp_path, rows))}
    unreadable = found["readable", "amount"]
    assert not unreadable.met and unreadable.unexpected == 150
    assert [f.key for f in unreadable.failing] == [f"D{n}" for n in range(300) if n % 2]
    assert unreadable.failing[0] == Failing("D1", "deals.csv", 3)


def test_an_empty_required_field_is_a_warning_not_unfit(tmp_path):
    found = {(t.kind, t.field): t for t in measured(*loaded(tmp_path, [["D1", "", "", ""], ["D2", "", "", "A"]]))}
    assert not found["required", "kind"].met and not found["required", "kind"].fit
    assert [f.key for f in found["required", "kind"].failing] == ["D1"]


def test_a_hostile_name_is_text_on_the_page():
    failing = (Failing("<script>alert(1)</script>", "=cmd|'x'!A0.csv", 2),)
    result = Result(
        "x", "2026-07-01", (), (Measured("deal", None, "keys", True, False, 3, 1, failing),), {"deal": {"zh": "<b>", "en": "<b>"}}
    )
    for language in ("zh", "en"):
        assert "<script>" not in page(result, language) and "&lt;script&gt;" in page(result, language)
        assert "deal" in text(result, language)


@pytest.fixture
def no_network(monkeypatch):
    def refused(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)


def test_the_sample_is_fit_and_nothing_is_sent(tmp_path, no_network):
    for name in ("procedures", "records"):
        shutil.copytree(ROOT / name, tmp_path / name)
    result = run(read(tmp_path), tmp_path / "records" / "sample.yml", keep=True)
    assert result.fit
    written = json.loads((tmp_path / "build" / "fitness" / "sample" / "result.json").read_text(encoding="utf-8"))
    assert written["recordset"] == "sample" and len(written["tested"]) > 200
    assert "http" not in result.page.read_text(encoding="utf-8")
    suite = json.loads((tmp_path / "checks" / "expectations" / "contract.json").read_text(encoding="utf-8"))
    assert suite == json.loads((ROOT / "checks" / "expectations" / "contract.json").read_text(encoding="utf-8"))


def test_an_unfit_export_stops_the_check_and_says_so_on_every_report(tmp_path):
    for name in ("procedures", "records"):
        shutil.copytree(ROOT / name, tmp_path / name)
    recordset = tmp_path / "records" / "shop.yml"
    recordset.write_text(
        recordset.read_text(encoding="utf-8").replace("root: shop\n", "root: shop\nrows: {customer: 9999}\n"), encoding="utf-8"
    )

    def procedo(*words: str):
        command = [sys.executable, "-m", "procedo", *words, "--library", str(tmp_path), "--lang", "en"]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    stopped = procedo("check", "shop")
    assert stopped.returncode == 2 and "[unfit]" in stopped.stdout + stopped.stderr and "9999" in stopped.stdout + stopped.stderr
    assert procedo("fitness", "shop").returncode == 2
    going_on = procedo("check", "shop", "--requirement", "R-277", "--fail-on", "any", "--unfit", "--report", "text", "--report", f"json:{tmp_path / 'r.json'}")
    assert going_on.returncode == 1 and "9999" in going_on.stdout
    assert "9999" in json.dumps(json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["unfit"])
