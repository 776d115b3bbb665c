"""Cases are locked, found when due, and never taken by two workers."""

from datetime import UTC, datetime, timedelta

from service.records import due_case, lock_case, write_transaction

NOON = datetime(2020, 6, 1, 4, 0, tzinfo=UTC)


def test_unknown_case_cannot_be_locked(session):
    assert lock_case(session, 1) is None


def test_nothing_is_due_in_an_empty_office(session):
    with write_transaction(session):
        assert due_case(session, NOON + timedelta(days=1)) is None
