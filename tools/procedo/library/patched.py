"""A changed content put back into its YAML text: only the text of what changed is touched.

Comments, order, quotes and layout of everything else stay as they are, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from procedo.library.chunks import chunks
from procedo.library.written import entry, inline, item, listed, scalar
from procedo.library.yaml_reader import yaml_of_text
from procedo.problem import ProblemError, refuse

Splice = tuple[int, int, str]
"""From, to, and the text that takes the place."""
IDENTITY = ("id", "name", "to", "role", "step")


def patched(text: str, new: Mapping[str, Any]) -> str:
    """`text` with the content `new`; ProblemError where that cannot be done so (aliases, unusual layout)."""
    lines = text.replace("\r\n", "\n")
    old = yaml_of_text(lines, "").data
    if same(old, new):
        return text
    node = yaml.compose(lines, Loader=yaml.CSafeLoader)
    _refuse_aliases(node, set())
    result = spliced(lines, _edits(lines, node, old, new, 0))
    try:
        right = same(yaml_of_text(result, "").data, new)
    except ProblemError:
        right = False
    if not right:
        raise refuse("cannot-edit", "文件的写法特殊，无法自动改写；请在编辑器中修改",
                     "this file is written in an unusual way and cannot be edited here; change it in an editor")
    return result.replace("\n", "\r\n") if "\r\n" in text else result


def same(one: Any, other: Any) -> bool:
    """Equal as content: order of keys does not count, `1`, `1.0` and `"1"` differ."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def spliced(text: str, splices: list[Splice], start: int = 0) -> str:
    """The text, which begins at `start` of the whole, with each splice made; of two at one place the first comes first."""
    for begin, end, instead in sorted(reversed(splices), key=lambda splice: splice[:2], reverse=True):
        text = text[: begin - start] + instead + text[end - start :]
    return text


def end(text: str, node: Any) -> int:
    """Behind the last sign of a node; block collections and block texts end before the blank lines and comments that follow."""
    if isinstance(node, yaml.ScalarNode):
        stop = node.end_mark.index
        return max(node.start_mark.index + 1, len(text[:stop].rstrip())) if node.style in ("|", ">") else stop
    if node.flow_style or not node.value:
        return node.end_mark.index
    last = node.value[-1]
    return end(text, last[1] if isinstance(last, tuple) else last)


def _refuse_aliases(node: Any, seen: set[int]) -> None:
    if id(node) in seen:
        raise refuse("cannot-edit", "文件用了别名（*），无法自动改写；请在编辑器中修改",
                     "this file uses aliases (*) and cannot be edited here; change it in an editor")
    seen.add(id(node))
    for child in [] if isinstance(node, yaml.ScalarNode) else node.value:
        for part in child if isinstance(child, tuple) else (child,):
            _refuse_aliases(part, seen)


def _inside(node: Any, old: Any, new: Any) -> bool:
    """Whether the change can be made inside the node, which then keeps its shape."""
    if isinstance(node, yaml.MappingNode):
        return isinstance(new, Mapping) and any(key in new for key in old)
    return isinstance(node, yaml.SequenceNode) and isinstance(new, list) and bool(old) and bool(new)


def _edits(text: str, node: Any, old: Any, new: Any, indent: int, flow: bool = False) -> list[Splice]:
    """Splices that turn `old`, which the node holds, into `new`; `flow`: it is an item inside brackets."""
    if same(old, new):
        return []
    if not _inside(node, old, new):
        at = node.start_mark.index
        style = node.style if isinstance(node, yaml.ScalarNode) else None
        held = listed(new) if flow or isinstance(new, (Mapping, list)) else scalar(new, False, style, indent)
        return [(at, end(text, node), held)]
    return (_mapping if isinstance(node, yaml.MappingNode) else _sequence)(text, node, old, new)


def _mapping(text: str, node: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Splice]:
    flow, splices = node.flow_style, []
    for key, value in node.value:
        if key.value in new and not same(old[key.value], new[key.value]):
            splices += _value(text, key, value, old[key.value], new[key.value], flow)
    splices += _removed(text, node, new)
    behind: dict[int, str] = {}
    ends = {key.value: end(text, value) for key, value in node.value if key.value in new}
    place, column = next(iter(ends.values())), node.value[0][0].start_mark.column
    for key in new:
        if key in ends:
            place = ends[key]
            continue
        at = place if flow else _line_end(text, place)
        written = f", {scalar(key, True)}: {inline(new[key])}" if flow else f"\n{' ' * column}{entry(scalar(key), new[key], column)}"
        behind[at] = behind.get(at, "") + written
    return splices + [(at, at, written) for at, written in behind.items()]


def _value(text: str, key: Any, value: Any, old: Any, new: Any, flow: bool) -> list[Splice]:
    if _inside(value, old, new):
        return _edits(text, value, old, new, key.start_mark.column)
    name, style = text[key.start_mark.index : key.end_mark.index], value.style if isinstance(value, yaml.ScalarNode) else None
    if flow:
        written = f"{name}: {scalar(new, True, style) if not isinstance(new, (Mapping, list)) else inline(new)}"
    elif isinstance(new, (Mapping, list)):
        written = entry(name, new, key.start_mark.column)
    else:
        written = f"{name}: {scalar(new, False, style, key.start_mark.column)}"
    return [(key.start_mark.index, end(text, value), written)]


def _removed(text: str, node: Any, new: Mapping[str, Any]) -> list[Splice]:
    """Entries taken out: with their line, or up to the first that stays where they share its line."""
    splices, stays = [], False
    first = next(key for key, _ in node.value if key.value in new)
    if node.value[0][0] is not first:
        splices.append((node.value[0][0].start_mark.index, first.start_mark.index, ""))
    before = 0
    for key, value in node.value:
        stays = stays or key is first
        stop = end(text, value)
        if stays and key.value not in new:
            start = before if node.flow_style else _line_end(text, before)
            keep = key.start_mark.index - key.start_mark.column - 1
            splices.append((start, stop, "") if node.flow_style else (max(start, keep), _line_end(text, stop), ""))
        before = stop
    return splices


def _sequence(text: str, node: Any, old: list[Any], new: list[Any]) -> list[Splice]:
    origins = _origins(old, new)
    column = node.start_mark.column
    if origins == list(range(len(old))):
        return [splice for at, child in enumerate(node.value) for splice in _edits(text, child, old[at], new[at], column, node.flow_style)]
    held = None if node.flow_style else chunks(text, node, [end(text, child) for child in node.value])
    if held is None:
        parts = [_part(text, node, at, old, value) for at, value in zip(origins, new, strict=True)]
        return [(node.start_mark.index, end(text, node), f"[{', '.join(parts)}]")]
    like_flow = bool(getattr(node.value[-1], "flow_style", False))
    written = [item(value, column, like_flow) if at is None
               else spliced(text[held[at] : held[at + 1]], _edits(text, node.value[at], old[at], value, column), held[at])
               for at, value in zip(origins, new, strict=True)]
    whole = "".join(part if part.endswith("\n") else part + "\n" for part in written)
    return [(held[0], held[-1], whole)]


def _part(text: str, node: Any, at: int | None, old: list[Any], value: Any) -> str:
    """An item of a list on one line; one that did not change keeps its text."""
    kept = at is not None and same(old[at], value) and (node.flow_style or isinstance(node.value[at], yaml.ScalarNode))
    return text[node.value[at].start_mark.index : end(text, node.value[at])] if kept else listed(value)


def _origins(old: list[Any], new: list[Any]) -> list[int | None]:
    """For each new item the place of the old one that it is: equal, or of the same name, or the only one left there."""
    free = dict(enumerate(old))
    found: list[int | None] = [None] * len(new)
    for alike in (same, _namesakes):
        for place, value in enumerate(new):
            at = next((at for at, held in free.items() if alike(held, value)), None) if found[place] is None else None
            if at is not None:
                found[place] = at
                del free[at]
    left = [place for place, at in enumerate(found) if at is None]
    if len(left) == len(free):
        for place, at in zip(left, free, strict=True):
            found[place] = at
    return found


def _namesakes(one: Any, other: Any) -> bool:
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return False
    key = next((key for key in IDENTITY if key in one), None)
    return key is not None and other.get(key) == one[key]


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found
