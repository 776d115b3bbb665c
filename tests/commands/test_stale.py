"""A form drawn before somebody else acted: the second hears who did what, and nothing changes."""

from dataclasses import replace

import pytest

from service.domain.orders import FileObjection, PassDeadlines
from service.domain.permissions import CLOCK_ACTOR
from service.domain.refusals import StaleStep, StepGone
from service.records import Person
from tests.commands.standing import office


@pytest.fixture
def at(session):
    return office(session, "filed")


def test_a_step_finished_by_somebody_else_names_him(at):
    drawn = at.finishing("opening_accept", decision="accept")
    at.give(drawn, "county_reviewer")
    with pytest.raises(StepGone) as refused:
        at.give(drawn, "county_reviewer/second")
    first = at.session.get_one(Person, at.actor("county_reviewer").person_id)
    assert (refused.value.who, refused.value.what) == (first.display_name, "opening_accept")
    assert refused.value.when == at.now
    assert "受理核对" in refused.value.sentence.zh


def test_a_form_of_another_version_of_the_step_is_stale(at):
    drawn = at.finishing("opening_accept", decision="accept")
    with pytest.raises(StaleStep) as refused:
        at.give(replace(drawn, version=drawn.version + 1), "county_reviewer")
    assert refused.value.what == "opening_fill"


def test_a_reminder_does_not_make_a_form_stale(at):
    drawn = at.finishing("opening_accept", decision="accept")
    at.now = at.now.replace(day=21, hour=9)
    reminded = at.give(PassDeadlines(case_id=at.case_id), CLOCK_ACTOR)
    assert reminded.seq == at.case.history_seq
    assert [step.element for step in at.give(drawn, "county_reviewer").steps] == ["opening_approve"]


def test_a_parallel_step_does_not_make_a_form_stale(session):
    at = office(session, "filed", "approved")
    drawn = at.finishing("advance_review", decision="refuse", opinion="不同意。")
    at.now = at.now.replace(day=28)
    at.finish("class_confirm_start", "institution", actual_start_on="2020-05-28", present_heads=4)
    assert [s.element for s in at.give(drawn, "county_reviewer").steps] == ["completion_submit"]


def test_what_a_due_time_took_away_is_gone(at):
    drawn = at.finishing("opening_accept", decision="accept")
    at.now = at.now.replace(day=23)
    with pytest.raises(StepGone):
        at.give(drawn, "county_reviewer")
    assert list(at.open_steps()) == ["opening_overdue"]


PUBLISHED = (
    *("filed", "approved", "advance", "started"),
    *("trained", "certified", "claimed", "published"),
)


def test_a_second_objection_makes_the_form_about_the_first_stale(session):
    at = office(session, *PUBLISHED)
    at.give(at.order(FileObjection, line=1, facts="未见其上课。"), "county_reviewer")
    answers = {"objection": 1, "decision": "dismissed", "finding": "已核实。"}
    drawn = at.finishing("objection_handle", **answers)
    at.give(at.order(FileObjection, line=2, facts="未见其上课。"), "county_reviewer")
    with pytest.raises(StaleStep) as refused:
        at.give(drawn, "county_approver")
    assert refused.value.what == "FileObjection"
