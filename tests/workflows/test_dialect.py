"""What the dialect leaves out is refused where it is read, with file, element and reason."""

import pytest

from tests.workflows.desk import DIAGRAMS
from workflows import BadDiagram
from workflows.dialect import parse

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'targetNamespace="kaiban"><bpmn:signal id="s" name="said"/><bpmn:message id="m"/>'
    '<bpmn:process id="main" isExecutable="true"><bpmn:startEvent id="begin"/>'
    '<bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="it"/>'
    '<bpmn:sequenceFlow id="f2" sourceRef="it" targetRef="end">{condition}</bpmn:sequenceFlow>'
)
LOOP = (
    "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>a</bpmn:loopCondition>"
    "</bpmn:standardLoopCharacteristics>"
)
MANY = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
TIME = "<bpmn:timerEventDefinition>{}</bpmn:timerEventDefinition>"


def _catch(inside):
    return f'<bpmn:intermediateCatchEvent id="it">{inside}</bpmn:intermediateCatchEvent>'


def _throw(inside):
    return f'<bpmn:intermediateThrowEvent id="it">{inside}</bpmn:intermediateThrowEvent>'


def _parse(element, *, end='<bpmn:endEvent id="end"/>', condition=""):
    page = HEAD.format(condition=condition) + element + end
    return parse("main", {"main.bpmn": f"{page}</bpmn:process></bpmn:definitions>".encode()})


@pytest.mark.parametrize(
    "element",
    [
        '<bpmn:scriptTask id="it"><bpmn:script>x = 1</bpmn:script></bpmn:scriptTask>',
        '<bpmn:serviceTask id="it"/>',
        '<bpmn:businessRuleTask id="it"/>',
        '<bpmn:manualTask id="it"/>',
        '<bpmn:task id="it"/>',
        '<bpmn:sendTask id="it" messageRef="m"/>',
        '<bpmn:receiveTask id="it" messageRef="m"/>',
        '<bpmn:inclusiveGateway id="it"/>',
        '<bpmn:adHocSubProcess id="it"/>',
        f'<bpmn:userTask id="it">{LOOP}</bpmn:userTask>',
        f'<bpmn:userTask id="it">{MANY}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>',
        _catch(TIME.format("<bpmn:timeDuration>'P1D'</bpmn:timeDuration>")),
        _catch(TIME.format("<bpmn:timeCycle>'R3/PT1H'</bpmn:timeCycle>")),
        _catch(TIME.format("<bpmn:timeDate>due() </bpmn:timeDate>")),
        _catch(TIME.format("<bpmn:timeDate/>")),
        _catch('<bpmn:signalEventDefinition signalRef="s"/>'),
        _catch('<bpmn:messageEventDefinition messageRef="m"/>'),
        _catch('<bpmn:messageEventDefinition messageRef="nowhere"/>'),
        _catch("<bpmn:conditionalEventDefinition><bpmn:condition>a</bpmn:condition>"
               "</bpmn:conditionalEventDefinition>"),
        _throw('<bpmn:messageEventDefinition messageRef="m"/>'),
        _throw("<bpmn:escalationEventDefinition/>"),
        _throw(""),
    ],
)  # fmt: skip
def test_an_element_outside_the_dialect_is_refused(element):
    with pytest.raises(BadDiagram) as refusal:
        _parse(element)
    assert (refusal.value.file, refusal.value.element) == ("main.bpmn", "it")


@pytest.mark.parametrize(
    "inside",
    [
        '<bpmn:signalEventDefinition signalRef="s"/>',
        "<bpmn:terminateEventDefinition/>",
        '<bpmn:messageEventDefinition messageRef="m"/>',
    ],
)
def test_an_end_that_does_more_than_end_is_refused(inside):
    end = f'<bpmn:endEvent id="end">{inside}</bpmn:endEvent>'
    with pytest.raises(BadDiagram) as refusal:
        _parse('<bpmn:userTask id="it"/>', end=end)
    assert refusal.value.element == "end"


def test_an_event_sub_process_is_refused():
    inside = '<bpmn:startEvent id="b"/><bpmn:endEvent id="e"/>'
    with pytest.raises(BadDiagram):
        _parse(f'<bpmn:subProcess id="it" triggeredByEvent="true">{inside}</bpmn:subProcess>')


def test_code_in_a_condition_is_refused():
    code = "<bpmn:conditionExpression>open('x')</bpmn:conditionExpression>"
    with pytest.raises(BadDiagram, match="Call"):
        _parse('<bpmn:exclusiveGateway id="it"/>', condition=code)


def test_a_parallel_join_on_a_cycle_is_refused():
    raw = (DIAGRAMS / "broken" / "cyclic_join.bpmn").read_bytes()
    with pytest.raises(BadDiagram, match="cycle") as refusal:
        parse("cyclic_join", {"cyclic_join.bpmn": raw})
    assert (refusal.value.file, refusal.value.element) == ("cyclic_join.bpmn", "join")


@pytest.mark.parametrize("raw", [b"", b"<bpmn", b"<html/>", b"<a>&b;</a>"])
def test_what_is_no_diagram_is_refused(raw):
    with pytest.raises(BadDiagram):
        parse("main", {"main.bpmn": raw})


def test_a_diagram_reads_no_other_file():
    page = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>'
    with pytest.raises(BadDiagram):
        parse("main", {"main.bpmn": page.encode()})


def test_a_call_of_nothing_is_refused():
    with pytest.raises(BadDiagram, match="nowhere"):
        _parse('<bpmn:callActivity id="it" calledElement="nowhere"/>')


def test_the_same_id_may_mean_another_word_in_another_file():
    other = HEAD.replace('name="said"', 'name="told"').replace('id="main"', 'id="other"')
    said = '<bpmn:signalEventDefinition signalRef="s"/>'
    page = other.format(condition="") + _throw(said) + '<bpmn:endEvent id="end"/>'
    files = {"other.bpmn": f"{page}</bpmn:process></bpmn:definitions>".encode()}
    page = HEAD.format(condition="") + _throw(said) + '<bpmn:endEvent id="end"/>'
    files["main.bpmn"] = f"{page}</bpmn:process></bpmn:definitions>".encode()
    named = [parse(each, files).top.task_specs["it"] for each in ("main", "other")]
    assert [element.event_definition.name for element in named] == ["said", "told"]
