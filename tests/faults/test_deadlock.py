"""Two orders that wait for one another: one is done, the other is asked to try again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from service.records import Case, passes_by_itself, write_transaction
from tests.clock.crowd import multiply

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def cases(story):
    story.tell(until="opening_accept")
    with story.office.records() as session:
        return multiply(session, story.number, 2)


def test_of_two_that_wait_for_one_another_one_gets_through(database, cases):
    met = Barrier(2)

    def take(order):
        with database.session() as session:
            try:
                with write_transaction(session):
                    session.execute(select(Case.id).where(Case.id == order[0]).with_for_update())
                    met.wait()
                    session.execute(select(Case.id).where(Case.id == order[1]).with_for_update())
            except DBAPIError as failed:
                return "try again" if passes_by_itself(failed) else "broken"
            return "done"

    with ThreadPoolExecutor(2) as orders:
        told = sorted(orders.map(take, [cases, cases[::-1]]))
    assert told == ["done", "try again"]


def test_whoever_saw_what_has_changed_since_is_asked_to_try_again(database, cases):
    with database.session() as late, database.session() as quick:
        late.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        late.execute(select(Case.id)).all()
        with write_transaction(quick):
            quick.execute(text("UPDATE training_case SET version = version + 1"))
        with pytest.raises(DBAPIError) as failed:
            late.execute(text("UPDATE training_case SET version = version + 1"))
        assert passes_by_itself(failed.value)
