"""The parts that checks are made of, in words: what is judged, searches, windows, figures."""

from __future__ import annotations

from typing import Any

from procedo.model import Form
from procedo.site.expression_words import in_words
from procedo.site.lexicon import Lexicon
from procedo.site.values import period, shown

AGGREGATES = {
    "sum": ("{0}的合计", "the sum of {0}"),
    "count": ("{0}的个数", "the number of {0}"),
    "min": ("{0}的最小值", "the least {0}"),
    "max": ("{0}的最大值", "the greatest {0}"),
    "mean": ("{0}的平均值", "the mean of {0}"),
    "first": ("最早一条的{0}", "{0} of the first"),
    "last": ("最近一条的{0}", "{0} of the last"),
    "list": ("各条的{0}", "every {0}"),
}


class Parts:
    """A check, in the variant in force, and the words for its parts."""

    def __init__(self, check: dict[str, Any], lexicon: Lexicon):
        self.check, self.lexicon = lexicon.chosen(check), lexicon
        self.cases = listed(check.get("case"))
        self.form = lexicon.form_of(str(self.cases[0])) if self.cases else None
        lexicon.figures = set(mapped(check.get("let")))

    def pick(self, zh: str, en: str) -> str:
        return self.lexicon.pick(zh, en)

    def words(self, text: Any, form: Form | None = None) -> str:
        return in_words(text, self.lexicon, form or self.form, self.form)

    def joined(self, parts: list[str]) -> str:
        return self.pick("、", ", ").join(parts)

    def subject(self) -> str:
        """每份“销售合同”（仅当…），…"""
        if not self.cases:
            return ""
        forms = self.joined([self.lexicon.form(str(case)) for case in self.cases])
        told = [*self.subsets(), *([self.words(self.check["when"])] if self.check.get("when") else [])]
        when = self.pick("，且", " and ").join(told)
        limit = self.pick(f"（仅限：{when}）", f" (only if {when})") if when else ""
        every = self.check.get("every")
        often = "" if not every else self.pick("，", ", ") + self.joined([self._period(word) for word in listed(every)])
        return self.pick(f"每条{forms}{limit}{often}：", f"Each {forms} record{limit}{often}: ")

    def subsets(self) -> list[str]:
        """The conditions of the subsets that are judged."""
        found = [(self.lexicon.subset(str(case)), self.lexicon.form_of(str(case))) for case in self.cases]
        return [self.words(condition, form) for condition, form in found if condition]

    def _period(self, word: Any) -> str:
        text = str(word)
        if not text.startswith("$"):
            return period(text, self.lexicon.language)
        title, value, _ = self.lexicon.parameters.get(text[1:], (text, None, ""))
        told = self.joined([period(one, self.lexicon.language) for one in listed(value)])
        return self.pick(f"{told}（{title}）", f"{told} ({title})") if told else title

    def lapses(self) -> str:
        unless, pause = self.check.get("unless"), mapped(self.check.get("pause"))
        told = self.pick(f"；{self.words(unless)}的，不再要求", f"; not asked for once {self.words(unless)}") if unless else ""
        held = self.search(pause) if pause else ""
        return told + (self.pick(f"；有{held}的日子不计", f"; days with {an(held)} do not count") if pause else "")

    def figures(self) -> str:
        """What the names of `let` mean."""
        told = [self._figure(name, figure) for name, figure in mapped(self.check.get("let")).items()]
        return self.pick("；其中", "; where ") + self.pick("；", "; ").join(told) if told else ""

    def _figure(self, name: str, figure: Any) -> str:
        aggregate = next((word for word in AGGREGATES if word in mapped(figure)), None)
        if aggregate is None:
            return f"“{name}”"
        found = self.lexicon.form_of(str(figure.get("form")))
        subject = self.pick("记录", "records") if figure[aggregate] == "all" else self.words(figure[aggregate], found)
        said = self.pick(*AGGREGATES[aggregate]).format(subject)
        place = self.search(figure)
        return self.pick(f"“{name}”是{place}中{said}", f"“{name}” is {said} over {place}")

    def search(self, search: Any) -> str:
        """有关的“合同评审表”（条件；时间）."""
        search = {"form": search} if isinstance(search, str) else mapped(search)
        form = self.lexicon.form_of(str(search.get("form", "")))
        limits = [self.pick(f"属于{self.words(ours)}", f"for {self.words(ours)}") for ours in for_period(search)]
        conditions = (self.lexicon.subset(str(search.get("form", ""))), search.get("where"))
        limits += [self.words(condition, form) for condition in conditions if condition]
        window = self.window(search)
        if window:
            limits.append(window)
        name = self.lexicon.form(str(search.get("form", "?")))
        inside = self.pick("；", "; ").join(limits)
        return name + (self.pick(f"（{inside}）", f" ({inside})") if inside else "")

    def demands(self, searches: Any) -> str:
        """What `needs` asks for: how many, for each of which values."""
        parts = []
        for search in listed(searches):
            spoken = self.search(search)
            spec = mapped(search)
            least, each = spec.get("at_least", 1), mapped(spec.get("each"))
            if each:
                field, values = next(iter(each.items()))
                told = self.words(values) if isinstance(values, str) else shown(self.lexicon.labelled(values), self.lexicon.language)
                label = self.words(field, self.lexicon.form_of(str(spec.get("form"))))
                parts.append(self.pick(f"{spoken}，{told}的每一个{label}都要有一条", f"{an(spoken)} for every {label} of {told}"))
            elif least and least != 1:
                parts.append(self.pick(f"至少 {least} 条{spoken}", f"at least {least} {spoken}"))
            else:
                parts.append(self.pick(spoken, an(spoken)))
        return self.pick("；以及", "; and ").join(parts)

    def points(self, points: Any) -> str:
        return self.joined([self.words(point) for point in listed(points)])

    def window(self, spec: dict[str, Any]) -> str:
        """在签订日期之后 5 个工作日之内 / 不晚于…"""
        after, before, within = (spec.get(name) for name in ("after", "before", "within"))
        if after and within:
            return self.pick(f"自{self.words(after)}起{self.words(within)}之内", f"within {self.words(within)} of {self.words(after)}")
        parts = []
        if after:
            parts.append(self.pick(f"不早于{self.words(after)}", f"not before {self.words(after)}"))
        if before:
            parts.append(self.pick(f"不晚于{self.words(before)}", f"not later than {self.words(before)}"))
        return self.pick("且", " and ").join(parts)


def an(spoken: str) -> str:
    """a “Report”, an “Analysis”."""
    return f"{'an' if spoken.lstrip('“')[:1].upper() in set('AEIO') else 'a'} {spoken}"


def listed(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]


def mapped(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def for_period(search: Any) -> list[str]:
    """What of the period the search's records name."""
    match = mapped(mapped(search).get("match"))
    return [ours for ours in match.values() if isinstance(ours, str) and ours.startswith("period.")]
