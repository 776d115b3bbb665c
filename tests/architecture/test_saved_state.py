"""Sentence 6: the saved state of a process says where the tokens are, and nothing else."""

import re
from datetime import UTC, datetime

import pytest

import workflows
from tests.architecture.house import ROOT

NOW = datetime(2020, 6, 1, 1, tzinfo=UTC)
DIAGRAMS = ROOT / "workflows" / "bpmn"
# What is answered and known on the way: the words that choose the way, and words that do not.
WAY = {"opening_accept": "accept", "opening_approve": "approve", "advance_review": "agree"}
WORD = re.compile(rb'"([^"]*)"')


def walked(*, opinion: str, amount_fen: int) -> list[bytes]:
    """The states of a class on its way into training, told these things at every step."""

    def facts(name, properties):
        known = {"listed_black": False, "advance_asked": True}
        return known.get(name, None if name.endswith(("_at", "_due", "_stop")) else amount_fen)

    definition = workflows.read_folder(DIAGRAMS / "chongqing").definition("cq_main")
    progress = workflows.start(definition, facts=facts, now=NOW)
    states = [progress.state]
    for _ in range(4):
        step = progress.steps[0]
        outcome = {"decision": WAY.get(step.element), "opinion": opinion, "amount_fen": amount_fen}
        progress = workflows.complete(
            definition, progress.state, step.id, outcome=outcome, facts=facts, now=NOW
        )
        states.append(progress.state)
    assert {step.element for step in progress.steps} > {"class_confirm_start"}
    return states


def strange(state: bytes) -> set[str]:
    """Words in a state that are no element of any diagram, nor the library's name for one."""
    drawn = "".join(path.read_text(encoding="utf-8") for path in DIAGRAMS.rglob("*.bpmn"))
    words = {word.decode() for word in WORD.findall(state)} - {"Start", "End", "EndJoin"}
    named = {word for word in words if not word.isdigit()}
    return {word for word in named if f'id="{word.partition(".")[0]}"' not in drawn}


def test_two_classes_on_one_way_have_one_state_whatever_is_known_of_them():
    one = walked(opinion="同意开班", amount_fen=1_234_567)
    other = walked(opinion="请尽快", amount_fen=7_654_321)
    assert one == other


def test_a_state_speaks_only_of_elements_of_the_diagram():
    for state in walked(opinion="同意开班", amount_fen=1_234_567):
        assert strange(state) == set()


@pytest.mark.parametrize("word", ["同意开班", "opinion", "amount_fen"])
def test_a_fact_slipped_into_a_state_is_found(word):
    state = walked(opinion="同意开班", amount_fen=1)[-1]
    assert strange(state + f'"{word}"'.encode()) == {word}


def test_a_state_stays_small():
    assert max(map(len, walked(opinion="同意" * 500, amount_fen=10**12))) < 4096
