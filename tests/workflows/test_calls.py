"""Called processes: kept apart by their path, left by their end, an error or a boundary."""

import pytest

from tests.workflows.desk import IN_THREE_DAYS, Desk
from tests.workflows.driver import NOON
from workflows import CaseStuck, NobodyWaiting, Wait


def _two(**known):
    return Desk("two_instalments", **{"pay_due": None, "stage_returned": False, **known})


def _whole(**known):
    return Desk("whole", **{"start_long_stop": None, "pay_due": None, **known})


def test_two_calls_of_one_fragment_have_steps_of_their_own():
    desk = _two()
    assert desk.open == ["advance/pay", "final/pay"]
    assert [step.properties for step in desk.seen.steps] == [
        {"stage": "ADVANCE"},
        {"stage": "FINAL"},
    ]


def test_a_message_reaches_the_call_it_is_meant_for():
    desk = _two().finish("advance/pay").finish("final/pay")
    assert desk.seen.waits == (Wait("bank_result", ("advance",)), Wait("bank_result", ("final",)))
    desk.hear("bank_result", "final")
    assert desk.seen.waits == (Wait("bank_result", ("advance",)),)


def test_a_message_without_a_path_does_not_slip_into_a_call():
    with pytest.raises(NobodyWaiting):
        _two().finish("advance/pay").hear("bank_result")


def test_a_signal_of_a_fragment_says_for_which_call_it_speaks():
    (signal,) = _two().finish("final/pay").seen.signals
    assert (signal.path, signal.properties) == (("final",), {"stage": "FINAL"})


def test_a_fact_is_asked_within_the_properties_of_the_call():
    desk = _two(stage_returned=lambda properties: properties["stage"] == "ADVANCE")
    for stage in ("advance", "final"):
        desk.finish(f"{stage}/pay").hear("bank_result", stage)
    assert desk.open == ["advance/pay"]


def test_a_deadline_in_one_call_leaves_the_other_alone():
    desk = _two(pay_due=lambda p: IN_THREE_DAYS if p["stage"] == "ADVANCE" else None)
    assert desk.tick(days=3).open == ["advance_asks", "final/pay"]


def test_both_calls_must_end_before_the_way_goes_on():
    desk = _two().finish("advance/pay").hear("bank_result", "advance")
    assert (desk.open, desk.seen.finished) == (["final/pay"], None)
    assert desk.finish("final/pay").hear("bank_result", "final").seen.finished == "SETTLED"


def test_an_error_is_passed_up_and_ends_what_runs_beside_it():
    desk = _whole(start_long_stop=NOON)
    assert desk.open == ["running/advance/pay", "running/delivery/confirm_start"]
    desk.tick()
    assert (desk.seen.finished, desk.open, desk.seen.waits) == ("LAPSED", [], ())


def test_an_error_that_nobody_catches_says_that_the_case_is_stuck():
    desk = Desk("running", start_long_stop=None, pay_due=NOON)
    with pytest.raises(CaseStuck, match="given_up"):
        desk.tick()


def test_a_call_left_by_an_error_is_not_walked_to_its_end():
    desk = _whole(start_long_stop=NOON).tick()
    assert desk.seen.walked == (
        "running/delivery/not_in_time",
        "running/delivery/lapsed",
        "running/delivery_lapsed",
        "running/passed_up",
        "lapsed",
        "LAPSED",
    )


def test_a_withdrawal_ends_everything_that_is_open_in_the_call():
    desk = _whole(pay_due=IN_THREE_DAYS).hear("withdraw")
    assert (desk.seen.finished, desk.open, desk.seen.next_due) == ("WITHDRAWN", [], None)


def test_a_withdrawal_reaches_the_boundary_that_is_alive():
    desk = _whole().finish("running/delivery/confirm_start").finish("running/delivery/submit")
    desk.finish("running/advance/pay")
    desk.known["stage_returned"] = False
    assert desk.hear("bank_result", "running", "advance").open == ["close"]
    assert desk.hear("withdraw").seen.walked == ("withdraw_late", "WITHDRAWN")


def test_a_step_in_a_call_within_a_call_inherits_the_properties_of_both():
    steps = {step.element: step.properties for step in _whole().seen.steps}
    assert steps["pay"] == {"class": "CQ", "stage": "ADVANCE"}


def test_what_runs_side_by_side_in_a_block_is_joined_at_every_turn():
    desk = Desk("block")
    for _ in range(4):
        desk.finish("checks/check_plan")
        assert desk.open == ["checks/check_roster"]
        assert desk.finish("checks/check_roster").open == ["confirm"]
        desk.finish("confirm", decision="repeat")
    assert desk.open == ["checks/check_plan", "checks/check_roster"]
