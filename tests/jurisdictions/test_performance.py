"""What districts report of their results is counted from the records, district by district."""

from datetime import date

from service.commands.dispatch.dispatch_figures import FIGURES, Question
from service.commands.examples import read_example
from tests.jurisdictions.telling import FOLDERS, tell

HERE = FOLDERS["guizhou"] / "examples"
BEFORE_PAYMENT, AFTER = date(2020, 7, 23), date(2021, 1, 1)
WANTED = {
    ("learners_passed", "520102", AFTER): 4,
    ("learners_employed", "520102", AFTER): 2,
    ("subsidy_paid_yuan", "520102", AFTER): 4320,
    ("subsidy_paid_yuan", "520102", BEFORE_PAYMENT): 0,
    ("subsidy_paid_yuan", "520525", AFTER): 0,
    ("learners_in_priority_areas", "520525", AFTER): 4,
    ("learners_in_priority_areas", "520102", AFTER): 0,
}


def test_results_are_counted_by_district_and_day(session):
    for name in ("payment-returned", "priority-areas"):
        assert tell(read_example(HERE / f"{name}.toml"), session).outcome.differences == []

    counted = {
        (figure, region, on): FIGURES[figure].count(Question(session, "guizhou", [region], on))
        for figure, region, on in WANTED
    }

    assert {asked: found.number for asked, found in counted.items()} == WANTED
