"""The words procedo uses everywhere: languages, sentences, verdicts, grades, statuses."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import NamedTuple

LANGUAGES = ("zh", "en")


class Sentence(NamedTuple):
    """One thing said in both languages; `say` builds it, `in_` picks one."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def say(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


class Verdict(IntEnum):
    """What a case deserves, in the order in which the worst wins (SEMANTICS 0)."""

    CONFORMS = 0
    PENDING = 1
    UNDETERMINED = 2
    NONCONFORMING = 3

    @property
    def word(self) -> str:
        return self.name.lower()


VERDICTS = {
    "conforms": say("符合", "conforms"),
    "pending": say("未到期", "pending"),
    "undetermined": say("无法判定", "undetermined"),
    "nonconforming": say("不符合", "nonconforming"),
    "not_applicable": say("不适用", "not applicable"),
}


class Grade(StrEnum):
    """How grave a nonconformity with a requirement is (ISO 19011 6.4.8)."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "observation"


GRADES = {
    "critical": say("严重", "critical"),
    "major": say("主要", "major"),
    "minor": say("次要", "minor"),
    "observation": say("观察项", "observation"),
}


class Status(StrEnum):
    """Whether a check was put to work, the worst first."""

    NOT_EVALUABLE = "not-evaluable"
    NOT_AUTOMATED = "not-automated"
    ATTESTATION = "attestation"
    NOT_EXERCISED = "not-exercised"
    EXERCISED = "exercised"


STATUSES = {
    "not-evaluable": say("数据不足，无法检查", "not evaluable"),
    "not-automated": say("尚未自动化", "not automated"),
    "attestation": say("须人工声明", "attestation"),
    "not-exercised": say("本次无适用记录", "not exercised"),
    "exercised": say("已检查", "exercised"),
}

ORIGINS = {
    "source": say("来源原文", "stated by the source"),
    "derived": say("由来源推出", "derived from the source"),
    "chosen": say("本库选定", "chosen by this library"),
}
