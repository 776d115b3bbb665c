"""Two classes claim for the same learners at the same moment: nobody gets more than his year."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from sqlalchemy import func, select

from service.commands import FixedClock, carry_out
from service.commands.examples import Play, read_example
from service.domain.orders import FinishStep, OpenFollowOn
from service.records import AllowanceLine, PersonYear
from service.records.step import steps_of
from tests.jurisdictions.telling import FOLDERS, publish

CAP = read_example(FOLDERS["guizhou"] / "examples/living-cap-of-the-year.toml")
CLASSES = ("", "second class")  # 18 days in the one, 16 in the other
CLAIM = {
    "declaration": True,
    "lines": [{"line": line, "category": "relocated", "proof_no": f"P-{line}"} for line in (1, 2)],
}


def claims(session):
    """Both classes have ended, and for each a claim is open: who files, and the two orders."""
    scenes = tuple(one for one in CAP.scenes if one.case in CLASSES)
    publish(session, scenes[0].at, "guizhou")
    play = Play(replace(CAP, scenes=scenes, end={}), session)
    assert play.run().differences == []
    actor, clock = play.cast.actor("institution"), FixedClock(CAP.scenes[-1].at)
    orders = []
    for name in CLASSES:
        follow_on = OpenFollowOn(case_id=play.case_ids[name], process="gz_living")
        claim = carry_out(follow_on, actor=actor, session=session, clock=clock).case_id or 0
        (step,) = steps_of(session, claim)
        session.rollback()
        orders.append(FinishStep(case_id=claim, step_key=step.key, version=1, answers=CLAIM))
    return actor, clock, orders


def test_two_classes_claim_the_last_days_at_once(session, database):
    actor, clock, orders = claims(session)
    ready = Barrier(len(orders))

    def file(order):
        with database.session() as own:
            ready.wait()
            carry_out(order, actor=actor, session=own, clock=clock)

    with ThreadPoolExecutor(len(orders)) as schools:
        list(schools.map(file, orders))
    session.rollback()
    taken = select(func.sum(AllowanceLine.paid_online + AllowanceLine.paid_offline))
    by_person = taken.group_by(AllowanceLine.person_index)
    assert list(session.scalars(by_person)) == [30, 30]
    assert list(session.scalars(select(PersonYear.days))) == [30, 30]
