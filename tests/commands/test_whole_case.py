"""Separation of duties over the whole of a case: one natural person, whatever account or name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from service.domain.permissions import Absent, Actor, Grant
from service.domain.refusals import SeparationOfDuties
from service.records.history import acted
from tests.commands.standing import Office, office

REVIEWER, APPROVER, HEAD = "county_reviewer", "county_approver", "county_head"
HERE = ("chongqing", "500103")
ACCEPT = {"decision": "accept"}
APPROVE = {"decision": "approve", "approved_heads": 4, "opinion": "可"}
AGREE = {"decision": "agree", "opinion": "可", "advance_rate": "50"}
PASS = {"decision": "pass", "budget_item": "2080799", "opinion": "可"}
PAY = {"voucher_no": "PZ-1", "pay_on": "2020-05-22"}


@dataclass(frozen=True)
class Barred:
    """Who did what first, and as what the same natural person comes back."""

    chapters: tuple[str, ...]
    first: tuple[tuple[str, str, Mapping[str, object]], ...]
    did: str
    again: str
    element: str
    answers: Mapping[str, object] = field(default_factory=dict)


MONEY = (
    ("advance_review", REVIEWER, AGREE),
    ("advance_approve", APPROVER, {"decision": "approve", "opinion": "可"}),
)
BARRED = {
    "who filed does not accept": Barred(
        ("filed",), (), "institution", REVIEWER, "opening_accept", ACCEPT
    ),
    "who filed does not approve as the head": Barred(
        ("filed",),
        (("opening_accept", REVIEWER, ACCEPT),),
        "institution",
        HEAD,
        "opening_approve",
        APPROVE,
    ),
    "who accepted does not approve": Barred(
        ("filed",),
        (("opening_accept", REVIEWER, ACCEPT),),
        REVIEWER,
        APPROVER,
        "opening_approve",
        APPROVE,
    ),
    "the head who accepted does not approve": Barred(
        ("filed",), (("opening_accept", HEAD, ACCEPT),), HEAD, HEAD, "opening_approve", APPROVE
    ),
    "who approved the class does not review its money": Barred(
        ("filed", "approved"), MONEY, APPROVER, "finance_reviewer", "finance_review", PASS
    ),
    "who accepted the class does not pay it": Barred(
        ("filed", "approved"),
        (*MONEY, ("finance_review", "finance_reviewer", PASS)),
        REVIEWER,
        "finance_payer",
        "finance_pay",
        PAY,
    ),
    "who reviewed the money does not pay it": Barred(
        ("filed", "approved"),
        (*MONEY, ("finance_review", "finance_reviewer", PASS)),
        "finance_reviewer",
        "finance_payer",
        "finance_pay",
        PAY,
    ),
    "who filed does not pay": Barred(
        ("filed", "approved"),
        (*MONEY, ("finance_review", "finance_reviewer", PASS)),
        "institution",
        "finance_payer",
        "finance_pay",
        PAY,
    ),
}


@pytest.fixture(params=BARRED)
def barred(request) -> Barred:
    return BARRED[request.param]


@pytest.fixture
def at(session, barred) -> Office:
    place = office(session, *barred.chapters)
    for element, who, answers in barred.first:
        place.finish(element, who, **answers)
    return place


def second_account(at: Office, barred: Barred) -> Actor:
    """Another account of the natural person who acted before."""
    other = at.actor(f"{barred.again}/2")
    return replace(other, natural_person=at.actor(barred.did).natural_person)


def refused(at: Office, barred: Barred, who: Actor) -> str:
    order, before = at.finishing(barred.element, **barred.answers), at.case.history_seq
    with pytest.raises(SeparationOfDuties) as no:
        at.give(order, who)
    assert at.case.history_seq == before
    return no.value.sentence.en


def test_one_natural_person_does_not_come_back_in_another_office(at, barred):
    assert "You have acted on this case as" in refused(at, barred, second_account(at, barred))


def test_nor_does_he_have_it_done_in_his_name_by_another(at, barred):
    away = second_account(at, barred)
    lent = Grant(barred.again, *HERE, instead_of=Absent(away.person_id or 0, away.natural_person))
    deputy = at.actor("assessor/7")
    said = refused(at, barred, replace(deputy, grants=(*deputy.grants, lent)))
    assert "Whom you stand in for has acted" in said


def test_nor_does_he_do_it_in_the_name_of_somebody_free(at, barred):
    free = at.actor(f"{barred.again}/3")
    lent = Grant(barred.again, *HERE, instead_of=Absent(free.person_id or 0, free.natural_person))
    himself = at.actor("assessor/7")
    natural = at.actor(barred.did).natural_person
    deputy = replace(himself, natural_person=natural, grants=(*himself.grants, lent))
    assert "You have acted on this case as" in refused(at, barred, deputy)


def test_somebody_free_does_it(at, barred):
    at.finish(barred.element, f"{barred.again}/2", **barred.answers)
    assert at.actor(f"{barred.again}/2").natural_person in {
        one.natural_person for one in acted(at.session, at.case_id)
    }
