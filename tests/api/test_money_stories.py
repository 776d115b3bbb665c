"""Worked cases told over HTTP alone from their first payment on, until the books fit."""

import pytest

from service.commands.examples import Example
from service.commands.verifying import broken_books, broken_histories
from tests.told import AtHome, Company, OfPlace, Told, example_of

# What is told, and by whom.
STORIES: dict[str, tuple[Example, Company]] = {
    "CQ-3": (example_of("chongqing", "cq-3-cancelled-after-advance"), AtHome("school")),
    "GZ-1": (example_of("guizhou", "gz-1-two-rates-sixty-and-forty"), OfPlace("guizhou")),
    "sample": (
        example_of("sample", "sample-1-half-first-balance-on-employment"),
        OfPlace("sample"),
    ),
}


def tell(told: Told) -> None:
    """From finance's first review on."""
    steps = [scene.step for scene in told.example.scenes]
    told.prepare(steps.index("finance_review"))
    for at in range(told.behind, len(steps)):
        told.wait(at)
        if told.example.scenes[at].who is not None:
            answer = told.play(at)
            assert answer.status_code == 200, f"{steps[at]}: {answer.text}"


@pytest.mark.parametrize("name", STORIES)
def test_a_worked_case_ends_as_it_must_and_the_books_fit(office, name):
    told = Told(office, *STORIES[name])
    tell(told)
    assert told.differs() == []
    with office.records() as session:
        assert [*broken_books(session), *broken_histories(session)] == []
