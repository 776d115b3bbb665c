"""Recovering money: one debt as finance and the institution see it, and the notice to print."""

from tests.browser.staging import TO_RECOVER, View

RECOVERY = (
    View(
        "recovery",
        "finance-reviewer",
        lambda on: on.case(TO_RECOVER, "/recovery"),
        "追回：尚欠多少、可以怎样了结、经过",
        "A debt: what is owed, how it may end, what happened",
    ),
    View(
        "recovery-notice",
        "reviewer",
        lambda on: on.case(TO_RECOVER, "/recovery/notice"),
        "追回通知书：金额大写与期限",
        "The notice of recovery: capitals and the last day",
    ),
    View(
        "order-instalments",
        "approver",
        lambda on: on.case(TO_RECOVER, "/orders/agree-instalments"),
        "约定分期退回",
        "A debt to be paid back in parts",
    ),
    View(
        "order-offset",
        "finance-reviewer",
        lambda on: on.case(TO_RECOVER, "/orders/propose-offset"),
        "提出抵扣",
        "An offset is proposed",
    ),
)
