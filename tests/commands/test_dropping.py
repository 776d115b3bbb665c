"""A learner taken out before payment: where each is paid himself, only his part falls away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.commands import FixedClock, carry_out
from service.commands.examples import Play, read_example
from service.commands.verifying import broken_books
from service.domain.orders import DropLine
from service.domain.refusals import AnswersWrong
from service.records.payment import payments_of
from service.records.payment_line import parts_of
from tests.jurisdictions.telling import publish
from workflows import jurisdictions

FILE = jurisdictions()["guizhou"] / "examples" / "living-worked-case.toml"
CASE = "living"


@pytest.fixture
def living(session) -> Play:
    """The learners' allowance is reviewed and waits for its payment."""
    example = read_example(FILE)
    steps = [scene.step for scene in example.scenes]
    scenes = example.scenes[: steps.index("finance_pay")]
    publish(session, scenes[0].at, "guizhou")
    play = Play(replace(example, scenes=scenes, end={}), session)
    assert play.run().holds
    return play


def drop(play: Play, line: int) -> None:
    order = DropLine(case_id=play.case_ids[CASE], answers={"line": line, "reason": "涉嫌违规"})
    at = play.example.scenes[-1].at + timedelta(hours=1)
    carry_out(
        order, actor=play.cast.actor("county_approver"), session=play.session, clock=FixedClock(at)
    )


def parts(play: Play) -> dict[int, int]:
    """What each is to be paid by the review before."""
    rows = payments_of(play.session, play.case_ids[CASE])
    found = parts_of(play.session, [rows[-1].id])[rows[-1].id]
    play.session.rollback()
    return found


def test_what_was_set_aside_for_all_is_free_again_and_the_books_fit(living):
    drop(living, min(parts(living)))
    states = [row.state for row in payments_of(living.session, living.case_ids[CASE])]
    assert states == ["dropped"]
    assert [*broken_books(living.session)] == []


def test_nobody_is_taken_out_twice(living):
    line = min(parts(living))
    drop(living, line)
    with pytest.raises(AnswersWrong):
        drop(living, line)
