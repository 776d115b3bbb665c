"""A step nobody may do: the head hears of it once, and it stays on his desk until one can."""

import pytest

from service.commands.held import let_go
from service.domain.permissions import Actor, Grant
from service.domain.refusals import Forbidden, SeparationOfDuties
from service.records.outbox import messages_of
from service.records.person import Person
from service.records.step import held_steps
from service.records.transaction import write_transaction
from tests.commands.standing import office

HEAD = Grant("county_head", "chongqing", "500103")
ACCEPT = {"decision": "accept"}


def staffed(session, *roles: str, natural=None, chapters=("filed",)):
    """The county's desks held by accounts that stand; some are one natural person."""
    at = office(session, *chapters)
    for role in roles:
        person_id = at.actor(role).person_id
        with write_transaction(session):
            row = session.get_one(Person, person_id)
            row.active = True
            row.natural_person = (natural or {}).get(role, row.natural_person)
    return at


def held(at) -> list[str]:
    return [step.element for step in held_steps(at.session, HEAD)]


def told(at) -> int:
    return [one.template for one in messages_of(at.session, at.case_id)].count("step_held")


def acting(at, role: str) -> Actor:
    person = at.session.get_one(Person, at.actor(role).person_id)
    actor = Actor(person.id, person.natural_person, at.actor(role).grants)
    at.session.rollback()
    return actor


def test_where_somebody_is_left_nobody_is_told(session):
    at = staffed(session, "county_reviewer", "county_approver", "county_head")
    at.finish("opening_accept", "county_reviewer", **ACCEPT)
    assert (held(at), told(at)) == ([], 0)


def test_the_approver_who_accepted_leaves_nobody_to_approve(session):
    one = {"county_reviewer": "P7", "county_approver": "P7"}
    at = staffed(session, *one, "county_head", natural=one)
    at.give(at.finishing("opening_accept", **ACCEPT), acting(at, "county_reviewer"))
    assert (held(at), told(at)) == (["opening_approve"], 1)
    with pytest.raises(SeparationOfDuties):
        at.give(at.finishing("opening_approve", decision="approve"), acting(at, "county_approver"))


def test_a_step_of_an_office_nobody_holds_is_held(session):
    at = staffed(session, "county_reviewer", "county_head")
    at.finish("opening_accept", "county_reviewer", **ACCEPT)
    assert (held(at), told(at)) == (["opening_approve"], 1)


def test_a_second_approver_is_enough(session):
    one = {"county_reviewer": "P7", "county_approver": "P7"}
    at = staffed(session, *one, "county_approver/2", "county_head", natural=one)
    at.give(at.finishing("opening_accept", **ACCEPT), acting(at, "county_reviewer"))
    assert (held(at), told(at)) == ([], 0)


def test_the_head_finishes_what_is_held_in_the_county(session):
    at = staffed(session, "county_reviewer", "county_head")
    at.finish("opening_accept", "county_reviewer", **ACCEPT)
    order = at.finishing("opening_approve", decision="approve", approved_heads=4, opinion="可")
    at.give(order, "county_head")
    assert held(at) == []


def test_what_finance_holds_nobody_else_finishes(session):
    at = staffed(session, "county_reviewer", "county_head", chapters=("filed", "approved"))
    at.finish(
        "advance_review", "county_reviewer", decision="agree", opinion="可", advance_rate="50"
    )
    at.finish("advance_approve", "county_approver", decision="approve", opinion="可")
    assert held(at) == ["finance_review"]
    order = at.finishing("finance_review", decision="pass", budget_item="2080799", opinion="可")
    with pytest.raises(Forbidden):
        at.give(order, "county_head")


@pytest.mark.parametrize(("who", "still"), [("P8", []), ("P7", ["opening_approve"])])
def test_somebody_given_the_office_lets_the_step_go(session, who, still):
    one = {"county_reviewer": "P7"}
    at = staffed(session, "county_reviewer", "county_head", natural=one)
    at.give(at.finishing("opening_accept", **ACCEPT), acting(at, "county_reviewer"))
    newcomer = Actor(99, who, (Grant("county_approver", "chongqing", "500103"),))
    with write_transaction(session):
        let_go(session, newcomer)
    assert held(at) == still


@pytest.mark.parametrize(
    ("grant", "sees"),
    [(Grant("county_head", "chongqing", "500105"), 0), (Grant("auditor"), 1)],
)
def test_what_is_held_is_seen_where_it_is(session, grant, sees):
    at = staffed(session, "county_reviewer", "county_head")
    at.finish("opening_accept", "county_reviewer", **ACCEPT)
    assert len(held_steps(session, grant)) == sees


def test_where_nobody_sits_at_all_nobody_is_told(session):
    at = office(session, "filed", "approved")
    assert (held(at), told(at)) == ([], 0)
