"""Saved states: small, versioned, readable later, refused when they are something else."""

import pytest

from tests.workflows.desk import IN_THREE_DAYS, Desk, definition
from tests.workflows.driver import NOON, answers
from workflows import CaseTooDeep, Unreadable, complete, state, tick

# Written by the first version; it must stay readable for as long as the product lives.
VERSION_1 = (
    b"\x01"
    b'[9,null,{"0":[[1,0,"Start",64,null],[7,1,"correct.BoundaryEventSplit",64,null],'
    b'[8,7,"correct",16,null],[9,7,"too_late",8,{"too_late":1591243200000000}]]}]'
)
VERSION_1_IN_CALLS = (
    b'\x01[19,null,{"0":[[1,0,"Start",64,null],[5,1,"advance.BoundaryEventSplit",64,null],'
    b'[7,5,"advance",32,null],[8,5,"advance_given_up",8,null],[15,1,"final_asks",16,null]],'
    b'"7":[[9,0,"Start",64,null],[19,9,"bank_answers",8,null]]}]'
)


def test_a_state_of_the_first_version_is_read():
    seen = tick(definition("correction"), VERSION_1, facts=answers({}), now=NOON)
    assert ([step.element for step in seen.steps], seen.next_due) == (["correct"], IN_THREE_DAYS)


def test_a_state_of_the_first_version_goes_on():
    facts = answers({})
    seen = complete(definition("correction"), VERSION_1, "8", outcome={}, facts=facts, now=NOON)
    assert [step.element for step in seen.steps] == ["accept"]


def test_a_state_of_the_first_version_knows_its_calls():
    facts = answers({})
    seen = tick(definition("two_instalments"), VERSION_1_IN_CALLS, facts=facts, now=NOON)
    assert [(wait.message, wait.path) for wait in seen.waits] == [("bank_result", ("advance",))]


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x02[]",
        b"\x01",
        b"\x01[1,null",
        b"\x01{}",
        b'\x01[1,null,{"0":[[1,0,"nowhere",64,null]]}]',
        b'\x01[1,null,{"7":[[1,0,"Start",64,null]]}]',
    ],
)
def test_what_is_no_state_is_refused(broken):
    with pytest.raises(Unreadable):
        tick(definition("correction"), broken, facts=answers({}), now=NOON)


def test_a_state_of_another_process_is_refused():
    with pytest.raises(Unreadable):
        tick(definition("publicity"), VERSION_1, facts=answers({}), now=NOON)


def test_saving_what_was_loaded_changes_nothing():
    case = state.load(definition("correction"), VERSION_1, None)
    assert state.dump(case) == VERSION_1


def test_a_tree_deeper_than_the_engine_can_carry_is_refused():
    case = state.load(definition("correction"), VERSION_1, None)
    deepest = case.tasks[8]
    for _ in range(state.DEEPEST):
        deepest = state.Token(case, deepest.task_spec, id=case.new_id(), parent=deepest.id, state=8)
    with pytest.raises(CaseTooDeep):
        state.dump(case)


def test_a_finished_case_keeps_only_its_end():
    desk = Desk("correction").finish("fill").finish("accept", decision="accept")
    assert desk.seen.state.endswith(b'"ACCEPTED",{}]')


def test_no_facts_and_no_outcome_are_saved():
    desk = Desk("correction", correction_due=None).finish("fill", name="Wang", decision="x")
    assert b"Wang" not in desk.seen.state
