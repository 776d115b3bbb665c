"""The signs of a diagram: shapes of steps, gateways and events, and how text is broken."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from .diagram import BOUNDARY, Box, Node

INK = "#1f2933"
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
_WIDE = 0x2E80  # from here on a character is as wide as it is high
_ROUND = 9.0
_CALL_PLUS = 14.0


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is drawn: untouched, walked, or where the case stands."""

    stroke: str
    fill: str
    width: float
    line: str
    line_width: float


PLAIN = Look("#52606d", "#ffffff", 1.4, "#7b8794", 1.4)
WALKED = Look("#0b4f9e", "#dcebfb", 2.2, "#0b4f9e", 2.8)
STANDING = Look("#8a2c00", "#ffe08a", 3.4, "#0b4f9e", 2.8)


def sign(parent: Element, node: Node, look: Look) -> None:
    """Draw the shape of an element."""
    if node.box is None:
        return
    if node.is_event:
        _event(parent, node, look, node.box)
    elif node.kind.endswith("Gateway"):
        _gateway(parent, node.kind, look, node.box)
    else:
        _activity(parent, node, look, node.box)


def write(parent: Element, text: str, box: Box, size: float) -> None:
    """Write text in the middle of a box, broken to its width."""
    lines = broken(text, box.width, size)
    step = size * 1.28
    x, y = box.centre
    top = y - step * (len(lines) - 1) / 2 + size * 0.36
    found = SubElement(parent, "text", {
        "x": _n(x), "y": _n(top), "font-family": FONT, "font-size": _n(size),
        "text-anchor": "middle", "fill": INK,
    })  # fmt: skip
    for number, line in enumerate(lines):
        place = {"x": _n(x)} | ({"dy": _n(step)} if number else {})
        SubElement(found, "tspan", place).text = line


def broken(text: str, width: float, size: float) -> list[str]:
    """The lines of a text that is to fit a width; every character may end a line."""
    lines, used = [""], 0.0
    for letter in text:
        wide = size if ord(letter) >= _WIDE else size * 0.56
        if lines[-1] and used + wide > width + 1:
            lines.append("")
            used = 0.0
        lines[-1] += letter
        used += wide
    return lines


def way(parent: Element, points: Sequence[tuple[float, float]], look: Look) -> None:
    """Draw a flow with rounded corners and an arrow head."""
    head = _shortened(points[-2], points[-1], 7)
    SubElement(parent, "path", {
        "d": _rounded([*points[:-1], head]), "fill": "none",
        "stroke": look.line, "stroke-width": _n(look.line_width),
    })  # fmt: skip
    (x, y), (fx, fy) = points[-1], _direction(points[-2], points[-1])
    back = (x - 10 * fx, y - 10 * fy)
    corners = [(x, y), (back[0] - 4.5 * fy, back[1] + 4.5 * fx),
               (back[0] + 4.5 * fy, back[1] - 4.5 * fx)]  # fmt: skip
    SubElement(parent, "polygon", {"points": _points(corners), "fill": look.line})


def _activity(parent: Element, node: Node, look: Look, box: Box) -> None:
    call = node.kind == "callActivity"
    SubElement(parent, "rect", _place(box) | {
        "rx": _n(_ROUND), "fill": look.fill, "stroke": look.stroke,
        "stroke-width": _n(look.width + (2.2 if call else 0)),
    })  # fmt: skip
    if call:
        _plus_box(parent, box, look)
    elif node.kind == "userTask":
        _person(parent, box, look)
    below = _CALL_PLUS if call else 0
    above = 10.0 if node.kind == "userTask" else 0.0
    write(parent, node.name, Box(box.x + 7, box.y + above, box.width - 14,
                                 box.height - below - above), 13)  # fmt: skip


def _plus_box(parent: Element, box: Box, look: Look) -> None:
    x, bottom = box.centre[0], box.y + box.height
    side = _CALL_PLUS
    place = Box(x - side / 2, bottom - side - 3, side, side)
    SubElement(parent, "rect", _place(place) | _line(look.stroke, 1.2))
    cx, cy = place.centre
    _stroke(parent, [(cx - 4, cy), (cx + 4, cy)], look.stroke, 1.4)
    _stroke(parent, [(cx, cy - 4), (cx, cy + 4)], look.stroke, 1.4)


def _person(parent: Element, box: Box, look: Look) -> None:
    x, y = box.x + 14, box.y + 11
    SubElement(parent, "circle", {"cx": _n(x), "cy": _n(y - 1), "r": "3.6", "fill": look.stroke})
    SubElement(parent, "path", {
        "d": f"M {_n(x - 6.5)} {_n(y + 9)} a 6.5 5.8 0 0 1 13 0 z", "fill": look.stroke,
    })  # fmt: skip


def _gateway(parent: Element, kind: str, look: Look, box: Box) -> None:
    x, y = box.centre
    half = box.width / 2
    corners = [(x, box.y), (x + half, y), (x, box.y + box.height), (x - half, y)]
    SubElement(parent, "polygon", {
        "points": _points(corners), "fill": look.fill, "stroke": look.stroke,
        "stroke-width": _n(look.width), "stroke-linejoin": "round",
    })  # fmt: skip
    if kind == "parallelGateway":
        _stroke(parent, [(x - 11, y), (x + 11, y)], look.stroke, 3.6)
        _stroke(parent, [(x, y - 11), (x, y + 11)], look.stroke, 3.6)
    elif kind == "eventBasedGateway":
        for radius in (13, 10.5):
            _circle(parent, (x, y), radius, _line(look.stroke, 1.1))
        star = [(x, y - 6.5), (x + 6.3, y - 1.8), (x + 4, y + 5.6), (x - 4, y + 5.6),
                (x - 6.3, y - 1.8)]  # fmt: skip
        SubElement(parent, "polygon", {"points": _points(star)} | _line(look.stroke, 1.2))
    else:
        _stroke(parent, [(x - 7, y - 7), (x + 7, y + 7)], look.stroke, 3.2)
        _stroke(parent, [(x - 7, y + 7), (x + 7, y - 7)], look.stroke, 3.2)


def _event(parent: Element, node: Node, look: Look, box: Box) -> None:
    radius = box.width / 2
    ends = node.kind == "endEvent"
    ring = {"fill": look.fill, "stroke": look.stroke}
    _circle(parent, box.centre, radius, ring | {"stroke-width": _n(look.width + 2 * ends)})
    if node.kind not in {"startEvent", "endEvent"}:
        inner = _line(look.stroke, 1.1)
        if node.kind == BOUNDARY and not node.interrupting:
            inner["stroke-dasharray"] = "3 2"
        _circle(parent, box.centre, radius - 3.4, inner)
    solid = node.kind in {"endEvent", "intermediateThrowEvent"}
    _event_sign(parent, node.event, box.centre, (look, solid))


def _event_sign(
    parent: Element, event: str, at: tuple[float, float], how: tuple[Look, bool]
) -> None:
    (x, y), (look, solid) = at, how
    paint = _line(look.stroke, 1.3) | {"stroke-linejoin": "round"}
    if solid:
        paint["fill"] = look.stroke
    if event == "timer":
        _circle(parent, at, 9.5, _line(look.stroke, 1.3))
        for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0)):
            _stroke(parent, [(x + 7 * dx, y + 7 * dy), (x + 9 * dx, y + 9 * dy)], look.stroke, 1.2)
        _stroke(parent, [(x + 1.5, y - 6), (x, y), (x + 5, y + 1.5)], look.stroke, 1.4)
    elif event == "message":
        SubElement(parent, "rect", _place(Box(x - 9, y - 6.5, 18, 13)) | paint)
        fold = look.fill if solid else look.stroke
        _stroke(parent, [(x - 9, y - 6.5), (x, y + 1), (x + 9, y - 6.5)], fold, 1.3)
    elif event == "error":
        bolt = [(x - 9, y + 8), (x - 3, y - 7), (x + 2.5, y + 1), (x + 9, y - 9),
                (x + 3.5, y + 7.5), (x - 2.5, y)]  # fmt: skip
        SubElement(parent, "polygon", {"points": _points(bolt)} | paint)
    elif event == "signal":
        corners = [(x, y - 9), (x + 9, y + 6), (x - 9, y + 6)]
        SubElement(parent, "polygon", {"points": _points(corners)} | paint)


def _circle(parent: Element, at: tuple[float, float], radius: float, paint: dict[str, str]) -> None:
    SubElement(parent, "circle", {"cx": _n(at[0]), "cy": _n(at[1]), "r": _n(radius)} | paint)


def _stroke(
    parent: Element, points: Sequence[tuple[float, float]], colour: str, width: float
) -> None:
    SubElement(parent, "polyline", {"points": _points(points)} | _line(colour, width))


def _line(colour: str, width: float) -> dict[str, str]:
    return {"fill": "none", "stroke": colour, "stroke-width": _n(width)}


def _place(box: Box) -> dict[str, str]:
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {name: _n(value) for name, value in sides.items()}


def _rounded(points: Sequence[tuple[float, float]], radius: float = 7) -> str:
    parts = [f"M {_pair(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        parts.append(f"L {_pair(_shortened(before, corner, radius))}")
        parts.append(f"Q {_pair(corner)} {_pair(_shortened(after, corner, radius))}")
    return " ".join([*parts, f"L {_pair(points[-1])}"])


def _shortened(
    start: tuple[float, float], end: tuple[float, float], by: float
) -> tuple[float, float]:
    fx, fy = _direction(start, end)
    away = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    step = min(by, away / 2)
    return end[0] - step * fx, end[1] - step * fy


def _direction(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    return dx / length, dy / length


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _pair(point: tuple[float, float]) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
