"""What Chinese firms, and English ones, call the parts of a procedure and the columns of its tables."""

from __future__ import annotations

import re

from procedo.word.numbers import folded

SECTIONS = {
    "purpose": "目的 编制目的 目的和意义 制定目的 purpose objective objectives aim",
    "scope": "范围 适用范围 适用 应用范围 使用范围 scope application scopeofapplication applicability",
    "definitions": "术语 定义 术语和定义 术语与定义 术语及定义 定义和术语 定义与术语 名词解释 名词定义 术语定义 定义和缩略语 术语和缩略语 缩略语 "
                   "definition definitions terms termsanddefinitions",
    "responsibilities": "职责 权责 责任 职责权限 职责和权限 职责与权限 职责及权限 管理职责 职责分工 部门职责 岗位职责 组织和职责 组织与职责 "
                        "responsibility responsibilities responsibilitiesandauthorities responsibilityandauthority duties roles",
    "steps": "工作程序 程序 程序内容 作业程序 作业内容 作业流程 工作流程 工作内容 流程 流程说明 流程步骤 管理程序 管理内容 管理内容与要求 管理内容和要求 "
             "内容与要求 内容和要求 内容 工作步骤 操作程序 操作流程 实施程序 控制程序 程序说明 工作要求 程序要求 工作程序及要求 工作程序和要求 "
             "procedure procedures process workflow workprocedure workprocedures steps method processsteps",
    "related": "相关文件 引用文件 参考文件 支持文件 支持性文件 相关支持性文件 规范性引用文件 相关程序文件 参考资料 相关制度 依据文件 引用标准 "
               "relateddocuments references referencedocuments normativereferences relatedfiles",
    "records": "相关记录 记录 质量记录 记录表单 相关表单 表单 使用表单 表格 相关表格 记录表格 相关记录表单 形成记录 记录清单 "
               "record records relatedrecords forms recordsandforms",
    "attachments": "附件 附录 附表 附图 附则 attachment attachments appendix appendices annex annexes",
    "history": "修订记录 修改记录 更改记录 变更记录 修订履历 修订历史 文件修订记录 文件更改记录 版本记录 版本历史 revisionhistory changehistory history",
    "signing": "签署 审批 会签 编审批 文件审批 文件签署 approval approvals signatures signoff",
    "other": "流程图 工作流程图 flowchart",
}
COLUMNS = {
    "no": "序号 编号 步骤 步骤号 步骤编号 序 条款 no no. step stepno",
    "title": "步骤名称 活动 活动名称 环节 流程环节 工作步骤 工序 过程 流程 流程节点 节点 作业步骤 工作事项 事项 流程步骤 "
             "activity stepname task",
    "work": "工作内容 内容 工作要求 作业内容 操作内容 操作要求 控制要求 要求 工作内容及要求 工作内容和要求 说明 工作说明 活动内容 具体内容 "
            "内容描述 描述 作业说明 "
            "work description what action content requirement workcontent",
    "role": "责任部门/人 责任部门人 责任人 责任部门 责任岗位 责任部门(人) 责任部门或人 "
            "负责人 负责部门 负责岗位 岗位 部门 执行人 "
            "执行部门 执行岗位 职责部门 "
            "责任者 权责 权责部门 权责单位 责任单位 主责部门 责任部门/岗位 responsible who responsiblerole responsibledepartment owner role",
    "limit": "时限 时间 时间要求 期限 完成时间 完成时限 办理时限 时效 工作时限 时限要求 time when timelimit deadline limit",
    "outputs": "记录 相关记录 表单 使用表单 输出 输出记录 记录/表单 记录表单 文件/记录 相关表单 输出文件 质量记录 形成记录 相关文件/记录 使用记录 "
               "record records form forms output outputs",
    "inputs": "输入 输入记录 输入文件 input inputs",
}
DUTIES = {"role": f"{COLUMNS['role']} 角色 岗位/部门 部门/岗位 职务",
          "text": "职责 职责内容 主要职责 工作职责 职责与权限 职责和权限 职责描述 responsibility responsibilities duty duties"}
TERMS = {"term": "术语 名词 名称 缩略语 term terms", "text": "定义 解释 说明 含义 definition definitions meaning"}
FORMS = {"title": "记录名称 表单名称 名称 文件名称 表格名称 记录 表单 title name form record recordname formname documenttitle document",
         "number": "编号 表单编号 记录编号 文件编号 表号 表格编号 number formno formnumber documentno no."}
SIGNING = ("编制", "拟制", "拟定", "起草", "编写", "制定", "审核", "审查", "校核", "会审", "批准", "审批", "核准", "签发",
           "prepared", "preparedby", "drafted", "draftedby", "reviewed", "reviewedby", "checked", "checkedby", "approved", "approvedby")
VERSION = "版本 版次 版本号 版本/版次 修订版本 修订版次 版本版次 修改状态 修订状态 version revision rev rev. issue"
CHANGED = "修改内容 修订内容 更改内容 变更内容 修改说明 修订说明 修订摘要 修改摘要 更改摘要 变更说明 change changes description changedescription"
IDENTITY = ("文件编号", "文件号", "文件编码", "程序文件编号", "编号", "文件名称", "标题", "版本", "版次", "版本号", "版本/版次", "修改状态", "页码", "页次",
            "生效日期", "实施日期", "发布日期", "编制部门", "归口部门", "主管部门", "受控状态", "密级", "发布", "实施",
            "documentno", "documentno.", "documentnumber", "docno", "docno.", "title", "version", "revision", "rev", "rev.", "effectivedate", "effectivefrom",
            "issued", "department", "page", "owner")


def plain(text: str) -> str:
    """A name for comparing: no blanks, no colon, narrow letters in lower case."""
    return re.sub(r"[\s:：“”\"《》_—]", "", folded(text)).lower().rstrip(".、;")


def _table(named: dict[str, str]) -> dict[str, str]:
    return {plain(word): key for key, words in named.items() for word in words.split()}


HEADINGS = _table(SECTIONS)
_BOTH = re.compile(r"^(.*[\u4e00-\u9fff）)])\s*[/|(（]?\s*([A-Za-z][A-Za-z ,.&'’/()-]*?)[)）]?$", re.DOTALL)
_REVERSED = re.compile(r"^([A-Za-z][A-Za-z ,.&'’-]*?)\s*[/|(（]?\s*([\u4e00-\u9fff].*?)[)）]?$", re.DOTALL)


def bilingual(text: str) -> tuple[str, str] | None:
    """`合同评审 Contract review` as (Chinese, English), None for a text in one language."""
    found = _BOTH.match(text)
    if found and not re.search("[A-Za-z]", found[1]):
        return found[1].strip(), found[2].strip()
    found = _REVERSED.match(text)
    if found and not re.search("[A-Za-z]", found[2]):
        return found[2].strip(), found[1].strip()
    return None


def heading(text: str) -> str | None:
    """The section that a heading opens, in either language or both."""
    both = bilingual(text)
    for part in (text, *(both or ())):
        if plain(part) in HEADINGS:
            return HEADINGS[plain(part)]
    return "attachments" if re.fullmatch(r"附[件录表图]\s*[\dA-Za-z一二三四五六七八九十]{1,2}", folded(text).strip()) else None


def column(text: str, named: dict[str, str]) -> str | None:
    """What a table's column holds, by its heading."""
    known, both = _table(named), bilingual(text)
    return next((known[plain(part)] for part in (text, *(both or ())) if plain(part) in known), None)


def listed(text: str, words: str | tuple[str, ...]) -> bool:
    names = {plain(word) for word in (words.split() if isinstance(words, str) else words)}
    both = bilingual(text)
    return any(plain(part) in names for part in (text, *(both or ())))
