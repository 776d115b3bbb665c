"""A folder is refused with its file, its element and the mend, whatever is broken in it."""

import pytest

from tests.workflows.small_folder import VOCABULARY, findings, without_label
from workflows.check_words import WORDS

MAIN, PART = "main.bpmn", "_shared/part.bpmn"
WRITE = '<userTask id="write" name="Write"/>'
NEVER = '<extensionElements><property name="deadline" value="never"/></extensionElements>'
TIMED = WRITE.replace("/>", f">{NEVER}</userTask>")
READ = '<userTask id="read" name="Read"/>'
REPAID = '<messageEventDefinition messageRef="message_repayment"/>'
TIMER = "<timerEventDefinition><timeDate>late_at</timeDate></timerEventDefinition>"
ERROR = '<errorEventDefinition errorRef="error_lost"/>'
SIGNAL = '<signalEventDefinition signalRef="signal_approved"/>'
START, DONE = '<startEvent id="start" name="Start"/>', '<endEvent id="DONE" name="Done"/>'
OFFER = ('id = "decision"', 'id = "decision"\nchoices = [["pass", "通过"], "refuse"]')
BOUNDARY = '<boundaryEvent id="again" name="Again" cancelActivity="true" attachedToRef="{}">'


def boundary(host, event):
    return f"{BOUNDARY.format(host)}{event}</boundaryEvent>"


ELEMENTS = [
    ("script_task", MAIN, "write", [(WRITE, '<scriptTask id="write"/>')]),
    ("business_rule_task", MAIN, "write", [(WRITE, '<businessRuleTask id="write"/>')]),
    ("service_task", MAIN, "write", [(WRITE, '<serviceTask id="write"/>')]),
    ("service_task", MAIN, "write", [(WRITE, '<sendTask id="write"/>')]),
    ("kind", MAIN, "write", [(WRITE, '<manualTask id="write"/>')]),
    ("kind", MAIN, "choice", [('exclusiveGateway id="choice"', 'complexGateway id="choice"')]),
    ("ad_hoc", MAIN, "write", [(WRITE, '<adHocSubProcess id="write"/>')]),
    (
        "event_sub_process",
        MAIN,
        "write",
        [(WRITE, '<subProcess id="write" triggeredByEvent="true"/>')],
    ),
    (
        "repeated",
        MAIN,
        "write",
        [(WRITE, f"{WRITE[:-2]}><multiInstanceLoopCharacteristics/></userTask>")],
    ),
    ("start_event", PART, "part_start", [
        ('<startEvent id="part_start" name="Start"/>',
         f'<startEvent id="part_start" name="Start">{REPAID}</startEvent>'),
    ]),
    ("signal_end", MAIN, "DONE", [(DONE, f"{DONE[:-2]}>{SIGNAL}</endEvent>")]),
    ("event_kind", MAIN, "DONE", [(DONE, f"{DONE[:-2]}><terminateEventDefinition/></endEvent>")]),
    ("event_kind", MAIN, "announce", [(SIGNAL, "")]),
    ("message_boundary", MAIN, "overdue", [
        (TIMER, REPAID), ('"true" attachedToRef="review"', '"false" attachedToRef="review"'),
    ]),
    ("boundary", MAIN, "overdue", [
        ('"true" attachedToRef="review"', '"false" attachedToRef="review"'),
    ]),
    ("timer", MAIN, "overdue", [("late_at", "2020-06-01T09:00")]),
    ("timer", MAIN, "overdue", [("late_at", "late_at or due_at")]),
    ("timer", MAIN, "overdue", [
        ("<timeDate>late_at</timeDate>", "<timeDuration>P2D</timeDuration>"),
    ]),
    ("two_timers", PART, "wait", [
        (REPAID, "<timerEventDefinition><timeDate>late_at</timeDate></timerEventDefinition>"),
    ]),
    ("event_gateway", PART, "wait", [("p3: wait > due", "p3: wait > gone")]),
]  # fmt: skip

WHOLE = [
    ("process_name", MAIN, "other", [('<process id="main"', '<process id="other"')]),
    ("collaboration", MAIN, "main", [
        ('<process id="main"', ('<collaboration id="c"><participant id="a" name="A" '
         'processRef="main"/><participant id="b" name="B"/></collaboration><process id="main"')),
    ]),
    ("collaboration", MAIN, "word", [
        ('<process id="main"', ('<collaboration id="c"><participant id="a" processRef="main"/>'
         '<messageFlow id="word" sourceRef="a" targetRef="start"/></collaboration>'
         '<process id="main"')),
    ]),
]  # fmt: skip

VOCABULARIES = [
    ("fact", MAIN, "overdue", [("late_at", "later_at")]),
    ("fact", PART, "p5", [("money_fen == 0", "fen == 0")]),
    ("table_word", PART, "p5", [("money_fen == 0", "shares.ok")]),
    ("expression", PART, "p5", [("money_fen == 0", "money_fen + 1 == 0")]),
    ("signal", MAIN, "announce", [('name="approved"', 'name="aproved"')]),
    ("message", PART, "repaid", [('name="repayment"', 'name="payment"')]),
    ("code", PART, "gone", [('<error id="error_lost" name="lost" errorCode="lost"/>', "")]),
    ("lane", MAIN, "write", [('<lane id="county_reviewer"', '<lane id="reviewer"')]),
    ("no_lane", MAIN, "write", [("<flowNodeRef>write</flowNodeRef>", "")]),
    ("form_word", MAIN, "writes", [('id="write"', 'id="writes"'), ("> write", "> writes")]),
    ("step", MAIN, "writes", [('id="write"', 'id="writes"'), ("> write", "> writes")]),
    ("deadline", MAIN, "write", [(WRITE, TIMED)]),
    ("not_offered", MAIN, "choice", [('decision == "pass"', 'decision == "agree"'), OFFER]),
    ("no_way", MAIN, "choice", [(' [decision == "pass"]', " [asked]"), OFFER]),
    ("called", MAIN, "recover", [('calledElement="part"', 'calledElement="party"')]),
    ("calls_itself", MAIN, "recover", [('calledElement="part"', 'calledElement="main"')]),
]

WAYS = [
    ("starts", MAIN, "main", [(START, f'{START}<startEvent id="too"/>')]),
    ("no_end", PART, "part", [("endEvent", "userTask")]),
    ("unreachable", MAIN, "write", [("f6: split > write", "f6: split > read")]),
    ("dead_end", MAIN, "read", [("f9: read > join\n", "")]),
    ("no_condition", MAIN, "f4", [(' [decision == "pass"]', "")]),
    ("stray_condition", MAIN, "f3", [("f3: review > choice", "f3: review > choice [asked]")]),
    ("several_ways", MAIN, "review", [("f2: ", "f0: review > LATE\nf2: ")]),
    ("join_on_cycle", MAIN, "join", [
        ("f10: join > DONE", "f10: join > choice"), ("f12: recover > BACK", "f12: recover > DONE"),
    ]),
    ("no_join", MAIN, "split", [("f9: read > join", "f9: read > DONE")]),
    ("way_out", MAIN, "early", [
        (DONE, f'{DONE}<endEvent id="early"/>{boundary("read", TIMER)}\nf20: again > early'),
    ]),
    ("way_out", MAIN, "DONE", [(DONE, f"{DONE}{boundary('read', TIMER)}\nf20: again > DONE")]),
    ("join_twice", MAIN, "join", [(DONE, f"{DONE}{boundary('read', TIMER)}\nf20: again > join")]),
    ("loop_beside", MAIN, "loop", [
        ("f8: write > join", ('<exclusiveGateway id="loop"/>\nf8: write > loop\n'
         'f20: loop > write [decision == "a"]\nf21: loop > join [decision == "b"]')),
    ]),
    ("same_word", MAIN, "again", [
        (DONE, f"{DONE}{boundary('recover', REPAID)}\nf20: again > LOST"),
    ]),
    ("same_word", PART, "repaid", [
        (TIMER, TIMER), (("<timerEventDefinition><timeDate>due_at</timeDate>"
                         "</timerEventDefinition>"), REPAID),
    ]),
    ("nobody_catches", PART, "gone", [
        ('<errorEventDefinition errorRef="error_lost"/></boundaryEvent>',
         f"{REPAID}</boundaryEvent>"),
    ]),
    ("nobody_throws", MAIN, "lost", [
        ('errorCode="lost"/>\n<message', 'errorCode="l"/>\n<message'),
    ]),
]  # fmt: skip

TABLES = [
    ("table", "share.dmn", "share", [("&lt; 30", "few")]),
    ("hit_policy", "share.dmn", "share", [('"UNIQUE"', '"FIRST"')]),
    ("fact", "share.dmn", "share", [("<text>heads</text>", "<text>people</text>")]),
    ("overlap", "share.dmn", "r3", [("&lt; 30", "&lt;= 30")]),
    ("overlap", "share.dmn", "r2", [('"enterprise" | -', '"enterprise", "school" | [40..50]')]),
    ("incomplete", "share.dmn", "share", [("&lt; 30", "&lt; 29")]),
    ("no_source", "share.dmn", "r3", [("source=default ", "")]),
    ("no_sentence", "share.dmn", "r3", [("Too few.", "")]),
    ("open_input", "share.dmn", "share", [
        ('<inputValues id="v1"><text>"school", "enterprise"</text></inputValues>', ""),
    ]),
    ("unlisted", "share.dmn", "r1", [('| "enterprise" |', '| "enterprise", "club" |')]),
]  # fmt: skip

FILES = [
    ("policy", "policy.toml", "", [("[jurisdiction]", "[place]")]),
    ("no_main", "policy.toml", "jurisdiction", [('main = "main"', 'main = "road"')]),
    ("form", "forms/review.toml", "review", [("[[field]]", "[[fields]]")]),
    ("unreadable", "policy.toml", "", [("[jurisdiction]", "[jurisdiction")]),
    ("report", "reports/owed.toml", "owed", [("[[column]]", "[[colum]]")]),
    ("unreadable", MAIN, "", [("</process>\n<signal", "<signal")]),
]


def start_of(what):
    """The part of a mend that stands before its first blank."""
    return WORDS[what].mend_en.partition("{")[0], WORDS[what].mend_zh.partition("{")[0]


@pytest.mark.parametrize(
    ("what", "file", "element", "edits"),
    [*ELEMENTS, *WHOLE, *VOCABULARIES, *WAYS, *TABLES, *FILES],
)
def test_broken_folder_is_refused_with_file_element_and_mend(what, file, element, edits):
    english, chinese = start_of(what)
    said = [
        (each.file, each.element)
        for each in findings(*edits)
        if each.mend_en.startswith(english) and each.mend_zh.startswith(chinese)
    ]
    assert (file, element) in said


@pytest.mark.parametrize(
    ("what", "element", "gone"),
    [
        ("no_shape", "review", 'bpmnElement="review"'),
        ("no_shape", "county_reviewer", 'bpmnElement="county_reviewer"'),
        ("no_edge", "f3", 'bpmnElement="f3"'),
    ],
)
def test_what_is_not_drawn_is_refused(what, element, gone):
    found = findings(picture=[(gone, 'bpmnElement="nothing"')])
    assert (MAIN, element, WORDS[what].mend_en) in [(f.file, f.element, f.mend_en) for f in found]


@pytest.mark.parametrize("element", ["start", "choice", "overdue", "f4"])
def test_a_name_without_a_place_is_refused(element):
    found = findings(picture=without_label(element))
    assert (MAIN, element, WORDS["no_label"].mend_zh) in [
        (f.file, f.element, f.mend_zh) for f in found
    ]


def test_a_good_folder_may_be_published():
    assert findings() == []


def test_every_refusal_of_the_check_is_tried():
    tried = {row[0] for row in (*ELEMENTS, *WHOLE, *VOCABULARIES, *WAYS, *TABLES, *FILES)}
    assert set(WORDS) - tried == {"no_shape", "no_edge", "no_label", "engine", "too_wide"}


def test_names_are_looked_for_among_the_diagrams_there_are():
    (found,) = findings(("[jurisdiction]\n", "named = true\n[jurisdiction]\n"))
    assert (found.file, found.wrong_en) == (
        "policy.toml",
        "The policy is wrong: ['main', 'part'] pay []",
    )


def test_a_layout_the_policy_names_and_the_folder_lacks_is_found():
    (found,) = findings(("[jurisdiction]\n", "bank = true\n[jurisdiction]\n"))
    assert (found.file, "no such bank" in found.wrong_en) == ("banks", True)


def test_what_only_the_engine_finds_is_said():
    found = findings(('<endEvent id="BACK" name="Back"/>', '<endEvent id="BACK" nom="Back"/>'))
    assert [(each.file, each.wrong_en[:22]) for each in found] == [(MAIN, "The engine cannot read")]


def test_a_table_too_wide_to_go_through_is_refused():
    entry = (
        '<input id="x{0}"><inputExpression id="y{0}"><text>asked</text></inputExpression></input>'
    )
    more = "".join(entry.format(each) for each in range(18))
    cells = "| - " * 18
    found = findings(
        ("<output", f"{more}<output"), ("| true", f"{cells}| true"), ("| false", f"{cells}| false")
    )
    assert any(each.mend_en == "Split the table in two." for each in found)


def test_the_refusal_is_said_in_both_languages():
    found = findings(("late_at", "later_at"))
    assert [(each.wrong_zh, each.wrong_en) for each in found] == [
        ("没有名为“later_at”的事实。", "There is no fact “later_at”.")
    ]


def test_a_choice_without_its_own_way_may_take_the_default():
    default = ('id="choice"', 'id="choice" default="f11"')
    assert findings(OFFER, default, (' [decision == "refuse"]', "")) == []


def test_an_unknown_table_word_is_no_fact_either():
    assert "share" not in VOCABULARY.facts
    assert findings(("money_fen == 0", "share.ok"), ("money_fen > 0", "not share.ok")) == []


def test_a_loop_that_a_fact_bounds_may_run_beside_a_waiting_branch():
    loop = (
        '<exclusiveGateway id="loop"/>\nf8: write > loop\n'
        "f20: loop > write [asked]\nf21: loop > join [not asked]"
    )
    assert findings(("f8: write > join", loop)) == []


def test_an_error_end_may_leave_a_parallel_block():
    leave = (
        f'{DONE}{boundary("recover2", ERROR)}<endEvent id="all">{ERROR}</endEvent>'
        '<callActivity id="recover2" name="R" calledElement="part"/>\n'
        "f20: again > all\nf21: write > recover2"
    )
    found = findings((DONE, leave), ("f8: write > join", "f8: recover2 > join"))
    assert [(each.element, each.mend_en) for each in found] == [
        ("all", WORDS["nobody_catches"].mend_en)
    ]


EMBEDDED = (
    '<subProcess id="write"><startEvent id="in" name="In"/><userTask id="read2" name="Read"/>'
    '<endEvent id="out" name="Out"/><endEvent id="bad" name="Bad">{error}</endEvent>'
    '<exclusiveGateway id="how" name="How"/>\nf30: in > read2\nf31: read2 > how\n'
    "f32: how > out [asked]\nf33: how > bad [not asked]\n</subProcess>{boundary}\nf34: {way}"
)
STEPS = VOCABULARY.__class__(
    **{name: getattr(VOCABULARY, name) for name in VOCABULARY.__slots__}
    | {"steps": {*VOCABULARY.steps, "read2"}}
)


def embedded(caught):
    """A sub-process in the place of a step, left by an error that is caught, or not."""
    boundaries = boundary("write", ERROR) if caught else ""
    way = "again > LOST" if caught else "DONE > DONE"
    inner = EMBEDDED.format(error=ERROR, boundary=boundaries, way=way)
    inner = inner.removesuffix("\nf34: DONE > DONE")
    one_way = [("f7: split > read\n", ""), ("f9: read > join\n", ""), (READ, "")]
    straight = [("f8: write > join", "f8: write > DONE"), ("f10: join > DONE\n", "")]
    no_block = [('<parallelGateway id="split"/>', ""), ('<parallelGateway id="join"/>', "")]
    into = [("f5: announce > split", "f5: announce > write"), ("f6: split > write\n", "")]
    lanes = [("<flowNodeRef>read</flowNodeRef>", ""), ("(unused)", "")]
    form = {"_shared/forms/read2.toml": 'name = "x"\n[[field]]\nid = "decision"\n'}
    edits = [*one_way, *straight, *no_block, *into, *lanes, (WRITE, inner)]
    return findings(*edits, vocabulary=STEPS, **form)


def test_an_error_may_leave_an_embedded_sub_process():
    assert embedded(caught=True) == []


def test_an_error_that_leaves_an_embedded_sub_process_uncaught_is_refused():
    assert [(each.element, each.mend_en) for each in embedded(caught=False)] == [
        ("bad", WORDS["nobody_catches"].mend_en)
    ]


def test_a_folder_without_policy_is_refused():
    found = findings(**{"policy.toml": ""})
    assert [(each.file, each.wrong_en) for each in found] == [
        ("policy.toml", "The file cannot be read: missing")
    ]


def test_a_diagram_without_a_process_is_refused():
    found = findings(**{"empty.bpmn": "<definitions/>"})
    assert ("empty.bpmn", WORDS["unreadable"].mend_zh) in [(f.file, f.mend_zh) for f in found]


def test_a_bad_condition_in_a_loop_is_said_once():
    loop = (
        '<exclusiveGateway id="loop"/>\nf8: write > loop\n'
        "f20: loop > write [asked +]\nf21: loop > join [not asked]"
    )
    assert [each.element for each in findings(("f8: write > join", loop))] == ["f20"]
