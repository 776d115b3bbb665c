"""Working days: the worked cases, the notices against a library, and what always holds."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.calendar import (
    Calendar,
    beijing_date,
    day_end,
    load_notices,
    notice_calendar,
)
from tests.domain.standing import CALENDAR, day, named

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 1))
YEARS = range(2020, 2027)
NUMBERS = [
    "国办发明电〔2019〕16号",
    "国办发明电〔2020〕1号",
    "国办发明电〔2020〕27号",
    "国办发明电〔2021〕11号",
    "国办发明电〔2022〕16号",
    "国办发明电〔2023〕7号",
    "国办发明电〔2024〕12号",
    "国办发明电〔2025〕7号",
]


@pytest.mark.parametrize("case", named("CAL-"), ids=lambda case: case["id"])
def test_filing_is_due_on_the_day_the_worked_case_says(case):
    filed, days = day(case["input"]["filed"]), case["input"]["workdays"]
    assert CALENDAR.add_workdays(filed, days) == day(case["expected"]["due"])


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_agrees_with_the_library(year):
    library = holidays.country_holidays("CN", years=year)
    made_up = library.weekend_workdays
    for n in range(366 if year % 4 == 0 else 365):
        one = date(year, 1, 1) + timedelta(days=n)
        worked = one in made_up or (one.weekday() < 5 and one not in library)
        assert CALENDAR.is_working(one) == worked, one


def test_every_notice_is_named_by_its_number():
    assert sorted({entry.notice for entry in load_notices()}) == sorted(NUMBERS)


def test_the_extended_spring_festival_outweighs_the_first_notice():
    listed = {entry.day: entry for entry in load_notices()}
    saturday = listed[date(2020, 2, 1)]
    assert (saturday.working, saturday.notice) == (False, "国办发明电〔2020〕1号")


def test_days_are_listed_once_and_in_order():
    listed = [entry.day for entry in load_notices()]
    assert listed == sorted(set(listed))


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("2020-06-25", False),  # Dragon Boat
        ("2020-06-28", True),  # a Sunday made up for it
        ("2020-06-20", False),  # a plain Saturday
        ("2020-06-22", True),
        ("2020-10-10", True),
        ("2026-12-31", True),
    ],
)
def test_a_day_is_worked_or_off(text, working):
    assert CALENDAR.is_working(day(text)) is working


def test_years_without_a_notice_are_estimated_and_say_so():
    assert CALENDAR.is_estimated(date(2027, 1, 4))
    assert not CALENDAR.is_estimated(date(2026, 12, 31))
    assert not CALENDAR.is_working(date(2027, 10, 1))
    assert CALENDAR.is_working(date(2027, 3, 1))


def test_a_day_loaded_for_an_unknown_year_is_no_estimate():
    loaded = Calendar({date(2027, 1, 4): False}, "next", frozenset())
    assert not loaded.is_estimated(date(2027, 1, 4))
    assert not loaded.is_working(date(2027, 1, 4))


def test_the_year_end_reaches_into_the_year_without_a_notice():
    due = CALENDAR.add_workdays(date(2026, 12, 30), 2)
    assert (due, CALENDAR.is_estimated(due)) == (date(2027, 1, 4), True)


def test_a_day_off_rolls_forward_or_back():
    assert CALENDAR.roll(date(2020, 10, 1)) == date(2020, 10, 9)
    assert CALENDAR.back(date(2020, 6, 25)) == date(2020, 6, 24)
    assert CALENDAR.add_days(date(2020, 5, 20), 3) == date(2020, 5, 25)


def test_a_day_of_beijing_ends_at_its_midnight():
    assert day_end(date(2020, 5, 22)) == datetime(2020, 5, 22, 16, tzinfo=UTC)
    assert beijing_date(datetime(2020, 5, 22, 15, 59, tzinfo=UTC)) == date(2020, 5, 22)
    assert beijing_date(datetime(2020, 5, 22, 16, tzinfo=UTC)) == date(2020, 5, 23)


def test_an_instant_without_a_zone_is_no_day():
    with pytest.raises(ValueError, match="time zone"):
        beijing_date(datetime(2020, 5, 22))  # noqa: DTZ001 - what is refused


def test_the_notices_are_read_once():
    assert notice_calendar() is notice_calendar()


@given(DAYS, st.integers(-60, 60))
def test_counting_never_lands_on_a_day_off(start, n):
    assert CALENDAR.is_working(CALENDAR.add_workdays(start, n))


@given(DAYS, st.integers(0, 60), st.integers(0, 5))
def test_more_days_never_end_earlier(start, n, more):
    later = CALENDAR.add_workdays(start + timedelta(days=more), n)
    assert CALENDAR.add_workdays(start, n) <= later
    assert CALENDAR.add_workdays(start, n) < CALENDAR.add_workdays(start, n + 1) or n == 0


@given(DAYS, st.integers(1, 60))
def test_what_is_counted_out_is_counted_back(start, n):
    end = CALENDAR.add_workdays(start, n)
    assert CALENDAR.workdays_between(start, end) == n
    assert CALENDAR.workdays_between(end, start) == 0
