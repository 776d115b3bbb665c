"""Whoever takes hold of a case knows all that happened until then, also while he waited."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from service.domain.permissions import Acted
from service.records import Answered, CalendarVersion, Publication, write_transaction
from service.records.hold import hold

from .conftest import NOON, history_entry

REVIEWED = (Acted("p1", "county_reviewer"),)


def act(session, case_id):
    key = {"key": "k", "person_id": 1, "order_digest": "d", "status": 200, "body": {}, "at": NOON}
    session.add_all([history_entry(case_id), Answered(**key)])
    session.flush()


def test_what_was_done_while_one_waited_is_known(database, add_case):
    case_id, held = add_case(), Event()

    def review() -> None:
        with database.session() as session, write_transaction(session):
            hold(session, case_id=case_id)
            held.set()
            Event().wait(0.3)
            act(session, case_id)

    def review_again():
        held.wait(5)
        with database.session() as session, write_transaction(session):
            return hold(session, case_id=case_id, key="k", person_id=1)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(review), pool.submit(review_again)
    assert first.result() is None
    assert (second.result().acted, second.result().answered is None) == (REVIEWED, False)


def test_case_is_held_with_the_rules_in_force(session, add_case):
    add_case()
    session.add(Publication(jurisdiction="chongqing", hash="b1", at=NOON))
    session.add(CalendarVersion(version="2020", loaded_at=NOON))
    session.flush()
    held = hold(session, number="CQ-2020-00001")
    assert held is not None
    assert (held.published, held.calendar) == ("b1", "2020")
    assert (held.opening, held.answered, held.acted) == (None, None, ())


@pytest.mark.usefixtures("office")
def test_unknown_case_cannot_be_held(session):
    assert hold(session, number="CQ-2020-09999") is None


def test_whoever_acts_for_another_has_acted_as_both(session, add_case):
    case_id = add_case()
    session.add(history_entry(case_id, acting_for="p9"))
    session.flush()
    held = hold(session, case_id=case_id)
    assert held is not None
    assert held.acted == (*REVIEWED, Acted("p9", "county_reviewer"))
