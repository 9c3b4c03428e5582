"""What a node says it carries out: on the node that fits, at most three items, each known to the inventory."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.inventory import Node, nodes_of, read_inventory
from procedo.library.library import Library
from procedo.lint._known import known, problem
from procedo.model.decision import DecisionList
from procedo.model.inventory import Inventory
from procedo.problem import Problem, ProblemError, nearest
from procedo.terms import Sentence, say

MOST = 3
CARRIED_BY: dict[str, tuple[tuple[str, ...], Sentence]] = {
    "approvals": (("line",), say("审批矩阵的行", "a line of an approval matrix")),
    "time_rules": (("timed check", "limit"), say("有期限的检查或步骤的时限", "a check with a window or the limit of a step")),
    "forms": (("form", "paper"), say("表单或其纸面表单", "a form or one of its printed forms")),
    "conflicts": (
        ("decision", "parameter", "line", "check", "timed check", "form", "paper"),
        say("决定、参数、矩阵的行、检查或表单", "a decision, a parameter, a line of a matrix, a check or a form")),
    "variants": (
        ("parameter", "line", "check", "timed check"),
        say("参数、矩阵的行或有变体的检查", "a parameter, a line of a matrix or a check with variants")),
}
"""Category of the inventory -> the nodes that can carry its items out, and what they are called."""


def problems(library: Library) -> Iterator[Problem]:
    try:
        inventory = read_inventory(library.root)
    except ProblemError as error:
        yield from error.problems
        return
    names = known(library)
    for document in names.subjects:
        for node in nodes_of(document):
            if len(node.covers) > MOST:
                yield problem(document, node.path, "covers-too-much", f"一处最多覆盖 {MOST} 个条目，这里有 {len(node.covers)} 个",
                              f"a node covers at most {MOST} items; this one names {len(node.covers)}", key=True)
            if inventory:
                yield from (p for id in node.covers for p in _item(node, id, inventory))
    if inventory:
        yield from _decisions(library)


def _item(node: Node, id: str, inventory: Inventory) -> Iterator[Problem]:
    category = next((name for name in CARRIED_BY if id in getattr(inventory, name)), None)
    if category is None:
        items = [item for name in CARRIED_BY for item in getattr(inventory, name)]
        hint = nearest(id, items)
        yield problem(node.document, node.path, "unknown-item", f"清单里没有条目“{id}”{hint.zh}", f"the inventory has no item “{id}”{hint.en}", key=True)
        return
    kinds, words = CARRIED_BY[category]
    if node.kind not in kinds:
        yield problem(node.document, node.path, "misplaced-item", f"“{id}”应写在{words.zh}上", f"“{id}” belongs on {words.en}", key=True)


def _decisions(library: Library) -> Iterator[Problem]:
    """What a decision says carries it out must exist."""
    names = known(library)
    there = {node.name for document in names.every for node in nodes_of(document) if node.kind != "decision"}
    there |= names.ids("form") | (names.names("role") or set()) | (names.names("source") or set()) | names.ids("profile") | names.ids("calendar")
    for document in names.subjects:
        if isinstance(document.model, DecisionList):
            for index, decision in enumerate(document.model.decisions):
                for number, word in enumerate(decision.by):
                    if word not in there:
                        hint = nearest(word, there)
                        yield problem(document, ("decisions", index, "by", number), "unknown-node", f"没有“{word}”{hint.zh}", f"there is no “{word}”{hint.en}")
