"""The BPMN we speak: which elements, which events, whose lane, no code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser import event_parsers as library
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.task_parsers import (
    CallActivityParser,
    ConditionalGatewayParser,
    GatewayParser,
    SubWorkflowParser,
)
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs import defaults as specs
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from .events import Announcement, Failure, Message, Timer, note_events
from .expressions import BadExpression, compiled
from .model import BadDiagram

SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
_PROPERTY = f"{{{SPIFF}}}property"
_NO_BEHAVIOUR = {"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"}


@dataclass(frozen=True, eq=False)
class Definition:
    """One process with all it calls, parsed; shared by every case that runs it."""

    process: str
    top: Any
    called: Mapping[str, Any]


class _Element(TaskParser):  # type: ignore[misc]
    """An element of the dialect: it may carry properties, and nothing that runs."""

    def parse_extensions(self, node: Any = None) -> dict[str, Any]:
        node = self.node if node is None else node
        found = node.xpath("./bpmn:extensionElements", namespaces=self.nsmap)
        entries = [entry for each in found for entry in each.iter(_PROPERTY)]
        return {"properties": {entry.get("name"): entry.get("value") for entry in entries}}

    def parse_node(self) -> Any:
        for child in self.node:
            if etree.QName(child).localname in _NO_BEHAVIOUR:
                self.refuse("a step is done once; lists are one step over many lines")
        return super().parse_node()

    def parse_condition(self, flow: Any) -> str | None:
        text: str | None = super().parse_condition(flow)
        return None if text is None else self.expression(text)

    def expression(self, text: str) -> str:
        try:
            compiled(text)
        except BadExpression as problem:
            self.refuse(str(problem))
        return text

    def refuse(self, reason: str) -> None:
        raise ValidationException(reason, self.node, self.filename)


class _Event(_Element, library.EventDefinitionParser):  # type: ignore[misc]
    """Events resolve what they refer to in their own file: ids may repeat between files."""

    def parse_message_event(self, node: Any) -> Message:
        return Message(self._referred(node, "message", "name"))

    def parse_signal_event(self, node: Any) -> Announcement:
        return Announcement(self._referred(node, "signal", "name"))

    def parse_error_event(self, node: Any) -> Failure:
        return Failure(self._referred(node, "error", "errorCode"))

    def parse_timer_event(self, node: Any) -> Timer:
        found = node.find(full_tag("timeDate"))
        if found is None or not (found.text or "").strip():
            self.refuse("a timer is a time (timeDate) that holds the name of a fact")
        return Timer(self.bpmn_id, self.expression(found.text.strip()))

    def _referred(self, node: Any, kind: str, attribute: str) -> str:
        ref = node.get(f"{kind}Ref")
        for each in self.doc_xpath(f".//bpmn:{kind}"):
            if each.get("id") == ref and each.get(attribute):
                return str(each.get(attribute))
        self.refuse(f"its {kind} {ref!r} does not exist in this file, or has no {attribute}")
        raise AssertionError  # pragma: no cover


class _Start(_Event, library.StartEventParser):  # type: ignore[misc]
    def get_event_definition(self, xpaths: Any) -> Any:
        return _only(self, super().get_event_definition(xpaths), ())


class _End(_Event, library.EndEventParser):  # type: ignore[misc]
    def get_event_definition(self, xpaths: Any) -> Any:
        # A signal end event would be read as a plain end: look for it.
        if self.xpath(".//bpmn:signalEventDefinition"):
            self.refuse("a signal is announced before the end, not by it")
        return _only(self, super().get_event_definition(xpaths), (Failure,))


class _Catch(_Event, library.IntermediateCatchEventParser):  # type: ignore[misc]
    def get_event_definition(self, xpaths: Any) -> Any:
        return _only(self, super().get_event_definition(xpaths), (Timer, Message))


class _Throw(_Event, library.IntermediateThrowEventParser):  # type: ignore[misc]
    def get_event_definition(self, xpaths: Any) -> Any:
        return _only(self, super().get_event_definition(xpaths), (Announcement,))


class _Boundary(_Event, library.BoundaryEventParser):  # type: ignore[misc]
    def get_event_definition(self, xpaths: Any) -> Any:
        return _only(self, super().get_event_definition(xpaths), (Timer, Message, Failure))


class _EventGateway(_Event, library.EventBasedGatewayParser):  # type: ignore[misc]
    pass


class _Choice(_Element, ConditionalGatewayParser):  # type: ignore[misc]
    pass


class _Parallel(_Element, GatewayParser):  # type: ignore[misc]
    pass


class _Call(_Element, CallActivityParser):  # type: ignore[misc]
    pass


class _Embedded(_Element, SubWorkflowParser):  # type: ignore[misc]
    def create_task(self) -> Any:
        if self.node.get("triggeredByEvent") == "true":
            self.refuse("event sub-processes are not in the dialect")
        return super().create_task()


class _Parser(BpmnParser):  # type: ignore[misc]
    PARSER_CLASSES: ClassVar[dict[str, tuple[type, type]]] = {
        full_tag("startEvent"): (_Start, specs.StartEvent),
        full_tag("endEvent"): (_End, specs.EndEvent),
        full_tag("userTask"): (_Element, specs.UserTask),
        full_tag("exclusiveGateway"): (_Choice, specs.ExclusiveGateway),
        full_tag("parallelGateway"): (_Parallel, specs.ParallelGateway),
        full_tag("eventBasedGateway"): (_EventGateway, specs.EventBasedGateway),
        full_tag("callActivity"): (_Call, specs.CallActivity),
        full_tag("subProcess"): (_Embedded, specs.SubWorkflowTask),
        full_tag("intermediateCatchEvent"): (_Catch, specs.IntermediateCatchEvent),
        full_tag("intermediateThrowEvent"): (_Throw, specs.IntermediateThrowEvent),
        full_tag("boundaryEvent"): (_Boundary, specs.BoundaryEvent),
    }

    def _add_diagram_indexes(self, bpmn: Any) -> None:
        super()._add_diagram_indexes(bpmn)
        # A lane is a role, and its id names the role; its name is what people read.
        lanes = self.document_lanes[self._document_key(bpmn)]
        for ref in bpmn.xpath(".//bpmn:flowNodeRef", namespaces=self.namespaces):
            lanes[(ref.text or "").strip()] = ref.getparent().get("id")


def parse(process: str, files: Mapping[str, bytes]) -> Definition:
    """Read the files and everything the process calls; raises BadDiagram."""
    parser = _Parser(validator=VALIDATOR)
    for name, raw in files.items():
        _add(parser, name, raw)
    try:
        top = parser.get_spec(process)
        called = parser.get_subprocess_specs(process)
    except ValidationException as problem:
        raise BadDiagram(problem.file_name, problem.id, problem.args[0]) from problem
    every = {process: top, **called}
    for spec in every.values():
        for element in spec.task_specs.values():
            note_events(element)
            _refuse_join_on_cycle(element, spec.file)
    return Definition(process, top, called)


def _add(parser: _Parser, name: str, raw: bytes) -> None:
    try:
        # No entities, no network: a diagram is data.
        tree = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
        parser.add_bpmn_xml(tree, filename=name)
    except etree.XMLSyntaxError as problem:
        raise BadDiagram(name, "", f"not XML: {problem}") from problem
    except ValidationException as problem:
        raise BadDiagram(
            name, problem.id, f"line {problem.line_number}: {problem.args[0]}"
        ) from problem


def _only(parser: _Event, found: Any, allowed: tuple[type, ...]) -> Any:
    named = allowed if parser.node.tag.endswith(("Event",)) else ()
    plain = type(found).__name__ == "NoneEventDefinition"
    if isinstance(found, named) or (plain and isinstance(parser, _Start | _End)):
        return found
    parser.refuse("this kind of event is not in the dialect here")
    raise AssertionError  # pragma: no cover


def _refuse_join_on_cycle(element: Any, file: str) -> None:
    # From its second turn it would fire after one branch; and where there is none, the state
    # may forget what is finished.
    join = isinstance(element, specs.ParallelGateway) and len(element.inputs) > 1
    if join and _reaches(element, element):
        raise BadDiagram(file, element.name, "a parallel join must not lie on a cycle")


def _reaches(source: Any, goal: Any) -> bool:
    seen: set[str] = set()
    todo = list(source.outputs)
    while todo:
        spec = todo.pop()
        if spec is goal:
            return True
        if spec.name not in seen:
            seen.add(spec.name)
            todo.extend(spec.outputs)
    return False
