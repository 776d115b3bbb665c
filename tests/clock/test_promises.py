"""The outbox keeps its promises: at least once, later where it cannot, and no message blocks."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from service.clock.house import mail_server
from service.clock.promises import LEASE
from service.clock.tick import tick
from service.records.incident import Incident
from service.records.outbox import InboxItem, OutboxMessage, Undelivered
from tests.front_office import MORNING, mailed
from tests.post_office import post_office

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("sending_and_dying.py")


@pytest.fixture
def post():
    with post_office() as opened:
        yield opened


def promise(story, **audience) -> int:
    """One more message, for whoever is named."""
    with story.office.records() as session:
        message = OutboxMessage(
            case_id=story.case().id,
            history_seq=1,
            template="deadline_escalate",
            audience=audience,
            params={},
            at=MORNING,
            channels=["inbox", "email"],
        )
        session.add(message)
        session.commit()
        return message.id


def read_by(story, message_id) -> int:
    with story.office.records() as session:
        found = select(func.count()).select_from(InboxItem)
        return session.execute(found.where(InboxItem.message_id == message_id)).scalar_one()


def incident(story) -> Incident:
    with story.office.records() as session:
        (found,) = session.scalars(select(Incident))
    return found


def test_a_message_to_a_lane_nobody_holds_rests_longer_each_time_and_is_shown(story):
    message_id, office, waits = promise(story, lane="insurance_agency"), story.office, []
    for _ in range(3):
        assert tick(office.house())[1] == 1
        assert tick(office.house())[1] == 0
        with office.records() as session:
            waiting = session.get_one(Undelivered, message_id)
        waits.append(waiting.retry_at - office.clock.at)
        office.clock.at = waiting.retry_at
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    shown = incident(story)
    assert (shown.kind, shown.detail, shown.tries) == ("nobody_to_tell", "insurance_agency", 3)
    assert "kaiban_open_incidents 1.0" in office.browser().get("/metrics").text


def test_once_somebody_holds_the_lane_the_message_arrives_and_the_incident_closes(story):
    message_id, office = promise(story, lane="insurance_agency"), story.office
    tick(office.house())
    mailed(office, "inspector@example.com", "insurance_agency")
    office.clock.at += timedelta(minutes=1)
    tick(office.house())
    assert read_by(story, message_id) == 1
    assert incident(story).closed_at == office.clock.at


def test_a_message_that_fails_holds_up_neither_the_others_nor_its_case(story):
    broken, sound = promise(story, person=999), promise(story, lane="county_head")
    tick(story.office.house())
    assert (read_by(story, broken), read_by(story, sound)) == (0, 1)
    shown = incident(story)
    assert (shown.kind, shown.detail, shown.retry_at) == ("message", "NoResultFound", None)


def test_what_is_told_is_not_looked_at_again(story):
    story.tell(until="opening_accept")
    tick(story.office.house())
    with story.office.records() as session:
        assert list(session.scalars(select(Undelivered))) == []


def test_a_clock_killed_after_sending_sends_the_same_letter_again(story, post):
    mailed(story.office, "reviewer@example.com")
    story.tell(until="opening_accept")
    office = story.office
    words = [sys.executable, SCRIPT, office.database.url, post.url, office.clock.at.isoformat()]
    died = subprocess.run(words, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    assert (died.returncode, len(post.letters)) == (-signal.SIGKILL, 1)
    office.clock.at += LEASE
    for _ in range(2):
        tick(office.house(mail_server(post.url, "kaiban@example.com")))
    first, second = post.ids()
    assert first == second
    with office.records() as session:
        held = select(InboxItem.person_id, InboxItem.message_id)
        rows = [tuple(row) for row in session.execute(held)]
    assert rows
    assert len(rows) == len(set(rows))


def test_while_a_worker_sends_no_other_takes_the_message(story, post):
    mailed(story.office, "reviewer@example.com")
    story.tell(until="opening_accept")
    office, taken = story.office, []

    class Watched:
        def deliver(self, *words):
            taken.append(tick(office.house(mail_server(post.url, "kaiban@example.com")))[1])

    tick(office.house(Watched()))
    assert taken == [0]
    assert post.letters == []
