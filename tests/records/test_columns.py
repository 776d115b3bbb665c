"""Instants are kept in UTC to the microsecond, money in whole fen, alike on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from service.records import Incident, OutboxMessage, Repayment

from .conftest import NOON, message

BEIJING = timezone(timedelta(hours=8))
INSTANTS = [
    datetime(2020, 6, 1, 9, 0, tzinfo=BEIJING),
    datetime(2020, 6, 1, 1, 0, 0, 1, tzinfo=UTC),
    datetime(2020, 6, 1, 1, 0, 0, 100_000, tzinfo=UTC),
    datetime(2020, 6, 1, 9, 0, 1, tzinfo=BEIJING),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
]


def incident(at):
    return Incident(at=at, kind="clock", detail="")


def test_instants_come_back_in_utc_and_in_order(database):
    with database.session() as session:
        session.add_all(incident(at) for at in reversed(INSTANTS))
        session.commit()
        found = list(session.scalars(select(Incident.at).order_by(Incident.at)))
    assert found == INSTANTS
    assert {at.utcoffset() for at in found} == {timedelta(0)}


def test_instants_are_compared_as_moments_not_as_text(database):
    with database.session() as session:
        session.add_all(incident(at) for at in INSTANTS)
        session.commit()
        nine = datetime(2020, 6, 1, 9, 0, tzinfo=BEIJING)
        assert len(session.scalars(select(Incident).where(Incident.at > nine)).all()) == 4


def test_instant_without_offset_is_refused(session):
    session.add(incident(datetime(2020, 6, 1, 9, 0)))  # noqa: DTZ001  this is what is refused
    with pytest.raises(StatementError, match="has no offset"):
        session.commit()


@pytest.mark.parametrize("amount", [1.5, "100", True])
def test_amount_that_is_not_whole_fen_is_refused(session, add_case, amount):
    case_id = add_case()
    session.add(Repayment(case_id=case_id, receipt_no="r", amount_fen=amount, paid_on=NOON.date()))
    with pytest.raises(StatementError, match="whole number of fen"):
        session.commit()


def test_largest_amount_is_kept_exactly(database, add_case):
    case_id = add_case()
    with database.session() as session:
        amount = 9_007_199_254_740_993
        session.add(
            Repayment(case_id=case_id, receipt_no="r", amount_fen=amount, paid_on=NOON.date())
        )
        session.commit()
    with database.session() as session:
        assert session.scalars(select(Repayment.amount_fen)).one() == amount


def test_documents_keep_their_order_and_their_characters(database, add_case):
    params = {"z": "渝北区", "a": [1, None, True], "m": {"金额": "30,000.00"}}
    case_id = add_case()
    with database.session() as session:
        session.add(message(case_id, params=params))
        session.commit()
    with database.session() as session:
        found = session.scalars(select(OutboxMessage.params)).one()
    assert list(found.items()) == list(params.items())


def test_new_row_has_its_defaults_before_it_is_written():
    row = Incident(at=NOON, kind="clock", detail="")
    assert row.tries == 1
    told = OutboxMessage(case_id=1)
    assert told.case_id == 1
