"""Nobody takes over another's account alone, nor lists anybody or anything alone."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from service.commands.people import people_access
from service.commands.people.people_administrators import NotDone
from service.commands.supervision import catalogue, listed
from service.domain.calendar import BEIJING
from service.domain.permissions import Grant
from service.records.catalogue import CatalogueEntry
from service.records.sitting import Sitting
from tests.commands.standing import standing_in
from tests.commands.test_administrators import House
from tests.jurisdictions.telling import publish

NOON, DAY = datetime(2020, 5, 20, 12, tzinfo=BEIJING), date(2020, 5, 20)
CITY = Grant("city_reviewer", "chongqing")


@pytest.fixture
def house(session):
    return House(session)


def password(house, by, who):
    people_access.set_password(house.session, by, who.person_id)


def factor(house, by, who):
    people_access.reset_factor(house.session, by, who.person_id)


def identity(house, by, who):
    people_access.link(house.session, by, who.person_id, issuer="https://a.example", subject="1")


PAIRS = [(password, factor), (factor, password), (identity, factor), (factor, identity)]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_way_in_and_the_second_question_take_two_administrators(house, first, second):
    who = house.enter("payer", "P", Grant("finance_payer", "chongqing", "500103"))
    another = house.enter("security-2", "H", Grant("security_admin"))
    first(house, house.security, who)
    with pytest.raises(NotDone, match="Ask another one"):
        second(house, house.security, who)
    second(house, another, who)


def test_under_another_account_one_is_the_same_administrator(house):
    who = house.enter("payer", "P")
    again = house.enter("security-again", "G", Grant("security_admin"))
    password(house, house.security, who)
    with pytest.raises(NotDone, match="Ask another one"):
        factor(house, again, who)


def test_the_same_help_twice_and_after_a_month_the_other_one(house, monkeypatch):
    who = house.enter("payer", "P")
    password(house, house.security, who)
    password(house, house.security, who)
    monkeypatch.setattr(people_access, "NEVER_BOTH_WITHIN", timedelta(0))
    factor(house, house.security, who)
    assert house.session.scalar(select(func.count()).select_from(Sitting)) == 0


def list_body(session, by):
    entry = listed.Entry(colour="white", uscc="91", since=DAY, until=None, reason="invented")
    return listed.enter(session, by, entry)


def list_platform(session, by):
    publish(session, NOON)
    named = {"jurisdiction": "chongqing", "kind": "platform", "code": "P", "name": "P"}
    entry = CatalogueEntry(**named, origin="city", valid_from=DAY)
    return catalogue.enter(session, by, entry, now=NOON)


def decide_platform(session, by, number):
    catalogue.decide(session, by, number, catalogue.Decision(decision_no="1"), now=NOON)


@pytest.mark.parametrize(
    ("enter", "decide"), [(list_body, listed.confirm), (list_platform, decide_platform)]
)
def test_neither_who_stood_in_nor_the_absent_one_decides_on_an_entry(house, enter, decide):
    deputy, absent, third = (house.enter(name, name, CITY) for name in "PQR")
    number = enter(house.session, standing_in(deputy, absent))
    barred = (deputy, absent, standing_in(third, absent), standing_in(third, deputy))
    for who in barred:
        with pytest.raises(NotDone):
            decide(house.session, who, number)
        house.session.rollback()
    decide(house.session, third, number)
