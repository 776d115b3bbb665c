"""Every place's examples come true on both databases, and leave no way of the diagrams unwalked."""

import os
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from service.commands.examples import read_example
from service.commands.papers.cabinet import Cabinet, use_cabinet
from service.domain.ends import ENDS
from service.records import KeyRing, use_key_ring
from service.records.storage import Folder
from tests.jurisdictions.telling import BUNDLES, EXAMPLES, Teller, tell
from tests.papers import PAPERS

SPACE = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
NODES = ("Event", "Task", "Gateway", "callActivity")
# The worked cases and the negative paths that are Chongqing's, and which examples tell them.
TOLD_BY = {
    "two working days": ["cal-two-working-days"],
    "CQ-1": ["cq-1-enterprise-in-shutdown"],
    "CQ-3": ["cq-3-cancelled-after-advance"],
    "CQ-4": ["cq-4-before-the-notice"],
    "CQ-5": ["cq-5-no-advance-for-ordinary-class"],
    "CQ-7": ["cq-7-theory-share"],
    "CQ-8": ["cq-8-start-counts"],
    "N1 correction": [
        "clk-correction-stops-the-clock",
        "correction-expired",
        "correction-second-round",
    ],
    "N2 not accepted, rejected": ["not-accepted", "rejected", "listed-black"],
    "N3 withdrawn": [
        "withdrawn-before-approval",
        "withdrawn-after-approval",
        "withdrawn-after-advance",
        "withdrawn-too-late",
    ],
    "N4 overdue": ["overdue-goes-to-head", "overdue-handed-back", "overdue-never-approves"],
    "N5 not started": [
        "not-started",
        "not-started-after-advance",
        "not-started-while-bank-pays",
        "not-started-payment-returned",
    ],
    "N6 cancelled": [
        "cancelled-before-advance",
        "cq-3-cancelled-after-advance",
        "cancelled-while-bank-pays",
    ],
    "N7 too few certificates": ["too-few-certificates", "nobody-certified"],
    "N10 evidence missing": ["evidence-missing"],
    "N11 objection": ["objection-upheld", "objection-dismissed", "two-objections"],
    "N12 returned payment": ["payment-returned"],
    "N19 budget short": ["finance-hold"],
    "recovery not paid": ["recovery-referred", "recovery-never-paid"],
}
# The diagrams that a case of some place can run, and the file of every diagram there is.
BEGUN = {
    process
    for bundle in BUNDLES.values()
    for process in (bundle.policy["jurisdiction"]["main"], *bundle.policy.get("process", {}))
}
FILES = {
    PurePosixPath(name).stem: raw
    for bundle in BUNDLES.values()
    for name, raw in bundle.files.items()
    if name.endswith(".bpmn")
}
ON_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="module")
def told(request, tmp_path_factory) -> Teller:
    base = tmp_path_factory.getbasetemp()
    shelf = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "told"
    shelf.mkdir(exist_ok=True)
    use_key_ring(KeyRing({1: b"1" * 32}, index_key=b"i" * 32))
    use_cabinet(Cabinet(Folder(PAPERS)))
    return Teller(lambda kind: request.getfixturevalue(f"fresh_{kind}"), shelf)


@pytest.mark.parametrize("kind", ON_BOTH)
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_what_an_example_promises_comes_true(told, file, kind):
    assert told(kind, file).outcome.differences == []


@pytest.mark.parametrize("kind", ON_BOTH)
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_an_example_leaves_history_and_books_whole(told, file, kind):
    assert told(kind, file).broken == []


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_no_letter_of_an_example_has_a_gap(told, file):
    assert told("sqlite", file).gaps == frozenset()


@pytest.mark.parametrize("path", TOLD_BY)
def test_every_worked_case_and_negative_path_is_told(path):
    here = {file.stem for file in EXAMPLES if "chongqing" in file.parts}
    assert set(TOLD_BY[path]) <= here


@pytest.mark.parametrize("process", sorted(BEGUN))
def test_every_ending_of_a_process_is_reached(told, process):
    drawn = {node for node in nodes(process, "endEvent") if node in ENDS}
    reached = {
        end for file in EXAMPLES for one, end in told("sqlite", file).ended if one == process
    }
    assert drawn == reached - {None}


def test_every_element_of_every_diagram_is_walked(told):
    walked = {
        place(process, way) for file in EXAMPLES for process, way in told("sqlite", file).walked
    }
    drawn = set().union(*(drawn_in(process) for process in BEGUN))
    assert sorted(drawn - walked) == []


@pytest.mark.parametrize(
    "end",
    [
        {"finished": "REJECTED"},
        {"money": {"paid": 5700001}},
        {"booked": {"FINAL.FINAL": 1}},
        {"told": ["opening_rejected"]},
        {"due": {"opening_review": "2020-05-23"}},
        {"deadline": {"opening_review": "late"}},
        {"open": ["finance_review"]},
    ],
)
def test_a_wrong_promise_is_found(session, end):
    example = next(file for file in EXAMPLES if file.stem.startswith("cq-1-"))
    outcome = tell(replace(read_example(example), end=end), session).outcome
    assert len(outcome.differences) == 1


def test_a_refusal_that_does_not_come_is_found(session):
    example = read_example(next(file for file in EXAMPLES if file.stem == "rejected"))
    filing = replace(example.scenes[0], refused="answers_wrong", faults=("before",))
    outcome = tell(replace(example, scenes=(filing, *example.scenes[1:])), session).outcome
    assert "expected answers_wrong" in outcome.differences[0]


def test_an_order_that_is_refused_unexpectedly_is_found(session):
    example = read_example(next(file for file in EXAMPLES if file.stem == "dates-reversed"))
    filing = replace(example.scenes[0], refused=None, faults=())
    outcome = tell(replace(example, scenes=(filing,)), session).outcome
    assert "got answers_wrong" in outcome.differences[0]


def drawn_in(process: str) -> set[str]:
    """Every element of a process and of those it calls, each with the name of its process."""
    found = {f"{process}/{element.get('id')}" for element in elements(process)}
    return found.union(*(drawn_in(called) for called in calls(process).values()))


def place(process: str, way: str) -> str:
    """The element that a way from a process ends at, with the name of its process."""
    *through, element = way.split("/")
    for call in through:
        process = calls(process)[call]
    return f"{process}/{element}"


@cache
def calls(process: str) -> dict[str, str]:
    """Which process each call of a process calls."""
    found = [node for node in elements(process) if node.tag == f"{SPACE}callActivity"]
    return {str(node.get("id")): str(node.get("calledElement")) for node in found}


def nodes(process: str, kind: str) -> set[str]:
    """The ids of the elements of one kind."""
    found = elements(process)
    return {str(node.get("id")) for node in found if node.tag == SPACE + kind}


@cache
def elements(process: str) -> list[ET.Element]:
    """The events, tasks, gateways and calls of a process."""
    drawn = ET.fromstring(FILES[process]).find(f"{SPACE}process")
    assert drawn is not None
    return [node for node in drawn if node.tag.endswith(NODES)]
