"""Changes between revisions in words: `L3 行的“amount”：[500000..) → [300000..)`, `步骤 5.4 已增加`."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Mapping
from typing import Any

from procedo.difference.changes import Change
from procedo.language.duration import duration
from procedo.terms import GRADES, ORIGINS, Sentence, say

ITEMS = {
    "steps": say("步骤 {}", "step {}"), "requirements": say("要求 {}", "requirement {}"), "checks": say("检查 {}", "check {}"),
    "lines": say("{} 行", "line {}"), "approvals": say("第 {} 级审批", "approval {}"), "roles": say("角色 {}", "role {}"),
    "inputs": say("输入 {}", "input {}"), "responsibilities": say("{} 的职责", "duties of {}"), "terms": say("术语 {}", "term {}"),
    "definitions": say("术语 {}", "definition {}"), "branches": say("去 {} 的分支", "branch to {}"), "clauses": say("条款 {}", "clause {}"),
    "sources": say("来源 {}", "source {}"), "decisions": say("决定 {}", "decision {}"), "indicators": say("指标 {}", "indicator {}"),
}
MAPS = {
    "parameters": say("参数 {}", "parameter {}"), "fields": say("字段 {}", "field {}"), "choices": say("取值 {}", "value {}"),
    "events": say("事件 {}", "event {}"), "off": say("放假 {}", "day off {}"), "worked": say("上班 {}", "day worked {}"),
    "let": say("中间值 {}", "figure {}"), "matrices": say("矩阵 {}", "matrix {}"), "subsets": say("子集 {}", "subset {}"),
}
KEYS = {
    "title": say("标题", "title"), "purpose": say("目的", "purpose"), "scope": say("范围", "scope"), "text": say("文字", "text"),
    "work": say("工作内容", "work"), "grade": say("等级", "grade"), "default": say("取值", "value"), "limit": say("时限", "time limit"),
    "owner": say("归口", "owner"), "responsible": say("负责岗位", "responsible role"), "accountable": say("主管岗位", "accountable role"),
    "inputs": say("输入", "inputs"), "outputs": say("输出", "outputs"), "next": say("下一步", "next step"), "act": say("动作", "act"),
    "role": say("角色", "role"), "roles": say("角色", "roles"), "need": say("须几人", "how many"), "note": say("说明", "note"),
    "label": say("名称", "label"), "type": say("类型", "type"), "required": say("必填", "required"), "pattern": say("格式", "pattern"),
    "origin": say("来历", "origin"), "unit": say("单位", "unit"), "rank": say("级别", "rank"), "duties": say("职责", "duties"),
    "key_fields": say("关键字段", "key fields"), "hit": say("命中方式", "hit policy"), "when": say("适用条件", "condition"),
    "effective_from": say("生效日期", "effective date"), "review_by": say("复审日期", "review date"), "revision": say("版次", "revision"),
    "change": say("修改说明", "change note"), "transition": say("过渡方式", "transition"), "until": say("宽限到", "grandfathered until"),
    "withdrawn_on": say("废止日期", "withdrawn on"), "profiles": say("适用方案", "profiles"), "procedures": say("程序", "procedures"),
    "steps": say("步骤", "steps"), "requirements": say("要求", "requirements"), "checks": say("检查", "checks"), "lines": say("审批行", "lines"),
    "approvals": say("审批", "approvals"), "branches": say("分支", "branches"), "definitions": say("术语", "definitions"),
    "responsibilities": say("职责", "responsibilities"), "parameters": say("参数", "parameters"), "fields": say("字段", "fields"),
    "minimum": say("最小值", "minimum"), "maximum": say("最大值", "maximum"), "retention": say("保存期", "retention"),
}
WHAT = {"added": say("增加{}", "{} added"), "removed": say("删除{}", "{} removed"), "moved": say("{}的次序改变", "order of {} changed")}
_NUMBER = re.compile(r"(?<![\w-])(?<!\d\.)\d{4,}(?![\w-])")


def sentence(change: Change) -> Sentence:
    """One change in both languages."""
    return say(_said(change, "zh"), _said(change, "en"))


def _said(change: Change, language: str) -> str:
    where = place(change.path, language)
    if change.what in WHAT:
        text = WHAT[change.what].in_(language).format(where)
        item = change.new if change.what == "added" else change.old
        told = summary(item, language) if change.what != "moved" else ""
        return f"{text}{'：' if language == 'zh' else ': '}{told}" if told else text
    if change.path[-1] == "grade":
        holder, grade = place(change.path[:-1], language), GRADES[str(change.new)].in_(language)
        return f"{holder}改为“{grade}”" if language == "zh" else f"{holder} now {grade}"
    colon = "：" if language == "zh" else ": "
    return f"{where}{colon}{value(change.old, language)} → {value(change.new, language)}"


def place(path: tuple[Any, ...], language: str) -> str:
    """Where in the document: `步骤 5.4 的时限`, `time limit of step 5.4`."""
    parts: list[str] = []
    container = ""
    for part in path:
        if isinstance(part, tuple):
            parts.append(ITEMS.get(container, say("{}", "{}")).in_(language).format(part[1]))
        elif container in MAPS:
            parts.append(MAPS[container].in_(language).format(part))
            container = ""
            continue
        elif part not in ITEMS and part not in MAPS or part == path[-1]:
            parts.append(KEYS[part].in_(language) if part in KEYS else str(part))
        container = part if isinstance(part, str) else ""
    if language == "en":
        return " of ".join(reversed(parts))
    return "".join(part if n == 0 else f"{' ' if parts[n - 1][-1].isascii() else ''}的{part}" for n, part in enumerate(parts))


def value(found: Any, language: str) -> str:
    """A value as a person writes it."""
    if isinstance(found, Mapping) and found and set(found) <= {"zh", "en"}:
        return value(found.get(language) or next(iter(found.values())), language)
    if found is None or found == "":
        return "（空）" if language == "zh" else "(empty)"
    if isinstance(found, bool):
        return ("是" if found else "否") if language == "zh" else ("yes" if found else "no")
    if isinstance(found, Mapping):
        return ("；" if language == "zh" else "; ").join(f"{key}: {value(item, language)}" for key, item in found.items())
    if isinstance(found, list):
        return ("、" if language == "zh" else ", ").join(value(item, language) for item in found)
    text = str(found)
    if stated := duration(text):
        return stated.words[0 if language == "zh" else 1]
    if text in ORIGINS:
        return ORIGINS[text].in_(language)
    return _NUMBER.sub(lambda digits: f"{int(digits[0]):,}" if not re.fullmatch(r"(19|20)\d\d", digits[0]) else digits[0], text)


def summary(found: Any, language: str) -> str:
    """What names an item that was added or taken away: its title or text, or a short value."""
    if isinstance(found, Mapping):
        for key in ("title", "text", "label", "default"):
            if key in found:
                return value(found[key], language)
        return value(found, language) if set(found) <= {"zh", "en"} else ""
    return value(found, language)


def redline(change: Change, language: str) -> str:
    """The change as HTML: what went struck out, what came underlined; texts word by word. Everything is escaped."""
    if change.what != "changed":
        return html.escape(_said(change, language))
    old, new = value(change.old, language), value(change.new, language)
    colon = "：" if language == "zh" else ": "
    return html.escape(place(change.path, language) + colon) + _marked(old, new)


def _marked(old: str, new: str) -> str:
    before, after = (re.findall(r"\w+(?<![\u4e00-\u9fff])|[\u4e00-\u9fff]|\s+|.", text, re.DOTALL) for text in (old, new))
    parts = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = html.escape("".join(before[a:b])), html.escape("".join(after[c:d]))
        parts.append(gone if tag == "equal" else (f"<del>{gone}</del>" if gone else "") + (f"<ins>{come}</ins>" if come else ""))
    return "".join(parts)
