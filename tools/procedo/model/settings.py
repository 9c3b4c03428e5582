"""library.yml: the organisation and how its library works."""

from __future__ import annotations

from typing import Literal

from procedo.model.text import Node, Text


class Settings(Node):
    library: str
    organisation: Text
    languages: list[Literal["zh", "en"]] = ["zh"]
    time_zone: str = "Asia/Shanghai"
    profile: str
    calendar: str | None = None
    same_day: Literal["allowed", "refused"] = "allowed"
    site_url: str | None = None
    about: Text | None = None
