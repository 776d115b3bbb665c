"""A diagram as it stands in its file: elements, flows, lanes, and where each is drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from lxml import etree

from .model import BadDiagram

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
EVENTS = ("startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent")
BOUNDARY = "boundaryEvent"
# Things beside the elements that move a case.
_BESIDE = {"laneSet", "sequenceFlow", "documentation", "extensionElements", "textAnnotation"}
_ASIDE = {"association", "group", "ioSpecification", "property", "dataObject", "category"}
_WORDS = {"signal": "name", "message": "name", "error": "errorCode", "escalation": "name"}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Node:
    """A step, gateway, event or call."""

    id: str
    kind: str
    name: str
    event: str  # timer, message, error, signal … or nothing
    word: str  # the fact, message, code or signal of the event
    host: str
    lane: str
    called: str
    default: str  # the flow that a gateway takes when no condition holds
    inside: str  # the embedded sub-process it belongs to
    interrupting: bool
    by_event: bool
    repeated: bool
    events: int
    properties: Mapping[str, str]
    box: Box | None
    label: Box | None

    @property
    def is_event(self) -> bool:
        return self.kind in EVENTS or self.kind == BOUNDARY


@dataclass(frozen=True, slots=True)
class Flow:
    """The way from one element to the next."""

    id: str
    source: str
    target: str
    name: str
    condition: str
    points: tuple[tuple[float, float], ...]
    label: Box | None


@dataclass(frozen=True, slots=True)
class Lane:
    """A role's part of the picture."""

    id: str
    name: str
    box: Box | None
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Diagram:
    """One file: one process and its picture."""

    file: str
    process: str
    name: str
    processes: int
    pools: int
    message_flows: tuple[str, ...]
    pool: Box | None
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]

    def leaving(self, element: str) -> tuple[Flow, ...]:
        return tuple(each for each in self.flows if each.source == element)

    def arriving(self, element: str) -> tuple[Flow, ...]:
        return tuple(each for each in self.flows if each.target == element)

    def boundaries(self, element: str) -> tuple[Node, ...]:
        return tuple(each for each in self.nodes.values() if each.host == element)


@lru_cache(maxsize=256)
def read_diagram(file: str, raw: bytes) -> Diagram:
    """The diagram in a .bpmn file; raises BadDiagram when it is not one."""
    try:
        tree = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise BadDiagram(file, "", f"not XML: {problem}") from problem
    processes = list(_all(tree, "process"))
    if not processes:
        raise BadDiagram(file, "", "it holds no process")
    picture = _Picture(tree)
    lanes = tuple(_lane(each, picture) for each in _all(processes[0], "lane"))
    return Diagram(
        file=file,
        process=processes[0].get("id", ""),
        name=processes[0].get("name", ""),
        processes=len(processes),
        pools=sum(1 for _ in _all(tree, "participant")),
        message_flows=tuple(each.get("id", "") for each in _all(tree, "messageFlow")),
        pool=next((picture.box(each) for each in _all(tree, "participant")), None),
        nodes=MappingProxyType(_nodes(processes[0], lanes, picture)),
        flows=tuple(_flow(each, picture) for each in _all(processes[0], "sequenceFlow")),
        lanes=lanes,
        boxes=tuple(picture.boxes.values()),
    )


class _Picture:
    """Where things are drawn, by the id of the element."""

    def __init__(self, tree: Any) -> None:
        self.words = {each.get("id", ""): each for kind in _WORDS for each in _all(tree, kind)}
        self.boxes: dict[str, Box] = {}
        self.labels: dict[str, Box] = {}
        self.points: dict[str, tuple[tuple[float, float], ...]] = {}
        for each in _all(tree, "BPMNShape"):
            self.boxes |= _bounds(each, each.get("bpmnElement", ""))
        for each in _all(tree, "BPMNEdge"):
            found = [(float(p.get("x")), float(p.get("y"))) for p in _all(each, "waypoint")]
            self.points[each.get("bpmnElement", "")] = tuple(found)
        for each in _all(tree, "BPMNLabel"):
            self.labels |= _bounds(each, each.getparent().get("bpmnElement", ""))

    def box(self, node: Any) -> Box | None:
        return self.boxes.get(node.get("id", ""))

    def word(self, definition: Any) -> str:
        """The vocabulary's word that an event definition refers to."""
        kind = _local(definition).removesuffix("EventDefinition")
        if kind == "timer":
            dates = [(each.text or "").strip() for each in _all(definition, "timeDate")]
            return dates[0] if dates else ""
        found = self.words.get(definition.get(f"{kind}Ref", ""))
        return found.get(_WORDS[kind], "") if found is not None else ""


def _nodes(process: Any, lanes: tuple[Lane, ...], picture: _Picture) -> dict[str, Node]:
    lane_of = {member: lane.id for lane in lanes for member in lane.members}
    return {
        each.get("id", ""): _node(each, lane_of, picture)
        for each in process.iter(f"{{{BPMN}}}*")
        if _is_node(each, process)
    }


def _is_node(each: Any, process: Any) -> bool:
    parent = each.getparent()
    if each is process or parent is None or _local(each) in _BESIDE | _ASIDE:
        return False
    own = parent is process or _local(parent) in {"subProcess", "adHocSubProcess", "transaction"}
    return own and "id" in each.attrib and not _local(each).endswith("Characteristics")


def _node(each: Any, lane_of: Mapping[str, str], picture: _Picture) -> Node:
    events = [child for child in each if _local(child).endswith("EventDefinition")]
    parent = each.getparent()
    own = each.get("id", "")
    host = each.get("attachedToRef", "")
    inside = "" if _local(parent) == "process" else parent.get("id", "")
    return Node(
        id=own,
        kind=_local(each),
        name=each.get("name", ""),
        event=_local(events[0]).removesuffix("EventDefinition") if events else "",
        word=picture.word(events[0]) if events else "",
        host=host,
        lane=lane_of.get(own) or lane_of.get(host) or lane_of.get(inside, ""),
        called=each.get("calledElement", ""),
        default=each.get("default", ""),
        inside=inside,
        interrupting=each.get("cancelActivity", "true") != "false",
        by_event=each.get("triggeredByEvent", "") == "true",
        repeated=any(_local(child).endswith("LoopCharacteristics") for child in each),
        events=len(events),
        properties=MappingProxyType(
            {p.get("name", ""): p.get("value", "") for p in _own_properties(each)}
        ),
        box=picture.box(each),
        label=picture.labels.get(own),
    )


def _own_properties(each: Any) -> Iterator[Any]:
    for child in each:
        if _local(child) == "extensionElements":
            yield from (entry for entry in child.iter() if _local(entry) == "property")


def _flow(each: Any, picture: _Picture) -> Flow:
    own = each.get("id", "")
    conditions = [(c.text or "").strip() for c in each if _local(c) == "conditionExpression"]
    return Flow(
        id=own,
        source=each.get("sourceRef", ""),
        target=each.get("targetRef", ""),
        name=each.get("name", ""),
        condition=conditions[0] if conditions else "",
        points=picture.points.get(own, ()),
        label=picture.labels.get(own),
    )


def _lane(each: Any, picture: _Picture) -> Lane:
    members = frozenset((ref.text or "").strip() for ref in _all(each, "flowNodeRef"))
    return Lane(each.get("id", ""), each.get("name", ""), picture.box(each), members)


def _bounds(shape: Any, element: str) -> dict[str, Box]:
    for child in shape:
        if _local(child) == "Bounds":
            found = (float(child.get(each, "0")) for each in ("x", "y", "width", "height"))
            return {element: Box(*found)}
    return {}


def _all(tree: Any, name: str) -> Iterator[Any]:
    return (each for each in tree.iter(f"{{*}}{name}"))


def _local(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
