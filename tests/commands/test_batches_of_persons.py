"""A batch that pays persons: who is held stays due, the others are paid, and nobody twice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from service.commands.verifying import broken_books
from service.domain.batch import PERSONS
from service.domain.orders import ApproveBatch, CheckBatch, RecordBankResult
from service.records import (
    BatchItem,
    ListEntry,
    ListImport,
    ListPerson,
    Payment,
    PaymentLine,
    RosterLine,
    write_transaction,
)
from service.records.ledger import LedgerEntry
from service.records.step import steps_of
from tests.commands.paying_together import APPROVER, persons_desk

FUND, FEN = "FP", 69000


@pytest.fixture
def at(session):
    return persons_desk(session)


def draw(at):
    return at.draw(fund=FUND, payee_kind=PERSONS, pay_on=at.now.date() + timedelta(days=1))


def person(at, line):
    """The blind index of whoever stands on that line."""
    at.session.rollback()
    asked = select(RosterLine.person_index).where(RosterLine.line == line).limit(1)
    return at.session.scalars(asked).one()


def died(at, index):
    """A list of the deceased comes in after the payment was reviewed."""
    where = {"jurisdiction": "guizhou", "region": "520102", "kind": "dead", "source": "公安"}
    row = ListImport(
        **where, as_of=at.now.date(), people=1, digest="d", imported_by=1, imported_at=at.now
    )
    at.session.add(row)
    at.session.flush()
    at.session.add(ListPerson(import_id=row.id, person_index=index))


def black_listed(at, index):
    """Somebody is put on the black list after the payment was reviewed."""
    at.session.add(
        ListEntry(
            uscc="",
            colour="black",
            since=at.now.date(),
            reason="套取补贴",
            person_index=index,
            jurisdiction="guizhou",
        )
    )


def test_each_person_is_booked_under_the_voucher_of_his_own_line(at):
    number = draw(at)
    at.do(CheckBatch, number)
    at.do(ApproveBatch, number, APPROVER)
    at.release(number)
    told = (LedgerEntry.line, LedgerEntry.voucher_no)
    booked = at.session.execute(select(*told).where(LedgerEntry.kind == "INSTRUCT")).all()
    asked = select(BatchItem.line, BatchItem.voucher_no)
    assert sorted(booked) == sorted(at.session.execute(asked).all())
    assert len(set(booked)) == 2


@pytest.mark.parametrize(("listed", "reason"), [(died, "payee_dead"), (black_listed, "black_list")])
def test_who_died_or_is_black_listed_is_held_and_the_other_is_paid(at, listed, reason):
    number, index = draw(at), person(at, 2)
    with write_transaction(at.session):
        listed(at, index)
    at.do(CheckBatch, number)
    assert at.items(number) == [(1, "in", None), (2, "held", reason)]
    at.do(ApproveBatch, number, APPROVER)
    at.release(number)
    assert at.items(number) == [(1, "sent", None), (2, "held", reason)]
    payment = at.session.scalars(select(Payment)).one()
    assert (payment.state, payment.amount_fen) == ("instructed", FEN)
    held = at.session.scalars(select(PaymentLine.held).order_by(PaymentLine.line))
    assert list(held) == [False, True]
    assert list(broken_books(at.session)) == []


def test_who_was_held_is_reviewed_and_paid_afterwards(at):
    number, index = draw(at), person(at, 2)
    with write_transaction(at.session):
        black_listed(at, index)
    at.do(CheckBatch, number)
    at.do(ApproveBatch, number, APPROVER)
    at.release(number)
    case = at.case("living").id
    voucher = at.session.scalars(select(Payment.voucher_no)).one()
    answers = {"stage": "LIVING", "voucher_no": voucher, "result": "success", "amount": "690.00"}
    at.now += timedelta(days=3)
    at.give(RecordBankResult(case_id=case, answers=answers), "finance_payer")
    assert [step.element for step in steps_of(at.session, case)] == ["finance_review"]
    assert at.items(number) == [(1, "paid", None), (2, "held", "black_list")]
    assert list(broken_books(at.session)) == []
