"""JSON Schemas: every kind has one, and what the reader accepts the schema accepts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from procedo import folder
from procedo.library.scan import document_files
from procedo.library.yaml_reader import read_yaml, read_yaml_bytes
from procedo.lifecycle.schema import SCHEMAS, schema, write_schemas

BASE = Path(__file__).parent / "golden" / "lint" / "base"


def test_one_file_for_every_kind(tmp_path: Path):
    shutil.copytree(BASE, tmp_path / "library")
    written = write_schemas(tmp_path / "library")
    assert sorted(path.stem for path in written) == sorted(SCHEMAS)
    before = [path.read_bytes() for path in written]
    assert [path.read_bytes() for path in write_schemas(tmp_path / "library")] == before
    assert json.loads(written[0].read_text(encoding="utf-8"))["$schema"].startswith("https://json-schema.org/")


def faults(kind: str, data) -> list[str]:
    jsonschema = pytest.importorskip("jsonschema")
    return [error.message for error in jsonschema.Draft202012Validator(schema(kind)).iter_errors(data)]


@pytest.mark.parametrize("file", ["procedures/library.yml", "procedures/register.yml", *document_files(BASE)])
def test_sound_documents_pass(file: str):
    data = read_yaml(BASE / file, file).data
    kind = next(iter(data)) if file not in ("procedures/library.yml", "procedures/register.yml") else Path(file).stem
    assert faults(kind, data) == []


def test_faults_are_seen():
    data = read_yaml(BASE / "procedures/forms/order.yml", "x").data
    assert faults("form", {**data, "event": {}}) and faults("form", {**data, "status": "ready"})
    assert faults("form", {**data, "title": {"cn": "x"}}) and not faults("form", {**data, "title": "x", "revision": 2, "key": ["a"]})


def test_descriptions_are_kept():
    form = schema("form")
    assert "F-SAL-021" in form["properties"]["number"]["description"]
    assert form["$defs"]["Field"]["description"].startswith("One field.")


def test_checks_are_told_apart_by_kind():
    kinds = [name for name in folder.names("procedo.rules") if hasattr(folder.load("procedo.rules", name), "Fields")]
    checks = schema("procedure")["$defs"]["Requirement"]["properties"]["checks"]["items"]
    assert [option["$ref"] for option in checks["oneOf"]] == [f"#/$defs/check-{name}" for name in kinds]
    data = read_yaml(BASE / "procedures/QP-01-orders.yml", "x").data
    checks = read_yaml_bytes(b"c: [{id: a, kind: completeness, case: order, fields: [number]}, {id: b, kind: completness}]", "x").data["c"]
    data["requirements"][0]["checks"] = checks[:1]
    assert faults("procedure", data) == []
    data["requirements"][0]["checks"] = checks
    assert faults("procedure", data)
