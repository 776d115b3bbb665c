"""What a step may cost on PostgreSQL through HTTP, signed in: twelve statements, one commit."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from service.clock.due_cases import pass_due
from service.records.database import db

MOST = 12


@contextmanager
def counted(office) -> Iterator[Counter]:
    seen: Counter = Counter()

    def statement(_connection, _cursor, words, *_):
        seen["statements"] += not words.startswith("BEGIN")

    def commit(_connection):
        seen["commits"] += 1

    with office.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    yield seen
    event.remove(engine, "before_cursor_execute", statement)
    event.remove(engine, "commit", commit)


def cost(story, element: str) -> Counter:
    """The story told up to a step, and what that step costs."""
    story.tell(until=element)
    at = next(n for n, scene in enumerate(story.example.scenes) if scene.step == element)
    story.office.clock.at = story.example.scenes[at].at
    pass_due(story.office.house())
    story.office.token(str(story.example.scenes[at].who))
    with counted(story.office) as seen:
        answer = story.play(at)
    assert answer.status_code == 200, answer.text
    return seen


@pytest.mark.parametrize(
    "element",
    ["opening_accept", "advance_review", "advance_approve", "class_confirm_start", "claim_recheck"],
)
def test_a_step_takes_twelve_statements_and_one_commit(story, element):
    spent = cost(story, element)
    assert spent["statements"] <= MOST
    assert spent["commits"] == 1


@pytest.mark.parametrize(
    ("element", "most"), [("claim_fill", MOST + 8), ("claim_review", MOST + 9)]
)
def test_a_claim_costs_no_statement_per_learner_either(story, element, most):
    # What a learner is paid for stands in many tables (results, real names, learning, the year's
    # other classes); what speaks against it in as many (vouchers, lists, twins, matters).
    spent = cost(story, element)
    assert spent["statements"] <= most
    assert spent["commits"] == 1


def test_a_step_with_forty_learners_costs_no_statement_per_learner(story):
    # One of the seven holds the place's certificates, so that no two classes count the same one.
    assert cost(story, "certificate_verify")["statements"] <= MOST + 7
