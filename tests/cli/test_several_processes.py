"""Two servers and two clocks on one PostgreSQL: whatever comes twice is done once."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from service.commands.verifying import broken_books, broken_histories
from service.records.case import Case
from service.records.history import HistoryEntry
from service.records.incident import Incident
from service.records.outbox import InboxItem, OutboxMessage, Undelivered
from tests.cli.deployment import deployed
from tests.cli.terminal import PATIENCE
from tests.front_office import HOME, REGION, Story, mailed, open_office
from tests.post_office import post_office

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database", ["postgresql"], indirect=True)]
CASES = 6
OPEN = {"jurisdiction": HOME, "region": REGION}


@pytest.fixture
def house(database, installed):
    office = open_office(database)
    mailed(office, "reviewer@example.com")
    settings = {"KAIBAN_MODE": "demo", "KAIBAN_TICK_SECONDS": "1"}
    with post_office() as post:
        settings["SMTP_URL"] = post.url
        with deployed(office, installed, settings) as deployment:
            yield deployment, post
    office.close()


def told(deployment, until):
    """The story told over the network, every step handed in at both servers at once."""
    story = Story.of(deployment.office)
    for at, scene in enumerate(story.example.scenes):
        if scene.step == until:
            return story
        deployment.move_to(scene.at)
        step = story.step(str(scene.step))
        headers = {
            "Idempotency_Key": f"scene-{at:04d}",
            "If_Match": f'"{step.key}.{step.version}"',
        }
        path = f"/cases/{story.number}/steps/{step.key}"
        answers = deployment.everywhere(scene.who, path, story.answers(at), **headers)
        assert [answer.status for answer in answers] == [200, 200], answers
        assert len({answer.body["seq"] for answer in answers}) == 1
    raise LookupError(until)


def settled(deployment):
    """Wait until every promise is kept and nothing is due."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with deployment.office.records() as session:
            if session.scalar(select(Undelivered.message_id).limit(1)) is None:
                return
        time.sleep(0.2)
    raise TimeoutError


def test_a_class_asked_for_at_both_servers_is_opened_once(house):
    deployment, _ = house
    for n in range(CASES):
        first, second = deployment.everywhere(
            "institution", "/cases", OPEN, Idempotency_Key=f"class-number-{n:03d}"
        )
        assert first.body["number"] == second.body["number"]
    with deployment.office.records() as session:
        assert len(session.scalars(select(Case.id)).all()) == CASES
    assert deployment.stop() == [0, 0, 0, 0]


def test_two_clocks_remind_once_by_inbox_and_mail_and_history_holds(house):
    deployment, post = house
    story = told(deployment, until="opening_accept")
    deployment.move_to(story.case().next_due + timedelta(minutes=1))
    wait_for_reminder(deployment)
    settled(deployment)
    assert deployment.stop() == [0, 0, 0, 0]
    with deployment.office.records() as session:
        orders = Counter(session.scalars(select(HistoryEntry.order)))
        assert orders["PassDeadlines"] == 1
        items = session.execute(select(InboxItem.person_id, InboxItem.message_id)).all()
        assert len(items) == len(set(items))
        assert session.scalars(select(Incident)).all() == []
        assert [*broken_histories(session), *broken_books(session)] == []
    assert len(post.ids()) == len(set(post.ids())) >= 2


def wait_for_reminder(deployment):
    reminder = select(OutboxMessage.id).where(OutboxMessage.template == "deadline_remind")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with deployment.office.records() as session:
            if session.scalar(reminder) is not None:
                return
        time.sleep(0.2)
    raise TimeoutError
