"""The lists that documents refer to: roles, glossary, clauses, sources."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field as field

from procedo.model.document import Controlled
from procedo.model.text import Label, Node, Text


class Role(Node):
    """`rank`: 1 is the highest. `may_act_for` names the roles whose decisions this one may take."""

    id: str = field(pattern=r"^[a-z][a-z0-9-]*$")
    label: Label
    """The first name is shown; the others are aliases that records may hold."""
    rank: int | None = None
    duties: Text | None = None
    may_act_for: list[str] = []
    sources: list[str] = []


class RoleList(Controlled):
    id_key: ClassVar[str] = "role_list"
    role_list: str = field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    roles: list[Role]


class Term(Node):
    id: str
    term: Text
    text: Text
    avoid: list[str] = []
    sources: list[str] = []


class Glossary(Controlled):
    id_key: ClassVar[str] = "glossary"
    glossary: str = field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    terms: list[Term]


class Clause(Node):
    """A clause by number, with a title in our own words; the standard's text is never copied."""

    id: str
    title: Text


class ClauseList(Controlled):
    id_key: ClassVar[str] = "clause_list"
    clause_list: str = field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    standard: str
    """How requirements cite it: `ISO 9001:2015` gives `ISO 9001:2015/8.2.3`."""
    clauses: list[Clause]


class Source(Node):
    id: str
    title: Text
    place: str | None = None
    note: Text | None = None


class SourceList(Controlled):
    id_key: ClassVar[str] = "source_list"
    source_list: str = field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    sources: list[Source]
