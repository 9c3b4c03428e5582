"""JSON Schemas of every YAML kind, so that editors complete and underline."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from procedo import folder, write
from procedo.library.scan import FOLDER
from procedo.model import DOCUMENTS, Recordset, Register, Settings
from procedo.model.attestation import AttestationList
from procedo.model.concession import ConcessionList
from procedo.model.example import BackgroundFile, ExampleFile
from procedo.model.inventory import Inventory

SCHEMAS: dict[str, type[BaseModel]] = {
    **DOCUMENTS, "library": Settings, "register": Register, "recordset": Recordset, "concessions": ConcessionList, "attestations": AttestationList,
    "examples": ExampleFile, "backgrounds": BackgroundFile, "inventory": Inventory,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def write_schemas(root: Path) -> list[Path]:
    """Write `procedures/schema/<kind>.json` for every kind; returns every file, changed or not."""
    target = Path(root) / FOLDER / "schema"
    texts = {kind: json.dumps(schema(kind), ensure_ascii=False, indent=1) + "\n" for kind in SCHEMAS}
    return [write.write_text(target / f"{kind}.json", text) for kind, text in texts.items()]


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file; a procedure's checks are one of the rule kinds."""
    model = SCHEMAS[kind]
    made = model.model_json_schema(by_alias=True, mode="validation")
    definitions = made.setdefault("$defs", {})
    _describe(made, model)
    for name, definition in definitions.items():
        _describe(definition, _models().get(name))
    if kind == "procedure":
        _add_checks(definitions)
    _tidy(made)
    return {"$schema": DIALECT, "title": kind, **made}


def _tidy(part: Any) -> None:
    """Leave out the titles pydantic makes of names; a revision may be written without quotes."""
    if isinstance(part, list):
        for item in part:
            _tidy(item)
    if not isinstance(part, dict):
        return
    if isinstance(part.get("title"), str):
        del part["title"]
    revision = part.get("properties", {}).get("revision") if isinstance(part.get("properties"), dict) else None
    if isinstance(revision, dict) and revision.get("type") == "string":
        revision["type"] = ["string", "number"]
    for item in part.values():
        _tidy(item)


def _models() -> dict[str, type[BaseModel]]:
    """Every model class of the package `procedo.model` by name."""
    found: dict[str, type[BaseModel]] = {}
    for name in folder.names("procedo.model"):
        module = importlib.import_module(f"procedo.model.{name.replace('-', '_')}")
        for word, value in vars(module).items():
            if isinstance(value, type) and issubclass(value, BaseModel):
                found[word] = value
    return found


def _describe(part: dict[str, Any], model: type[BaseModel] | None) -> None:
    """Put the sentence that follows a field in the source into its schema, so that editors show it."""
    if model is None:
        return
    aliases = {name: info.alias or name for name, info in model.model_fields.items()}
    for owner in reversed(model.__mro__):
        for name, sentence in _sentences(owner).items():
            field = part.get("properties", {}).get(aliases.get(name, name))
            if field is not None and "description" not in field:
                field["description"] = sentence


def _sentences(owner: type) -> dict[str, str]:
    if not issubclass(owner, BaseModel) or owner is BaseModel:
        return {}
    try:
        body = ast.parse(inspect.cleandoc("\n" + inspect.getsource(owner))).body[0].body  # type: ignore[attr-defined]
    except (OSError, TypeError, SyntaxError):
        return {}
    pairs = zip(body, body[1:], strict=False)
    return {field.target.id: " ".join(text.value.value.split()) for field, text in pairs
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)}


def _add_checks(definitions: dict[str, Any]) -> None:
    """`checks` holds one of the rule kinds, told apart by `kind`; without kinds any mapping will do."""
    options = [option for name in _rule_kinds() if (option := _check(name, definitions))]
    if options and "Requirement" in definitions:
        definitions["Requirement"]["properties"]["checks"]["items"] = {"oneOf": options}


def _rule_kinds() -> list[str]:
    try:
        return folder.names("procedo.rules")
    except ModuleNotFoundError:
        return []


def _check(name: str, definitions: dict[str, Any]) -> dict[str, Any] | None:
    module = folder.load("procedo.rules", name)
    fields = getattr(module, "Fields", None)
    if fields is None:
        return None
    made = TypeAdapter(fields).json_schema(by_alias=True, mode="validation", ref_template="#/$defs/{model}")
    for word, definition in made.pop("$defs", {}).items():
        definitions.setdefault(word, definition)
    head = {"id": {"type": "string"}, "kind": {"const": name}}
    made["properties"] = {**head, **made.get("properties", {}), "kind": head["kind"]}
    made["required"] = sorted({"id", "kind", *made.get("required", [])})
    _describe(made, fields)
    title = (inspect.getdoc(module) or name).strip().splitlines()[0]
    definitions[f"check-{name}"] = {**made, "description": made.get("description", title)}
    return {"$ref": f"#/$defs/check-{name}"}
