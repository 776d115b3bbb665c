"""A diagram as SVG, with the way a case has walked and where it stands."""

from collections.abc import Collection, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from .diagram import Box, Diagram, Flow, Lane, Node, read_diagram
from .jurisdictions import Bundle
from .model import BadDiagram
from .symbols import FONT, INK, PLAIN, STANDING, WALKED, Look, sign, way, write

_MARGIN = 16
_HEADER = 30


def draw(
    bundle: Bundle,
    process: str,
    *,
    walked: Collection[str] = (),
    standing: Collection[str] = (),
    path: tuple[str, ...] = (),
) -> str:
    """The picture of a process of the bundle.

    What was walked and what stands open is named from the top ("running/advance/advance_review");
    `path` says which call of the process is to be drawn; walked elements in the order in which
    they were passed show which of several flows was taken. A call is drawn as walked, or as where
    the case stands, for all that lies inside it.
    """
    file = _file(bundle, process)
    diagram = read_diagram(file, bundle.files[file])
    order, open_here = _here(walked, path), _here(standing, path)
    looks = _looks(diagram, frozenset(order), frozenset(open_here))
    taken = _taken(diagram, [*order, *open_here], ordered=isinstance(walked, Sequence))
    canvas = _canvas(diagram, looks, "-".join(path) or process)
    for lane in diagram.lanes:
        _draw_lane(canvas, lane)
    if diagram.pool:
        _draw_pool(canvas, diagram.pool, diagram.name)
    # Ways that were walked lie above those that were not.
    for flow in sorted(diagram.flows, key=lambda each: each.id in taken):
        _draw_flow(canvas, flow, WALKED if flow.id in taken else PLAIN)
    for node in diagram.nodes.values():
        _draw_node(canvas, node, looks[node.id], path)
    return tostring(canvas, encoding="unicode")


def called(bundle: Bundle, process: str, path: tuple[str, ...]) -> tuple[str, str]:
    """The process that a chain of calls leads to, and what its last call is called."""
    name = process
    for call in path:
        file = _file(bundle, process)
        node = read_diagram(file, bundle.files[file]).nodes.get(call)
        if node is None or not node.called:
            raise BadDiagram(file, call, "no such call")
        process, name = node.called, node.name
    return process, name


def source(bundle: Bundle, process: str) -> bytes:
    """The diagram of a process as its file holds it, for a viewer that draws it itself."""
    return bundle.files[_file(bundle, process)]


def titles(bundle: Bundle, process: str) -> dict[str, str]:
    """What the steps and calls of a diagram are called, and under its own id the diagram itself."""
    diagram = read_diagram(_file(bundle, process), source(bundle, process))
    told = ("userTask", "callActivity", "endEvent")
    named = {node.id: node.name for node in diagram.nodes.values() if node.kind in told}
    return named | {process: diagram.name}


def _file(bundle: Bundle, process: str) -> str:
    for name in bundle.files:
        if name.split("/")[-1] == f"{process}.bpmn":
            return name
    raise BadDiagram(f"{process}.bpmn", process, "no such process in this bundle")


def _here(named: Collection[str], path: tuple[str, ...]) -> list[str]:
    """The elements of this call that are named, or that hold what is named, in their order."""
    prefix = "".join(f"{each}/" for each in path)
    inside = (each.removeprefix(prefix) for each in named if each.startswith(prefix))
    return [each.split("/")[0] for each in inside]


def _taken(diagram: Diagram, order: list[str], *, ordered: bool) -> frozenset[str]:
    """The flows by which the case came along.

    Where the order is known, an element was reached from whichever element before it was passed
    last; otherwise from every one that was passed. A parallel join was reached by all its flows.
    """
    found: set[str] = set()
    last: dict[str, int] = {} if ordered else dict.fromkeys(order, 0)
    for turn, element in enumerate(order, 1):
        flows = [each for each in diagram.arriving(element) if each.source in last]
        joins = diagram.nodes[element].kind == "parallelGateway" if flows else False
        if flows and ordered and not joins:
            flows = [max(flows, key=lambda each: last[each.source])]
        found |= {each.id for each in flows}
        last[element] = turn
    return frozenset(found)


def _looks(
    diagram: Diagram, walked: frozenset[str], standing: frozenset[str]
) -> Mapping[str, Look]:
    def look(element: str) -> Look:
        if element in standing:
            return STANDING
        return WALKED if element in walked else PLAIN

    return {element: look(element) for element in diagram.nodes}


def _canvas(diagram: Diagram, looks: Mapping[str, Look], name: str) -> Element:
    box = _frame(diagram)
    canvas = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "class": "diagram",
        "viewBox": f"{box.x:g} {box.y:g} {box.width:g} {box.height:g}",
        "width": f"{box.width:g}", "height": f"{box.height:g}",
        "id": f"{name}-diagram", "aria-labelledby": f"{name}-title {name}-desc",
        "font-family": FONT,
    })  # fmt: skip
    SubElement(canvas, "title", {"id": f"{name}-title"}).text = diagram.name or diagram.process
    SubElement(canvas, "desc", {"id": f"{name}-desc"}).text = _told(diagram, looks)
    SubElement(canvas, "rect", {
        "x": f"{box.x:g}", "y": f"{box.y:g}", "width": f"{box.width:g}",
        "height": f"{box.height:g}", "fill": "#ffffff",
    })  # fmt: skip
    return canvas


def _frame(diagram: Diagram) -> Box:
    boxes = diagram.boxes or (Box(0, 0, 100, 100),)
    left, top = min(each.x for each in boxes), min(each.y for each in boxes)
    right = max(each.x + each.width for each in boxes)
    bottom = max(each.y + each.height for each in boxes)
    return Box(
        left - _MARGIN, top - _MARGIN, right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN
    )


def _told(diagram: Diagram, looks: Mapping[str, Look]) -> str:
    """The picture in one sentence, for those who do not see it."""

    def named(look: Look) -> str:
        found = (n.name for n in diagram.nodes.values() if looks[n.id] is look and n.name)
        return "、".join(dict.fromkeys(found))

    stands, walked = named(STANDING), named(WALKED)
    return f"现在办到：{stands or '无'}。已经走过：{walked or '无'}。"


def _draw_pool(canvas: Element, box: Box, name: str) -> None:
    _frame_of(canvas, box, "none")
    header = Box(box.x, box.y, _HEADER, box.height)
    _frame_of(canvas, header, "#d9e2ec")
    _upright(canvas, name, header, 14)


def _draw_lane(canvas: Element, lane: Lane) -> None:
    if lane.box is None:
        return
    group = SubElement(canvas, "g", {"class": "lane", "data-lane": lane.id})
    _frame_of(group, lane.box, "#fbfcfe")
    header = Box(lane.box.x, lane.box.y, _HEADER, lane.box.height)
    _frame_of(group, header, "#eef2f7")
    _upright(group, lane.name, header, 13)


def _frame_of(parent: Element, box: Box, fill: str) -> None:
    SubElement(parent, "rect", {
        "x": f"{box.x:g}", "y": f"{box.y:g}", "width": f"{box.width:g}",
        "height": f"{box.height:g}", "fill": fill, "stroke": "#9fb3c8", "stroke-width": "1",
    })  # fmt: skip


def _upright(parent: Element, text: str, box: Box, size: float) -> None:
    x, y = box.centre
    found = SubElement(parent, "text", {
        "x": f"{x:g}", "y": f"{y:g}", "font-size": f"{size:g}", "fill": INK,
        "text-anchor": "middle", "dominant-baseline": "central",
        "transform": f"rotate(-90 {x:g} {y:g})",
    })  # fmt: skip
    found.text = text


def _draw_flow(canvas: Element, flow: Flow, look: Look) -> None:
    if len(flow.points) < 2:  # noqa: PLR2004  (a line has two ends)
        return
    group = SubElement(canvas, "g", {"class": "flow", "data-flow": flow.id})
    way(group, flow.points, look)
    if flow.name and flow.label:
        write(group, flow.name, flow.label, 12)


def _draw_node(canvas: Element, node: Node, look: Look, path: tuple[str, ...]) -> None:
    states = {id(STANDING): " standing", id(WALKED): " walked"}
    group = SubElement(canvas, "g", {
        "id": "-".join((*path, node.id)), "data-element": "/".join((*path, node.id)),
        "class": f"element {node.kind}{states.get(id(look), '')}",
    })  # fmt: skip
    told = {id(STANDING): "（现在在这里）", id(WALKED): "（已走过）"}.get(id(look), "")
    SubElement(group, "title").text = f"{node.name or node.id}{told}"
    sign(group, node, look)
    if node.label and node.name:
        write(group, node.name, node.label, 12)
