"""A day of batches and bank files compared with the ledger: it adds up, or the line is named."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from service.commands.bank.listing import take_list
from service.commands.bank.reading import read_file
from service.commands.bank.taking import take_result_file
from service.commands.reconciling.closing import looked_at
from service.domain.bank_layout import read_layout
from service.domain.calendar import beijing_date
from service.domain.orders import TakeResultFile
from service.domain.reconciling import (
    BANK,
    LEDGER,
    NOT_IN_LEDGER,
    PAID,
    PAPERS,
    RETURNED,
    SENT,
    SIDES,
)
from service.records import awaited
from service.records.day_close import OfDay
from service.records.payment_batch import BatchItem, PaymentBatch
from service.records.step import Scope
from service.records.transaction import write_transaction
from tests.bank import Bank, Mood
from tests.commands.paying_together import DRAWER, desk

BANKS, LAYOUT = Path("workflows/bpmn/_shared/banks"), "general_csv"
PLACE = ("chongqing", "500103")
TOTALS = (SENT, PAID, RETURNED)


@pytest.fixture
def at(session):
    return desk(session)


@pytest.fixture
def batch(at):
    """Two advances that lie with the bank."""
    number = at.approved()
    at.release(number)
    return number


def answer(at, batch, mood):
    """The bank answers the list it was given."""
    raw = tomllib.loads((BANKS / f"{LAYOUT}.toml").read_text("utf-8"))
    bank = Bank(read_layout(LAYOUT, raw))
    sent = take_list(at.session, batch, LAYOUT, actor=at.actor(DRAWER)).content
    data = bank.answer(sent, mood)
    order = TakeResultFile(
        batch=batch,
        digest=hashlib.sha256(data).hexdigest(),
        layout=LAYOUT,
        answer=read_file(bank.layout, data),
    )
    take_result_file(order, actor=at.actor(DRAWER), session=at.session, clock=at.clock)


def today(at):
    at.session.rollback()
    found = looked_at(at.session, OfDay(*PLACE, beijing_date(at.now)))
    at.session.rollback()
    return found


def lines(day, what):
    return tuple(day.total("ZZ", what, side).count for side in SIDES)


def test_a_day_paid_and_returned_by_file_adds_up_on_all_three_sides(at, batch):
    answer(at, batch, Mood(results={2: "returned"}))
    day = today(at)
    assert day.differences == []
    assert [lines(day, what) for what in TOTALS] == [(2, 2, 0), (1, 1, 1), (1, 1, 1)]
    assert day.total("ZZ", PAID, LEDGER) == day.total("ZZ", PAID, BANK)


def test_a_row_the_bank_invented_is_named_and_needs_a_reason(at, batch):
    answer(at, batch, Mood(refs={1: "X-1"}))
    day = today(at)
    assert [(one.kind, one.ref) for one in day.differences] == [("unknown", "X-1")]
    assert day.needs_reason


def test_what_went_out_and_was_never_booked_is_named(at):
    number = at.approved()
    with write_transaction(at.session):
        found = at.session.query(PaymentBatch).filter_by(number=number).one()
        found.released_at = at.now
        at.session.query(BatchItem).filter_by(batch_id=found.id).update({"state": "sent"})
    day = today(at)
    assert {one.kind for one in day.differences} == {NOT_IN_LEDGER}
    assert lines(day, SENT) == (0, 2, 0)
    assert day.total("ZZ", SENT, PAPERS).fen == sum(one.papers_fen for one in day.differences)


def test_what_lies_with_the_bank_is_the_same_in_the_books_and_on_paper(at, batch):
    here = [Scope("", *PLACE)]
    books, paper = awaited.in_the_books(at.session, here), awaited.on_paper(at.session, here)
    assert {fund: (2, fen) for fund, fen in books.items()} == paper
    assert [one.voucher_no for one in awaited.longest(at.session, here)] == [
        f"{batch}-00001",
        f"{batch}-00002",
    ]
    at.session.rollback()
    answer(at, batch, Mood())
    assert (awaited.in_the_books(at.session, here), awaited.on_paper(at.session, here)) == ({}, {})
