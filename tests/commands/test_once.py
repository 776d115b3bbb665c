"""The same key with the same order is carried out once, however often and by however many."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from service.commands import FixedClock
from service.commands.desk import give, request_named
from service.domain.orders import OpenClass
from service.domain.refusals import KeyReused
from service.records import Case, HistoryEntry
from tests.commands.standing import office


@pytest.fixture
def at(session):
    return office(session, "filed")


def asked(at, order):
    return request_named("one", order, at.actor("county_reviewer"))


def test_a_repeated_request_gets_the_first_answer(at):
    order = at.finishing("opening_accept", decision="accept")
    first = at.give(order, "county_reviewer", asked(at, order))
    again = at.give(order, "county_reviewer", asked(at, order))
    assert again == replace(first, repeated=True)
    assert at.case.history_seq == first.seq


def test_the_key_of_another_request_is_refused(at):
    order = at.finishing("opening_accept", decision="accept")
    at.give(order, "county_reviewer", asked(at, order))
    other = replace(order, answers={"decision": "correction"})
    with pytest.raises(KeyReused):
        at.give(other, "county_reviewer", asked(at, other))


def test_a_refused_request_may_be_mended_under_its_key(at):
    wrong = at.finishing("opening_accept", decision="not_accept")
    with pytest.raises(Exception, match="mended"):
        at.give(wrong, "county_reviewer", asked(at, wrong))
    right = replace(wrong, answers={"decision": "accept"})
    assert not at.give(right, "county_reviewer", asked(at, right)).repeated


def test_a_class_asked_for_twice_under_one_key_is_opened_once(at):
    actor = at.actor("institution")
    order = OpenClass(
        jurisdiction="chongqing", region="500103", institution_id=at.case.institution_id
    )
    keyed = request_named("one", order, actor)
    numbers = {at.give(order, actor, keyed).number for _ in range(2)}
    assert (len(numbers), at.session.scalar(select(func.count()).select_from(Case))) == (1, 2)


def test_twins_at_the_same_moment_are_carried_out_once(at, database):
    order, actor = at.finishing("opening_accept", decision="accept"), at.actor("county_reviewer")

    def once(_: int):
        with database.session() as session:
            return give(order, actor=actor, session=session, clock=FixedClock(at.now), key="one")

    with ThreadPoolExecutor(2) as twins:
        receipts = list(twins.map(once, range(2)))
    assert sorted(receipt.repeated for receipt in receipts) == [False, True]
    entries = select(func.count()).where(HistoryEntry.step == "opening_accept")
    at.session.rollback()
    assert at.session.scalar(entries) == 1
