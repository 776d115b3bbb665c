"""What happens because time passed: rungs call, messages arrive, a broken case holds up nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from service.clock.due_cases import pass_due
from service.clock.house import House
from service.clock.tick import tick
from service.records.case import Case
from service.records.incident import Incident
from service.records.outbox import InboxItem, OutboxMessage


def templates(office) -> list[str]:
    with office.records() as session:
        return list(session.scalars(select(OutboxMessage.template).order_by(OutboxMessage.id)))


def next_due(story):
    return story.case().next_due


@pytest.fixture
def waiting(story):
    """A request that waits for the reviewer."""
    return story.tell(until="opening_accept")


def test_a_review_is_reminded_called_last_and_goes_to_the_head(waiting):
    while next_due(waiting) is not None and "opening_overdue" not in templates(waiting.office):
        waiting.office.clock.at = next_due(waiting)
        assert pass_due(waiting.office.house()) == 1
    told = templates(waiting.office)
    assert [t for t in told if t.startswith("deadline")][:2] == [
        "deadline_remind",
        "deadline_last_call",
    ]
    assert waiting.step("opening_overdue").lane == "county_head"


def test_nothing_happens_before_its_time(waiting):
    waiting.office.clock.at = next_due(waiting) - timedelta(seconds=1)
    assert pass_due(waiting.office.house()) == 0


def test_a_message_reaches_the_inbox_once_however_often_the_clock_ticks(waiting):
    for _ in range(3):
        tick(waiting.office.house())
    with waiting.office.records() as session:
        items = session.scalar(select(func.count()).select_from(InboxItem))
        doubled = session.execute(
            select(InboxItem.person_id, InboxItem.message_id)
            .group_by(InboxItem.person_id, InboxItem.message_id)
            .having(func.count() > 1)
        ).all()
    assert items
    assert doubled == []


def break_state(story):
    case_id = story.case().id
    with story.office.records() as session:
        session.get_one(Case, case_id).state = b"\xff broken"
        session.commit()
    return case_id


def test_a_case_that_fails_rests_longer_each_time_and_others_go_on(waiting):
    office = waiting.office
    case_id = break_state(waiting)
    office.clock.at = next_due(waiting)
    rests = []
    for _ in range(3):
        pass_due(office.house())
        with office.records() as session:
            (incident,) = session.scalars(select(Incident).where(Incident.case_id == case_id))
            rests.append(incident.retry_at - office.clock.at)
            office.clock.at = incident.retry_at
    assert rests == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]


def test_a_resting_case_is_not_tried_again_before_its_time(waiting):
    break_state(waiting)
    waiting.office.clock.at = next_due(waiting)
    assert pass_due(waiting.office.house()) == 1
    assert pass_due(waiting.office.house()) == 0


def test_an_incident_says_nothing_of_what_people_typed(waiting):
    break_state(waiting)
    waiting.office.clock.at = next_due(waiting)
    pass_due(waiting.office.house())
    with waiting.office.records() as session:
        (incident,) = session.scalars(select(Incident))
    assert incident.detail.isidentifier()


def test_two_clocks_pass_one_deadline_once(waiting):
    office = waiting.office
    office.clock.at = next_due(waiting)
    pass_due(office.house())
    pass_due(House(office.database.session, office.clock))
    assert templates(office).count("deadline_remind") == 1


def test_an_idle_tick_looks_at_no_case(office):
    assert tick(office.house()) == (0, 0)
    with office.records() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0
