"""Decisions on what the sources leave open or contradict each other in, and what in the library carries each out."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field as field

from procedo.model.document import Controlled
from procedo.model.text import Node, Text


class Decision(Node):
    """`by` names what carries it out: a parameter (`QP-SAL-10.dunning_time`), a line of a matrix (`AM-CONTRACT.L3`), a check
    (`R-255.a`), a form, a role or a source of the library."""

    id: str
    subject: Text
    says: Text
    """What the sources say."""
    decided: Text
    reason: Text
    by: list[str]
    sources: list[str] = []


class DecisionList(Controlled):
    id_key: ClassVar[str] = "decision_list"
    decision_list: str = field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    decisions: list[Decision]
