"""Two processes at one batch or one payment on PostgreSQL: exactly one of them has it."""

import pytest
from sqlalchemy import func, select

from service.commands.verifying import broken_books
from service.domain.batch import BODY
from service.domain.orders import (
    ApproveBatch,
    CheckBatch,
    DrawBatch,
    DropBatch,
    ReleaseBatch,
)
from service.records import BatchItem, HistoryEntry, LedgerEntry, PaymentBatch
from tests.commands.paying_together import APPROVER, CLASSES, DRAWER, FUND, desk
from tests.commands.racing import race, release_together
from tests.commands.test_batches_going import single

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database", ["postgresql"], indirect=True)]


@pytest.fixture
def at(session):
    return desk(session)


def drawing(at):
    place = at.play.example
    return DrawBatch(
        jurisdiction=place.jurisdiction,
        region=place.region,
        fund=FUND,
        payee_kind=BODY,
        pay_on=at.now.date(),
    )


def instructed(at):
    """How often each case's bank was told to pay, by the ledger."""
    at.session.rollback()
    counted = select(func.count()).where(LedgerEntry.kind == "INSTRUCT")
    return list(at.session.scalars(counted.group_by(LedgerEntry.case_id)))


def test_of_two_who_draw_the_same_payments_one_has_them(at, database):
    order = drawing(at)
    who = [(order, at.actor(DRAWER)), (order, at.actor(APPROVER))]
    at.session.rollback()
    assert race(database.url, at.now, who) == ["done", "not_now"]
    assert at.session.scalar(select(func.count()).select_from(PaymentBatch)) == 1
    assert at.session.scalar(select(func.count()).select_from(BatchItem)) == len(CLASSES)


def test_two_processes_that_release_one_batch_pay_each_line_once(at, database):
    number = at.approved()
    at.do(ReleaseBatch, number)
    batch = at.batch(number).id
    at.session.rollback()
    done = release_together(database.url, at.now, batch, 2)
    assert sum(int(one.split()[1]) for one in done) >= len(CLASSES)
    at.carry_on(number)
    assert (at.batch(number).state, instructed(at)) == ("released", [1] * len(CLASSES))
    paid = select(func.count()).where(HistoryEntry.step == "finance_pay")
    assert at.session.scalar(paid) == len(CLASSES)
    assert list(broken_books(at.session)) == []


def test_a_payment_paid_singly_while_it_is_drawn_is_paid_once(at, database):
    orders = [
        (drawing(at), at.actor(APPROVER)),
        (single(at, "", "PZ-SINGLE"), at.actor(DRAWER)),
    ]
    at.session.rollback()
    assert "done" in race(database.url, at.now, orders)
    number = at.session.scalars(select(PaymentBatch.number)).one()
    at.do(CheckBatch, number)
    at.do(ApproveBatch, number, DRAWER)
    at.release(number, APPROVER)
    assert instructed(at) == [1] * len(CLASSES)
    assert list(broken_books(at.session)) == []


def test_of_two_who_type_one_voucher_at_once_one_is_told_that_it_is_used(at, database):
    both = [(single(at, name, "PZ-SAME"), at.actor(DRAWER)) for name in CLASSES]
    at.session.rollback()
    assert race(database.url, at.now, both) == ["answers_wrong", "done"]
    assert instructed(at) == [1]


def test_a_batch_is_released_or_dropped_never_both(at, database):
    number = at.approved()
    version = at.batch(number).version
    orders = [
        (ReleaseBatch(batch=number, version=version), at.actor(DRAWER)),
        (DropBatch(batch=number, version=version, reason="改日"), at.actor(APPROVER)),
    ]
    at.session.rollback()
    assert race(database.url, at.now, orders) == ["done", "stale_step"]
    assert at.batch(number).state in ("releasing", "dropped")
