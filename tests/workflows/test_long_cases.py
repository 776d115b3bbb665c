"""A case that goes on for years stays as small as at the start."""

import pytest

from tests.workflows.desk import IN_THREE_DAYS, Desk, definition
from workflows import state

FOUR_KILOBYTES = 4096


def _tasks(desk):
    case = state.load(desk.definition, desk.seen.state, None)
    return sum(len(workflow.tasks) for workflow in state.alive(case))


def test_three_thousand_corrections_leave_a_case_as_small_as_the_first():
    desk = Desk("correction", correction_due=IN_THREE_DAYS).finish("fill")
    tasks, size = _tasks(desk), len(desk.seen.state)
    for _ in range(3000):
        desk.finish("accept", decision="correction").finish("correct")
    assert _tasks(desk) == tasks
    assert len(desk.seen.state) <= size + 2 * len("12345")


def test_a_loop_beside_a_waiting_branch_stays_flat():
    desk = Desk("beside")
    tasks = _tasks(desk)
    for _ in range(600):
        desk.finish("remind", decision="silent")
    assert _tasks(desk) == tasks
    assert desk.finish("remind", decision="answered").finish("inspect").seen.finished == "END"


def test_a_block_repeated_in_a_loop_stays_flat():
    desk = Desk("block")
    tasks = _tasks(desk)
    for _ in range(100):
        desk.finish("checks/check_plan").finish("checks/check_roster")
        desk.finish("confirm", decision="repeat")
    assert _tasks(desk) == tasks


def test_objections_without_number_stay_flat():
    desk = Desk("publicity", publicity_end=IN_THREE_DAYS, open_objections=0)
    tasks = _tasks(desk)
    for _ in range(300):
        desk.hear("objection_filed").finish("handle")
    assert _tasks(desk) == tasks


@pytest.mark.parametrize("process", ["two_instalments", "whole", "reminded", "publicity"])
def test_a_state_is_a_few_hundred_bytes(process):
    times = {"publicity_end": None, "remind_at": IN_THREE_DAYS, "lapse_at": None}
    desk = Desk(process, start_long_stop=IN_THREE_DAYS, pay_due=IN_THREE_DAYS, **times)
    assert len(desk.seen.state) < FOUR_KILOBYTES / 4


def test_the_definition_is_parsed_once_and_shared():
    assert definition("whole") is definition("whole")
