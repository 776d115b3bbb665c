"""The five moves, seen from outside."""

import pytest

from tests.workflows.desk import IN_THREE_DAYS, Desk
from workflows import CaseStuck, CaseTooDeep, NobodyWaiting, StepNotOpen, UnknownFact


def _correction(**known):
    return Desk("correction", **{"correction_due": IN_THREE_DAYS, **known})


def test_a_case_begins_with_the_step_of_the_institution():
    (step,) = _correction().seen.steps
    assert (step.element, step.name, step.lane, step.path) == ("fill", "填报", "institution", ())


def test_the_lane_of_a_step_is_the_role_and_not_what_people_read():
    (step,) = _correction().finish("fill").seen.steps
    assert step.lane == "county_reviewer"


def test_an_outcome_leads_the_way_and_lives_for_one_move():
    desk = _correction().finish("fill").finish("accept", decision="correction")
    assert desk.open == ["correct"]
    with pytest.raises(UnknownFact, match="decision"):
        desk.finish("correct").finish("accept")


def test_a_signal_tells_its_element_its_path_and_its_properties():
    desk = Desk("whole", start_long_stop=None, pay_due=None).hear("withdraw")
    (signal,) = desk.seen.signals
    assert (signal.name, signal.element, signal.path, signal.properties) == (
        "class_withdrawn",
        "class_withdrawn",
        (),
        {"by": "institution"},
    )


def test_a_move_tells_which_elements_it_passed():
    desk = _correction().finish("fill").finish("accept", decision="correction")
    assert desk.seen.walked == ("accept", "accepted", "asked")


def test_elements_in_called_processes_are_told_with_their_path():
    desk = Desk("whole", start_long_stop=None, pay_due=None)
    assert "running/advance/begin" in desk.seen.walked


def test_the_end_reached_is_the_end_told_and_stays_so():
    desk = _correction().finish("fill").finish("accept", decision="accept")
    assert desk.seen.finished == "ACCEPTED"
    assert desk.tick(days=90).seen.finished == "ACCEPTED"


def test_a_step_keeps_its_id_while_others_come_and_go():
    desk = Desk("beside")
    before = {step.element: step.id for step in desk.seen.steps}
    desk.finish("remind", decision="silent")
    after = {step.element: step.id for step in desk.seen.steps}
    assert after["inspect"] == before["inspect"]
    assert after["remind"] != before["remind"]


def test_a_step_is_not_finished_twice():
    desk = _correction()
    step_id = desk.seen.steps[0].id
    desk.finish("fill")
    with pytest.raises(StepNotOpen):
        desk.finish_id(step_id)


def test_a_step_that_never_was_is_not_open():
    with pytest.raises(StepNotOpen):
        _correction().finish_id("12345")


def test_a_finished_case_takes_no_message():
    desk = Desk("whole", start_long_stop=None, pay_due=None).hear("withdraw")
    with pytest.raises(NobodyWaiting):
        desk.hear("withdraw")


def test_a_message_nobody_waits_for_is_refused():
    with pytest.raises(NobodyWaiting):
        _correction().hear("withdraw")


def test_a_message_is_not_heard_at_another_place():
    with pytest.raises(NobodyWaiting):
        Desk("whole", start_long_stop=None, pay_due=None).hear("withdraw", "running")


def test_the_old_state_is_as_good_as_new():
    desk = _correction()
    first = desk.seen
    one = desk.finish("fill").seen
    desk.seen = first
    assert desk.finish("fill").seen == one


def test_a_choice_without_a_way_out_says_that_the_case_is_stuck():
    with pytest.raises(CaseStuck, match="decided"):
        Desk("no_way_out").finish("decide", decision="no")


def test_a_join_that_can_never_fire_says_that_the_case_is_stuck():
    with pytest.raises(CaseStuck, match="nothing is open"):
        Desk("never_joined").finish("decide", decision="left")


def test_a_loop_that_no_fact_bounds_is_stopped():
    with pytest.raises(CaseTooDeep):
        Desk("runaway", enough_money=False)


def test_a_table_is_asked_like_any_fact_and_only_when_it_is_reached():
    desk = Desk("by_table", advance_eligible=type("Verdict", (), {"ok": False})())
    assert desk.seen.finished == "REFUSED"
