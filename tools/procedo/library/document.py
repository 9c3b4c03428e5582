"""A controlled document as it stands in the library: its model, its file, its fingerprint, its places."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from procedo.library.marks import Path, Yaml
from procedo.model import Controlled
from procedo.problem import Place

NOT_CONTENT = ("status", "signatures")
"""Keys that may change while a document is signed and released: no part of the fingerprint."""


@dataclass(frozen=True)
class Document:
    kind: str
    model: Controlled
    yaml: Yaml = field(repr=False, compare=False)
    released: bool
    """Whether it is an archived revision (`procedures/revisions/…`), not a desk copy."""

    @property
    def id(self) -> str:
        return self.model.id

    @property
    def revision(self) -> str:
        return self.model.revision

    @property
    def file(self) -> str:
        return self.yaml.file

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.yaml.data)

    def place(self, path: Path = (), offset: int = 0, key: bool = False) -> Place:
        """The nearest known position for a path such as `("requirements", 3, "checks", 0, "when")`."""
        return self.yaml.place(path, offset, key)

    def at(self, file: str, released: bool) -> Document:
        """The same document read from another file of equal text."""
        return Document(self.kind, self.model, replace(self.yaml, file=file), released)


def fingerprint(data: dict[str, Any]) -> str:
    """`sha256:` of the content: line ends, key order, comments, status and signatures do not count."""
    content = {key: value for key, value in data.items() if key not in NOT_CONTENT}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + sha256(canonical.encode()).hexdigest()
