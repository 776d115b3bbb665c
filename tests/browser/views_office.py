"""The office: reviewers, approvers, heads, finance, auditors; cases, documents, search, inbox."""

from playwright.sync_api import Page

from tests.browser import acting
from tests.browser.staging import (
    CLOSED,
    OBJECTED,
    OVERDUE,
    RETURNED,
    RUNNING,
    TO_ACCEPT,
    TO_APPROVE,
    TO_CORRECT,
    TO_RECOVER,
    TO_RELEASE,
    TO_REVIEW_ADVANCE,
    TO_START,
    TO_VERIFY,
    Stage,
    View,
)


def open_message(page: Page, stage: Stage) -> None:
    """The first message leads to its case."""
    acting.press('main form[action$="/open"] button')(page, stage)


def state_another_number(page: Page, stage: Stage) -> None:
    """A figure is changed and nobody says why."""
    page.fill("#stated-registered", "9999")
    acting.press('button[value="save"]')(page, stage)


REPORT = "/reports/chongqing/dispatch/500103"
DESKS = (
    View(
        "reviewer-desk",
        "reviewer",
        "/",
        "经办的待办，最急的在前",
        "A reviewer's work, the soonest first",
    ),
    View("approver-desk", "approver", "/", "审批的待办", "An approver's work"),
    View("head-work", "head", "/", "负责人的待办", "A head's work"),
    View("empty-desk", "inspector", "/", "没有待办", "Nothing to do"),
    View(
        "head-desk",
        "head",
        "/office",
        "本单位办理情况：逾期、将到期、改派",
        "The head's overview: late, soon late, reassign",
    ),
    View(
        "head-desk-refused",
        "head",
        "/office",
        "没有勾选就改派",
        "Nothing was ticked",
        acting.press(".late button, main form button"),
    ),
    View("finance-review", "finance-reviewer", "/finance", "资金：待审核", "Finance: to review"),
    View("finance-release", "payer-2", "/finance/release", "资金：待拨付", "Finance: to release"),
    View(
        "finance-returned",
        "finance-reviewer",
        "/finance/returned",
        "资金：银行退回",
        "Finance: returned by the bank",
    ),
    View("finance-recover", "payer", "/finance/to-recover", "资金：待追回", "Finance: to recover"),
    View(
        "finance-empty",
        "finance-reviewer-2",
        "/finance",
        "资金：没有待审核的款",
        "Finance: nothing to review",
    ),
    View("reports", "city", "/reports", "双周调度表：各单位各期", "Dispatch reports by office"),
    View("report-new", "reviewer", f"{REPORT}/2020-06-24", "逾期未报", "A report that is late"),
    View("report-draft", "reviewer", f"{REPORT}/2020-06-12", "填报", "A report is filled in"),
    View(
        "report-refused",
        "reviewer",
        f"{REPORT}/2020-06-12",
        "与系统数不同，没有写原因",
        "Another number without a reason",
        state_another_number,
    ),
    View("report-confirm", "approver", f"{REPORT}/2020-06-12", "确认上报", "A report is confirmed"),
    View("report-amended", "head", f"{REPORT}/2020-05-25", "更正后的一版", "An amended report"),
    View(
        "report-merged",
        "city",
        "/reports/chongqing/dispatch/500000/2020-05-25",
        "市级汇总，其后又有更正",
        "The city's sums; a district has amended since",
    ),
    View("cases", "auditor", "/cases", "办件清单", "All cases"),
    View(
        "cases-narrowed",
        "auditor",
        "/cases?state=open&late=now",
        "办件：现已逾期",
        "Cases that are late now",
    ),
    View(
        "cases-misread",
        "auditor",
        "/cases?from=2020-13-40&paid_from=abc",
        "筛选条件看不懂",
        "Limits that cannot be read",
    ),
    View("search-blank", "auditor", "/search", "查找", "Search"),
    View("search", "auditor", "/search?q=养老", "查到的办件", "What was found"),
    View("search-nothing", "auditor", "/search?q=没有这家", "没有查到", "Nothing was found"),
    View("inbox", "clerk-2", "/inbox", "消息", "Messages"),
    View("inbox-empty", "inspector", "/inbox", "没有消息", "No messages"),
    View(
        "inbox-opened",
        "clerk-2",
        "/inbox",
        "由消息到办件",
        "From a message to its case",
        open_message,
    ),
    View("help", "clerk-1", "/help", "办事指南", "The guide"),
    View(
        "help-finance",
        "payer",
        "/help/finance",
        "资金怎么办：从财政审核到日结",
        "How money is handled, from review to the close of the day",
    ),
    View(
        "help-place",
        "clerk-1",
        "/help/chongqing",
        "重庆的办事指南，逐条依据",
        "Chongqing's guide, clause by clause",
    ),
)

CASES = (
    View("case-closed", "auditor", lambda on: on.case(CLOSED), "办结的班", "A closed case"),
    View("case-running", "clerk-3", lambda on: on.case(RUNNING), "培训中的班", "A running class"),
    View(
        "case-objected", "approver", lambda on: on.case(OBJECTED), "公示期内有异议", "An objection"
    ),
    View(
        "case-corrected",
        "clerk-2",
        lambda on: on.case(TO_CORRECT),
        "补正中，计时暂停",
        "The clock is stopped",
    ),
    View("case-overdue", "head", lambda on: on.case(OVERDUE), "已逾期的班", "An overdue case"),
    View(
        "case-returned",
        "payer",
        lambda on: on.case(RETURNED),
        "银行退回的款",
        "Returned by the bank",
    ),
    View(
        "case-recover",
        "finance-reviewer",
        lambda on: on.case(TO_RECOVER),
        "要追回的款",
        "Money to come back",
    ),
    View("diagram", "auditor", lambda on: on.case(CLOSED, "/diagram"), "大图", "The large diagram"),
    View("bundle", "auditor", lambda on: on.case(CLOSED, "/bundle"), "案卷下载", "The case bundle"),
    View(
        "in-full-reason",
        "reviewer",
        lambda on: on.case(TO_ACCEPT, "/personal-data"),
        "先说明事由",
        "A reason first",
    ),
    View(
        "in-full",
        "reviewer",
        lambda on: on.case(TO_ACCEPT, "/personal-data"),
        "完整个人信息，查看已入记录",
        "Personal data in full, which is on record",
        acting.see_in_full,
    ),
    View(
        "document",
        "reviewer",
        lambda on: on.document(TO_ACCEPT, ".pdf"),
        "材料：PDF",
        "A document: PDF",
    ),
    View(
        "document-picture",
        "reviewer",
        lambda on: on.document(TO_ACCEPT, ".png"),
        "材料：图片预览",
        "A picture",
    ),
    View(
        "document-sheet",
        "reviewer",
        lambda on: on.document(TO_ACCEPT, ".xlsx"),
        "材料：表格预览",
        "A spreadsheet",
    ),
    View(
        "document-erased",
        "clerk-2",
        lambda on: on.document(TO_START, ".pdf"),
        "已按规定删除的材料",
        "An erased document",
    ),
)

STEPS = (
    View(
        "step-accept",
        "reviewer",
        lambda on: on.step(TO_ACCEPT, "opening_accept"),
        "受理初审：左看情况右决定",
        "First review: facts left, decision right",
    ),
    View(
        "step-accept-refused",
        "reviewer",
        lambda on: on.step(TO_ACCEPT, "opening_accept"),
        "没有决定就提交",
        "Handed in without a decision",
        acting.submit,
    ),
    View(
        "step-hand",
        "head",
        lambda on: on.step(TO_ACCEPT, "opening_accept", "/hand"),
        "改派给同事",
        "Handing a step to a colleague",
    ),
    View(
        "step-approve",
        "approver",
        lambda on: on.step(TO_APPROVE, "opening_approve"),
        "复核审批",
        "Approval",
    ),
    View(
        "step-overdue",
        "head",
        lambda on: on.step(OVERDUE, "opening_overdue"),
        "逾期交负责人",
        "Overdue, with the head",
    ),
    View(
        "step-verify",
        "reviewer",
        lambda on: on.step(TO_VERIFY, "certificate_verify"),
        "核验证书",
        "Certificates are verified",
    ),
    View(
        "step-objection",
        "approver",
        lambda on: on.step(OBJECTED, "objection_handle"),
        "处理异议",
        "An objection is handled",
    ),
    View(
        "step-finance-review",
        "finance-reviewer",
        lambda on: on.step(TO_REVIEW_ADVANCE, "finance_review"),
        "财政审核预拨",
        "Finance reviews the advance",
    ),
    View(
        "step-release",
        "payer-2",
        lambda on: on.step(TO_RELEASE, "finance_pay"),
        "财政拨付",
        "Finance releases",
    ),
    View(
        "order-repayment",
        "payer",
        lambda on: on.case(TO_RECOVER, "/orders/record-repayment"),
        "登记还款",
        "A repayment",
    ),
    View(
        "order-objection",
        "reviewer",
        lambda on: on.case(OBJECTED, "/orders/file-objection"),
        "登记异议",
        "An objection is filed",
    ),
)
