"""Budgets that are always enough, for a rehearsal or a stage that is about something else."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.budget import APPROPRIATE
from service.domain.calendar import BEIJING
from service.records.budget import Budget, BudgetEntry, Key, begin, unnumbered
from service.records.transaction import write_transaction

AMPLE_FEN = 10**13
FUNDS = ("ZZ", "JYBZ", "FP")
SUBJECT = "2080799"  # 其他就业补助支出


def provide(session: Session, keys: Iterable[Key], *, fen: int = AMPLE_FEN) -> None:
    """Appropriate so much to each of these budgets that has nothing yet."""
    wanted = set(keys)
    with write_transaction(session):
        begin(session, wanted)
        for budget in unnumbered(session):
            if budget.key in wanted:
                session.add(_appropriated(budget, fen))


def _appropriated(budget: Budget, fen: int) -> BudgetEntry:
    budget.item, budget.subject = f"{budget.region}-{budget.fund}-{budget.year}", SUBJECT
    budget.appropriated_fen += fen
    return BudgetEntry(
        budget_id=budget.id,
        kind=APPROPRIATE,
        fen=fen,
        paper=f"{budget.year} 年度预算",
        reason="",
        at=datetime(budget.year, 1, 1, tzinfo=BEIJING),
    )
