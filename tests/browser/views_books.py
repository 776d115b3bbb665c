"""The books: the year in figures, statements, entries, the trial balance, and closing a day."""

from playwright.sync_api import Page
from sqlalchemy import select

from service.records.ledger import LedgerEntry
from tests.browser.acting import press
from tests.browser.staging import CLOSED, Stage, View

DAY = "/books/days/chongqing/500103"


def paid_entry(stage: Stage) -> str:
    """The entry of a paid advance."""
    asked = select(LedgerEntry.id).where(
        LedgerEntry.case_id == stage.case_id(CLOSED), LedgerEntry.kind == "ADVANCE"
    )
    found = stage.session.scalar(asked)
    stage.session.rollback()
    return f"/books/entries/{found}"


def close_an_older_page(page: Page, stage: Stage) -> None:
    """The day has changed since the page was drawn."""
    page.locator('input[name="digest"]').evaluate("one => one.value = 'of this morning'")
    press("form.card button.btn-primary")(page, stage)


BOOKS = (
    View("books", "finance-reviewer", "/books", "一年的资金：图表与明细", "A year in figures"),
    View(
        "books-head",
        "head",
        "/books",
        "负责人也看得到本地的账",
        "A head reads the books of the district",
    ),
    View(
        "books-statement",
        "finance-reviewer",
        "/books/statement",
        "资金对账单：各月",
        "A statement, month by month",
    ),
    View(
        "books-statement-payee",
        "auditor",
        "/books/statement?by=payee&month=2020-07",
        "资金对账单：一个月里各收款方",
        "A statement of one month, payee by payee",
    ),
    View(
        "books-entries",
        "finance-reviewer",
        "/books/entries?month=2020-07",
        "一个月的分录",
        "The entries of a month",
    ),
    View(
        "books-entry",
        "auditor",
        paid_entry,
        "一笔分录：办件、表单、条款、经办人",
        "One entry: its case, form, clause and hands",
    ),
    View(
        "books-trial-balance",
        "finance-reviewer",
        "/books/trial-balance?month=2020-07",
        "试算平衡",
        "The trial balance",
    ),
    View(
        "books-days",
        "finance-reviewer",
        "/books/days",
        "日终对账：哪些日子还没有结账",
        "Which days are still to be closed",
    ),
    View(
        "books-day",
        "finance-reviewer",
        f"{DAY}/2020-07-10",
        "一天的三方核对与结账",
        "A day compared on three sides, to be closed",
    ),
    View(
        "books-day-closed",
        "auditor",
        f"{DAY}/2020-05-28",
        "已结账的一天",
        "A day that is closed",
    ),
    View(
        "books-day-stale",
        "finance-reviewer",
        f"{DAY}/2020-07-16",
        "打开之后账目有变动",
        "The day has changed since it was opened",
        close_an_older_page,
    ),
)
