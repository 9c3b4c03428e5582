"""Content put back into YAML text: only what changed is touched; everything else stays byte for byte."""

from __future__ import annotations

import copy
import random

import pytest

from procedo.library.patched import patched
from procedo.library.yaml_reader import yaml_of_text
from procedo.problem import ProblemError

TEXT = """\
# head
procedure: QP-1   # the id
title: {zh: 合同😀, en: "a, b"}   # both
parameters:
  most:
    default: 500000   # yuan
    note: 'it''s'
  days: {default: 5 days, unit: duration}
# above steps
steps:
  - id: "5.1"   # first
    title: {zh: 一, en: one}
    work:
      zh: |
        第一行
        第二行
      en: >-
        folded
        text
    next: ["5.2", "5.3"]

  # about the second
  - id: "5.2"
    # inner
    title: x
    last: y   # end of second
  - {id: "5.3", title: z}
# the end
empty: []
nothing:
"""


def change(*path, to):
    data = copy.deepcopy(yaml_of_text(TEXT, "").data)
    holder = data
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = to
    return data


def line_changes(old, new):
    a, b = old.split("\n"), new.split("\n")
    return [line for line in b if line not in a]


@pytest.mark.parametrize("path, to, lines", [
    (("title", "zh"), "采购", ['title: {zh: 采购, en: "a, b"}   # both']),
    (("title", "en"), "c: d", ['title: {zh: 合同😀, en: "c: d"}   # both']),
    (("title", "zh"), "甲，乙", ['title: {zh: 甲，乙, en: "a, b"}   # both']),
    (("parameters", "most", "default"), 300000, ["    default: 300000   # yuan"]),
    (("parameters", "most", "default"), [1, "a"], ["    default: [1, a]   # yuan"]),
    (("parameters", "most", "note"), "that's", ["    note: 'that''s'"]),
    (("parameters", "days", "default"), "10 days", ["  days: {default: 10 days, unit: duration}"]),
    (("steps", 0, "id"), "5.10", ['  - id: "5.10"   # first']),
    (("steps", 1, "title"), "no", ['    title: "no"']),
    (("steps", 0, "work", "zh"), "甲\n乙\n", ["        甲", "        乙"]),
    (("steps", 0, "work", "en"), "other", ["        other"]),
    (("steps", 0, "next"), ["5.2", "5.4", "5.3"], ['    next: ["5.2", "5.4", "5.3"]']),
    (("empty",), ["a", "b，c"], ['empty: [a, "b，c"]']),
    (("nothing",), "=1+1", ["nothing: =1+1"]),
    (("steps", 2, "note"), "new", ['  - {id: "5.3", title: z, note: new}']),
    (("steps", 1, "note"), {"zh": "新"}, ["    note: {zh: 新}"]),
])
def test_one_value(path, to, lines):
    new = change(*path, to=to)
    text = patched(TEXT, new)
    assert yaml_of_text(text, "").data == new
    assert line_changes(TEXT, text) == lines
    assert [line for line in TEXT.split("\n") if "#" in line and line.split("#")[1] not in text] == []


def test_the_same_content_is_the_same_text():
    assert patched(TEXT, dict(reversed(yaml_of_text(TEXT, "").data.items()))) is TEXT


def test_items_come_go_and_move_with_their_comments():
    data = copy.deepcopy(yaml_of_text(TEXT, "").data)
    one, two, three = data["steps"]
    data["steps"] = [two, {"id": "5.9", "title": {"zh": "新", "en": "new"}}, three, one]
    text = patched(TEXT, data)
    assert yaml_of_text(text, "").data == data
    assert text.index("# about the second") < text.index('"5.2"') < text.index("# inner") < text.index('"5.9"') < text.index("# first")
    data["steps"] = [three]
    assert "\nsteps:\n  - {id: \"5.3\", title: z}\n# the end\n" in patched(TEXT, data)


def test_keys_added_at_one_place_and_lines_inside_brackets():
    data = change("parameters", "days", to={"zh": "x"})
    text = "a:\n  b: 1\nc: [x, y]\nd: {k: 1}\n"
    for new in ({"a": {"b": 1, "e": 2}, "f": 3, "c": ["x", "two\nlines"], "d": {"k": "含，逗号"}}, {"a": {"b": 1, "e": 2}, "f": 3}):
        assert yaml_of_text(patched(text, new), "").data == new
    assert patched("a:\n  b: 1", {"a": {"b": 1, "c": 2}, "d": 3}) == "a:\n  b: 1\n  c: 2\nd: 3"
    assert yaml_of_text(patched(TEXT, data), "").data == data


def test_keys_go_with_their_lines():
    data = copy.deepcopy(yaml_of_text(TEXT, "").data)
    del data["title"], data["steps"][0]["id"], data["steps"][1]["last"], data["parameters"]["days"]["default"]
    text = patched(TEXT, data)
    assert "procedure: QP-1   # the id\nparameters:\n" in text and "  - title: {zh: 一, en: one}\n" in text
    assert "    title: x\n  - {id" in text and "  days: {unit: duration}\n" in text


def test_line_ends_stay_and_aliases_are_refused():
    text = TEXT.replace("\n", "\r\n")
    assert patched(text, change("steps", 1, "title", to="q")) == text.replace("title: x", "title: q")
    with pytest.raises(ProblemError, match="aliases"):
        patched("a: &x [1]\nb: *x\n", {"a": [1], "b": [2]})


@pytest.mark.parametrize("seed", range(60))
def test_any_change_of_any_document(root, seed):
    """Values of real documents replaced, taken out, added and shuffled at random read back as wanted."""
    chance = random.Random(seed)
    files = sorted((root / "procedures").rglob("*.yml"))
    text = chance.choice(files).read_text(encoding="utf-8")
    new = copy.deepcopy(yaml_of_text(text, "").data)
    for _ in range(chance.randint(1, 6)):
        _disturb(chance, new)
    assert yaml_of_text(patched(text, new), "").data == new


def _disturb(chance, holder):
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            return
        key = chance.choice(keys)
        if not isinstance(holder[key], (dict, list)) or chance.random() < 0.3:
            break
        holder = holder[key]
    words = ["x", "含，逗号", "a: b", "# no", "5.10", 7, 0.5, True, None, "two\nlines", "", "- x", ["a", {"k": "v"}], {"zh": "长" * 120}, "- ", "'q\""]
    match chance.randint(0, 3):
        case 0:
            holder[key] = chance.choice(words)
        case 1 if isinstance(holder, dict):
            holder[f"added_{chance.randint(0, 9)}"] = chance.choice(words)
        case 1:
            holder.insert(key, chance.choice(words))
        case 2:
            del holder[key]
        case 3 if isinstance(holder, list):
            chance.shuffle(holder)
