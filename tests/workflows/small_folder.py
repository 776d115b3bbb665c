"""A tiny good folder of two diagrams, one table and one form, to be broken in one place."""

import re

from workflows.check import Vocabulary, check
from workflows.jurisdictions import Bundle

VOCABULARY = Vocabulary(
    facts={"due_at", "late_at", "money_fen", "kind", "heads", "asked"},
    signals={"approved"},
    messages={"repayment"},
    lanes={"county_reviewer"},
    steps={"review", "write", "read"},
    forms_problems=lambda form: [] if "field" in form else ["there are no fields"],
    policy_problems=lambda policy: [] if "jurisdiction" in policy else ["nowhere"],
    report_problems=lambda report, _: [] if "column" in report else ["there are no columns"],
    share_problems=lambda policy, answers: [f"{len(answers)} tables"] if "broken" in policy else [],
    name_problems=lambda policy, _, diagrams, stages: (
        [f"{sorted(diagrams)} pay {sorted(stages)}"] if "named" in policy else []
    ),
    bank_problems=lambda policy, _: ["no such bank"] if "bank" in policy else [],
)
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="all" targetNamespace="small">'
)
# A flow is "id: source > target [condition]"; the rest is BPMN, without its picture.
MAIN = """
<process id="main" name="Main" isExecutable="true">
<laneSet id="lanes"><lane id="county_reviewer" name="Reviewer">
<flowNodeRef>review</flowNodeRef><flowNodeRef>write</flowNodeRef><flowNodeRef>read</flowNodeRef>
</lane></laneSet>
<startEvent id="start" name="Start"/>
<userTask id="review" name="Review"/>
<boundaryEvent id="overdue" name="Late" cancelActivity="true" attachedToRef="review">
<timerEventDefinition><timeDate>late_at</timeDate></timerEventDefinition></boundaryEvent>
<endEvent id="LATE" name="Late"/>
<exclusiveGateway id="choice" name="Choice"/>
<intermediateThrowEvent id="announce" name="Approved">
<signalEventDefinition signalRef="signal_approved"/></intermediateThrowEvent>
<parallelGateway id="split"/>
<userTask id="write" name="Write"/>
<userTask id="read" name="Read"/>
<parallelGateway id="join"/>
<endEvent id="DONE" name="Done"/>
<callActivity id="recover" name="Recover" calledElement="part"/>
<boundaryEvent id="lost" name="Lost" cancelActivity="true" attachedToRef="recover">
<errorEventDefinition errorRef="error_lost"/></boundaryEvent>
<endEvent id="LOST" name="Lost"/>
<endEvent id="BACK" name="Back"/>
f1: start > review
f2: overdue > LATE
f3: review > choice
f4: choice > announce [decision == "pass"]
f5: announce > split
f6: split > write
f7: split > read
f8: write > join
f9: read > join
f10: join > DONE
f11: choice > recover [decision == "refuse"]
f12: recover > BACK
f13: lost > LOST
</process>
<signal id="signal_approved" name="approved"/>
<error id="error_lost" name="lost" errorCode="lost"/>
<message id="message_repayment" name="repayment"/>
"""
PART = """
<process id="part" name="Part" isExecutable="true">
<startEvent id="part_start" name="Start"/>
<eventBasedGateway id="wait" name="Wait"/>
<intermediateCatchEvent id="repaid" name="Repaid">
<messageEventDefinition messageRef="message_repayment"/></intermediateCatchEvent>
<exclusiveGateway id="enough" name="Enough"/>
<endEvent id="part_end" name="End"/>
<intermediateCatchEvent id="due" name="Due">
<timerEventDefinition><timeDate>due_at</timeDate></timerEventDefinition></intermediateCatchEvent>
<endEvent id="gone" name="Gone"><errorEventDefinition errorRef="error_lost"/></endEvent>
p1: part_start > wait
p2: wait > repaid
p3: wait > due
p4: repaid > enough
p5: enough > part_end [money_fen == 0]
p6: enough > wait [money_fen > 0]
p7: due > gone
</process>
<message id="message_repayment" name="repayment"/>
<error id="error_lost" name="lost" errorCode="lost"/>
"""
TABLE = """
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">
<decision id="share"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i1"><inputExpression id="e1" typeRef="string"><text>kind</text></inputExpression>
<inputValues id="v1"><text>"school", "enterprise"</text></inputValues></input>
<input id="i2"><inputExpression id="e2" typeRef="number"><text>heads</text></inputExpression>
</input>
<output id="o1" name="ok" typeRef="boolean"/>
RULE r1 | clause=A-1 All enterprises may. | "enterprise" | - | true
RULE r2 | clause=A-1 A school with thirty may. | "school" | &gt;= 30 | true
RULE r3 | source=default Too few. | "school" | &lt; 30 | false
</decisionTable></decision></definitions>
"""
FORM = 'name = "x"\n[[field]]\nid = "decision"\n'
REPORT = '[[column]]\nid = "heads"\n'
POLICY = '[jurisdiction]\nmain = "main"\n'
_FLOW = re.compile(r"^(\w+): (\w*) > (\w*)(?: \[(.*)\])?$", re.MULTILINE)
_RULE = re.compile(r"^RULE (\w+) \|(.*)$", re.MULTILINE)
_BOUNDS = '<dc:Bounds x="1" y="1" width="9" height="9"/>'
_LABEL = f"<bpmndi:BPMNLabel>{_BOUNDS}</bpmndi:BPMNLabel>"


def findings(*edits, picture=(), vocabulary=VOCABULARY, **files):
    """What the check says about the folder after the edits (old, new), wherever they apply."""
    return check(folder(*edits, picture=picture, **files), vocabulary)


def folder(*edits, picture=(), **files):
    texts = {
        "main.bpmn": drawn(edited(MAIN, edits), picture),
        "_shared/part.bpmn": drawn(edited(PART, edits), picture),
        "share.dmn": _RULE.sub(_rule, edited(TABLE, edits)).strip(),
        "forms/review.toml": edited(FORM, edits),
        "_shared/forms/write.toml": FORM,
        "_shared/forms/read.toml": FORM,
        "policy.toml": edited(POLICY, edits),
        "reports/owed.toml": edited(REPORT, edits),
    }
    raw = {name: text.encode() for name, text in (texts | files).items() if text}
    return Bundle("small", dict(sorted(raw.items())))


def edited(text, edits):
    for old, new in edits:
        text = text.replace(old, new)
    return text


def drawn(text, edits=()):
    """The diagram with a shape, an edge and a label for everything, then the edits."""
    text = _FLOW.sub(_flow, text)
    shapes = "".join(_shape(each) for each in re.findall(r'<(?!seq)[a-z]\w+ id="(\w+)"', text))
    edges = "".join(_edge(each) for each in re.findall(r'<sequenceFlow id="(\w+)"', text))
    plane = f'<bpmndi:BPMNPlane id="plane">{shapes}{edges}</bpmndi:BPMNPlane>'
    picture = f'<bpmndi:BPMNDiagram id="diagram">{plane}</bpmndi:BPMNDiagram>'
    return edited(_HEAD + text + picture + "</definitions>", edits)


def without_label(element):
    """The edits of the picture that take an element's label away."""
    whole = (_shape(element), _edge(element))
    return [(each, each.replace(_LABEL, "")) for each in whole]


def _flow(found):
    own, source, target, condition = found.groups()
    ends = f'<sequenceFlow id="{own}" name="{own}" sourceRef="{source}" targetRef="{target}"'
    told = (condition or "").replace(">", "&gt;")
    return (
        f"{ends}><conditionExpression>{told}</conditionExpression></sequenceFlow>"
        if told
        else (f"{ends}/>")
    )


def _shape(element):
    return (
        f'<bpmndi:BPMNShape id="{element}_shape" bpmnElement="{element}">'
        f"{_BOUNDS}{_LABEL}</bpmndi:BPMNShape>"
    )


def _edge(element):
    return (
        f'<bpmndi:BPMNEdge id="{element}_edge" bpmnElement="{element}">'
        f'<di:waypoint x="1" y="1"/><di:waypoint x="2" y="2"/>{_LABEL}</bpmndi:BPMNEdge>'
    )


def _rule(found):
    told, *cells = [each.strip() for each in found[2].split("|")]
    entries = "".join(f"<inputEntry><text>{each}</text></inputEntry>" for each in cells[:-1])
    out = f"<outputEntry><text>{cells[-1]}</text></outputEntry>"
    return f'<rule id="{found[1]}"><description>{told}</description>{entries}{out}</rule>'
