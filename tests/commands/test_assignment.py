"""Who works a step: taken, put back, handed on, and done by whoever stands in."""

from datetime import date, timedelta

import pytest

from service.commands.permission import actor_of
from service.domain.orders import HandStep, KeyedRequest, PutStepBack, TakeStep
from service.domain.permissions import Actor, Grant
from service.domain.refusals import (
    CaseEnded,
    Forbidden,
    NotNow,
    NotVisible,
    SeparationOfDuties,
    StepGone,
)
from service.records.history import acted, history_of
from service.records.outbox import messages_of
from service.records.person import Person, grants_of
from service.records.stand_in import StandIn, lent_grants
from service.records.transaction import write_transaction
from tests.commands.standing import office

TODAY = date(2020, 5, 20)


@pytest.fixture
def filed(session):
    """The request is in; a reviewer has to accept it."""
    return office(session, "filed")


def enrol(filed, who: str) -> Actor:
    """Somebody of the cast with an account that stands."""
    actor = filed.actor(who)
    with write_transaction(filed.session):
        filed.session.get_one(Person, actor.person_id).active = True
    return actor


def login(filed, actor: Actor) -> str:
    found = str(filed.session.get_one(Person, actor.person_id).login)
    filed.session.rollback()
    return found


def assignment(kind, filed, element="opening_accept", **more):
    return kind(case_id=filed.case_id, step_key=filed.open_steps()[element].key, **more)


def assignee(filed, element="opening_accept"):
    return filed.open_steps()[element].assignee_id


def lend(filed, actor: Actor, absent: Actor, role: str = "county_reviewer", **more) -> Actor:
    """The actor with what he may do today for the absent one."""
    row = {"since": TODAY, "until": TODAY + timedelta(days=9), **more}
    with write_transaction(filed.session):
        filed.session.add(
            StandIn(
                person_id=actor.person_id,
                for_person_id=absent.person_id,
                role=role,
                named_by=absent.person_id,
                named_at=filed.now,
                **row,
            )
        )
    person = filed.session.get_one(Person, actor.person_id)
    lent = tuple(lent_grants(person, TODAY))
    filed.session.rollback()
    return Actor(actor.person_id, actor.natural_person, actor.grants + lent)


ACCEPT = {"decision": "accept"}


def test_who_takes_a_step_works_it_and_history_says_so(filed):
    reviewer = filed.actor("county_reviewer")
    version = filed.open_steps()["opening_accept"].version
    filed.give(assignment(TakeStep, filed), reviewer)
    assert assignee(filed) == reviewer.person_id
    assert filed.open_steps()["opening_accept"].version == version
    last = history_of(filed.session, filed.case_id)[-1]
    assert (last.order, last.lane, last.step) == ("TakeStep", None, None)
    assert last.outcome == {"step": "opening_accept", "assignee": reviewer.person_id}


@pytest.mark.parametrize("who", ["institution", "county_approver", "finance_payer", "assessor"])
@pytest.mark.parametrize("kind", [TakeStep, PutStepBack])
def test_another_office_neither_takes_nor_puts_back(filed, who, kind):
    with pytest.raises(Forbidden):
        filed.give(assignment(kind, filed), who)
    assert assignee(filed) is None


def test_taking_twice_is_taking_once(filed):
    reviewer = filed.actor("county_reviewer")
    key = KeyedRequest(key="take-it", person_id=reviewer.person_id, digest="d")
    first = filed.give(assignment(TakeStep, filed), reviewer, key)
    again = filed.give(assignment(TakeStep, filed), reviewer, key)
    without_key = filed.give(assignment(TakeStep, filed), reviewer)
    assert (again.seq, again.repeated) == (first.seq, True)
    assert (without_key.seq, without_key.repeated) == (first.seq, True)


def test_what_one_has_taken_is_no_colleagues(filed):
    filed.give(assignment(TakeStep, filed), enrol(filed, "county_reviewer"))
    for order in (assignment(TakeStep, filed), filed.finishing("opening_accept", **ACCEPT)):
        with pytest.raises(Forbidden, match="has taken this step"):
            filed.give(order, "county_reviewer/2")
    filed.finish("opening_accept", "county_reviewer", **ACCEPT)


def test_what_one_has_taken_the_head_may_still_finish(filed):
    filed.give(assignment(TakeStep, filed), "county_reviewer")
    filed.finish("opening_accept", "county_head", **ACCEPT)
    assert history_of(filed.session, filed.case_id)[-1].lane == "county_reviewer"


def test_what_is_put_back_is_everybodys_again(filed):
    filed.give(assignment(TakeStep, filed), "county_reviewer")
    filed.give(assignment(PutStepBack, filed), "county_head")
    assert assignee(filed) is None
    with pytest.raises(NotNow, match="Nobody has taken"):
        filed.give(assignment(PutStepBack, filed), "county_reviewer")
    filed.finish("opening_accept", "county_reviewer/2", **ACCEPT)


@pytest.mark.parametrize("by", ["county_reviewer", "county_head"])
def test_a_step_is_handed_to_a_colleague_who_is_told(filed, by):
    other = enrol(filed, "county_reviewer/2")
    filed.give(assignment(TakeStep, filed), "county_reviewer")
    filed.give(assignment(HandStep, filed, to=login(filed, other)), by)
    assert assignee(filed) == other.person_id
    told = messages_of(filed.session, filed.case_id)[-1]
    assert (told.template, told.audience) == ("step_handed", {"person": other.person_id})


@pytest.mark.parametrize("gone", ["closed", "moved"])
def test_what_somebody_took_who_has_left_since_is_the_offices_again(filed, gone):
    taken_by, other = enrol(filed, "county_reviewer"), filed.actor("county_reviewer/2")
    filed.give(assignment(TakeStep, filed), taken_by)
    with write_transaction(filed.session):
        if gone == "closed":
            filed.session.get_one(Person, taken_by.person_id).active = False
        for row in grants_of(filed.session, taken_by.person_id or 0) if gone == "moved" else ():
            filed.session.delete(row)
    filed.give(assignment(TakeStep, filed), other)
    assert assignee(filed) == other.person_id
    filed.give(filed.finishing("opening_accept", **ACCEPT), other)


def test_a_colleague_who_has_not_taken_it_does_not_hand_it_on(filed):
    other = enrol(filed, "county_reviewer/2")
    filed.give(assignment(TakeStep, filed), enrol(filed, "county_reviewer"))
    with pytest.raises(Forbidden, match="has taken this step"):
        filed.give(assignment(HandStep, filed, to=login(filed, other)), other)


def test_what_nobody_has_taken_only_the_head_hands_out(filed):
    other = enrol(filed, "county_reviewer/2")
    order = assignment(HandStep, filed, to=login(filed, other))
    with pytest.raises(NotNow, match="take it before"):
        filed.give(order, "county_reviewer")
    filed.give(order, "county_head")
    assert assignee(filed) == other.person_id


@pytest.mark.parametrize("to", ["nobody", "county_approver"])
def test_a_step_goes_only_to_somebody_of_its_lane(filed, to):
    name = login(filed, enrol(filed, to)) if to != "nobody" else to
    with pytest.raises((NotNow, NotVisible)):
        filed.give(assignment(HandStep, filed, to=name), "county_head")
    assert assignee(filed) is None


def test_a_step_is_not_handed_to_who_has_acted_in_another_office(filed):
    barred = enrol(filed, "county_reviewer/2")
    with write_transaction(filed.session):
        acted = filed.session.get_one(Person, barred.person_id)
        acted.natural_person = filed.actor("institution").natural_person
    with pytest.raises(SeparationOfDuties):
        filed.give(assignment(HandStep, filed, to=login(filed, barred)), "county_head")


def test_handing_twice_is_handing_once(filed):
    other = enrol(filed, "county_reviewer/2")
    order = assignment(HandStep, filed, to=login(filed, other))
    first = filed.give(order, "county_head")
    assert filed.give(order, "county_head").seq == first.seq


def test_a_step_that_is_done_is_nobodys_to_take(filed):
    order = assignment(TakeStep, filed)
    filed.finish("opening_accept", "county_reviewer", **ACCEPT)
    with pytest.raises(StepGone):
        filed.give(order, "county_reviewer")


def test_on_a_case_that_has_ended_nothing_is_taken(filed):
    order = assignment(TakeStep, filed)
    filed.finish(
        "opening_accept", "county_reviewer", decision="not_accept", not_accept_reason="超出目录"
    )
    with pytest.raises((CaseEnded, StepGone)):
        filed.give(order, "county_reviewer")


def test_taking_bars_nobody_and_the_next_step_is_free(filed):
    filed.give(assignment(TakeStep, filed), "county_reviewer")
    filed.give(assignment(PutStepBack, filed), "county_reviewer")
    assert "county_reviewer" not in {one.lane for one in acted(filed.session, filed.case_id)}
    filed.give(assignment(TakeStep, filed), "county_reviewer")
    filed.finish("opening_accept", "county_reviewer", **ACCEPT)
    assert assignee(filed, "opening_approve") is None


def test_who_stands_in_finishes_what_the_absent_one_has_taken(filed):
    absent, deputy = enrol(filed, "county_reviewer"), filed.actor("county_reviewer/2")
    filed.give(assignment(TakeStep, filed), absent)
    filed.give(filed.finishing("opening_accept", **ACCEPT), lend(filed, deputy, absent))
    last = history_of(filed.session, filed.case_id)[-1]
    assert (last.natural_person, last.acting_for) == (
        deputy.natural_person,
        absent.natural_person,
    )


def test_what_one_could_do_oneself_is_done_in_ones_own_name(filed):
    absent, deputy = enrol(filed, "county_reviewer"), filed.actor("county_reviewer/2")
    filed.give(filed.finishing("opening_accept", **ACCEPT), lend(filed, deputy, absent))
    assert history_of(filed.session, filed.case_id)[-1].acting_for is None


def test_who_stands_in_gains_no_lane_he_is_barred_from(filed):
    absent, clerk = enrol(filed, "county_reviewer"), filed.actor("institution")
    with pytest.raises(SeparationOfDuties, match="You have acted"):
        filed.give(filed.finishing("opening_accept", **ACCEPT), lend(filed, clerk, absent))


def test_who_stands_in_is_barred_by_what_the_absent_one_did(filed):
    filed.finish("opening_accept", "county_reviewer", **ACCEPT)
    absent, deputy = enrol(filed, "county_approver"), filed.actor("assessor")
    with write_transaction(filed.session):
        same = filed.actor("county_reviewer").natural_person
        filed.session.get_one(Person, absent.person_id).natural_person = same
    order = filed.finishing("opening_approve", decision="approve")
    with pytest.raises(SeparationOfDuties, match="Whom you stand in for"):
        filed.give(order, lend(filed, deputy, absent, "county_approver"))


@pytest.mark.parametrize(
    "days",
    [
        {"since": TODAY + timedelta(days=1)},
        {"since": TODAY - timedelta(days=9), "until": TODAY - timedelta(days=1)},
    ],
)
def test_nobody_stands_in_before_or_after_his_days(filed, days):
    absent, deputy = enrol(filed, "county_reviewer"), filed.actor("assessor")
    assert lend(filed, deputy, absent, **days).grants == deputy.grants


def test_one_lends_only_what_one_holds_and_while_the_account_stands(filed):
    absent, deputy = enrol(filed, "county_reviewer"), filed.actor("assessor")
    assert lend(filed, deputy, absent, "finance_payer").grants == deputy.grants
    lent = lend(filed, deputy, absent).grants[1:]
    assert [(one.role, one.region) for one in lent] == [("county_reviewer", "500103")]
    with write_transaction(filed.session):
        filed.session.get_one(Person, absent.person_id).active = False
    person = filed.session.get_one(Person, deputy.person_id)
    filed.session.refresh(person)
    assert list(lent_grants(person, TODAY)) == []


def test_a_colleague_is_judged_by_what_he_holds_himself(filed):
    reviewer = filed.actor("county_reviewer")
    person = filed.session.get_one(Person, reviewer.person_id)
    assert actor_of(filed.session, person).grants == (
        Grant("county_reviewer", "chongqing", "500103"),
    )
