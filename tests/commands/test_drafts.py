"""A draft is one person's, of one step, until it is handed in."""

from datetime import UTC, datetime

import pytest

from service.commands import drafts
from service.commands.drafts import Kept, Place
from service.records.person import by_login
from tests.front_office import LOGINS, Story, open_office

NINE = datetime(2020, 6, 1, 1, tzinfo=UTC)


@pytest.fixture
def story(database):
    opened = open_office(database)
    yield Story.of(opened)
    opened.close()


@pytest.fixture
def place(story):
    with story.office.records() as session:
        clerk = by_login(session, LOGINS["institution"])
    assert clerk is not None
    return Place(story.case().id, story.step("opening_fill").key, clerk.id)


def test_what_was_typed_is_kept_and_the_later_takes_its_place(story, place):
    with story.office.records() as session:
        assert drafts.save(session, place, Kept({"site": "甲"}, version=1), now=NINE)
        assert drafts.save(session, place, Kept({"site": "乙"}, {"seen": ["a"]}, 2), now=NINE)
        found = drafts.read(session, place)
    assert found == Kept({"site": "乙"}, {"seen": ["a"]}, 2, NINE)


def test_another_persons_draft_is_never_read(story, place):
    with story.office.records() as session:
        drafts.save(session, place, Kept({"site": "甲"}), now=NINE)
        assert drafts.read(session, Place(place.case_id, place.key, place.person_id + 1)) is None


def test_nothing_is_kept_for_a_step_that_is_gone(story, place):
    with story.office.records() as session:
        assert not drafts.save(
            session, Place(place.case_id, "gone", place.person_id), Kept(), now=NINE
        )
        drafts.save(session, place, Kept({"site": "甲"}), now=NINE)
    story.play(0)
    with story.office.records() as session:
        assert drafts.sweep(session) == 1
        assert drafts.read(session, place) is None


def test_a_draft_is_dropped_and_dropping_again_does_no_harm(story, place):
    order = Place(place.case_id, "order:withdraw", place.person_id)
    with story.office.records() as session:
        drafts.save(session, order, Kept({"reason": "改期"}), now=NINE)
        assert drafts.sweep(session) == 0
        drafts.drop(session, order)
        drafts.drop(session, order)
        assert drafts.read(session, order) is None
