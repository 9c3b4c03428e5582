"""How a requirement is checked, as one sentence per check, composed from the check's parameters."""

from __future__ import annotations

from typing import Any

from procedo.language.decision import matrices_named
from procedo.model import Form
from procedo.site.check_parts import Parts, for_period, listed, mapped
from procedo.site.expression_words import in_words
from procedo.site.lexicon import Lexicon
from procedo.site.values import shown


def check_in_words(check: dict[str, Any], lexicon: Lexicon) -> str:
    """A full sentence in the lexicon's language for a check as it stands in the document."""
    return Teller(check, lexicon).sentence()


class Teller(Parts):
    """A sentence for each kind of check."""

    def sentence(self) -> str:
        kind = str(self.check.get("kind", ""))
        tell = getattr(self, "tell_" + kind.replace("-", "_"), self.tell_other)
        text = self.subject() + tell() + self.lapses() + self.figures()
        return text + self.pick("。", ".")

    def _timed(self, zh: str, en: str) -> str:
        window = self.window(self.check)
        return self.pick(f"{window}，{zh}", f"{en} {window}") if window else self.pick(zh, en)

    def _wanted(self) -> str:
        parts = []
        if self.check.get("needs"):
            parts.append(self.pick("有", "there is ") + self.demands(self.check["needs"]))
        if self.check.get("done"):
            done = self.points(self.check["done"])
            parts.append(self.pick(f"填有{done}", f"there is {done}"))
        return self.pick("，并", " and ").join(parts)

    def tell_existence(self) -> str:
        return self._timed(f"须{self._wanted()}", self._wanted())

    tell_response = tell_existence

    def tell_absence(self) -> str:
        found = self.pick("、", " or ").join(self.search(search) for search in listed(self.check.get("forbids")))
        return self._timed(f"不得有{found}", f"there is no {found}")

    def tell_precedence(self) -> str:
        order = self.check.get("order")
        if order:
            told = self.joined([self.words(point) for point in order]) if isinstance(order, list) else self.points(list(order.values()))
            return self.pick(f"先后次序须为：{told}", f"the order is {told}")
        before = self.words(self.check.get("before", ""))
        after = self.check.get("after")
        since = self.pick(f"（不早于{self.words(after)}）", f" (not before {self.words(after)})") if after else ""
        return self.pick(f"在{before}之前（当天亦可）须{self._wanted()}{since}", f"before or on {before}, {self._wanted()}{since}")

    def tell_recurrence(self) -> str:
        if not self.check.get("every"):
            return self._again()
        searches = listed(self.check.get("needs"))
        bound = any(mapped(one).get(key) for one in (self.check, *searches) for key in ("after", "before")) or any(map(for_period, searches))
        if bound:
            return self._timed(f"须{self._wanted()}", self._wanted())
        return self.pick(f"本期内须{self._wanted()}", f"{self._wanted()} in the period")

    def _again(self) -> str:
        """自…起，每次“回访”之后 30 天之内须有下一次；两次之间至少相隔 2 天."""
        what = self.pick("；", "; ").join(self.search(search) for search in listed(self.check.get("needs")))
        after, before = (self.words(self.check[key]) if self.check.get(key) else "" for key in ("after", "before"))
        since = self.pick(f"自{after}起，", f"from {after} on, ") if after else ""
        until = self.pick(f"到{before}为止，", f"until {before}, ") if before else ""
        longest, shortest = (self.words(self.check[key]) if self.check.get(key) else "" for key in ("max_gap", "min_gap"))
        parts = [self.pick(f"每次{what}之后 {longest}之内须有下一次", f"each {what} is followed by the next within {longest}")] if longest else []
        apart = self.pick("两次之间", "between two of them") if longest else self.pick(f"两次{what}之间", f"between two {what} records")
        parts += [self.pick(f"{apart}至少相隔 {shortest}", f"{apart} at least {shortest} pass")] if shortest else []
        return since + until + self.pick("；", "; ").join(parts)

    def tell_completeness(self) -> str:
        names = [
            self.pick("或", " or ").join(self.words(part.strip()) for part in str(item).split("|"))
            for item in listed(self.check.get("fields"))
        ]
        parts = [self.pick("须填写", "states ") + self.joined(names)] if names else []
        for field, values in mapped(self.check.get("contains")).items():
            told = self.words(values) if isinstance(values, str) else shown(self.lexicon.labelled(values), self.lexicon.language)
            parts.append(self.pick(f"{self.words(field)}须含有{told}", f"{self.words(field)} holds {told}"))
        return self.pick("；", "; ").join(parts)

    def tell_condition(self) -> str:
        told = [self.words(item) for item in listed(self.check.get("check"))]
        return self.pick("须满足：", "it holds that ") + self.pick("；并且", "; and ").join(told)

    def tell_validity(self) -> str:
        forms = self.check.get("forms", "all")
        names = self.pick("全部表单", "all forms") if forms == "all" else self.joined([self.lexicon.form(f) for f in listed(forms)])
        return self.pick(
            f"{names}的记录须符合表单的规定：必填项、类型、格式、选项、范围、编号唯一、引用可查",
            f"the records of {names} are what their form declares: required fields, types, patterns, choices, ranges, keys once, references that resolve",
        )

    def tell_uniqueness(self) -> str:
        names = self.points(self.check.get("by"))
        return self.pick(f"{names}不得与其他记录相同", f"no other record has the same {names}")

    def tell_numbering(self) -> str:
        field, series = self.words(self.check.get("field", "")), self.check.get("series", "")
        rule = self.lexicon.parameter(series[1:]) if str(series).startswith("$") else str(series)
        told = self.pick(f"{field}（{rule}）须连号，不缺号、不重号", f"{field} ({rule}) runs without gaps or doubles")
        start, last, explained = (self.check.get(name) for name in ("start", "expected_last", "explained"))
        if start is not None:
            told += self.pick(f"，从 {start} 起", f", from {start} on")
        if last is not None:
            told += self.pick("，直到已发出的最后一号", ", up to the last number given out")
        return told + (self.pick(f"；{self.words(explained)}的除外", f"; excused where {self.words(explained)}") if explained else "")

    def tell_approval(self) -> str:
        matrices = dict.fromkeys(matrices_named(self.check))
        before = self.points([*listed(self.check.get("before")), *listed(self.check.get("delivery"))])
        if matrices:
            name = self.pick("或", " or ").join(f"{id}{self.pick('', ' ')}“{self.lexicon.matrices.get(id, id)}”" for id in matrices)
            if len(matrices) > 1:
                chosen = self.words(mapped(self.check.get("variants")).get("choose", ""))
                name += self.pick(f"（由{chosen}定）", f" (as {chosen} says)")
            told = self.pick(f"须在{before}之前取得{name}所列的全部批准", f"before {before} every approval that {name} demands is there")
        else:
            names = self.joined([self.lexicon.roles.get(role, role) for role in listed(self.check.get("roles"))])
            told = self.pick(f"须在{before}之前依次经{names}批准", f"before {before} it is approved by {names}, in this order")
        author, amount = self.check.get("author"), self.check.get("amount")
        told += self.pick("，批准人当天须担任该岗位", ", each by a person who held the role that day")
        told += self.pick(f"，且不得是{self.words(author)}本人", f" and is not {self.words(author)}") if author else ""
        return told + (
            self.pick(f"；批准金额不得低于{self.words(amount)}", f"; an approval for less than {self.words(amount)} does not count")
            if amount
            else ""
        )

    def tell_separation_of_duties(self) -> str:
        acts = mapped(self.check.get("acts"))
        if acts:
            found = self.lexicon.form_of(str(acts.get("form")))
            told = [self.pick("与", " and ").join(self._choice(found, acts.get("duty"), duty) for duty in pair) for pair in listed(self.check.get("exclude"))]
            apart = self.pick("；", "; ").join(self.pick(f"{pair}不得为同一人所做", f"{pair} are not done by the same person") for pair in told)
            place = self.search(acts)
            return self.pick(f"按{place}所记，{apart}", f"by the {place} records, {apart}")
        duties = {name: self.words(person) for name, person in mapped(self.check.get("duties")).items()}
        pairs = listed(self.check.get("pairs"))
        if not pairs:
            return self.pick(
                f"{self.joined(list(duties.values()))}须由不同的人担任", f"{self.joined(list(duties.values()))} are different persons"
            )
        told = [self.pick("与", " and ").join(duties.get(name, str(name)) for name in pair) for pair in pairs]
        return self.pick("；", "; ").join(self.pick(f"{pair}不得为同一人", f"{pair} are not the same person") for pair in told)

    def _choice(self, form: Form | None, field: Any, code: str) -> str:
        """A value of a field as its form calls it."""
        declared = form.fields.get(str(field)) if form else None
        label = declared.choices.get(code) if declared else None
        return label.in_(self.lexicon.language) if label else code

    def tell_reconciliation(self) -> str:
        spoken = self.pick("；", "; ").join(self._equation(item) for item in listed(self.check.get("equal")))
        other = self.check.get("with")
        one = self.pick("（恰有一条）", " (exactly one)") if self.check.get("once") else ""
        found = self.pick(f"须与{self.search(other)}{one}一致：", f"agrees with {self.search(other)}{one}: ") if other else self.pick("须相等：", "equal are ")
        return found + spoken + self._leeway() + self._orphans(other)

    def _leeway(self) -> str:
        """Tolerance, direction, rounding."""
        tolerance, rounded = self.check.get("tolerance"), self.check.get("round_parts")
        told = self.pick(f"，允许相差 {self._much(str(tolerance))}", f", give or take {self._much(str(tolerance))}") if tolerance else ""
        told += {"at-most": self.pick("；右边不足也可", "; the right side may be less"),
                 "at-least": self.pick("；右边超出也可", "; the right side may be more")}.get(str(self.check.get("direction")), "")
        return told + (self.pick(f"；各部分先四舍五入到 {rounded}", f"; parts are rounded to {rounded} first") if rounded else "")

    def _much(self, tolerance: str) -> str:
        """`5`, `5%`, `$most`, `$most%`; the unit of a parameter may say the percent sign already."""
        if not tolerance.startswith("$"):
            return tolerance
        told = self.words(tolerance.removesuffix("%"))
        return f"{told}%" if tolerance.endswith("%") and "%" not in told else told

    def _orphans(self, other: Any) -> str:
        """`both`: what only the other side has."""
        if not self.check.get("both"):
            return ""
        sums = [figure.get("form") for figure in mapped(self.check.get("let")).values() if "sum" in mapped(figure)]
        form = (other.get("form") if isinstance(other, dict) else other) if other else None
        names = self.joined([self.lexicon.form(str(name)) for name in ([form] if form else dict.fromkeys(sums))])
        return self.pick(f"；{names}里也不得有多出的记录", f"; nor has {names} any record beyond these")

    def _equation(self, text: Any) -> str:
        other = self.check.get("with")
        name = other.get("form") if isinstance(other, dict) else other
        return self.words(text, self.form) if name is None else in_words(text, self.lexicon, self.form, self.form)

    def tell_splitting(self) -> str:
        by, within = self.points(self.check.get("by")), self.words(self.check.get("within", ""))
        return self.pick(
            f"不得拆分：{by}相同、{within}内的合计按{self.check.get('matrix')}取得批准",
            f"not cut up: records with the same {by} within {within} are approved for their sum under {self.check.get('matrix')}",
        )

    def tell_attestation(self) -> str:
        seen = self.joined([self.search(search) for search in listed(self.check.get("look_at"))])
        shown_ = self.pick(f"，参看{seen}", f", looking at {seen}") if seen else ""
        return self.pick(f"不能由记录判断，须由人员声明{shown_}", f"cannot be told from records: a person has to attest to it{shown_}")

    def tell_other(self) -> str:
        said = [
            f"{key} = {value}" for key, value in self.check.items() if key not in ("id", "kind", "case", "when", "every", "let", "unless")
        ]
        return f"{self.check.get('kind', '?')} ({'; '.join(said)})"
