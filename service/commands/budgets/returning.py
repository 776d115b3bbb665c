"""Whether what came back may be spent again: a place says so, and every figure follows it."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from service.commands.budgets.drawing import RECOVERED_RETURNS
from service.commands.library import LIBRARY
from service.records.budget import Budget


def counting(session: Session) -> Callable[[Budget], bool]:
    """Whether recovered money counts in a budget, by its year's last day; asked once a place."""
    known: dict[tuple[str, int], bool] = {}

    def counts(budget: Budget) -> bool:
        key = (budget.jurisdiction, budget.year)
        if key not in known:
            policy = LIBRARY.in_force(session, budget.jurisdiction)[0].policy
            last_day = date(budget.year, 12, 31)
            known[key] = (
                policy.has(RECOVERED_RETURNS)
                and policy.value(RECOVERED_RETURNS, last_day).value is True
            )
        return known[key]

    return counts
