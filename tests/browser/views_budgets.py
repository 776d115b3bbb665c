"""Budgets: the year's list, entering a change, one budget with what waits for a second person."""

from tests.browser.acting import fill
from tests.browser.staging import View

ADDED = {
    "year": "2020",
    "amount": "120000.50",
    "paper": "财社〔2020〕示例12号",
    "reason": "年中追加",
}

BUDGETS = (
    View(
        "budgets",
        "finance-reviewer",
        "/finance/budgets?year=2020",
        "年度预算：下达、已支出、已承诺、可用",
        "Budgets: appropriated, spent, committed, left",
    ),
    View(
        "budget-new",
        "finance-reviewer",
        "/finance/budgets/new",
        "登记预算事项：下达、结转、调剂",
        "A change: appropriated, carried over, moved",
    ),
    View(
        "budget",
        "finance-reviewer",
        "/finance/budgets/new",
        "一项预算：待另一人确认的变动与经过",
        "One budget: what waits for another person",
        fill(ADDED),
    ),
)
