"""What a fraud case does to a class, beyond what its examples tell."""

from dataclasses import replace
from datetime import date

import pytest

from service.commands import FixedClock, carry_out
from service.commands.examples import Play, read_example
from service.domain.orders import FinishStep
from service.domain.permissions import Grant
from service.domain.refusals import SeparationOfDuties
from service.records.case import Case
from service.records.fraud import matters_about
from service.records.institution import Institution
from service.records.step import steps_of
from tests.front_office import EXAMPLES, HOME, REGION
from tests.jurisdictions.telling import publish

TOLD = read_example(EXAMPLES / "fraud-terminates-running-class.toml")


def told(session, *scenes) -> Play:
    publish(session, scenes[0].at, HOME)
    play = Play(replace(TOLD, scenes=scenes, end={}), session)
    assert play.run().differences == []
    return play


def test_a_class_is_not_terminated_under_a_payment_that_is_with_the_bank(session):
    at = max(n for n, one in enumerate(TOLD.scenes) if one.order == "TerminateForFraud")
    before = [one for one in TOLD.scenes[:at] if one.order != "RecordBankResult"]
    told(session, *before, replace(TOLD.scenes[at], refused="not_now", then={}))


def test_who_looked_into_it_does_not_decide_on_it_as_head(session):
    at = next(n for n, one in enumerate(TOLD.scenes) if one.step == "fraud_decide")
    play, scene = told(session, *TOLD.scenes[:at]), TOLD.scenes[at]
    both = replace(play.cast.actor("inspector"), grants=(Grant("county_head", HOME, REGION),))
    case_id = play.case_ids["核查"]
    (step,) = steps_of(session, case_id)
    order = FinishStep(case_id=case_id, step_key=step.key, version=1, answers=scene.answers)
    session.rollback()
    with pytest.raises(SeparationOfDuties):
        carry_out(order, actor=both, session=session, clock=FixedClock(scene.at))


def test_a_class_opened_after_the_ban_is_not_frozen_for_ever(session):
    play = told(session, *TOLD.scenes)
    case = session.get_one(Case, play.case_ids[""])
    about = {"codes": [session.get_one(Institution, case.institution_id).uscc]}
    for opened_on, frozen in ((date(2020, 5, 20), 1), (date(2021, 6, 1), 1), (date(2040, 1, 1), 0)):
        found = matters_about(session, HOME, opened_on=opened_on, **about)
        assert len(found) == frozen
