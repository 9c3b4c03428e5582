"""Approval matrices are proved sound, and every fault is shown by an example; a brute-force reading agrees."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal
from types import SimpleNamespace

import pytest
from small_library import form, procedure, write

from procedo.language.tests import read_test
from procedo.lint import lint
from procedo.lint.soundness import _proved
from procedo.model import Matrix

RANKS = {"manager": 3, "director": 2, "chief": 1}
NOBODY = SimpleNamespace(form_of=lambda word: None, of=lambda kind: [])


def matrix(lines, inputs=("amount",), **more):
    """Lines as (id, tests, roles)."""
    plain = {"matrix": "M", "title": "x", "revision": "1", "status": "draft", "about": "contract",
             "inputs": [{"name": name, "is": name} for name in inputs]}
    made = [{"id": id, "approvals": [{"step": n + 1, "role": role} for n, role in enumerate(roles)]} | tests for id, tests, roles in lines]
    return Matrix.model_validate(plain | {"lines": made} | more)


def faults(made):
    document = SimpleNamespace(model=made, place=lambda path, offset=0, key=False: SimpleNamespace(file="m", line=1, column=1))
    return {p.id: p.sentence.en for p in _proved(document, made, NOBODY, RANKS)}


SOUND = [("L1", {"amount": "[0..100)"}, ["manager"]), ("L2", {"amount": "[100..500)"}, ["manager", "director"]),
         ("L3", {"amount": ">= 500"}, ["manager", "director", "chief"])]


def changed(n, **tests):
    return [(id, old | (tests if at == n else {}), roles) for at, (id, old, roles) in enumerate(SOUND)]


def test_a_sound_matrix_has_no_fault():
    assert faults(matrix(SOUND)) == {}


def test_a_gap_is_shown_by_a_value():
    assert faults(matrix(changed(1, amount="(100..500)"))) == {"matrix-gap": "no line applies to amount = 100"}


def test_an_overlap_is_shown_by_a_value():
    assert faults(matrix(changed(0, amount="[0..100]"))) == {"matrix-overlap": "lines L1 and L2 both apply to amount = 100"}


def test_first_hit_allows_overlaps_and_finds_hidden_lines():
    lines = [("L1", {"amount": "[0..500)"}, ["manager"]), ("L2", {"amount": "[100..300]"}, ["manager"]), ("L3", {}, ["manager"])]
    assert faults(matrix(lines, hit="first")) == {"line-unreachable": "line L2 is never reached"}


def test_a_larger_amount_never_needs_less_unless_the_line_says_why():
    less = [*SOUND[:2], ("L3", {"amount": ">= 500"}, ["manager"])]
    assert faults(matrix(less))["matrix-not-monotone"].startswith("a larger amount needs less: amount = 501 takes line L3")
    lower = [("L1", {"amount": "[0..100)"}, ["director"]), ("L2", {"amount": ">= 100"}, ["manager"])]
    assert "matrix-not-monotone" in faults(matrix(lower))
    made = matrix(less)
    said = made.model_copy(update={"lines": [*made.lines[:2], made.lines[2].model_copy(update={"note": "standing order"})]})
    assert faults(said) == {}


def test_words_and_booleans_are_inputs_too():
    lines = [("L1", {"kind": "[A, B]", "new": True}, ["manager"]), ("L2", {"kind": "not(A, B)"}, ["manager"]),
             ("L3", {"kind": "A", "new": False}, ["manager"])]
    assert faults(matrix(lines, ("kind", "new"))) == {"matrix-gap": "no line applies to kind = B, new = false"}


def test_a_line_with_a_parameter_is_never_silently_sound():
    assert list(faults(matrix(changed(2, amount=">= $limit")))) == ["not-proven"]


# Generated tables: a grid is cut, then broken in one place; brute force over every cell says the same.

def grid(seed: int, axes: int, lines: int = 6):
    """A sound table: the space is cut again and again along one input, the approvals grow with the amount."""
    rng = random.Random(seed)
    boxes = [{f"x{n}": (0, None) for n in range(axes)}]
    while len(boxes) < lines:
        box = boxes.pop(rng.randrange(len(boxes)))
        name = f"x{rng.randrange(axes)}"
        low, high = box[name]
        cut = low + rng.randrange(1, 50) if high is None else (low + high) // 2
        if cut in (low, high):
            boxes.append(box)
            continue
        boxes += [box | {name: (low, cut)}, box | {name: (cut, high)}]
    return boxes


def table(boxes, broken=None):
    made = []
    for n, box in enumerate(boxes):
        tests = {name: f"[{low}..{'' if high is None else high})" for name, (low, high) in box.items()}
        made.append((f"L{n}", tests | (broken or {}).get(n, {}), ["manager"]))
    return matrix(made, tuple(boxes[0]))


def brute(made):
    """Gap and overlap by trying every point that matters."""
    points = {}
    for column in made.inputs:
        ends = {Decimal(x) for line in made.lines for x in _numbers(str(line.tests[column.name]))} | {Decimal(0)}
        points[column.name] = sorted({p + d for p in ends for d in (Decimal(0), Decimal("0.5")) if p + d >= 0})
    found = set()
    for values in itertools.product(*points.values()):
        hits = sum(all(read_test(line.tests[name]).holds(v) for name, v in zip(points, values, strict=True)) for line in made.lines)
        found |= {"matrix-gap"} if hits == 0 else {"matrix-overlap"} if hits > 1 else set()
    return found


def _numbers(test):
    return [part for part in test.strip("[]()").split("..") if part]


@pytest.mark.parametrize("axes", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(10))
def test_forty_sound_tables_are_accepted(axes, seed):
    made = table(grid(seed, axes))
    assert brute(made) == set() and faults(made) == {}


@pytest.mark.parametrize("axes", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(10))
def test_forty_unsound_tables_are_found_out(axes, seed):
    boxes = grid(seed, axes)
    cut = [(n, name) for n, box in enumerate(boxes) for name, ends in box.items() if ends != (0, None)]
    line, name = cut[seed % len(cut)]
    low, high = boxes[line][name]
    wider = f"[{low}..{high + 1}]" if high is not None else f"[{low - 1}..)"
    test = f"({low}..{'' if high is None else high})" if seed % 2 else wider
    made = table(boxes, {line: {name: test}})
    assert brute(made) and set(faults(made)) == brute(made)


def test_five_hundred_lines_of_three_inputs():
    cuts = [f"[{n}..{n + 1})" for n in range(7)] + ["[7..)"]
    lines = [(f"L{n}", dict(zip(("a", "b", "c"), tests, strict=True)), ["manager"]) for n, tests in enumerate(itertools.product(cuts, repeat=3))]
    assert len(lines) == 512 and faults(matrix(lines, ("a", "b", "c"))) == {}


def test_lint_tells_it_at_its_place(tmp_path):
    contract = form("contract", "id:text! amount:money")
    roles = {"role_list": "roles", "roles": [{"id": "manager", "label": "Manager"}]}
    lines = [{"id": "L1", "amount": "[0..100)", "approvals": [{"step": 1, "role": "manager"}]}]
    made = {"matrix": "M", "about": "contract", "inputs": [{"name": "amount", "is": "amount"}], "lines": lines}
    write(tmp_path, [contract, roles, made, procedure("1", "2020-01-01")])
    told = [p for p in lint(tmp_path) if p.id == "matrix-gap"]
    assert told and told[0].place.line and "amount = 100" in told[0].sentence.zh
