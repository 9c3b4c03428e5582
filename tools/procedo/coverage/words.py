"""What the categories of the inventory are called."""

from __future__ import annotations

from procedo.terms import say

CATEGORIES = {
    "sources": say("来源条目", "source items"), "procedures": say("程序", "procedures"), "requirements": say("要求", "requirements"),
    "approvals": say("审批关系", "approval relations"), "time_rules": say("时间规定", "time rules"), "forms": say("表单", "forms"),
    "conflicts": say("冲突与缺口", "conflicts and gaps"), "variants": say("变体", "variants"), "profiles": say("适用方案", "profiles"),
}
