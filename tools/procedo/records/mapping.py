"""Which column fills which field: as the recordset states, else by label. Everything guessed is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from procedo.model.form import Form
from procedo.model.recordset import ColumnSpec, SourceSpec
from procedo.problem import Place, Problem, ProblemError, nearest
from procedo.records.amounts import foreign
from procedo.records.words import UNITS, fold, unit_of, without_unit
from procedo.terms import Sentence, say

At = Callable[..., Place]
"""`at(*path, key=False)`: position of a part of the source in the recordset's file."""


@dataclass(frozen=True)
class Slot:
    """Where a field's cell comes from: a column of the (reshaped) row, or a constant."""

    field: str
    column: int | None
    heading: str
    factor: int = 1
    constant: str | None = None


@dataclass
class Mapping:
    """`layouts`: one for plain and split rows, one for each group of an unpivoted row. `width`: cells under headings."""

    width: int
    layouts: list[list[Slot]]
    where: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    tests: list[list[int]] = field(default_factory=list)
    """Unpivot: the columns of each group of which one must be filled."""
    split: int | None = None
    names_key: int | None = None
    """Unpivot and split: the column whose text begins the made key."""
    automatic: list[str] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)

    @property
    def mapped(self) -> dict[str, str]:
        """Field -> heading, for people."""
        found: dict[str, list[str]] = {}
        for layout in self.layouts:
            for slot in layout:
                text = slot.heading if slot.constant is None else f"={slot.constant}"
                if text not in found.setdefault(slot.field, []):
                    found[slot.field].append(text)
        return {name: " / ".join(texts) for name, texts in found.items()}


def wanted(form: Form, spec: SourceSpec) -> set[str]:
    """Folded names by which a heading row is recognised."""
    stated = [name for column in spec.columns.values() for name in column.column] + [*spec.where, *spec.ignore]
    if spec.unpivot:
        stated += [*spec.unpivot.keep.values(), *(h for g in spec.unpivot.groups for h in g.values())]
    if spec.split:
        stated += [spec.split.column, *spec.split.keep.values()]
    labels = [name for names in _names(form).values() for name in names] if spec.automatic else []
    return {fold(name) for name in stated} | {without_unit(name)[0] for name in stated} | set(labels) - {""}


def _names(form: Form) -> dict[str, set[str]]:
    found = {}
    for name, declared in form.fields.items():
        labels = [name, *declared.label.every()]
        found[name] = {fold(label) for label in labels} | {without_unit(label)[0] for label in labels}
        found[name].discard("")
    return found


def map_columns(form: Form, spec: SourceSpec, headings: list[str], at: At, row: int) -> Mapping:
    """Lay the recordset's words and the form's labels over the headings. Raises ProblemError with every fault."""
    return _Mapper(form, spec, headings, at, row).run()


class _Mapper:
    def __init__(self, form: Form, spec: SourceSpec, headings: list[str], at: At, row: int):
        self.form, self.spec, self.headings, self.at, self.row = form, spec, headings, at, row
        self.problems: list[Problem] = []
        self.used: set[int] = set()
        self.mapping = Mapping(len(headings), [])

    def run(self) -> Mapping:
        for name in self.spec.columns:
            self.known(name, "columns", name)
        base = self.explicit()
        if self.spec.unpivot:
            self.unpivot(base)
        elif self.spec.split:
            self.split(base)
        else:
            self.mapping.layouts = [base + self.by_label({slot.field for slot in base})]
        for heading, texts in self.spec.where.items():
            column = self.find([heading], "where", heading)
            if column is not None:
                self.mapping.where.append((column, frozenset(texts)))
        self.check_keys()
        if self.problems:
            raise ProblemError(self.problems)
        ignored = {fold(text) for text in self.spec.ignore}
        self.mapping.unmapped = [
            h for i, h in enumerate(self.headings) if h and i not in self.used and fold(h) not in ignored]
        return self.mapping

    def explicit(self) -> list[Slot]:
        slots = []
        for name, column in self.spec.columns.items():
            if name not in self.form.fields:
                continue
            if column.constant is not None:
                slots.append(Slot(name, None, "", constant=column.constant))
            elif column.column:
                found = self.find(column.column, "columns", name)
                if found is not None:
                    slots.append(self.slot(name, found))
        return slots

    def slot(self, name: str, column: int) -> Slot:
        self.used.add(column)
        heading = self.headings[column]
        return Slot(name, column, heading, self.factor(name, heading))

    def factor(self, name: str, heading: str) -> int:
        """The unit that the recordset states, else the one in the heading."""
        declared, stated = self.form.fields[name], self.spec.columns.get(name, ColumnSpec()).unit
        if declared.type not in ("money", "number", "integer"):
            return 1
        if stated is not None:
            found = unit_of(stated)
            if found is None:
                hint = nearest(stated, UNITS)
                self.fault(self.at("columns", name, "unit"), "unknown-unit", say(
                    f"不认识单位“{stated}”{hint.zh}", f"the unit “{stated}” is not known{hint.en}"))
            return found or 1
        unit = without_unit(heading)[1]
        if unit and declared.type == "money" and foreign(unit, declared.currency):
            self.fault(Place("", self.row), "other-currency", say(
                f"列“{heading}”的币种与字段 {name}（{declared.currency}）不同；如无误请在 columns 写明 unit",
                f"the column “{heading}” is in another currency than field {name} ({declared.currency}); "
                "if it is right, state a unit in columns"))
        found = UNITS.get(unit or "", 1)
        if found != 1:
            self.mapping.notes.append(say(f"“{heading}”按 {unit} 计", f"“{heading}” is counted in {unit}"))
        return found

    def by_label(self, taken: set[str]) -> list[Slot]:
        """Headings that equal a label or the id of a field nobody mapped yet."""
        if not self.spec.automatic:
            return []
        names = {name: labels for name, labels in _names(self.form).items() if name not in taken}
        ignored = {fold(text) for text in self.spec.ignore}
        fits: dict[str, dict[int, list[int]]] = {}
        for column, heading in enumerate(self.headings):
            if not heading or column in self.used or fold(heading) in ignored:
                continue
            for name, rank in self.fitting(heading, names):
                fits.setdefault(name, {}).setdefault(rank, []).append(column)
        return [slot for name in self.form.fields if name in fits for slot in self.take(name, fits[name])]

    def fitting(self, heading: str, names: dict[str, set[str]]) -> list[tuple[str, int]]:
        """The one field that a heading names, and how well (0 best); nothing when it names several."""
        whole, (stem, _) = fold(heading), without_unit(heading)
        for rank, word in enumerate((whole, stem)):
            found = [name for name, labels in names.items() if word in labels]
            own = [name for name in found if fold(name) == word]
            if len(found) > 1 and len(own) != 1:
                listed = ", ".join(found)
                self.mapping.notes.append(say(
                    f"列名“{heading}”同时符合字段 {listed}，未映射；请在 columns 写明",
                    f"the heading “{heading}” fits the fields {listed} alike and was not mapped; state it in columns"))
                return []
            if found:
                return [((own or found)[0], rank)]
        return []

    def take(self, name: str, fits: dict[int, list[int]]) -> list[Slot]:
        best = fits[min(fits)]
        if len(best) > 1:
            listed = "、".join(f"“{self.headings[column]}”" for column in best)
            self.fault(Place("", self.row), "two-columns", say(
                f"字段 {name} 有多列可选：{listed}；请在 columns 写明一列，或用 ignore 排除其余",
                f"several columns fit field {name}: {listed}; state one in columns, or the others under ignore"))
        self.mapping.automatic.append(name)
        return [self.slot(name, best[0])]

    def unpivot(self, base: list[Slot]) -> None:
        plan = self.spec.unpivot
        assert plan
        kept = base + self.keep(plan.keep, "unpivot")
        self.known(plan.key, "unpivot", "key")
        self.known(plan.unless_blank, "unpivot", "unless_blank")
        for number, group in enumerate(plan.groups):
            slots = []
            for name, heading in group.items():
                if not self.known(name, "unpivot", "groups", number, name):
                    continue
                if heading.startswith("="):
                    slots.append(Slot(name, None, "", constant=heading[1:]))
                elif (column := self.find([heading], "unpivot", "groups", number, name)) is not None:
                    slots.append(self.slot(name, column))
            deciding = [s.column for s in slots if s.column is not None and plan.unless_blank in (None, s.field)]
            if not deciding and (plan.unless_blank or all(heading.startswith("=") for heading in group.values())):
                self.fault(self.at("unpivot", "groups", number), "group-without-column", say(
                    "这一组没有可判断是否有记录的列", "this group has no column that tells whether there is a record"))
            self.mapping.tests.append([column for column in deciding if column is not None])
            self.layout(kept + slots, plan.key, self.mapping.width)

    def split(self, base: list[Slot]) -> None:
        plan = self.spec.split
        assert plan
        kept = base + self.keep(plan.keep, "split")
        self.known(plan.key, "split", "key")
        self.mapping.split = self.find([plan.column], "split", "column")
        slots = []
        for number, name in enumerate(plan.fields):
            if name and self.known(name, "split", "fields", number):
                slots.append(Slot(name, self.mapping.width + number, plan.column, self.factor(name, "")))
        if self.mapping.split is not None:
            self.used.add(self.mapping.split)
        self.layout(kept + slots, plan.key, self.mapping.width + len(plan.fields))

    def keep(self, headings: dict[str, str], part: str) -> list[Slot]:
        slots = []
        for name, heading in headings.items():
            if self.known(name, part, "keep", name) and (column := self.find([heading], part, "keep", name)) is not None:
                slots.append(self.slot(name, column))
        self.mapping.names_key = slots[0].column if slots else None
        return slots

    def layout(self, slots: list[Slot], key: str | None, made: int) -> None:
        if key and self.mapping.names_key is None:
            self.fault(self.at("unpivot" if self.spec.unpivot else "split", "key"), "key-without-keep", say(
                "key 需要 keep 中的第一列作为开头", "key needs a first column under keep to begin with"))
        self.mapping.layouts.append(slots + ([Slot(key, made, "#")] if key else []))

    def check_keys(self) -> None:
        """No field twice in a layout; every key field is there, and every field the recordset speaks of."""
        filled = {slot.field for layout in self.mapping.layouts for slot in layout}
        for name, column in self.spec.columns.items():
            if name in self.form.fields and name not in filled and not column.column:
                self.fault(self.at("columns", name, key=True), "no-such-column", say(
                    f"没有列名与字段 {name} 的名称相同；请写明 column", f"no heading equals a label of field {name}; state its column"))
        for layout in self.mapping.layouts:
            names = [slot.field for slot in layout]
            for name in sorted({name for name in names if names.count(name) > 1}):
                self.fault(self.at(), "two-columns", say(f"字段 {name} 映射了两次", f"field {name} is mapped twice"))
        for name in self.form.key:
            if not all(any(slot.field == name for slot in layout) for layout in self.mapping.layouts):
                self.fault(Place("", self.row), "no-key-column", self.keyless(name))

    def keyless(self, name: str) -> Sentence:
        declared = self.form.fields.get(name)
        zh, en = (declared.label.in_("zh"), declared.label.in_("en")) if declared else (name, name)
        listed = "、".join(heading for heading in self.headings if heading)[:200]
        return say(
            f"没有列对应主键字段 {name}（{zh}）；请在 columns 写明。列名：{listed}",
            f"no column fills the key field {name} ({en}); state it in columns. headings: {listed}")

    def find(self, names: list[str], *path: str | int) -> int | None:
        """The column of the first heading that is there; a fault when none is, or when it stands there twice."""
        for name in names:
            found = self.columns_named(name)
            if len(found) > 1:
                self.fault(self.at(*path), "heading-twice", say(
                    f"列名“{name}”出现 {len(found)} 次；请先改名", f"the heading “{name}” stands there {len(found)} times; rename one"))
            if found:
                self.used.add(found[0])
                return found[0]
        hint = nearest(names[0], [heading for heading in self.headings if heading])
        self.fault(self.at(*path), "no-such-column", say(f"没有列“{names[0]}”{hint.zh}", f"there is no column “{names[0]}”{hint.en}"))
        return None

    def columns_named(self, name: str) -> list[int]:
        text, folded = name.strip(), fold(name)
        for same in (lambda h: h == text, lambda h: folded and fold(h) == folded, lambda h: folded and without_unit(h)[0] == folded):
            found = [column for column, heading in enumerate(self.headings) if heading and same(heading)]
            if found:
                return found
        return []

    def known(self, name: str | None, *path: str | int) -> bool:
        if name is None or name in self.form.fields:
            return True
        hint = nearest(name, self.form.fields)
        self.fault(self.at(*path, key=path[-1] == name), "unknown-field", say(
            f"表单 {self.form.form} 没有字段“{name}”{hint.zh}", f"form {self.form.form} has no field “{name}”{hint.en}"))
        return False

    def fault(self, place: Place, id: str, sentence: Sentence) -> None:
        self.problems.append(Problem(place, id, sentence))
