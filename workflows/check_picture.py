"""What a diagram must show: every element, way and name has its place in the picture."""

from collections.abc import Iterator

from .diagram import Diagram
from .finding import Finding, refuse


def check_picture(diagram: Diagram) -> Iterator[Finding]:
    """What is missing from the picture of one diagram."""
    for lane in diagram.lanes:
        if lane.box is None:
            yield refuse("no_shape", diagram.file, lane.id)
    for node in diagram.nodes.values():
        if node.box is None:
            yield refuse("no_shape", diagram.file, node.id)
        # A step's name stands inside it; the others need a place beside them.
        beside = node.is_event or node.kind.endswith("Gateway")
        if beside and node.name and node.label is None:
            yield refuse("no_label", diagram.file, node.id)
    for flow in diagram.flows:
        if len(flow.points) < 2:  # noqa: PLR2004  (a line has two ends)
            yield refuse("no_edge", diagram.file, flow.id)
        elif flow.name and flow.label is None:
            yield refuse("no_label", diagram.file, flow.id)
