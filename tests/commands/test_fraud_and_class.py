"""What a fraud case does to a class, beyond what its examples tell."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.commands import FixedClock, carry_out
from service.commands.examples import Play, read_chapter, read_example
from service.commands.examples.looking import standing
from service.domain.orders import FinishStep
from service.domain.permissions import Grant
from service.domain.refusals import SeparationOfDuties
from service.records.case import Case
from service.records.fraud import FraudMatter, matters_about
from service.records.institution import Institution
from service.records.step import steps_of
from tests.commands.standing import standing_in
from tests.front_office import EXAMPLES, HOME, REGION
from tests.jurisdictions.telling import FOLDER, publish
from workflows import jurisdictions

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
    with pytest.raises(SeparationOfDuties):
        finish(play, scene, both)


def test_nor_does_he_for_whom_a_stand_in_looked_into_it(session):
    at = next(n for n, one in enumerate(TOLD.scenes) if one.step == "fraud_investigate")
    play = told(session, *TOLD.scenes[:at])
    inspector, deputy = play.cast.actor("inspector"), play.cast.actor("county_reviewer/2")
    investigate, hear, decide = TOLD.scenes[at : at + 3]
    finish(play, investigate, standing_in(deputy, inspector))
    finish(play, hear, play.cast.actor(hear.who or ""))
    with pytest.raises(SeparationOfDuties):
        finish(play, decide, replace(inspector, grants=(Grant("county_head", HOME, REGION),)))


def finish(play, scene, actor):
    """The step of a scene, done by somebody else."""
    case_id = play.case_ids[scene.case]
    (step,) = steps_of(play.session, case_id)
    given = {"step_key": step.key, "version": step.version, "answers": scene.answers}
    order = FinishStep(case_id=case_id, **given)
    play.session.rollback()
    carry_out(order, actor=actor, session=play.session, clock=FixedClock(scene.at))


def test_a_class_opened_after_the_ban_is_not_frozen_for_ever(session):
    play = told(session, *TOLD.scenes)
    case = session.get_one(Case, play.case_ids[""])
    about = {"codes": [session.get_one(Institution, case.institution_id).uscc]}
    for opened_on, frozen in ((date(2020, 5, 20), 1), (date(2021, 6, 1), 1), (date(2040, 1, 1), 0)):
        found = matters_about(session, HOME, opened_on=opened_on, **about)
        assert len(found) == frozen


def test_no_class_of_whoever_is_under_investigation_is_approved(session):
    report = next(one for one in TOLD.scenes if one.step == "fraud_report")
    filed, (accept, approve, *_) = read_chapter(FOLDER, "filed"), read_chapter(FOLDER, "approved")
    reported = replace(report, at=accept.at + timedelta(hours=1))
    told(session, *filed, accept, reported, replace(approve, refused="not_now", then={}))


def test_what_follow_on_classes_were_paid_is_called_back_too(session):
    folder = jurisdictions()["jinan"] / "examples"
    class_told = read_example(folder / "jn-1-online-then-practical.toml")
    fraud_told = read_example(folder / "sham-training-found.toml").scenes
    at = next(n for n, one in enumerate(fraud_told) if one.step == "fraud_report")
    later = class_told.scenes[-1].at - fraud_told[at].at + timedelta(days=1)
    scenes = [replace(one, at=one.at + later, then={}) for one in fraud_told[at:]]
    publish(session, class_told.scenes[0].at, "jinan")
    play = Play(replace(class_told, scenes=(*class_told.scenes, *scenes), end={}), session)
    assert play.run().differences == []
    called = {row.clawback_fen for row in session.scalars(select(FraudMatter))}
    paid = [standing(session, case)["money"]["paid"] for case in play.case_ids.values()]
    assert called == {sum(paid)}
    assert min(paid[:2]) > 0
