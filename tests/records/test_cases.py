"""Cases are locked with the time they were locked at, and due ones are taken by one worker each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from service.records import Case, Incident, database_now, due_case, lock_case, write_transaction
from service.records.case import by_number, case_ids
from service.records.database import passes_by_itself

from .conftest import NOON


def held_case(session, case_id):
    locked = lock_case(session, case_id)
    assert locked is not None
    return locked


def test_unknown_case_cannot_be_locked(session):
    assert lock_case(session, 1) is None


def test_locked_case_comes_with_the_databases_time(session, add_case):
    case_id = add_case()
    before = database_now(session)
    case, now = held_case(session, case_id)
    assert case.number == "CQ-2020-00001"
    assert before <= now <= datetime.now(UTC) + timedelta(seconds=1)


def test_locking_reads_the_case_anew(database, add_case):
    case_id = add_case()
    with database.session() as mine:
        mine.get(Case, case_id)
        mine.commit()
        with database.session() as other:
            other.get(Case, case_id).version = 5
            other.commit()
        with write_transaction(mine):
            assert held_case(mine, case_id)[0].version == 5


def test_time_is_read_when_the_lock_is_granted_not_when_it_was_asked_for(database, add_case):
    case_id, held = add_case(), Event()

    def hold() -> datetime:
        with database.session() as session, write_transaction(session):
            lock_case(session, case_id)
            held.set()
            Event().wait(0.3)
            return database_now(session)

    def wait_for_it() -> datetime:
        held.wait(5)
        with database.session() as session, write_transaction(session):
            return held_case(session, case_id)[1]

    with ThreadPoolExecutor(2) as pool:
        released, granted = pool.submit(hold), pool.submit(wait_for_it)
    assert granted.result() >= released.result()


def test_nothing_is_due_in_an_empty_office(session):
    assert due_case(session, NOON) is None


def test_case_longest_due_comes_first_and_what_is_not_due_waits(session, add_case):
    add_case(next_due=NOON + timedelta(hours=1))
    longest = add_case(next_due=NOON - timedelta(days=2))
    add_case(next_due=NOON - timedelta(days=1))
    add_case(next_due=None)
    assert due_case(session, NOON) == longest


def test_failing_case_rests_until_its_next_try(session, add_case):
    failing, other = add_case(next_due=NOON), add_case(next_due=NOON)
    session.add(
        Incident(
            case_id=failing, at=NOON, kind="clock", detail="-", retry_at=NOON + timedelta(hours=1)
        )
    )
    session.flush()
    assert due_case(session, NOON) == other
    assert due_case(session, NOON + timedelta(hours=1)) == failing


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_workers_never_take_the_same_case(database, add_case):
    first, second = add_case(next_due=NOON - timedelta(days=1)), add_case(next_due=NOON)
    with database.session() as one, database.session() as two, database.session() as three:
        assert (due_case(one, NOON), due_case(two, NOON)) == (first, second)
        assert due_case(three, NOON) is None
        one.rollback()
        assert due_case(three, NOON) == first


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_case_held_too_long_is_worth_another_try(database, add_case):
    case_id = add_case()
    with database.session() as one, database.session() as two:
        lock_case(one, case_id)
        two.execute(text("SET LOCAL lock_timeout = 50"))
        with pytest.raises(OperationalError) as refused:
            lock_case(two, case_id)
    assert passes_by_itself(refused.value)


def test_idle_search_for_due_cases_uses_the_index(session, add_case):
    add_case()
    explain = "EXPLAIN QUERY PLAN " if session.get_bind().dialect.name == "sqlite" else "EXPLAIN "
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))
    asked = select(Case.id).where(Case.next_due <= NOON).order_by(Case.next_due).limit(1)
    words = asked.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    plan = " ".join(str(row) for row in session.execute(text(explain + str(words))))
    assert "ix_training_case_due" in plan


def test_cases_are_found_by_number_and_gone_through_in_pages(session, add_case):
    ids = [add_case() for _ in range(3)]
    assert getattr(by_number(session, "CQ-2020-00002"), "id", None) == ids[1]
    assert case_ids(session, limit=2) == ids[:2]
    assert case_ids(session, after=ids[1]) == ids[2:]
