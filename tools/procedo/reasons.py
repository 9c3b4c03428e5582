"""Reason codes: the closed vocabulary of what is wrong with a case, in words (SEMANTICS A to F).

Which of them a kind gives, the gravest first, the kind says itself (`REASONS`).
"""

from __future__ import annotations

from procedo.terms import Sentence, say

REASONS: dict[str, Sentence] = {
    # A. approval: against a refusal, no decision, no independence, no authority, too late, wrong content, wrong order
    "rejected": say("已被驳回", "rejected"),
    "missing": say("缺少要求的记录", "what is demanded is missing"),
    "review-only": say("只有评审，没有批准", "only reviewed, not approved"),
    "self-approval": say("经办人批准了自己的事项", "approved by its own author"),
    "self-approval-via-delegate": say("经办人经由受托人批准了自己的事项", "approved by its own author through a delegate"),
    "same-person": say("同一人担任了须分开的角色", "one person in two places that must be kept apart"),
    "role-not-held": say("当日不担任该角色", "the role was not held that day"),
    "delegation-loop": say("委托成环，无人真正担任该角色", "the delegation runs in a ring without a holder"),
    "delegation-chain": say("未经允许的转委托", "delegated onwards without leave to do so"),
    "delegator-not-holder": say("委托人当日不担任该角色", "the delegator did not hold the role that day"),
    "delegation-out-of-scope": say("超出委托范围", "outside the scope of the delegation"),
    "delegation-over-cap": say("超出委托金额上限", "above the amount limit of the delegation"),
    "delegation-expired": say("委托已到期", "the delegation had expired"),
    "delegation-not-yet": say("委托尚未生效", "the delegation had not begun"),
    "substitute-without-absence": say("本人未缺勤，代理人无权代行", "the substitute acted although the holder was not absent"),
    "after-delivery": say("交付之后才批准", "approved only after delivery"),
    "after-signing": say("批准晚于把关日", "approved after the gate day"),
    "amount-lower": say("批准金额低于签订金额", "approved for less than was signed"),
    "stale": say("批准后关键内容有变更", "key content changed after the approval"),
    "earlier-round": say("属于被驳回之前的轮次", "belongs to a round before the refusal"),
    "out-of-order": say("顺序不对", "out of order"),
    "not-yet-signed": say("尚未签订", "not signed yet"),
    "case-date-missing": say("缺少案例日期", "the case date is missing"),
    "future-dated": say("日期晚于导出日", "dated after the export"),
    "matrix-not-in-force": say("当日没有生效的审批矩阵", "no revision of the matrix was in force that day"),
    "amount-missing": say("缺少金额", "the amount is missing"),
    "no-line": say("审批矩阵没有对应的行", "no line of the matrix applies"),
    "rate-missing": say("缺少当日汇率", "the exchange rate of that day is missing"),
    "tax-basis-missing": say("不知金额是否含税", "unknown whether the amount includes tax"),
    "chain-too-long": say("委托层级过多，未再追溯", "the chain of delegations is too long to follow"),
    "change-date-missing": say("变更缺少日期", "a change has no date"),
    "approver-missing": say("缺少批准人", "the approver is missing"),
    "date-missing": say("缺少日期", "the date is missing"),
    "decision-missing": say("缺少审批结论", "the decision is missing"),
    "author-missing": say("缺少经办人", "the author is missing"),
    "approved-amount-unreadable": say("批准金额无法读取", "the approved amount is unreadable"),
    "no-appointments": say("没有该角色的任命记录", "there is no appointment record for the role"),
    "appointment-dates-missing": say("任命缺少起始日期", "an appointment has no start date"),
    "same-day-conflict": say("同日既有批准又有驳回，先后不明", "approved and refused on one day, order unknown"),
    # B. time
    "too-late": say("晚于最后期限", "after the last day"),
    "too-early": say("早于允许的最早时间", "earlier than allowed"),
    "paused": say("计时暂停中", "the clock is paused"),
    "pause-date-missing": say("暂停缺少起始日期", "a pause has no start date"),
    "calendar-uncovered": say("工作日历未覆盖该日期", "the working calendar does not cover the dates"),
    "event-not-set": say("事件日期尚未确定", "the date of the event is not set yet"),
    "not-active-throughout": say("该期间内并非全程在岗或有效", "not active throughout the period"),
    "no-working-day": say("该期间没有工作日", "the period has no working day"),
    "on-leave": say("该期间全程休假", "on leave throughout the period"),
    "ended": say("期限届满前已结束", "ended before it was due"),
    "in-time": say("尚在期限内", "still in time"),
    # C. response, precedence, existence, absence
    "late": say("逾期完成", "done too late"),
    "only-before-trigger": say("仅在触发之前做过", "done only before the trigger"),
    "not-triggered": say("尚未触发", "not triggered"),
    "trigger-date-unreadable": say("触发日期无法读取", "the trigger date is unreadable"),
    "target-date-missing": say("有对应记录但缺少日期", "the record found has no date"),
    "limit-attribute-missing": say("缺少决定期限的属性", "the attribute that sets the limit is missing"),
    "key-missing": say("缺少关联编号", "the key that joins the records is missing"),
    "after": say("顺序颠倒：先决事项在其后", "the earlier act came after"),
    "too-few": say("记录数量不足", "too few records"),
    "due-missing": say("缺少到期日", "the due date is missing"),
    "present": say("存在不应有的记录", "a record exists that must not"),
    # D. sums, numbers, duties
    "sum-differs": say("合计不符", "the sum differs"),
    "no-parts": say("没有任何明细", "there are no parts at all"),
    "orphan": say("明细无对应主记录", "a part without its whole"),
    "part-amount-missing": say("明细缺少金额", "the amount of a part is missing"),
    "currency-mixed": say("币种混杂，不能相加", "mixed currencies cannot be added"),
    "duplicate": say("重复", "duplicate"),
    "gap": say("编号缺号", "a number is missing from the series"),
    "gap-or-unreadable": say("缺号，或为无法读取的编号", "a missing number, or one that is unreadable"),
    "number-unreadable": say("编号无法读取", "the number is unreadable"),
    "split": say("疑似拆分以规避审批", "apparently split to stay below a line"),
    "not-signed": say("未签订", "not signed"),
    "above-line-itself": say("本身已达上一级审批线", "at or above the line by itself"),
    "approved-at-higher-line": say("已按上一级审批线批准", "approved at the higher line"),
    "over-limit": say("超过上限", "above the limit"),
    "under-limit": say("低于下限", "below the limit"),
    "attestation-due": say("应声明而尚未声明", "a person has yet to attest to it"),
    "declared-nonconforming": say("声明不符合", "attested not to conform"),
    "person-missing": say("缺少执行人", "the person is missing"),
    # E. in force and conceded
    "no-revision-in-force": say("当日没有生效的版本", "no revision was in force that day"),
    "other-reason": say("让步不包括此原因", "the concession covers other reasons"),
    "other-revision": say("让步适用于其他版本", "the concession covers another revision"),
    "not-granted": say("让步未经批准", "the concession was not granted"),
    "outside-dates": say("在让步有效期之外", "outside the dates of the concession"),
    "granted-by-the-deviator": say("让步由偏离者本人批准", "the concession was granted by the one who deviated"),
    "after-the-fact": say("让步在偏离之后才批准", "the concession was granted after the fact"),
    "used-up": say("让步数量已用完", "the concession is used up"),
    "retrospective": say("事后让步", "conceded in retrospect"),
    # F. records and values
    "field-empty": say("必填内容为空", "a field is empty"),
    "value-lacking": say("缺少必须的取值", "a value that must be there is lacking"),
    "not-satisfied": say("条件不满足", "the condition does not hold"),
    "required-empty": say("必填字段为空", "a required field is empty"),
    "wrong-type": say("类型不对", "the value is of another type"),
    "pattern": say("格式不符", "the value does not fit its pattern"),
    "not-in-list": say("不在可选值内", "the value is not in its list"),
    "out-of-range": say("超出取值范围", "the value is out of range"),
    "duplicate-key": say("主键重复", "the key is used twice"),
    "reference-missing": say("引用的记录不存在", "the record referred to does not exist"),
    "skipped": say("跳过了步骤", "a step was skipped"),
    "value-unreadable": say("取值无法读取", "a value is unreadable"),
    "value-missing": say("缺少取值", "a value is missing"),
}
"""Code -> short wording; `words` prefers the wording of the kind."""

BY_KIND: dict[str, dict[str, Sentence]] = {
    "approval": {
        "missing": say("缺少批准", "approval missing"),
        "too-early": say("批准早于允许的时间", "approved too early"),
        "same-person": say("同一人占了两个审批席位", "one person filled two places of the approval"),
        "out-of-order": say("审批顺序不对", "approved out of order"),
        "date-missing": say("审批缺少日期", "the date of the decision is missing"),
        "future-dated": say("日期晚于导出日", "dated after the export"),
    },
    "existence": {"missing": say("没有对应的记录", "the companion record is missing")},
    "precedence": {
        "missing": say("没有先行的记录", "nothing came before it"),
        "out-of-order": say("先后顺序不对", "out of order"),
    },
    "response": {"missing": say("逾期仍未完成", "not done although the time is over")},
    "recurrence": {"missing": say("该期间没有记录", "the period has no record")},
    "reconciliation": {
        "missing": say("没有对应的记录", "the counterpart is missing"),
        "duplicate": say("对应的记录不止一条", "there is more than one counterpart"),
        "sum-differs": say("两边不符", "the two sides differ"),
        "orphan": say("不属于任何一方", "belongs to no record of the other side"),
    },
    "separation-of-duties": {"same-person": say("同一人承担了不相容职责", "one person did both duties")},
}
"""Kind -> code -> wording, where a kind says the same code more exactly."""


def words(code: str, kind: str = "") -> Sentence:
    """A reason in words, as its kind would say it; a code that is not known stands for itself."""
    return BY_KIND.get(kind, {}).get(code) or REASONS.get(code) or say(code, code)
