"""Two classes claim for the same learners at the same moment: nobody gets more than his year."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from sqlalchemy import func, select

from service.commands import FixedClock, carry_out
from service.commands.examples import Play, read_example
from service.domain.orders import FinishStep, OpenFollowOn
from service.domain.refusals import AnswersWrong
from service.records import AllowanceLine, PersonYear
from service.records.step import steps_of
from tests.jurisdictions.telling import FOLDERS, publish

CAP = read_example(FOLDERS["guizhou"] / "examples/living-cap-of-the-year.toml")
CLASSES = ("", "second class")  # 18 days in the one, 16 in the other
CLAIM = {
    "declaration": True,
    "lines": [{"line": line, "category": "relocated", "proof_no": f"P-{line}"} for line in (1, 2)],
}


def claims(session, *on):
    """Both classes have ended, and on each of these a claim is open: who files, and the orders."""
    scenes = tuple(one for one in CAP.scenes if one.case in CLASSES)
    publish(session, scenes[0].at, "guizhou")
    play = Play(replace(CAP, scenes=scenes, end={}), session)
    assert play.run().differences == []
    actor, clock = play.cast.actor("institution"), FixedClock(CAP.scenes[-1].at)
    orders = []
    for name in on:
        follow_on = OpenFollowOn(case_id=play.case_ids[name], process="gz_living")
        claim = carry_out(follow_on, actor=actor, session=session, clock=clock).case_id or 0
        (step,) = steps_of(session, claim)
        session.rollback()
        orders.append(FinishStep(case_id=claim, step_key=step.key, version=1, answers=CLAIM))
    return actor, clock, orders


def at_once(database, claimed) -> list[str]:
    """Every claim is filed in the same moment; what was said against those that were refused."""
    actor, clock, orders = claimed
    ready = Barrier(len(orders))

    def file(order):
        with database.session() as own:
            ready.wait()
            try:
                carry_out(order, actor=actor, session=own, clock=clock)
            except AnswersWrong as wrong:
                return [one.code for one in wrong.problems]
        return []

    with ThreadPoolExecutor(len(orders)) as schools:
        return [code for codes in schools.map(file, orders) for code in codes]


def days_taken(session) -> list[int]:
    session.rollback()
    taken = select(func.sum(AllowanceLine.paid_online + AllowanceLine.paid_offline))
    return list(session.scalars(taken.group_by(AllowanceLine.person_index)))


def test_two_classes_claim_the_last_days_at_once(session, database):
    assert at_once(database, claims(session, *CLASSES)) == []
    assert days_taken(session) == [30, 30]
    assert list(session.scalars(select(PersonYear.days))) == [30, 30]


def test_one_class_claimed_for_twice_at_once_is_paid_once(session, database):
    assert at_once(database, claims(session, "", "")) == ["already_claimed"] * 2
    assert days_taken(session) == [18, 18]
