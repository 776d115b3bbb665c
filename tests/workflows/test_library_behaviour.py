"""The behaviour of SpiffWorkflow that we rely on, or that we step around; an upgrade reads this."""

from importlib.metadata import version

import pytest
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.util.task import TaskState

from tests.workflows.desk import DIAGRAMS, definition
from tests.workflows.driver import NOON, answers
from workflows.move import Move

CORRECT = {"decision": "correction"}
LONG_PAST = "2000-01-01T00:00:00+08:00"


def _library(process, folder=DIAGRAMS, **data):
    """The diagram as the library itself reads and runs it."""
    parser = BpmnParser()
    for path in folder.glob("*.bpmn"):
        text = path.read_text().replace("decision ==", "globals().get('decision') ==")
        parser.add_bpmn_str(text.encode())
    engine = PythonScriptEngine(TaskDataEnvironment(data))
    called = parser.get_subprocess_specs(process)
    workflow = BpmnWorkflow(parser.get_spec(process), called, script_engine=engine)
    workflow.do_engine_steps()
    return workflow


def _ours(process, **known):
    """The library's workflow over our specs, run by its own loop."""
    found = definition(process)
    move = Move(answers(known), NOON, {})
    workflow = BpmnWorkflow(found.top, dict(found.called), script_engine=move)
    workflow.do_engine_steps()
    return workflow


def _open(workflow):
    return sorted(
        task.task_spec.name for task in workflow.get_tasks(state=TaskState.READY, manual=True)
    )


def _finish(workflow, name):
    workflow.get_next_task(state=TaskState.READY, spec_name=name).run()
    workflow.do_engine_steps()


def test_the_version_is_the_one_that_was_measured():
    assert version("SpiffWorkflow") == "3.2.0"


def test_the_step_comes_first_among_its_boundaries_and_they_wait():
    workflow = _ours("reminded", remind_at=None, lapse_at=None)
    split = workflow.get_next_task(spec_class=BoundaryEventSplit)
    shown = [(task.task_spec.name, task.state) for task in split.children]
    assert shown == [("answer", TaskState.READY), ("remind", 8), ("lapse", 8)]


def test_a_finished_step_cancels_its_boundaries():
    workflow = _ours("reminded", remind_at=None, lapse_at=None)
    _finish(workflow, "answer")
    states = [workflow.get_next_task(spec_name=name).state for name in ("remind", "lapse")]
    assert states == [TaskState.CANCELLED] * 2


def test_a_call_is_started_until_its_process_ends():
    workflow = _ours("whole", start_long_stop=None, pay_due=None)
    call = workflow.get_next_task(spec_name="running")
    assert call.state == TaskState.STARTED
    assert not workflow.subprocesses[call.id].completed


def test_cancelling_a_call_cancels_what_it_calls():
    workflow = _ours("whole", start_long_stop=None, pay_due=None)
    workflow.get_next_task(spec_name="running").cancel()
    assert all(each.completed for each in workflow.subprocesses.values())


def test_a_join_waits_where_the_first_branch_arrived():
    workflow = _ours("beside")
    _finish(workflow, "inspect")
    join = workflow.get_next_task(spec_name="join", state=TaskState.WAITING)
    assert join.parent.state == TaskState.COMPLETED


def test_running_a_case_changes_nothing_in_the_shared_specs():
    before = _shape(definition("whole"))
    _ours("whole", start_long_stop=NOON, pay_due=None)
    assert _shape(definition("whole")) == before


def _shape(found):
    every = (found.top, *found.called.values())
    return [(n, s.inputs, s.outputs) for each in every for n, s in each.task_specs.items()]


def test_a_signal_end_event_is_read_as_a_plain_end():
    page = etree.fromstring((DIAGRAMS / "past_times.bpmn").read_bytes())
    end = next(page.iter("{*}endEvent"))
    etree.SubElement(end, "{http://www.omg.org/spec/BPMN/20100524/MODEL}signalEventDefinition")
    parser = BpmnParser()
    parser.add_bpmn_xml(page)
    found = parser.get_spec("past_times").task_specs["END"].event_definition
    assert type(found).__name__ == "NoneEventDefinition"


def test_two_times_of_an_event_gateway_share_one_value_in_the_library():
    workflow = _library("two_times", soon_at="2999-01-01T00:00:00+08:00", late_at=LONG_PAST)
    assert not workflow.completed


def test_an_error_in_one_of_two_calls_leaves_both_in_the_library():
    workflow = _library("two_instalments", pay_due="2999-01-01T00:00:00+08:00")
    inside = [sp for sp in workflow.subprocesses.values() if not sp.completed]
    event = inside[0].spec.task_specs["given_up"].event_definition
    event.throw(inside[0].get_next_task(spec_name="pay"))
    workflow.do_engine_steps()
    assert _open(workflow) == ["advance_asks", "final_asks"]


def test_a_join_on_a_cycle_fires_after_one_branch_from_its_second_turn():
    workflow = _library("cyclic_join", folder=DIAGRAMS / "broken", decision="repeat")
    for name in ("check_roster", "check_plan", "confirm", "check_plan"):
        _finish(workflow, name)
    assert _open(workflow) == ["check_roster", "confirm"]


def test_the_tree_grows_with_every_turn_in_the_library():
    workflow = _ours("correction", correction_due=None)
    sizes = []
    _finish(workflow, "fill")
    for _ in range(3):
        workflow.script_engine = Move(answers({"correction_due": None}), NOON, CORRECT)
        _finish(workflow, "accept")
        _finish(workflow, "correct")
        sizes.append(len(workflow.tasks))
    assert sizes == sorted(set(sizes))


def test_code_in_an_expression_runs_in_the_library():
    workflow = _library("past_times", first_at=LONG_PAST, second_at=LONG_PAST)
    assert workflow.script_engine.environment.evaluate("__import__('os').sep", {}) == "/"


@pytest.mark.parametrize("text", ["2020-06-01T09:00:00", "2020-06-01T09:00:00+08:00"])
def test_a_time_without_an_offset_is_taken_for_the_zone_of_the_server(text):
    from SpiffWorkflow.bpmn.specs.event_definitions.timer import LOCALTZ, TimerEventDefinition

    read = TimerEventDefinition.get_datetime(text)
    assert (read.astimezone(LOCALTZ).isoformat()[:19] == text[:19]) or text.endswith("+08:00")
