"""What the words of diagrams, books and deadlines mean to a reader, in both languages."""

from collections.abc import Mapping

from service.domain import ends
from service.domain.personal_data import REASONS
from service.web.language import either

Words = Mapping[str, tuple[str, str]]

SIGNALS: Words = {
    "opening_received": ("收到开班申请", "opening request received"),
    "opening_approved": ("开班获批", "opening approved"),
    "opening_rejected": ("开班申请被驳回", "opening rejected"),
    "opening_not_accepted": ("不予受理", "not accepted"),
    "opening_overdue": ("审核逾期，转负责人办理", "review overdue, passed to the head"),
    "correction_asked": ("要求补正，审核计时暂停", "correction asked for, the clock is stopped"),
    "correction_received": ("收到补正，审核计时恢复", "correction received, the clock runs on"),
    "correction_expired": ("逾期未补正", "correction expired"),
    "class_withdrawn": ("撤回", "withdrawn"),
    "class_lapsed": ("逾期未开班", "class not started in time"),
    "class_cancelled": ("班次取消", "class cancelled"),
    "class_started": ("开班", "class started"),
    "class_completed": ("结业", "class completed"),
    "class_settled": ("结算完成", "class settled"),
    "advance_approved": ("预拨获批", "advance approved"),
    "advance_refused": ("预拨未获批", "advance refused"),
    "certificates_verified": ("证书核验完毕", "certificates verified"),
    "evidence_asked": ("要求补充学习证据", "evidence of learning asked for"),
    "evidence_excluded": ("证据欠缺的不计补", "learners without evidence left out"),
    "offline_deferred": ("线下部分待恢复", "the part in class waits"),
    "offline_resumed": ("可以线下培训", "classes may meet again"),
    "online_assessed": ("线上考核完毕", "learners assessed"),
    "practical_filed": ("提出线下实操计划", "practical training planned"),
    "practical_routed": ("职工申领已分流", "claims routed"),
    "vouchers_verified": ("电子化凭证逐一核验完毕", "vouchers verified one by one"),
    "claim_filed": ("提交补贴申请", "claim filed"),
    "claim_correction_asked": ("要求更正补贴申请", "claim sent back for correction"),
    "claim_published": ("公示发布", "claim on public notice"),
    "claim_cleared": ("公示期满无未决异议", "notice over, no objection open"),
    "claim_closed": ("逾期未申请，补贴申请关闭", "claim window closed"),
    "payment_instructed": ("已发出拨付指令", "payment instructed"),
    "payment_made": ("拨付成功", "payment made"),
    "payment_came_back": ("银行退票", "payment returned by the bank"),
    "recovery_opened": ("启动追回", "recovery opened"),
    "recovery_noticed": ("发出追回通知", "notice to pay back sent"),
    "recovery_reminded": ("再次通知追回", "second notice to pay back"),
    "recovery_objection_decided": ("追回异议已复核", "objection to the recovery decided"),
    "recovered": ("款项已追回", "recovered"),
    "recovery_referred": ("逾期未退回，移送处理", "recovery referred"),
    "evaluation_filed": ("收到评估申请", "evaluation applied for"),
    "evaluation_published": ("评估结果公示", "evaluation on public notice"),
    "evaluation_listed": ("列入目录", "entered in the catalogue"),
    "evaluation_refused": ("不予列入目录", "not entered in the catalogue"),
    "listing_expires_soon": ("目录即将到期", "catalogue entry runs out soon"),
    "listing_expired": ("目录有效期满", "catalogue entry ran out"),
    "inspection_passed": ("检查合格", "visit ended well"),
    "rectification_asked": ("限期整改", "to be put right in time"),
    "inspection_failed": ("整改不合格，建议立案核查", "not put right, a fraud case suggested"),
    "third_party_reported": ("第三方评估报告已提交", "third party's report in"),
    "payment_held": ("暂缓拨付", "payment held back"),
    "payment_released": ("恢复拨付", "payment released"),
    "change_filed": ("收到变更申请", "change asked for"),
    "change_granted": ("同意变更", "change granted"),
    "change_refused": ("不同意变更", "change refused"),
    "fraud_reported": ("登记违规线索，款项冻结", "violation reported, money frozen"),
    "fraud_hearing_asked": ("告知事实，听取陈述申辩", "subject asked to answer"),
    "fraud_unfounded": ("违规不成立，解除冻结", "nothing found, freeze ended"),
    "fraud_minor": ("认定一般违规", "minor violation found"),
    "fraud_proven": ("查实严重违规", "serious violation found"),
    "direct_filed": ("提交直补申请", "direct subsidy claimed"),
    "employment_reported": ("报送初次就业情况", "first employment reported"),
    "living_filed": ("提交生活费补贴申请", "living allowance claimed"),
    "notice_cleared": ("公示期满", "notice over"),
    "notice_published": ("发布公示", "on public notice"),
    "opening_revoked": ("撤销开班批准", "approval revoked"),
    "persons_claim_withdrawn": ("撤回对个人的补贴申请", "claim for persons withdrawn"),
    "promise_supplied": ("提交承诺补充材料", "promised papers handed in"),
    "promise_kept": ("承诺事项已补齐", "promise kept"),
    "promise_overdue": ("承诺逾期未补，暂停拨付", "promise overdue, payment held"),
    "proof_window_opened": ("开始接收就业收入依据", "time for evidence of work opened"),
    "proof_refused": ("就业依据不予认可", "evidence of work refused"),
    "proof_published": ("就业依据公示", "evidence of work on public notice"),
    "proof_cleared": ("就业依据公示期满", "evidence of work cleared"),
    "proof_closed": ("就业依据期限届满", "time for evidence of work over"),
    "rates_reached": ("合格率、就业率达标", "rates reached"),
    "rates_short": ("合格率或就业率未达标，可补报", "rates short, more may be reported"),
    "rates_missed": ("期限内两率仍未达标", "rates not reached in time"),
}
ENDS: Words = {end.code: (end.zh, end.en) for end in ends.ENDS.values()}
# Values a rule book chooses between, where no form offers the same choice.
VALUES: Words = {
    "strict": ("从严", "strict"),
    "rolled": ("顺延", "rolled over"),
    "trained": ("参训人数", "everybody trained"),
    "passed": ("合格人数", "those who passed"),
    "completion": ("结业日", "the last day of the class"),
    "certificate": ("发证日", "the day of the certificate"),
    "first_payment": ("首期拨付日", "the day of the first payment"),
}
ACCOUNTS: Words = {
    "committed": ("已预留、待拨付", "Set aside"),
    "in_payment": ("拨付途中", "On its way"),
    "advance": ("预拨、待结算", "Advance outstanding"),
    "paid": ("已拨付并结算", "Paid and settled"),
    "recoverable": ("应追回", "To be recovered"),
    "recovered": ("已追回", "Recovered"),
    "written_off": ("已核销", "Written off"),
    "lapsed": ("余款失效", "Lapsed"),
}
ORDERS: Words = {
    "OpenClass": ("建立办件", "Case opened"),
    "FileAtCounter": ("窗口代收", "Filed at the counter"),
    "SeePersonalData": ("查看完整个人信息", "Personal data seen in full"),
    "TakeBundle": ("下载案卷", "Case bundle taken"),
    "EraseData": ("按规定删除", "Erased as the rules require"),
    "PassDeadlines": ("期限届至", "A deadline passed"),
    "RecountDeadlines": ("按新日历重算期限", "Deadlines counted anew"),
    "Withdraw": ("撤回", "Withdrawal"),
    "CancelClass": ("申请取消班次", "Cancellation of the class"),
    "RecordLearning": ("登记学习记录", "Learning records"),
    "SubmitEvidence": ("提交就业收入依据", "Evidence of work"),
    "FileObjection": ("提出异议", "Objection"),
    "RecordBankResult": ("登记银行结果", "Bank result"),
    "RecordBankLines": ("银行结果文件", "Bank's file"),
    "RecordRepayment": ("登记退回款项", "Repayment"),
    "ObjectRecovery": ("对追回提出异议", "Objection to the recovery"),
    "AgreeInstalments": ("约定分期退回", "Instalments agreed"),
    "ProposeOffset": ("提出抵扣", "Offset proposed"),
    "DecideOffset": ("办理抵扣", "Offset decided"),
    "ProposeWriteOff": ("申请核销", "Write-off asked for"),
    "DecideWriteOff": ("审定核销", "Write-off decided"),
    "DropLine": ("拨付前剔除学员", "Line taken out before payment"),
    "HoldPayment": ("暂缓拨付", "Payment held"),
    "LiftHold": ("解除暂缓", "Hold lifted"),
    "AwaitBudget": ("预算不足，等待追加", "Waits for the budget"),
    "GoOnPaying": ("预算已足，恢复拨付", "Budget there, goes on"),
    "ReportDoubleBenefit": ("登记重复享受", "Second benefit found"),
    "RegisterRealName": ("登记实名注册", "Real-name registration"),
    "ClearDoubt": ("排除疑点", "Doubt cleared"),
    "TerminateForFraud": ("违规终止班次", "Terminated for fraud"),
    "ApplyChange": ("按批准的变更改动班次", "Changed as granted"),
    "TakeStep": ("签收", "Taken"),
    "PutStepBack": ("退回公共队列", "Put back into the common queue"),
    "HandStep": ("转办", "Handed on"),
}

REASONS_TO_SEE: Words = REASONS
# What may be erased of a case, each when its own time has come.
ERASABLE: Words = {
    "identity": ("身份信息与表单", "Identity data and forms"),
    "account": ("银行账号", "Bank accounts"),
    "documents": ("材料", "Documents"),
    "drafts": ("草稿", "Drafts"),
}


# What a case waits for from outside; that it may be withdrawn at any time is no waiting.
AWAITED: Words = {
    "bank_result": ("等待银行办理结果", "Waiting for the bank's result"),
    "repayment": ("等待款项退回", "Waiting for the money to come back"),
    "double_benefit_found": ("拨付后核对重复享受", "Watching for a second benefit"),
    "objection_filed": ("公示中，等待期满", "On public notice until its end"),
    "proof_filed": ("等待就业收入依据", "Waiting for evidence of work"),
}
FUNDS: Words = {
    "ZZ": ("职业技能提升行动专账资金", "Skills upgrading account"),
    "JYBZ": ("就业补助资金", "Employment subsidy fund"),
    "FP": ("扶贫专项资金", "Poverty relief fund"),
    "LOCAL": ("地方配套资金", "Local matching funds"),
    "SYBX": ("失业保险基金（仅供参考）", "Unemployment insurance fund (for information)"),
}


def word(words: Words, name: str) -> str:
    """What a word means, or the word itself where nobody has said."""
    zh, en = words.get(name, (name, name))
    return either({"zh": zh, "en": en})
