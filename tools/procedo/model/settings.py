"""library.yml: the organisation and how its library works."""

from __future__ import annotations

from typing import Literal

from procedo.model.text import Flag, Node, Text


class ReleasePolicy(Node):
    """What a release must show: who signed, as different people, with evidence (ISO 9001:2015, 7.5.2 c)."""

    signatures: list[Literal["prepared", "reviewed", "approved"]] = ["prepared", "reviewed", "approved"]
    people: Literal["different", "any"] = "different"
    evidence: Flag = True


class Settings(Node):
    library: str
    organisation: Text
    languages: list[Literal["zh", "en"]] = ["zh"]
    time_zone: str = "Asia/Shanghai"
    profile: str
    calendar: str | None = None
    same_day: Literal["allowed", "refused"] = "allowed"
    release: ReleasePolicy = ReleasePolicy()
    site_url: str | None = None
    about: Text | None = None
