"""What counts as three months of work, and when enough of a class has passed and found work."""

import json
from datetime import date
from pathlib import Path

import pytest

from service.domain.calendar import notice_calendar
from service.domain.deadline import end_of_period
from service.domain.employment import (
    Gate,
    Measure,
    Outcome,
    Spell,
    measure,
    merged,
    short_rates,
    wrong_days,
)

CASES = {
    one["id"]: one for one in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))
}
GATE = Gate(pass_bp=8000, employed_bp=3000)


def spell(first: str, last: str) -> Spell:
    return Spell(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("name", ["GZ-E-A", "GZ-E-B", "GZ-E-D"])
def test_worked_cases_of_evidence(name):
    given, wanted = CASES[name]["input"], CASES[name]["expected"]
    found = measure(spell(*pair) for pair in given["intervals"])
    assert found.days == wanted["merged_days"]
    assert found.reaches(days=90, months=3) is wanted["qualifies"]


@pytest.mark.parametrize(
    ("spells", "days", "months"),
    [
        ([("2020-07-01", "2020-09-28")], 90, 2),
        ([("2020-07-01", "2020-09-27")], 89, 2),
        ([("2020-07-01", "2020-09-30")], 92, 3),
        # Half a month here and there: 30 days to the month.
        ([("2020-07-01", "2020-07-15"), ("2020-08-01", "2020-08-15")], 30, 1),
        ([("2020-07-01", "2020-07-15"), ("2020-08-01", "2020-08-14")], 29, 0),
        # A day before the corresponding day is no month.
        ([("2021-02-01", "2021-04-29")], 88, 2),
        # Where the month has no such day, its last day completes it.
        ([("2021-01-31", "2021-02-28")], 29, 1),
        ([("2021-01-31", "2021-02-27")], 28, 0),
        ([("2020-11-30", "2021-02-28")], 91, 3),
        ([], 0, 0),
    ],
)
def test_days_and_months_are_both_read(spells, days, months):
    assert measure(spell(*pair) for pair in spells) == Measure(days, months)


@pytest.mark.parametrize(
    ("days", "months", "enough"),
    [(90, 0, True), (89, 3, True), (89, 2, False)],
)
def test_either_reading_is_enough(days, months, enough):
    assert Measure(days, months).reaches(days=90, months=3) is enough


def test_evidence_that_overlaps_itself_counts_once():
    spells = [spell("2020-08-01", "2020-08-31"), spell("2020-07-20", "2020-08-10")]
    assert merged([*spells, *spells]) == [spell("2020-07-20", "2020-08-31")]


def test_a_job_that_follows_the_next_day_is_unbroken():
    assert merged([spell("2020-07-01", "2020-07-31"), spell("2020-08-01", "2020-08-31")]) == [
        spell("2020-07-01", "2020-08-31")
    ]


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2020-08-01", "2020-07-31", "dates_reversed"),
        ("2020-08-01", "2020-10-02", "in_future"),
        ("2020-06-29", "2020-09-30", "before_completion"),
        ("2020-06-30", "2020-10-01", None),
    ],
)
def test_work_in_the_future_or_before_the_class_ended_is_no_evidence(first, last, wrong):
    today, ended = date(2020, 10, 1), date(2020, 6, 30)
    assert wrong_days(spell(first, last), today=today, not_before=ended) == wrong


def test_where_no_day_is_named_any_earlier_work_counts():
    assert (
        wrong_days(spell("2019-01-01", "2019-02-01"), today=date(2020, 1, 1), not_before=None)
        is None
    )


@pytest.mark.parametrize("name", ["GZ-2-40-32-12", "GZ-2-40-31-12", "GZ-2-50-40-15"])
def test_worked_cases_of_the_rates(name):
    outcome = Outcome(**CASES[name]["input"])
    assert (not short_rates(outcome, GATE)) is CASES[name]["expected"]["gate"]


@pytest.mark.parametrize(
    ("trained", "passed", "employed", "short"),
    [
        (100, 80, 30, ()),
        (100, 79, 30, ("passed",)),
        (100, 80, 29, ("employed",)),
        (100, 79, 29, ("passed", "employed")),
        (0, 0, 0, ("passed", "employed")),
        (50, 42, 16, ()),
    ],
)
def test_both_rates_must_be_reached_the_limit_included(trained, passed, employed, short):
    assert short_rates(Outcome(trained, passed, employed), GATE) == short


def test_the_employed_may_be_counted_against_those_who_passed():
    outcome, of_passed = Outcome(100, 80, 24), Gate(8000, 3000, "passed")
    assert short_rates(outcome, of_passed) == ()
    assert short_rates(outcome, GATE) == ("employed",)


@pytest.mark.parametrize("name", ["GZ-W-2020-02-29", "GZ-W-2020-06-30", "GZ-W-2020-10-01"])
def test_the_window_ends_a_year_on_and_rolls_to_a_working_day(name):
    ended = date.fromisoformat(CASES[name]["input"]["completion"])
    end = end_of_period(ended, 1, "years", notice_calendar())
    assert end.isoformat() == CASES[name]["expected"]["window_end"]
