"""Money on the demo's stage: every batch stands where its file says, played once."""

import pytest
from sqlalchemy import func, select

from service.commands.clocks import DemoClock
from service.commands.staging.stage import set_stage
from service.commands.staging.stage_cases import fill_stage
from service.commands.staging.stage_money import fill_money
from service.commands.verifying import broken_books
from service.domain.batch import APPROVED, DRAWN, RELEASED
from service.domain.holding import BUDGET
from service.records.payment_batch import BatchItem, PaymentBatch
from service.records.payment_hold import PaymentHold
from service.records.recovery_ways import Instalment
from service.records.step import OpenStep


@pytest.fixture(scope="module")
def stage(filled_once):
    with filled_once.session() as session:
        set_stage(session, DemoClock())
        fill_stage(session)
        assert fill_money(session) == []
    return filled_once


@pytest.fixture
def filled(stage):
    with stage.session() as session:
        yield session


def test_a_batch_is_out_one_waits_for_release_and_one_was_just_drawn(filled):
    standing = select(PaymentBatch.state).order_by(PaymentBatch.id)
    assert list(filled.scalars(standing)) == [RELEASED, APPROVED, DRAWN]
    assert [*broken_books(filled)] == []


def test_one_payment_came_back_one_waits_for_the_budget_and_a_debt_comes_in_parts(filled):
    open_steps = set(filled.scalars(select(OpenStep.element)))
    assert "account_fix" in open_steps
    assert set(filled.scalars(select(PaymentHold.reason))) == {BUDGET}
    parts = filled.scalars(select(Instalment.amount_fen))
    assert list(parts) == [50_000] * 3


def test_what_stands_is_not_played_again(filled):
    before = filled.scalar(select(func.count(BatchItem.id)))
    assert fill_money(filled) == []
    assert filled.scalar(select(func.count(BatchItem.id))) == before
