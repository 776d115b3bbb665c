"""Budgets and days are added up as the ledger is written, and from what was written before."""

from datetime import date

import pytest
from sqlalchemy import select

from service.domain.budget import Drawn
from service.records.budget import Budget, budget_of, draw
from service.records.ledger_day import LedgerDay, add_to_days
from service.records.migrations import downgrade, upgrade

from .test_guarded import transfer

ZZ = ("chongqing", "500103", "ZZ", 2020)


def test_a_budget_nobody_entered_begins_with_what_is_drawn_from_it(session):
    draw(session, {ZZ: Drawn(committed_fen=7)})
    found = draw(session, {ZZ: Drawn(committed_fen=-3, spent_fen=3)})
    assert [(one.committed_fen, one.spent_fen, one.item) for one in found] == [(4, 3, None)]


def test_several_budgets_are_drawn_from_in_one_order(session):
    later = (*ZZ[:3], 2021)
    found = draw(session, {later: Drawn(spent_fen=1), ZZ: Drawn(spent_fen=2)})
    assert sorted((one.year, one.spent_fen) for one in found) == [(2020, 2), (2021, 1)]


def test_a_days_transfers_between_two_accounts_are_one_sum(session):
    key = (*ZZ[:3], date(2020, 5, 20), "paid", "in_payment")
    add_to_days(session, {key: (500, 1)})
    add_to_days(session, {key: (700, 2)})
    assert [(one.fen, one.entries) for one in session.scalars(select(LedgerDay))] == [(1200, 3)]


@pytest.mark.parametrize("account", ["committed", "in_payment"])
def test_what_was_posted_before_budgets_is_added_up(database, add_case, account):
    case_id = add_case()
    with database.session() as session:
        session.add(transfer(case_id, debit="committed", credit="budget", fen=9, kind="COMMIT"))
        if account == "in_payment":
            session.add(transfer(case_id, debit=account, credit="committed", fen=4))
        session.commit()
    downgrade(database.engine, "0024")
    upgrade(database.engine)
    with database.session() as session:
        found = session.scalars(select(Budget)).one()
        days = session.scalars(select(LedgerDay)).all()
        assert budget_of(session, found.key) == found
    spent = 4 if account == "in_payment" else 0
    assert (found.committed_fen, found.spent_fen) == (9 - spent, spent)
    assert sum(one.fen for one in days) == 9 + spent
