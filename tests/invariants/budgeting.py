"""The budgets of a place: given, cut and raised by two persons, and what they must come to."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.commands.budgets.ample import FUNDS
from service.domain.calendar import beijing_date
from service.domain.orders import DecideBudget, ProposeBudget
from service.records import LedgerEntry
from service.records.budget import Budget, BudgetEntry
from service.records.ledger_day import LedgerDay
from tests.invariants.town import SECOND, Town


def change(town: Town, what: int, *, left_fen: int) -> None:
    """Two persons leave a budget of this year so much and no more."""
    fund = FUNDS[what % len(FUNDS)]
    place, region = town.play.example.jurisdiction, town.play.example.region
    year = beijing_date(town.now).year
    asked = select(Budget).where(Budget.region == region, Budget.fund == fund, Budget.year == year)
    budget = town.session.scalar(asked)
    by_fen = left_fen - budget.standing.spendable_fen() if budget is not None else left_fen
    town.session.rollback()
    if by_fen:
        where: dict[str, Any] = {"jurisdiction": place, "region": region}
        entered = ProposeBudget(
            **where, kind="appropriate", fund=fund, year=year, fen=by_fen, paper=f"预〔{what}〕号"
        )
        number = town.give(entered, "finance_reviewer").seq
        town.give(DecideBudget(proposal_id=number, agreed=True), "finance_reviewer" + SECOND)


def amiss_in_budgets(session: Session) -> Iterator[str]:
    """Each budget comes to what its entries and the ledger say, and was never overdrawn."""
    sums: dict[tuple[str, str, str, int], Counter[str]] = {}
    for entry in session.scalars(select(LedgerEntry)):
        key = (entry.jurisdiction, str(entry.region), entry.fund, entry.budget_year or 0)
        sums.setdefault(key, Counter()).update(_drawn(entry))
    for budget in session.scalars(select(Budget)):
        entries = session.scalars(select(BudgetEntry).where(BudgetEntry.budget_id == budget.id))
        given = carried = 0
        for one in entries:
            given, carried = given + one.fen, carried + one.committed_fen
        drawn = sums.get(budget.key, Counter[str]())
        told = {
            "appropriated": (budget.appropriated_fen, given),
            "committed": (budget.committed_fen, drawn["committed"] + carried),
            **{
                name: (getattr(budget, f"{name}_fen"), drawn[name])
                for name in ("spent", "recovered", "lapsed")
            },
        }
        for name, (stands, comes_to) in told.items():
            if stands != comes_to:
                yield f"budget {budget.key} has {stands} {name}, its entries come to {comes_to}"
        if budget.spent_fen > budget.appropriated_fen + budget.recovered_fen:
            yield f"budget {budget.key} has paid {budget.spent_fen} of {budget.appropriated_fen}"
    yield from _days_amiss(session)


def _drawn(entry: LedgerEntry) -> dict[str, int]:
    """What an entry changes, written down apart from the house's own way of saying it."""
    sides = (entry.debit, entry.credit)
    sent = {("in_payment", "committed"): entry.fen, ("committed", "in_payment"): -entry.fen}
    return {
        "spent": sent.get(sides, 0),
        **{
            name: entry.fen * ((entry.debit == name) - (entry.credit == name))
            for name in ("committed", "recovered", "lapsed")
        },
    }


def _days_amiss(session: Session) -> Iterator[str]:
    asked = select(LedgerEntry.debit, LedgerEntry.credit, func.sum(LedgerEntry.fen), func.count())
    kept = select(
        LedgerDay.debit, LedgerDay.credit, func.sum(LedgerDay.fen), func.sum(LedgerDay.entries)
    )
    by_entries = session.execute(asked.group_by(LedgerEntry.debit, LedgerEntry.credit))
    by_days = session.execute(kept.group_by(LedgerDay.debit, LedgerDay.credit))
    if sorted(map(tuple, by_entries)) != sorted(map(tuple, by_days)):
        yield "the days of the ledger do not come to its entries"
