"""A payment that a budget could not bear waits for money, and goes on when there is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.commands import engine_room, permission, record
from service.commands.budgets.returning import counting
from service.commands.paying import holds
from service.domain.calendar import beijing_date
from service.domain.holding import BUDGET, WHOLE
from service.domain.orders import AwaitBudget, DecideBudget, GoOnPaying
from service.records.budget import Budget, begin, budget_of, hold_proposal
from service.records.payment_hold import waiting_upto

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from service.commands.dossier import Dossier
    from service.commands.receipt import Receipt
    from service.domain.refusals import BudgetShort


def after(short: BudgetShort) -> AwaitBudget:
    """What becomes of the case whose payment was refused for want of money."""
    return AwaitBudget(
        case_id=short.case_id, stage=short.stage, budget=short.key, fen=short.wanted_fen
    )


def await_money(order: AwaitBudget, dossier: Dossier) -> Receipt:
    """The payment is held, its period stands still, and the head hears of it; once."""
    permission.time_alone(dossier)
    if holds.on(dossier, order.stage, WHOLE):
        return record.receipt_of(dossier)
    begin(dossier.session, [order.budget])
    found = budget_of(dossier.session, order.budget)
    short = {"budget_id": found.id, "fen": order.fen} if found is not None else {}
    holds.place(dossier, order.stage, WHOLE, BUDGET, short=short)
    return record.save(dossier, order, engine_room.retime(dossier), {"stage": order.stage})


def go_on(order: GoOnPaying, dossier: Dossier) -> Receipt:
    """There is money again: the payment waits no more, and its period goes on."""
    permission.time_alone(dossier)
    if not holds.lift(dossier, order.stage, WHOLE, BUDGET):
        return record.receipt_of(dossier)
    return record.save(dossier, order, engine_room.retime(dossier), {"stage": order.stage})


def fitting(session: Session, budget_id: int, year: int) -> Iterator[GoOnPaying]:
    """The payments that wait for money and fit into this budget now, the longest waiting first.

    What leaves in a year is drawn from that year's budget, whichever year it began to wait in.
    """
    budget = session.get(Budget, budget_id)
    if budget is not None and budget.year < year:
        budget = budget_of(session, (*budget.key[:3], year))
    if budget is None or budget.year > year:
        return
    waiting = waiting_upto(session, budget)
    if not waiting:
        return
    left_fen = budget.standing.spendable_fen(with_recovered=counting(session)(budget))
    found = []
    for hold in waiting:
        if (hold.fen or 0) <= left_fen:
            left_fen -= hold.fen or 0
            found.append(GoOnPaying(case_id=hold.case_id, stage=hold.stage))
    session.rollback()
    yield from found


def children(order: object, session: Session) -> Iterator[GoOnPaying]:
    """What may go on once a budget was changed."""
    if not isinstance(order, DecideBudget):
        return
    decided = hold_proposal(session, order.proposal_id)
    if decided is None or decided.decided_at is None:
        return
    ids, year = [decided.budget_id, decided.to_budget_id], beijing_date(decided.decided_at).year
    session.rollback()
    for budget_id in ids:
        if budget_id is not None:
            yield from fitting(session, budget_id, year)
