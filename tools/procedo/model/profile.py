"""Profile: which procedures and requirements apply to this organisation, with its roles and values."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field as field

from procedo.model.document import Controlled
from procedo.model.text import Text


class Profile(Controlled):
    id_key: ClassVar[str] = "profile"

    profile: str = field(pattern=r"^[a-z][a-z0-9-]*$")
    description: Text | None = None
    procedures: list[str]
    without: list[str] = []
    """Requirements of those procedures that do not apply."""
    parameters: dict[str, Any] = {}
    roles: dict[str, str] = {}
    """Canonical role -> role of this organisation that takes its place."""
    matrices: dict[str, str] = {}
    calendar: str | None = None

    def value(self, procedure: str, name: str, default: Any = None) -> Any:
        """The value of a procedure's parameter: `QP-SAL-07.name`, else `name`, else the procedure's own."""
        return self.parameters.get(f"{procedure}.{name}", self.parameters.get(name, default))
