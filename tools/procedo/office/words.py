"""What sheets, headings and closed lists of a workbook are called, in both languages."""

from __future__ import annotations

from procedo.terms import GRADES, ORIGINS, Sentence, say

COVER = say("封面", "cover")
ITEM, CONTENT, HINT = say("项目", "Item"), say("内容", "Content"), say("填写说明", "How to fill in")
LANGUAGE_MARKS = {"zh": say("（中文）", " (Chinese)"), "en": say("（英文）", " (English)")}

SHEETS: dict[str, Sentence] = {
    "signatures": say("签署", "signatures"), "definitions": say("术语和定义", "definitions"), "responsibilities": say("职责", "responsibilities"),
    "parameters": say("参数", "parameters"), "steps": say("步骤", "steps"), "branches": say("分支", "branches"),
    "requirements": say("要求", "requirements"), "checks": say("检查", "checks"), "inputs": say("输入", "inputs"), "lines": say("审批行", "lines"),
    "fields": say("字段", "fields"), "events": say("事件", "events"), "subsets": say("子集", "subsets"), "roles": say("岗位", "roles"),
    "matrices": say("矩阵替换", "matrices"), "off": say("放假日", "days off"), "worked": say("调休上班日", "days worked"),
    "terms": say("术语", "terms"), "clauses": say("条款", "clauses"), "sources": say("来源", "sources"),
    "indicators": say("指标", "indicators"),
    "unread": say("未归位原文", "unread"),
}

HEADINGS: dict[str, Sentence] = {
    "procedure": say("程序编号", "Procedure"), "form": say("表单标识", "Form"), "matrix": say("矩阵编号", "Matrix"), "calendar": say("日历", "Calendar"),
    "profile": say("方案", "Profile"), "role_list": say("岗位表", "Role list"), "glossary": say("术语表", "Glossary"),
    "clause_list": say("条款目录", "Clause list"), "source_list": say("来源目录", "Source list"), "decision_list": say("决定清单", "List of decisions"),
    "indicator_list": say("指标清单", "List of indicators"),
    "title": say("标题", "Title"), "revision": say("版次", "Revision"), "status": say("状态", "Status"),
    "effective_from": say("生效日期", "Effective from"), "withdrawn_on": say("废止日期", "Withdrawn on"), "transition": say("过渡方式", "Transition"),
    "until": say("宽限到", "Until"), "owner": say("归口岗位", "Owner"), "review_by": say("复审日期", "Review by"), "change": say("修改说明", "Change"),
    "purpose": say("目的", "Purpose"), "scope": say("适用范围", "Scope"), "related": say("相关文件", "Related"), "records": say("相关记录", "Records"),
    "note": say("说明", "Note"), "origin": say("来历", "Origin"), "sources": say("来源条目", "Sources"), "covers": say("覆盖条目", "Covers"),
    "id": say("编号", "Id"), "responsible": say("负责岗位", "Responsible"), "consulted": say("参与岗位", "Consulted"),
    "informed": say("知会岗位", "Informed"), "accountable": say("主管岗位", "Accountable"), "work": say("工作内容", "Work"),
    "inputs": say("输入单据", "Inputs"), "outputs": say("输出单据", "Outputs"), "next": say("下一步", "Next"), "limit": say("时限", "Time limit"),
    "text": say("文字", "Text"), "parameter": say("参数", "Parameter"), "to": say("去向", "To"), "when": say("条件", "When"),
    "step": say("步骤", "Step"), "grade": say("等级", "Grade"), "clauses": say("标准条款", "Clauses"), "profiles": say("适用方案", "Profiles"),
    "kind": say("种类", "Kind"), "term": say("术语", "Term"), "role": say("岗位", "Role"), "name": say("名称", "Name"), "unit": say("单位", "Unit"),
    "default": say("取值", "Value"), "about": say("审批对象", "About"), "hit": say("命中方式", "Hit policy"), "output": say("输出值", "Output"),
    "currency": say("币种", "Currency"), "basis": say("含税口径", "Basis"), "key_fields": say("关键字段", "Key fields"), "is": say("取自", "Is"),
    "same_person": say("同一人多岗", "Same person"), "act": say("动作", "Act"), "need": say("须几人", "Need"),
    "number": say("表单编号", "Form number"), "filled_by": say("填写岗位", "Filled in by"), "key": say("主键", "Key"), "date": say("日期", "Date"),
    "active": say("有效期间", "Active"), "decisions": say("决定", "Decisions"), "history": say("修改记录", "History"), "person": say("人员", "Person"),
    "appoints": say("任命", "Appoints"), "delegates": say("授权", "Delegates"), "substitutes": say("代理", "Substitutes"),
    "absent": say("缺勤", "Absent"), "rates": say("汇率", "Rates"), "retention": say("保存期", "Retention"), "years": say("年数", "Years"),
    "type": say("类型", "Type"), "label": say("名称", "Label"), "required": say("必填", "Required"), "required_when": say("何时必填", "Required when"),
    "pattern": say("格式", "Pattern"), "choices": say("可选值", "Choices"), "of": say("列表元素", "Of"), "planned": say("计划日期", "Planned"),
    "personal": say("个人信息", "Personal"), "minimum": say("最小值", "Minimum"), "maximum": say("最大值", "Maximum"),
    "currency_field": say("币种字段", "Currency field"), "tax_included_field": say("含税字段", "Tax-included field"),
    "tax_rate_field": say("税率字段", "Tax-rate field"), "at": say("时间字段", "At"), "by": say("人员", "By"), "description": say("说明", "Description"),
    "procedures": say("采用的程序", "Procedures"), "without": say("不适用的要求", "Without"), "first": say("首日", "First day"),
    "last": say("末日", "Last day"), "source": say("依据", "Source"), "rank": say("级别", "Rank"), "duties": say("职责", "Duties"),
    "may_act_for": say("可代行", "May act for"), "avoid": say("不用", "Avoid"), "standard": say("标准", "Standard"), "place": say("位置", "Place"),
    "evidence": say("证据", "Evidence"), "ref": say("编号", "Ref"), "day": say("日期", "Day"), "value": say("取值", "Value"),
    "requirement": say("要求", "Requirement"), "body": say("内容（YAML）", "Body (YAML)"), "signature": say("签署环节", "Signature"),
    "where": say("原文位置", "Where"), "every": say("统计周期", "Every"), "per": say("除以", "Per"), "times": say("乘以", "Times"),
    "growth": say("比上期增长", "Growth"), "compliance": say("过程符合率", "Compliance"),
    "approval": say("第 {} 个审批", "Approval {}"),
}
"""By the field's word."""

CHOICES: dict[str, Sentence] = {
    **GRADES, **ORIGINS,
    "draft": say("草稿", "draft"), "released": say("已发布", "released"), "withdrawn": say("已废止", "withdrawn"),
    "end": say("按结束日的版本", "by the revision at the end"), "start": say("按开始日的版本", "by the revision at the start"),
    "grandfathered": say("宽限", "grandfathered"), "approve": say("批准", "approve"), "review": say("审核", "review"),
    "unique": say("唯一命中", "exactly one line"), "first": say("首个命中", "the first line"), "allowed": say("允许", "allowed"),
    "refused": say("不允许", "refused"), "net": say("不含税", "without tax"), "gross": say("含税", "with tax"), "paper": say("纸质", "paper"),
    "office-system": say("办公系统", "office system"), "git": say("git 提交", "git commit"), "prepared": say("编制", "prepared"),
    "reviewed": say("审核", "reviewed"), "approved": say("批准", "approved"),
    "text": say("文字", "text"), "integer": say("整数", "whole number"), "number": say("数", "number"), "money": say("金额", "money"),
    "date": say("日期", "date"), "datetime": say("日期时间", "date and time"), "boolean": say("是/否", "yes/no"), "choice": say("选项", "choice"),
    "person": say("人员", "person"), "list": say("列表", "list"), "reference": say("引用", "reference"), "role": say("岗位", "role"),
    "form": say("表单", "form"),
}
"""Words of closed lists, as people call them."""

HINTS: dict[str, Sentence] = {
    "fixed": say("编号不能在此修改", "the id is not changed here"), "revision": say("由 procedo revise 改写", "set by procedo revise"),
    "status": say("由 procedo release、withdraw 改写", "set by procedo release and withdraw"),
    "list": say("多个用逗号隔开", "several, with commas between"), "roles": say("多个用逗号隔开", "several, with commas between"),
    "day": say("如 2026-03-01", "such as 2026-03-01"), "yaml": say("YAML 文字", "YAML text"),
    "names": say("多个名称用 | 隔开", "several names, with | between"),
}
"""By the kind of value, or the field's word."""


def heading(field: str) -> Sentence:
    """The heading of a field; a field that has no word goes by its own."""
    return HEADINGS.get(field, say(field, field))


def joined(*parts: Sentence) -> Sentence:
    return say("·".join(part.zh for part in parts), " · ".join(part.en for part in parts))
