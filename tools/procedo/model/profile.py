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

    def key(self, procedure: str, name: str) -> str | None:
        """What the value of a procedure's parameter stands under: `QP-SAL-07.name`, else `name`; None where it is the procedure's own."""
        return next((key for key in (f"{procedure}.{name}", name) if key in self.parameters), None)

    def value(self, procedure: str, name: str, default: Any = None) -> Any:
        """The value of a procedure's parameter: the profile's, else the procedure's own."""
        key = self.key(procedure, name)
        return default if key is None else self.parameters[key]
