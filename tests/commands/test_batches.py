"""A batch of payments from the drawing to the bank: two hands, held lines, each payment once."""

from datetime import timedelta

import pytest

from service.commands.verifying import broken_books
from service.domain.orders import (
    ApproveBatch,
    CheckBatch,
    DropBatch,
    HoldItem,
    ReleaseBatch,
    TakeItemBack,
)
from service.domain.refusals import (
    AnswersWrong,
    Forbidden,
    NotNow,
    NotVisible,
    SeparationOfDuties,
    StaleStep,
)
from service.records import Payment
from tests.commands.paying_together import APPROVER, DRAWER, REVIEWER, THIRD, desk

ALL_IN = [(1, "in", None), (2, "in", None)]


@pytest.fixture
def at(session):
    return desk(session)


def test_two_payments_go_to_the_bank_together(at):
    number = at.approved()
    at.release(number)
    batch = at.batch(number)
    assert (batch.state, batch.lines, batch.amount_fen) == ("released", 2, 600000)
    assert at.payments() == ["instructed"] * 2
    sent = at.session.query(Payment).order_by(Payment.id).all()
    assert [one.voucher_no for one in sent] == [f"{number}-0000{no}" for no in (1, 2)]
    assert {one.batch_no for one in sent} == {number}
    assert list(broken_books(at.session)) == []


def test_who_drew_never_approves(at):
    number = at.draw()
    at.do(CheckBatch, number)
    with pytest.raises(SeparationOfDuties):
        at.do(ApproveBatch, number, DRAWER)
    at.do(ApproveBatch, number, REVIEWER)
    assert at.batch(number).hands == 2


def test_who_reviews_payments_releases_no_batch(at):
    number = at.approved()
    with pytest.raises(Forbidden):
        at.do(ReleaseBatch, number, REVIEWER)


@pytest.mark.parametrize("who", ["county_reviewer", "institution", "policy_admin"])
def test_nobody_but_finance_draws_or_touches_a_batch(at, who):
    with pytest.raises(Forbidden):
        at.draw(who)
    number = at.draw()
    with pytest.raises(NotVisible):
        at.do(CheckBatch, number, who)


def test_a_line_held_by_hand_stays_behind_and_is_drawn_again(at):
    number = at.draw()
    at.do(HoldItem, number, no=2, reason="单位来函请缓拨")
    at.do(CheckBatch, number)
    at.do(ApproveBatch, number, APPROVER)
    at.release(number)
    assert at.items(number) == [(1, "sent", None), (2, "held", "by_hand")]
    assert at.payments() == ["instructed", "reviewed"]
    again = at.draw()
    assert at.batch(again).lines == 1


def test_a_line_taken_back_in_asks_for_another_look(at):
    number = at.draw()
    at.do(HoldItem, number, no=1, reason="核对账户")
    at.do(CheckBatch, number)
    at.do(TakeItemBack, number, no=1)
    assert (at.batch(number).state, at.items(number)) == ("drawn", ALL_IN)
    with pytest.raises(NotNow):
        at.do(ApproveBatch, number, APPROVER)


@pytest.mark.parametrize(
    ("kind", "given"), [(HoldItem, {"no": 1, "reason": "x"}), (CheckBatch, {}), (ApproveBatch, {})]
)
def test_after_the_approval_nothing_is_edited(at, kind, given):
    number = at.approved()
    with pytest.raises(NotNow, match="approval"):
        at.do(kind, number, THIRD, **given)


def test_a_batch_given_up_sets_its_payments_free(at):
    number = at.approved()
    at.do(DropBatch, number, reason="拨付日期有误")
    with pytest.raises(NotNow):
        at.do(ReleaseBatch, number)
    assert at.batch(at.draw()).lines == 2


def test_whoever_looked_before_it_changed_is_told_who_did_what(at):
    number = at.draw()
    stale = CheckBatch(batch=number, version=at.batch(number).version)
    at.do(HoldItem, number, APPROVER, no=1, reason="核对账户")
    with pytest.raises(StaleStep, match="held a line back"):
        at.give(stale, DRAWER)


def test_a_line_stands_in_one_batch_only(at):
    number = at.draw()
    with pytest.raises(NotNow, match="Nothing waits"):
        at.draw(APPROVER)
    first = at.session.query(Payment).order_by(Payment.id).first().id
    with pytest.raises(NotNow, match="no longer wait"):
        at.draw(APPROVER, payments=(first,))
    assert at.items(number) == ALL_IN


@pytest.mark.parametrize(
    ("given", "field"),
    [
        *(({"day": "yesterday"}, "pay_on"), ({"day": "saturday"}, "pay_on")),
        ({"payee_kind": "x"}, "payee_kind"),
    ],
)
def test_a_batch_is_paid_on_a_working_day_to_come(at, given, field):
    days = {"yesterday": -1, "saturday": 5 - at.now.weekday()}.get(given.get("day"), 0)
    asked = {name: value for name, value in given.items() if name != "day"}
    with pytest.raises(AnswersWrong) as wrong:
        at.draw(**asked, pay_on=at.now.date() + timedelta(days=days))
    assert wrong.value.problems[0].field == field
