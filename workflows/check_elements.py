"""What each element of a diagram must be: of a kind we speak, with words that are known."""

import ast
import keyword
from collections.abc import Iterator
from pathlib import PurePosixPath

from .diagram import BOUNDARY, Diagram, Node
from .expressions import BadExpression, names
from .finding import Finding, Vocabulary, refuse
from .jurisdictions import Bundle

_KINDS = {
    "startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent", BOUNDARY,
    "userTask", "callActivity", "subProcess",
    "exclusiveGateway", "parallelGateway", "eventBasedGateway",
}  # fmt: skip
_OWN_REFUSAL = {
    "scriptTask": "script_task",
    "businessRuleTask": "business_rule_task",
    "serviceTask": "service_task",
    "sendTask": "service_task",
    "adHocSubProcess": "ad_hoc",
}
_EVENTS = {
    "startEvent": ("",),
    "endEvent": ("", "error"),
    "intermediateThrowEvent": ("signal",),
    "intermediateCatchEvent": ("timer", "message"),
    BOUNDARY: ("timer", "message", "error"),
}
_EVENT_ZH = {"": "普通", "error": "错误", "signal": "信号", "timer": "定时", "message": "消息"}


def check_elements(diagram: Diagram, bundle: Bundle, vocabulary: Vocabulary) -> Iterator[Finding]:
    """What is wrong with the elements of one diagram, each by itself."""
    yield from _whole(diagram)
    for node in diagram.nodes.values():
        yield from _kind(diagram, node)
        yield from _event(diagram, node, vocabulary)
        if node.kind == "userTask":
            yield from _step(diagram, node, bundle, vocabulary)
        if node.kind == "callActivity" and node.called not in bundle.processes:
            yield refuse("called", diagram.file, node.id, word=node.called)
        if node.kind == "eventBasedGateway":
            yield from _event_gateway(diagram, node)
    for flow in diagram.flows:
        if flow.condition:
            yield from _condition(diagram, (flow.id, flow.condition), bundle, vocabulary)


def field_ids(bundle: Bundle) -> frozenset[str]:
    """What an outcome of a step can hold: the fields of the forms."""
    fields = (each for form in bundle.forms.values() for each in form.get("field", ()))
    return frozenset(str(each["id"]) for each in fields if "id" in each)


def _whole(diagram: Diagram) -> Iterator[Finding]:
    stem = PurePosixPath(diagram.file).stem
    if diagram.process != stem:
        yield refuse(
            "process_name", diagram.file, diagram.process, process=diagram.process, stem=stem
        )
    if diagram.pools > 1 or diagram.processes > 1 or diagram.message_flows:
        where = diagram.message_flows[0] if diagram.message_flows else diagram.process
        yield refuse("collaboration", diagram.file, where)


def _kind(diagram: Diagram, node: Node) -> Iterator[Finding]:
    if node.kind in _OWN_REFUSAL:
        yield refuse(_OWN_REFUSAL[node.kind], diagram.file, node.id)
    elif node.kind == "subProcess" and node.by_event:
        yield refuse("event_sub_process", diagram.file, node.id)
    elif node.kind not in _KINDS:
        yield refuse("kind", diagram.file, node.id, kind=node.kind)
    if node.repeated:
        yield refuse("repeated", diagram.file, node.id)


def _event(diagram: Diagram, node: Node, vocabulary: Vocabulary) -> Iterator[Finding]:
    if node.kind not in _EVENTS:
        return
    if node.kind == "startEvent" and node.event:
        yield refuse("start_event", diagram.file, node.id)
    elif node.kind == "endEvent" and node.event == "signal":
        yield refuse("signal_end", diagram.file, node.id)
    elif node.event not in _EVENTS[node.kind] or node.events > 1:
        yield _wrong_event(diagram, node)
    else:
        yield from _event_word(diagram, node, vocabulary)
    if node.kind == BOUNDARY and not node.interrupting:
        what = "message_boundary" if node.event == "message" else "boundary"
        yield refuse(what, diagram.file, node.id)


def _wrong_event(diagram: Diagram, node: Node) -> Finding:
    allowed = _EVENTS[node.kind]
    return refuse(
        "event_kind", diagram.file, node.id,
        event=node.event or "plain", where_zh="这里", where_en="Here it",
        allowed="、".join(f"{_EVENT_ZH[each]} {each}".strip() for each in allowed),
    )  # fmt: skip


def _event_word(diagram: Diagram, node: Node, vocabulary: Vocabulary) -> Iterator[Finding]:
    word, file = node.word, diagram.file
    if node.event == "timer" and not _is_name(word):
        yield refuse("timer", file, node.id, word=word)
    elif node.event == "timer" and word not in vocabulary.facts:
        yield refuse("fact", file, node.id, word=word)
    elif node.event == "signal" and word not in vocabulary.signals:
        yield refuse("signal", file, node.id, word=word)
    elif node.event == "message" and word not in vocabulary.messages:
        yield refuse("message", file, node.id, word=word)
    elif node.event == "error" and not word:
        yield refuse("code", file, node.id)


def _is_name(word: str) -> bool:
    return word.isidentifier() and not keyword.iskeyword(word)


def _step(
    diagram: Diagram, node: Node, bundle: Bundle, vocabulary: Vocabulary
) -> Iterator[Finding]:
    form = node.properties.get("form", node.id)
    if not node.lane:
        yield refuse("no_lane", diagram.file, node.id)
    elif node.lane not in vocabulary.lanes:
        yield refuse("lane", diagram.file, node.id, word=node.lane)
    if form not in bundle.forms:
        yield refuse("form_word", diagram.file, node.id, word=form)
    if node.id not in vocabulary.steps:
        yield refuse("step", diagram.file, node.id, word=node.id)
    deadline = node.properties.get("deadline")
    if deadline is not None and deadline not in bundle.policy.get("deadline", {}):
        yield refuse("deadline", diagram.file, node.id, word=deadline)


def _event_gateway(diagram: Diagram, node: Node) -> Iterator[Finding]:
    found = [diagram.nodes.get(each.target) for each in diagram.leaving(node.id)]
    targets = [each for each in found if each is not None]
    for target in targets:
        if target.kind != "intermediateCatchEvent":
            yield refuse("event_gateway", diagram.file, node.id, target=target.id)
    if sum(each.event == "timer" for each in targets) > 1:
        yield refuse("two_timers", diagram.file, node.id)


def _condition(
    diagram: Diagram, at: tuple[str, str], bundle: Bundle, vocabulary: Vocabulary
) -> Iterator[Finding]:
    flow, text = at
    try:
        used, asked = names(text), _tables_asked(text)
    except BadExpression:
        yield refuse("expression", diagram.file, flow, text=text)
        return
    known = {*vocabulary.facts, *field_ids(bundle)}
    for word in used:
        if word in asked and word not in bundle.tables:
            yield refuse("table_word", diagram.file, flow, word=word)
        elif word not in asked and word not in known:
            yield refuse("fact", diagram.file, flow, word=word)


def _tables_asked(text: str) -> set[str]:
    """The names before a dot, as advance_eligible in advance_eligible.ok."""
    found = (n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Attribute))
    return {each.id for each in found if isinstance(each, ast.Name)}
