"""What a step's form offers and what the gateway behind it asks: the same words."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from .diagram import Diagram, Node
from .expressions import BadExpression, compiled
from .finding import Finding, refuse
from .jurisdictions import Bundle


def check_answers(diagram: Diagram, bundle: Bundle) -> Iterator[Finding]:
    """The answers of one diagram's steps that lead nowhere, and the ways that nobody can choose."""
    for node in diagram.nodes.values():
        form = bundle.forms.get(node.properties.get("form", node.id))
        if node.kind != "userTask" or form is None:
            continue
        for flow in diagram.leaving(node.id):
            behind = diagram.nodes.get(flow.target)
            if behind is not None and behind.kind == "exclusiveGateway":
                yield from _compare(diagram, (node, behind), form)


def _compare(diagram: Diagram, at: tuple[Node, Node], form: Mapping[str, Any]) -> Iterator[Finding]:
    step, gateway = at
    offered = dict(_offered(form))
    for field, words in _asked(diagram, gateway).items():
        if field not in offered:
            continue
        for word in sorted(words - offered[field]):
            yield refuse("not_offered", diagram.file, gateway.id, word=word, step=step.id)
        if not gateway.default:
            for word in sorted(offered[field] - words):
                yield refuse("no_way", diagram.file, gateway.id, word=word, step=step.id)


def _offered(form: Mapping[str, Any]) -> Iterator[tuple[str, set[str]]]:
    for field in form.get("field", ()):
        if "choices" in field and "id" in field:
            words = (each if isinstance(each, str) else each[0] for each in field["choices"])
            yield str(field["id"]), set(words)


def _asked(diagram: Diagram, gateway: Node) -> dict[str, set[str]]:
    """The words that the ways out compare each name with."""
    found: dict[str, set[str]] = {}
    for flow in diagram.leaving(gateway.id):
        for name, word in _comparisons(flow.condition):
            found.setdefault(name, set()).add(word)
    return found


def _comparisons(condition: str) -> Iterator[tuple[str, str]]:
    try:
        compiled(condition)
    except BadExpression:  # said elsewhere
        return
    for each in ast.walk(ast.parse(condition)):
        if isinstance(each, ast.Compare) and isinstance(each.left, ast.Name):
            for constant in ast.walk(each):
                if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                    yield each.left.id, constant.value
