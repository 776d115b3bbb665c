"""What the house measures of itself is what its records say."""

from datetime import timedelta

import pytest

from service.commands import presence
from service.commands.measures import HOUSE, house_now
from service.commands.people import security
from service.records.transaction import write_transaction
from tests.front_office import Story, open_office


@pytest.fixture
def story(database):
    story = Story.of(open_office(database)).tell(until="opening_accept")
    yield story
    story.office.close()


def measured(story, later=timedelta(0)):
    with story.office.records() as session:
        return house_now(session, story.office.clock.at + later)


def test_a_step_past_its_time_and_a_clock_that_lags_are_seen(story):
    assert measured(story)["kaiban_overdue_steps"] == 0
    late = measured(story, timedelta(days=10))
    assert late["kaiban_overdue_steps"] == 1
    assert late["kaiban_clock_lag_seconds"] > 86_400


def test_who_is_at_work_and_who_was_refused_is_counted(story):
    with story.office.records() as session:
        presence.beat(session, "clock")
        with write_transaction(session):
            for _ in range(3):
                security.note(session, "sign_in_refused", actor=None)
            security.note(session, "backup_made", actor=None)
    found = measured(story)
    assert (found["kaiban_clocks_at_work"], found["kaiban_web_at_work"]) == (1, 0)
    assert found["kaiban_sign_in_refused_last_hour"] == 3
    assert 0 <= found["kaiban_backup_age_seconds"] < 60


def test_everything_measured_is_served_to_the_monitoring(story):
    told = story.office.browser().get("/metrics").text
    assert [name for name in HOUSE if f"\n{name} " not in told] == []
    assert "kaiban_backup_age_seconds -1.0" in told
