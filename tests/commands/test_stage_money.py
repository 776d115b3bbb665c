"""Money on the demo's stage: every batch stands where its file says, played once."""

import pytest
from sqlalchemy import func, select

from service.commands.clocks import DemoClock
from service.commands.staging.stage import set_stage
from service.commands.staging.stage_cases import fill_stage
from service.commands.staging.stage_money import fill_money
from service.commands.verifying import broken_books
from service.domain.batch import APPROVED, DRAWN, RELEASED
from service.records.payment_batch import BatchItem, PaymentBatch


@pytest.fixture
def filled(session):
    set_stage(session, DemoClock())
    fill_stage(session)
    assert fill_money(session) == []
    return session


def test_a_batch_is_out_one_waits_for_release_and_one_was_just_drawn(filled):
    standing = select(PaymentBatch.state).order_by(PaymentBatch.id)
    assert list(filled.scalars(standing)) == [RELEASED, APPROVED, DRAWN]
    assert [*broken_books(filled)] == []


def test_what_stands_is_not_played_again(filled):
    before = filled.scalar(select(func.count(BatchItem.id)))
    assert fill_money(filled) == []
    assert filled.scalar(select(func.count(BatchItem.id))) == before
