"""Several clocks at once: every case is passed once, and nobody waits for a broken one."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from service.clock.due_cases import pass_due
from service.commands import FixedClock, carry_out
from service.domain.orders import PassDeadlines
from service.domain.permissions import CLOCK_ACTOR
from service.records import open_engine
from service.records.case import Case
from service.records.history import HistoryEntry
from service.records.incident import Incident
from service.records.outbox import OutboxMessage
from tests.clock.crowd import multiply
from tests.front_office import Office

CLOCKS, DUE = 2, 60


@pytest.fixture
def due(story):
    """Sixty requests whose reviewer is to be reminded now."""
    story.tell(until="opening_accept")
    with story.office.records() as session:
        ids = multiply(session, story.number, DUE)
    story.office.clock.at = story.case().next_due
    return story.office, ids


def all_at_once(office) -> None:
    """Clocks of their own, each with its own way to the records, starting together."""
    ready = Barrier(CLOCKS)

    def work(_):
        engine = open_engine(office.database.url)
        own = Office(office.app, type(office.database)("", "", engine), office.clock)
        ready.wait()
        pass_due(own.house())
        engine.dispose()

    with ThreadPoolExecutor(CLOCKS) as clocks:
        list(clocks.map(work, range(CLOCKS)))


def passed(office) -> Counter:
    with office.records() as session:
        found = select(HistoryEntry.case_id).where(HistoryEntry.order == "PassDeadlines")
        return Counter(session.scalars(found))


def test_two_clocks_pass_each_of_sixty_cases_exactly_once(due):
    office, ids = due
    all_at_once(office)
    assert passed(office) == dict.fromkeys(ids, 1)
    with office.records() as session:
        reminded = select(OutboxMessage.case_id).where(OutboxMessage.template == "deadline_remind")
        assert Counter(session.scalars(reminded)) == dict.fromkeys(ids, 1)
        assert list(session.scalars(select(Incident))) == []


def test_a_clock_that_comes_second_writes_nothing(due):
    office, (case_id, *_) = due
    for _ in range(2):
        with office.records() as session:
            order = PassDeadlines(case_id=case_id)
            receipt = carry_out(order, actor=CLOCK_ACTOR, session=session, clock=office.clock)
            assert receipt.number
    assert passed(office)[case_id] == 1


def test_a_case_that_ended_meanwhile_is_no_incident(due):
    office, (case_id, *_) = due
    with office.records() as session:
        case = session.get_one(Case, case_id)
        case.finished, case.next_due = "WITHDRAWN", None
        session.commit()
        order = PassDeadlines(case_id=case_id)
        carry_out(order, actor=CLOCK_ACTOR, session=session, clock=FixedClock(office.clock.at))
    assert passed(office)[case_id] == 0


def test_broken_cases_hold_up_none_of_the_others(due):
    office, ids = due
    broken = set(ids[::10])
    with office.records() as session:
        for case_id in broken:
            session.get_one(Case, case_id).state = b"\xff broken"
        session.commit()
    all_at_once(office)
    assert passed(office) == dict.fromkeys(set(ids) - broken, 1)
    with office.records() as session:
        shown = set(session.scalars(select(Incident.case_id).where(Incident.closed_at.is_(None))))
    assert shown == broken


def test_a_mended_case_goes_on_and_its_incident_is_closed(due):
    office, (case_id, *_) = due
    with office.records() as session:
        case = session.get_one(Case, case_id)
        sound, case.state = case.state, b"\xff broken"
        session.commit()
        pass_due(office.house())
        session.get_one(Case, case_id, populate_existing=True).state = sound
        session.commit()
    office.clock.at += timedelta(minutes=1)
    pass_due(office.house())
    with office.records() as session:
        (incident,) = session.scalars(select(Incident))
        assert incident.closed_at == office.clock.at
