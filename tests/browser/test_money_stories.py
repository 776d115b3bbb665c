"""Worked cases at the screen from their money on: batches, the bank's answers, debts; books fit."""

from dataclasses import dataclass

import pytest

from service.commands.verifying import broken_books, broken_histories
from tests.browser.carrying import Carried
from tests.browser.till import Till
from tests.told import AtHome, Company, OfPlace, Told, example_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True)
class Case:
    """What is told, by whom, the step or order it begins with, and what is paid in order."""

    place: str
    name: str
    company: Company
    paid: tuple[str, ...]
    begins: str = "finance_review"


STORIES = {
    "CQ-3": Case("chongqing", "cq-3-cancelled-after-advance", AtHome("school"), ("48,750.00",)),
    "GZ-1": Case(
        *("guizhou", "gz-1-two-rates-sixty-and-forty", OfPlace("guizhou")),
        paid=("45,360.00", "21,600.00"),
    ),
    "returned": Case("chongqing", "payment-returned", AtHome(), ("3,000.00",) * 3),
    "offset": Case("sample", "recovery-set-off", OfPlace("sample"), (), begins="ProposeOffset"),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_worked_case_ends_as_it_must_and_the_books_fit(office, desks, name):
    case = STORIES[name]
    told = Told(office, example_of(case.place, case.name), case.company)
    scenes = told.example.scenes
    told.prepare([scene.order or scene.step for scene in scenes].index(case.begins))
    carried = Carried(told, desks, Till.of(told, desks))
    for at in range(told.behind, len(scenes)):
        if scenes[at].refused is None:
            carried.play(at)
    assert told.differs() == []
    assert carried.till.paid == list(case.paid)
    with office.records() as session:
        assert [*broken_books(session), *broken_histories(session)] == []
