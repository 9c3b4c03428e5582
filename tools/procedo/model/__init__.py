"""What the documents of a library are: pydantic models, no input or output."""

from procedo.model.calendar import Calendar
from procedo.model.decision import DecisionList
from procedo.model.document import Controlled, Signature
from procedo.model.form import Field, Form
from procedo.model.indicator import IndicatorList
from procedo.model.lists import ClauseList, Glossary, RoleList, SourceList
from procedo.model.matrix import Matrix
from procedo.model.procedure import Parameter, Procedure, RawCheck, Requirement, Step
from procedo.model.profile import Profile
from procedo.model.recordset import Recordset
from procedo.model.register import Register
from procedo.model.settings import Settings
from procedo.model.text import Node, Text

DOCUMENTS: dict[str, type[Controlled]] = {
    "procedure": Procedure,
    "form": Form,
    "matrix": Matrix,
    "calendar": Calendar,
    "profile": Profile,
    "role_list": RoleList,
    "glossary": Glossary,
    "clause_list": ClauseList,
    "source_list": SourceList,
    "decision_list": DecisionList,
    "indicator_list": IndicatorList,
}
"""Every kind of controlled document: the first key of its file -> its model."""

__all__ = [
    "DOCUMENTS", "Calendar", "ClauseList", "Controlled", "DecisionList", "Field", "Form", "Glossary", "IndicatorList", "Matrix", "Node", "Parameter",
    "Procedure", "Profile", "RawCheck", "Recordset", "Register", "Requirement", "RoleList", "Settings", "Signature",
    "SourceList", "Step", "Text",
]
