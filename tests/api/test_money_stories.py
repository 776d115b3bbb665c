"""Worked cases told over HTTP alone from their first payment on, until the books fit."""

from dataclasses import dataclass
from http import HTTPStatus

import pytest

from service.commands.verifying import broken_books, broken_histories
from tests.api.till import Till
from tests.told import AtHome, Company, OfPlace, Told, example_of


@dataclass(frozen=True)
class Case:
    """What is told, by whom, and the step or order from which on it is told outside."""

    place: str
    name: str
    company: Company
    paid: tuple[int, ...]
    begins: str = "finance_review"


STORIES = {
    "CQ-3": Case("chongqing", "cq-3-cancelled-after-advance", AtHome("school"), (4_875_000,)),
    "GZ-1": Case(
        "guizhou", "gz-1-two-rates-sixty-and-forty", OfPlace("guizhou"), (4_536_000, 2_160_000)
    ),
    "sample": Case(
        *("sample", "sample-1-half-first-balance-on-employment", OfPlace("sample")),
        paid=(3_000_000, 2_700_000),
    ),
    "returned and paid again": Case("chongqing", "payment-returned", AtHome(), (300_000,) * 3),
    "recovered by offset": Case(
        "sample", "recovery-set-off", OfPlace("sample"), (), "ProposeOffset"
    ),
}


def tell(told: Told, till: Till, begins: str) -> None:
    """From there on, scene by scene: money by batches, and what is refused is refused here too."""
    scenes = told.example.scenes
    told.prepare([scene.order or scene.step for scene in scenes].index(begins))
    for at in range(told.behind, len(scenes)):
        told.wait(at)
        scene = scenes[at]
        if scene.step == "finance_pay":
            # A batch numbers its own vouchers: none of them can have been used before.
            if not scene.refused:
                till.pay(scene.answers)
        elif scene.order == "RecordBankResult" and not scene.refused:
            till.hear(scene.answers)
        elif scene.who is not None:
            answer = told.play(at)
            refused = None if answer.status_code == HTTPStatus.OK else answer.json["code"]
            assert refused == scene.refused, f"{at}: {answer.text}"


@pytest.mark.parametrize("name", STORIES)
def test_a_worked_case_ends_as_it_must_and_the_books_fit(office, name):
    case = STORIES[name]
    told = Told(office, example_of(case.place, case.name), case.company)
    till = Till(told)
    tell(told, till, case.begins)
    assert told.differs() == []
    assert till.paid == list(case.paid)
    with office.records() as session:
        assert [*broken_books(session), *broken_histories(session)] == []
