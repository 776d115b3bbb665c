"""What holds between the diagrams of a folder: calls, errors passed up, who waits for what."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from .check_flows import blocks
from .diagram import BOUNDARY, Diagram, Node
from .finding import Finding, refuse

Diagrams = Mapping[str, Diagram]


def check_calls(diagrams: Diagrams) -> Iterator[Finding]:
    """What is wrong between the diagrams; they are named by their process."""
    circles = list(_circles(diagrams))
    yield from circles
    if circles:
        return
    for diagram in diagrams.values():
        yield from _same_word(diagram, diagrams)
        yield from _nobody_throws(diagram, diagrams)
    yield from _nobody_catches(diagrams)


def _circles(diagrams: Diagrams) -> Iterator[Finding]:
    for process, diagram in diagrams.items():
        for call in _calls(diagram):
            if process in {call.called, *_below(call.called, diagrams)}:
                yield refuse("calls_itself", diagram.file, call.id, word=call.called)


def _below(process: str, diagrams: Diagrams) -> set[str]:
    found: set[str] = set()
    todo = [process]
    while todo:
        for call in _calls(diagrams.get(todo.pop())):
            if call.called not in found:
                found.add(call.called)
                todo.append(call.called)
    return found


def _calls(diagram: Diagram | None) -> Iterator[Node]:
    nodes = diagram.nodes.values() if diagram else ()
    return (node for node in nodes if node.kind == "callActivity")


# --- errors -----------------------------------------------------------------------------------


def _leaving_errors(process: str, diagrams: Diagrams) -> dict[str, tuple[str, str]]:
    """The codes by which a process is left, each with the file and element that throws it."""
    diagram = diagrams.get(process)
    if diagram is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for node in diagram.nodes.values():
        if node.kind == "endEvent" and node.event == "error":
            if not _caught(diagram, node.inside, node.word):
                found[node.word] = (diagram.file, node.id)
        elif node.kind == "callActivity":
            below = _leaving_errors(node.called, diagrams)
            found |= {c: at for c, at in below.items() if not _caught(diagram, node.id, c)}
    return found


def _caught(diagram: Diagram, element: str, code: str) -> bool:
    """Whether the element, or a sub-process around it, catches the code."""
    while element:
        if any(b.event == "error" and b.word == code for b in diagram.boundaries(element)):
            return True
        element = diagram.nodes[element].inside
    return False


def _nobody_catches(diagrams: Diagrams) -> Iterator[Finding]:
    called = {call.called for diagram in diagrams.values() for call in _calls(diagram)}
    for process in diagrams.keys() - called:
        for code, (file, element) in _leaving_errors(process, diagrams).items():
            yield refuse("nobody_catches", file, element, word=code)


def _nobody_throws(diagram: Diagram, diagrams: Diagrams) -> Iterator[Finding]:
    for node in diagram.nodes.values():
        if not _is_boundary(diagram, node, "error"):
            continue
        if node.word not in _thrown_in(diagram, node.host, diagrams):
            yield refuse("nobody_throws", diagram.file, node.id, word=node.word)


def _is_boundary(diagram: Diagram, node: Node, event: str) -> bool:
    return node.kind == BOUNDARY and node.event == event and node.host in diagram.nodes


def _thrown_in(diagram: Diagram, host: str, diagrams: Diagrams) -> set[str]:
    found = set(_leaving_errors(diagram.nodes[host].called, diagrams))
    for node in diagram.nodes.values():
        if node.inside != host:
            continue
        if node.kind == "endEvent" and node.event == "error":
            found.add(node.word)
        else:
            found |= _thrown_in(diagram, node.id, diagrams)
    return found


# --- one word awaited twice -------------------------------------------------------------------


def _same_word(diagram: Diagram, diagrams: Diagrams) -> Iterator[Finding]:
    for one, other in _together(diagram):
        for word in sorted(_awaited(one, diagrams) & _awaited(other, diagrams)):
            yield refuse("same_word", diagram.file, one.id, other=other.id, word=word[1])
    for node in diagram.nodes.values():
        if not _is_boundary(diagram, node, "message"):
            continue
        if ("message", node.word) in _awaited_below(diagram.nodes[node.host], diagrams):
            yield refuse("same_word", diagram.file, node.id, other=node.host, word=node.word)


def _together(diagram: Diagram) -> Iterator[tuple[Node, Node]]:
    """Elements that can be waiting at the same time."""
    for node in diagram.nodes.values():
        yield from combinations(diagram.boundaries(node.id), 2)
        if node.kind == "eventBasedGateway":
            targets = (diagram.nodes.get(each.target) for each in diagram.leaving(node.id))
            yield from combinations([each for each in targets if each is not None], 2)
    for block in blocks(diagram):
        yield from ((diagram.nodes[a], diagram.nodes[b]) for a, b in block.beside())


def _awaited(node: Node, diagrams: Diagrams) -> set[tuple[str, str]]:
    catches = node.kind in {BOUNDARY, "intermediateCatchEvent"}
    if catches and node.event in {"message", "error"}:
        return {(node.event, node.word)}
    return _awaited_below(node, diagrams)


def _awaited_below(node: Node, diagrams: Diagrams) -> set[tuple[str, str]]:
    """The messages awaited within a call; errors are caught call by call and never mix."""
    inner = diagrams.get(node.called)
    if inner is None:
        return set()
    found = (_awaited(each, diagrams) for each in inner.nodes.values())
    return {each for words in found for each in words if each[0] == "message"}
