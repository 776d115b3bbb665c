"""Timers: they wait for a fact, are fired by a tick, and move when the fact has moved."""

from datetime import datetime, timedelta

import pytest

from tests.workflows.desk import IN_THREE_DAYS, Desk
from tests.workflows.driver import NOON
from workflows import StepNotOpen


def _asked(**known):
    desk = Desk("correction", **{"correction_due": IN_THREE_DAYS, **known})
    return desk.finish("fill").finish("accept", decision="correction")


def test_the_next_due_time_is_told():
    assert _asked().seen.next_due == IN_THREE_DAYS


def test_a_silent_institution_loses_its_step_when_the_time_is_reached():
    desk = _asked().tick(days=3)
    assert (desk.seen.finished, desk.open, desk.seen.next_due) == ("EXPIRED", [], None)


def test_nothing_happens_before_the_time():
    assert _asked().tick(days=2).open == ["correct"]


def test_a_step_taken_away_by_its_deadline_is_no_longer_open():
    desk = _asked()
    step_id = desk.seen.steps[0].id
    with pytest.raises(StepNotOpen):
        desk.tick(days=3).finish_id(step_id)


def test_finishing_in_time_disarms_the_deadline():
    desk = _asked().finish("correct")
    assert desk.seen.next_due is None
    assert desk.tick(days=30).open == ["accept"]


def test_a_deadline_without_a_date_waits_for_ever():
    desk = _asked(correction_due=None)
    assert desk.seen.next_due is None
    assert desk.tick(days=3000).open == ["correct"]


def test_a_deadline_already_past_fires_at_the_next_tick_and_is_not_lost():
    desk = _asked(correction_due=NOON - timedelta(days=1))
    assert (desk.open, desk.seen.next_due <= desk.now) == (["correct"], True)
    assert desk.tick().seen.finished == "EXPIRED"


def test_a_deadline_on_the_very_moment_fires():
    assert _asked(correction_due=NOON).tick().seen.finished == "EXPIRED"


def test_an_extended_deadline_moves_the_timer():
    desk = _asked()
    desk.known["correction_due"] = NOON + timedelta(days=10)
    assert desk.retime().seen.next_due == NOON + timedelta(days=10)
    assert desk.tick(days=9).open == ["correct"]
    assert desk.tick(days=1).seen.finished == "EXPIRED"


def test_a_deadline_that_moved_is_not_noticed_without_retiming():
    desk = _asked()
    desk.known["correction_due"] = None
    assert desk.tick(days=3).seen.finished == "EXPIRED"


def test_a_stopped_clock_can_be_taken_away_and_given_back():
    desk = _asked()
    desk.known["correction_due"] = None
    assert desk.retime().seen.next_due is None
    desk.known["correction_due"] = IN_THREE_DAYS
    assert desk.retime().seen.next_due == IN_THREE_DAYS


def test_a_deadline_arms_anew_each_time_the_step_opens():
    desk = _asked().finish("correct")
    desk.known["correction_due"] = NOON + timedelta(days=7)
    assert desk.finish("accept", decision="correction").seen.next_due == NOON + timedelta(days=7)


def test_a_time_without_an_offset_is_refused():
    with pytest.raises(TypeError, match="offset"):
        _asked(correction_due=datetime(2020, 6, 4, 12, 0))  # noqa: DTZ001 (that is the point)


def test_times_armed_on_the_way_wait_for_their_own_tick():
    desk = Desk("past_times", first_at=NOON, second_at=NOON)
    assert desk.tick().seen.finished is None
    assert desk.seen.next_due == NOON
    assert desk.tick().seen.finished == "END"


def test_of_two_deadlines_that_have_passed_the_earlier_one_acts_first():
    lapse = NOON + timedelta(days=2)
    desk = Desk("reminded", remind_at=NOON + timedelta(days=1), lapse_at=lapse).tick(days=5)
    assert (desk.said, desk.seen.finished) == (["reminded"], "LAPSED")


def test_the_later_deadline_does_not_act_when_the_earlier_took_the_step_away():
    remind = NOON + timedelta(days=2)
    desk = Desk("reminded", remind_at=remind, lapse_at=NOON + timedelta(days=1)).tick(days=5)
    assert (desk.said, desk.seen.finished) == ([], "LAPSED")


def test_a_reminder_leaves_the_step_open_and_comes_once():
    desk = Desk("reminded", remind_at=NOON, lapse_at=None).tick()
    assert (desk.said, desk.open) == (["reminded"], ["answer"])
    assert desk.tick(days=1).said == []


def test_two_times_of_one_event_gateway_do_not_share_a_value():
    later = NOON + timedelta(days=5)
    desk = Desk("two_times", soon_at=later, late_at=IN_THREE_DAYS)
    assert desk.seen.next_due == IN_THREE_DAYS
    assert desk.tick(days=3).seen.finished == "LATE"


def test_a_gateway_hears_a_message_again_and_again_before_its_time():
    desk = Desk("publicity", publicity_end=IN_THREE_DAYS, open_objections=0)
    for _ in range(3):
        desk.hear("objection_filed").finish("handle")
    assert desk.seen.next_due == IN_THREE_DAYS
    assert desk.tick(days=3).seen.finished == "CLEARED"


def test_a_message_after_the_time_finds_nobody():
    desk = Desk("publicity", publicity_end=IN_THREE_DAYS, open_objections=1).tick(days=3)
    assert (desk.open, desk.seen.waits) == (["handle"], ())
