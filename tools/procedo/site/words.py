"""The site's own words in both languages."""

from __future__ import annotations

from procedo.terms import GRADES, ORIGINS, STATUSES, VERDICTS, Sentence, say

WORDS: dict[str, Sentence] = {
    "home": say("首页", "Home"), "procedures": say("程序", "Procedures"), "procedure": say("程序", "Procedure"),
    "matrices": say("审批矩阵", "Approval matrices"), "matrix": say("审批矩阵", "Approval matrix"),
    "roles": say("岗位", "Roles"), "role": say("岗位", "Role"), "forms": say("表单", "Forms"), "form": say("表单", "Form"),
    "requirements": say("要求", "Requirements"), "requirement": say("要求", "Requirement"), "clauses": say("标准条款", "Clauses"),
    "glossary": say("术语", "Glossary"), "sources": say("来源", "Sources"), "profiles": say("适用方案", "Profiles"),
    "profile": say("适用方案", "Profile"), "calendars": say("工作日历", "Calendars"), "calendar": say("工作日历", "Calendar"),
    "rules": say("检查类型", "Rule kinds"), "findings": say("检查发现", "Findings"), "reference": say("查阅", "Reference"),
    "help": say("帮助", "Help"), "number": say("编号", "Number"), "revision": say("版次", "Revision"), "status": say("状态", "Status"),
    "effective": say("生效日期", "Effective from"), "owner": say("归口岗位", "Owner"), "review_by": say("下次评审", "Review by"),
    "prepared": say("编制", "Prepared"), "reviewed": say("审核", "Reviewed"), "approved": say("批准", "Approved"),
    "unsigned": say("未签署", "not signed"), "purpose": say("目的", "Purpose"), "scope": say("适用范围", "Scope"),
    "definitions": say("术语和定义", "Terms and definitions"), "responsibilities": say("职责", "Responsibilities"),
    "raci": say("职责分配（RACI）", "Who does what (RACI)"), "flowchart": say("流程图", "Flowchart"), "steps": say("作业步骤", "Steps"),
    "step": say("步骤", "Step"), "work": say("做什么", "What to do"), "who": say("谁", "Who"), "limit": say("时限", "Time limit"),
    "papers": say("输入 → 输出", "In → out"), "inputs": say("输入", "In"), "outputs": say("输出", "Out"), "origin": say("依据", "Basis"),
    "next": say("去向", "Next"), "end": say("结束", "end"), "parameters": say("参数", "Parameters"), "parameter": say("参数", "Parameter"),
    "value": say("现行值", "Value in force"), "default": say("默认值", "Default"), "unit": say("单位", "Unit"), "note": say("说明", "Note"),
    "records": say("记录与保存", "Records and retention"), "retention": say("保存期限", "Retention"),
    "history": say("修订记录", "Revision history"), "change": say("修订内容", "What changed"), "grade": say("等级", "Grade"),
    "how_checked": say("如何检查", "How it is checked"), "check": say("检查", "Check"), "last_check": say("上次检查", "Last check"),
    "responsible": say("负责", "Responsible"), "accountable": say("最终负责", "Accountable"), "consulted": say("参与", "Consulted"),
    "informed": say("知会", "Informed"), "activity": say("活动", "Activity"), "field": say("字段", "Field"), "type": say("类型", "Type"),
    "required": say("必填", "Required"), "label": say("名称", "Label"), "rule": say("填写规则", "Rule"), "key": say("关键字", "Key"),
    "case_date": say("记录日期", "Record date"), "life": say("有效期间", "Life"), "events": say("事件", "Events"),
    "event": say("事件", "Event"), "at": say("日期", "Date"), "by": say("人员", "Person"), "filled_by": say("由谁填写", "Filled in by"),
    "used_in": say("用于程序", "Used in"), "also_called": say("也称", "Also called"), "meaning": say("含义", "Meaning"),
    "clause": say("条款", "Clause"), "title": say("标题", "Title"), "term": say("术语", "Term"), "avoid": say("不用", "Avoid"),
    "source": say("来源", "Source"), "place": say("位置", "Place"), "cited_by": say("被引用于", "Cited by"),
    "must_do": say("我要做", "I do"), "must_approve": say("我要批准", "I approve"), "must_review": say("我要审核", "I review"),
    "must_fill": say("我要填写", "I fill in"), "take_part": say("我参与", "I take part"), "get_told": say("我被知会", "I am told"),
    "my_checks": say("与我有关的要求", "Requirements that concern me"), "rank": say("级别", "Rank"), "acts_for": say("可代行", "May act for"),
    "line": say("行", "Line"), "condition": say("条件", "Condition"), "approvers": say("审批顺序", "Approvals in order"),
    "any": say("不限", "any"), "who_approves": say("由谁审批？", "Who approves?"), "in_force": say("生效期间", "In force"),
    "about": say("审批对象", "About"), "key_fields": say("改动后须重新审批的字段", "Fields whose change calls for new approval"),
    "none": say("无", "none"), "day": say("日", "Day"), "filter": say("筛选", "Filter"), "case": say("记录", "Record"),
    "found": say("发现", "What was found"), "verdict": say("结论", "Verdict"), "reason": say("原因", "Reason"), "row": say("行", "row"),
    "evidence": say("证据", "Evidence"), "judged": say("判定", "Judged"), "all": say("全部", "all"), "document": say("文件", "Document"),
    "kind": say("种类", "Kind"), "go": say("前往", "Go"), "related": say("相关文件", "Related documents"), "duties": say("主要职责", "Main duties"),
    "legend": say("图例", "Legend"), "current": say("现行有效", "In force"), "draft": say("草稿", "Draft"),
    "withdrawn": say("已撤销", "Withdrawn"), "superseded": say("已被替代", "Superseded"), "from_to": say("至", "to"),
    "open_end": say("至今", "until further notice"), "print": say("打印", "Print"), "related_forms": say("相关表单", "Forms"),
    "examples": say("示例", "Worked examples"),
    "language": say("English", "中文"), "staff": say("员工", "Staff"), "exclusive": say("不含", "excluded"),
}
"""Key -> what the page says. `language` names the other language in its own tongue."""

TYPES: dict[str, Sentence] = {
    "text": say("文字", "text"), "integer": say("整数", "whole number"), "number": say("数", "number"), "money": say("金额", "money"),
    "date": say("日期", "date"), "datetime": say("日期时间", "date and time"), "boolean": say("是/否", "yes/no"),
    "choice": say("选项", "choice"), "person": say("人员", "person"), "list": say("列表", "list"), "reference": say("引用", "reference"),
}

KINDS: dict[str, Sentence] = {
    "absence": say("不得存在", "absence"), "approval": say("审批", "approval"), "attestation": say("声明", "attestation"),
    "completeness": say("填写完整", "completeness"), "condition": say("条件", "condition"), "existence": say("须有记录", "existence"),
    "numbering": say("连号", "numbering"), "precedence": say("先后次序", "precedence"), "reconciliation": say("核对一致", "reconciliation"),
    "recurrence": say("定期重复", "recurrence"), "response": say("按时完成", "response"), "separation-of-duties": say("职责分离", "separation of duties"),
    "splitting": say("拆分", "splitting"), "uniqueness": say("不得重复", "uniqueness"), "validity": say("记录有效", "validity"),
}
"""Kinds of check as people call them; a kind of an organisation's own goes by its name."""

ORIGIN_MARKS = {"source": say("源", "S"), "derived": say("推", "D"), "chosen": say("选", "C")}

WEEKDAYS = {"zh": "一二三四五六日", "en": ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]}


class Words:
    """`t.purpose` in one language; an unknown word is a fault of a template."""

    def __init__(self, language: str):
        self._language = language

    def __getattr__(self, name: str) -> str:
        return WORDS[name].in_(self._language)

    def grade_word(self, grade: str) -> str:
        return GRADES[grade].in_(self._language)

    def origin_word(self, origin: str) -> str:
        return ORIGINS[origin].in_(self._language)

    def origin_mark(self, origin: str) -> str:
        return ORIGIN_MARKS[origin].in_(self._language)

    def state(self, status: str) -> str:
        return STATUSES[status].in_(self._language)

    def kind_word(self, kind: str) -> str:
        return KINDS[kind].in_(self._language) if kind in KINDS else kind

    def verdict_word(self, verdict: str) -> str:
        return VERDICTS[verdict].in_(self._language)

    def field_type(self, type: str) -> str:
        return TYPES[type].in_(self._language) if type in TYPES else type

    def both(self, zh: str, en: str) -> str:
        """A sentence that only one template says."""
        return zh if self._language == "zh" else en
