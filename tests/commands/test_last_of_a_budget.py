"""Two processes at the last of a budget on PostgreSQL: one payment leaves, the other waits."""

import pytest
from sqlalchemy import select

from service.commands.budgets.verifying import broken_sums
from service.commands.verifying import broken_books
from service.domain.orders import DecideBudget, FinishStep, ProposeBudget
from service.records.budget import Budget
from service.records.payment import Payment
from service.records.payment_hold import PaymentHold
from service.records.step import steps_of
from tests.commands.paying_together import APPROVER, CLASSES, DRAWER, FUND, REVIEWER, desk
from tests.commands.racing import race

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database", ["postgresql"], indirect=True)]


@pytest.fixture
def at(session):
    return desk(session)


def change(at, fen):
    place = at.play.example
    order = ProposeBudget(
        kind="appropriate",
        jurisdiction=place.jurisdiction,
        region=place.region,
        fund=FUND,
        year=at.now.year,
        fen=fen,
        paper="财社〔2020〕示例",
    )
    entered = at.give(order, REVIEWER).seq
    at.give(DecideBudget(proposal_id=entered, agreed=True), APPROVER)


def budget(at):
    at.session.rollback()
    return at.session.scalars(
        select(Budget).where(Budget.fund == FUND, Budget.year == at.now.year)
    ).one()


def releases(at):
    """Each class's payment, let go singly, by two payers."""
    for number, (name, who) in enumerate(zip(CLASSES, (DRAWER, APPROVER), strict=True)):
        case = at.case(name).id
        step = next(s for s in steps_of(at.session, case) if s.element == "finance_pay")
        answers = {"voucher_no": f"PZ-{number}", "pay_on": at.now.date().isoformat()}
        order = FinishStep(case_id=case, step_key=step.key, version=step.version, answers=answers)
        yield order, at.actor(who)


def test_of_two_releases_for_the_last_of_a_budget_exactly_one_leaves(at, database):
    one_fen = at.session.scalars(select(Payment.amount_fen).order_by(Payment.id)).first()
    change(at, one_fen - budget(at).appropriated_fen)
    orders = list(releases(at))
    at.session.rollback()
    assert race(database.url, at.now, orders) == ["budget_short", "done"]
    assert budget(at).spent_fen == one_fen
    assert [one.reason for one in at.session.scalars(select(PaymentHold))] == ["budget"]
    assert [*broken_books(at.session), *broken_sums(at.session)] == []
