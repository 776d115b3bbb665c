"""How the ways of a diagram run: everything reached, nothing stuck, what is parallel closed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .diagram import BOUNDARY, Diagram, Node
from .expressions import BadExpression, names
from .finding import Finding, refuse

_WAITING = {"userTask", "callActivity", "subProcess", "intermediateCatchEvent"}


@dataclass(frozen=True)
class Block:
    """What runs side by side: from a parallel gateway to the one where the branches meet."""

    split: str
    join: str
    branches: tuple[frozenset[str], ...]

    def beside(self) -> Iterator[tuple[str, str]]:
        """Every two elements of different branches."""
        for number, branch in enumerate(self.branches):
            others = frozenset[str]().union(*self.branches[number + 1 :]) - branch
            yield from ((one, other) for one in sorted(branch) for other in sorted(others))


def check_flows(diagram: Diagram, outcomes: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the ways of one diagram; `outcomes` are words a step answers with."""
    yield from _ends(diagram)
    yield from _reached(diagram)
    yield from _conditions(diagram)
    for node in diagram.nodes.values():
        if node.kind == "parallelGateway":
            yield from _parallel(diagram, node, outcomes)


def blocks(diagram: Diagram) -> Iterator[Block]:
    """The parallel blocks of a diagram that are closed by a join."""
    for node in diagram.nodes.values():
        if node.kind == "parallelGateway" and len(diagram.leaving(node.id)) > 1:
            found = _block(diagram, node)
            if found is not None:
                yield found


def _ends(diagram: Diagram) -> Iterator[Finding]:
    for level in {node.inside for node in diagram.nodes.values()}:
        kinds = [node.kind for node in diagram.nodes.values() if node.inside == level]
        where = level or diagram.process
        if kinds.count("startEvent") != 1:
            yield refuse("starts", diagram.file, where, count=kinds.count("startEvent"))
        if "endEvent" not in kinds:
            yield refuse("no_end", diagram.file, where)


def _reached(diagram: Diagram) -> Iterator[Finding]:
    starts = {n.id for n in diagram.nodes.values() if n.kind == "startEvent" and not n.inside}
    reached = starts | _onward(diagram, starts, ())
    for node in diagram.nodes.values():
        if node.id not in reached:
            yield refuse("unreachable", diagram.file, node.id)
        elif node.kind not in {"endEvent", "subProcess"} and not diagram.leaving(node.id):
            yield refuse("dead_end", diagram.file, node.id)


def _conditions(diagram: Diagram) -> Iterator[Finding]:
    for node in diagram.nodes.values():
        leaving = diagram.leaving(node.id)
        if node.kind == "exclusiveGateway":
            for flow in leaving if len(leaving) > 1 else ():
                if not flow.condition and flow.id != node.default:
                    yield refuse("no_condition", diagram.file, flow.id)
            continue
        for flow in leaving:
            if flow.condition:
                yield refuse("stray_condition", diagram.file, flow.id)
        if len(leaving) > 1 and not node.kind.endswith("Gateway"):
            yield refuse("several_ways", diagram.file, node.id)


def _parallel(diagram: Diagram, node: Node, outcomes: Collection[str]) -> Iterator[Finding]:
    if len(diagram.arriving(node.id)) > 1 and node.id in _onward(diagram, {node.id}, ()):
        yield refuse("join_on_cycle", diagram.file, node.id)
    if len(diagram.leaving(node.id)) < 2:  # noqa: PLR2004  (one way on is no split)
        return
    block = _block(diagram, node)
    if block is None:
        yield refuse("no_join", diagram.file, node.id)
        return
    yield from _ways_out(diagram, block)
    for number, branch in enumerate(block.branches):
        entering = [f for f in diagram.arriving(block.join) if f.source in branch]
        if len(entering) > 1:
            yield refuse("join_twice", diagram.file, block.join)
        others = frozenset[str]().union(
            *(each for n, each in enumerate(block.branches) if n != number)
        )
        if any(diagram.nodes[each].kind in _WAITING for each in others):
            yield from _loops(diagram, branch, outcomes)


def _block(diagram: Diagram, split: Node) -> Block | None:
    firsts = [each.target for each in diagram.leaving(split.id)]
    joins = [
        node.id
        for node in diagram.nodes.values()
        if node.kind == "parallelGateway" and len(diagram.arriving(node.id)) > 1
    ]
    reached = [{first} | _onward(diagram, {first}, ()) for first in firsts]
    shared = [each for each in joins if all(each in branch for branch in reached)]
    # The nearest is the one from which the others are reached.
    shared.sort(key=lambda each: -len(_onward(diagram, {each}, ()).intersection(shared)))
    if not shared:
        return None
    stop = shared[0]
    branches = (frozenset({first} | _onward(diagram, {first}, {stop})) - {stop} for first in firsts)
    return Block(split.id, stop, tuple(branches))


def _ways_out(diagram: Diagram, block: Block) -> Iterator[Finding]:
    """An error end leaves the whole process, which is allowed; every other way out is not."""
    after = _onward(diagram, {block.join}, ()) - {block.join}
    seen: set[str] = set()
    for branch in block.branches:
        for element in sorted(branch):
            node = diagram.nodes[element]
            plain_end = node.kind == "endEvent" and node.event != "error" and not node.inside
            astray = element in after or element in seen or element == block.split
            if plain_end or (astray and node.event != "error"):
                yield refuse("way_out", diagram.file, element, element=node.name or element)
                break
        seen |= branch


def _loops(
    diagram: Diagram, branch: frozenset[str], outcomes: Collection[str]
) -> Iterator[Finding]:
    for element in sorted(branch):
        cycle = {
            each
            for each in _onward(diagram, {element}, ()) & branch
            if element in _onward(diagram, {each}, ())
        }
        if cycle and not _asks_a_fact(diagram, cycle, outcomes):
            yield refuse("loop_beside", diagram.file, element)
            return


def _asks_a_fact(diagram: Diagram, cycle: set[str], outcomes: Collection[str]) -> bool:
    for flow in diagram.flows:
        if flow.condition and flow.source in cycle and flow.target in cycle:
            try:
                if set(names(flow.condition)) - set(outcomes):
                    return True
            except BadExpression:  # said elsewhere
                return True
    return False


def _onward(diagram: Diagram, start: Collection[str], stop: Collection[str]) -> set[str]:
    """All that can be reached, by flows, boundary events and into embedded sub-processes."""
    found: set[str] = set()
    todo = list(start)
    while todo:
        element = todo.pop()
        if element in stop:
            continue
        for each in _next(diagram, element):
            if each not in found and each in diagram.nodes:
                found.add(each)
                todo.append(each)
    return found


def _next(diagram: Diagram, element: str) -> Iterator[str]:
    yield from (flow.target for flow in diagram.leaving(element))
    for node in diagram.nodes.values():
        boundary = node.kind == BOUNDARY and node.host == element
        inner_start = node.kind == "startEvent" and node.inside == element
        if boundary or inner_start:
            yield node.id
