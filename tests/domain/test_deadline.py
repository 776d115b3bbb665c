"""Deadlines: begun, paused with the remainder frozen, resumed, recounted, and their rungs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.calendar import Calendar, day_end
from service.domain.deadline import (
    Count,
    DeadlineRule,
    NotRunning,
    PauseNotPermitted,
    Rung,
    begin,
    end_of_period,
    pause,
    recount,
    resume,
    rung_times,
)
from tests.domain.standing import CALENDAR, POLICY, cases, day, named, noon

REVIEW = POLICY.deadline("opening_review", date(2020, 6, 24))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2026, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001


def rule(days: int, count: Count, **changes) -> DeadlineRule:
    return DeadlineRule("some", days, count, "internal", "", "default", **changes)


@pytest.mark.parametrize("case", named("CAL-"), ids=lambda case: case["id"])
def test_due_is_the_midnight_after_the_last_day(case):
    two_days = rule(case["input"]["workdays"], "workdays")
    running = begin(two_days, noon(case["input"]["filed"]), CALENDAR)
    assert running.last_day == day(case["expected"]["due"])
    assert running.due_at == day_end(day(case["expected"]["due"]))


def test_receipt_on_a_day_off_may_count_as_the_next_working_day():
    case = cases()["CLK-3"]
    rolled = rule(2, "workdays", receipt_rolls=True)
    running = begin(rolled, noon(case["input"]["filed"]), CALENDAR)
    assert running.last_day == day(case["expected"]["due"])


@pytest.mark.parametrize(("used", "due"), [(False, "2020-07-03"), (True, "2020-07-02")])
def test_the_day_a_correction_is_asked_counts_as_the_policy_says(used, due):
    given_in = cases()["CLK-2"]["input"]
    running = begin(REVIEW, noon(given_in["filed"]), CALENDAR)
    asked = noon(given_in["correction_asked"])
    paused = pause(running, REVIEW, asked, CALENDAR, asked_day_used=used)
    went_on = resume(paused, REVIEW, noon(given_in["resubmitted"]), CALENDAR)
    assert went_on.last_day == day(due)


def test_a_paused_deadline_has_no_due_time_and_no_rungs():
    paused = pause(
        begin(REVIEW, noon("2020-06-24"), CALENDAR), REVIEW, noon("2020-06-28"), CALENDAR
    )
    assert (paused.due_at, paused.last_day, paused.remaining) == (None, None, 1)
    assert rung_times(paused, REVIEW, CALENDAR) == []


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("2020-05-20", 2),  # the day of receipt is not counted, so nothing is used
        ("2020-05-21", 1),
        ("2020-05-22", 0),
        ("2020-05-23", 0),  # a Saturday after the last day
        ("2020-05-29", 0),
    ],
)
def test_what_is_left_is_frozen(asked, left):
    running = begin(REVIEW, noon("2020-05-20"), CALENDAR)
    assert pause(running, REVIEW, noon(asked), CALENDAR).remaining == left


def test_the_day_of_receipt_is_never_given_back_twice():
    running = begin(REVIEW, noon("2020-05-20"), CALENDAR)
    paused = pause(running, REVIEW, noon("2020-05-20"), CALENDAR, asked_day_used=False)
    assert paused.remaining == 2


def test_a_day_off_on_which_a_correction_is_asked_uses_nothing():
    running = begin(REVIEW, noon("2020-05-21"), CALENDAR)
    paused = pause(running, REVIEW, noon("2020-05-23"), CALENDAR, asked_day_used=False)
    assert paused.remaining == 1


def test_days_pause_as_working_days_do():
    ten = rule(10, "days", pauses=("correction",))
    paused = pause(begin(ten, date(2020, 6, 1), CALENDAR), ten, noon("2020-06-06"), CALENDAR)
    assert paused.remaining == 5
    unused = pause(
        begin(ten, date(2020, 6, 1), CALENDAR),
        ten,
        noon("2020-06-06"),
        CALENDAR,
        asked_day_used=False,
    )
    assert unused.remaining == 6


def test_a_deadline_stops_only_for_what_it_permits():
    running = begin(REVIEW, noon("2020-05-20"), CALENDAR)
    with pytest.raises(PauseNotPermitted, match="holiday"):
        pause(running, REVIEW, noon("2020-05-21"), CALENDAR, reason="holiday")


def test_a_period_of_months_cannot_be_frozen():
    year = rule(1, "years", pauses=("correction",))
    running = begin(year, date(2020, 6, 30), CALENDAR)
    with pytest.raises(PauseNotPermitted, match="years"):
        pause(running, year, noon("2020-07-01"), CALENDAR)


def test_a_paused_deadline_is_not_paused_again_nor_a_running_one_resumed():
    running = begin(REVIEW, noon("2020-05-20"), CALENDAR)
    paused = pause(running, REVIEW, noon("2020-05-21"), CALENDAR)
    with pytest.raises(NotRunning):
        pause(paused, REVIEW, noon("2020-05-21"), CALENDAR)
    with pytest.raises(NotRunning):
        resume(running, REVIEW, noon("2020-05-21"), CALENDAR)


@pytest.mark.parametrize("case", named("GZ-W-"), ids=lambda case: case["id"])
def test_a_year_ends_on_its_day_or_the_next_working_day(case):
    start, end = day(case["input"]["completion"]), day(case["expected"]["window_end"])
    assert end_of_period(start, 1, "years", CALENDAR) == end


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2020-01-31", 1, "2020-03-02"),  # 29 February is a Saturday
        ("2021-11-30", 3, "2022-02-28"),
        ("2020-11-15", 2, "2021-01-15"),
    ],
)
def test_a_month_without_the_day_ends_with_the_month(start, months, end):
    assert end_of_period(day(start), months, "months", CALENDAR) == day(end)


def test_the_statutory_ladder_of_two_days():
    running = begin(REVIEW, noon("2020-06-24"), CALENDAR)
    assert rung_times(running, REVIEW, CALENDAR) == [
        ("remind", datetime(2020, 6, 28, 1, tzinfo=UTC)),
        ("last_call", datetime(2020, 6, 29, 6, tzinfo=UTC)),
        ("escalate", datetime(2020, 6, 29, 16, tzinfo=UTC)),
        ("escalate_city", datetime(2020, 6, 30, 1, tzinfo=UTC)),
    ]


def test_a_rung_on_or_before_the_day_of_receipt_is_left_out():
    one_day = rule(1, "workdays", rungs=(Rung("remind", "-1wd 09:00"), Rung("escalate", "passed")))
    running = begin(one_day, noon("2020-05-20"), CALENDAR)
    assert [name for name, _ in rung_times(running, one_day, CALENDAR)] == ["escalate"]


def test_a_rung_may_count_natural_days():
    window = rule(1, "years", rungs=(Rung("remind", "-30d 09:00"),))
    running = begin(window, date(2020, 6, 30), CALENDAR)
    assert rung_times(running, window, CALENDAR) == [
        ("remind", datetime(2021, 5, 31, 1, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    "at", ["", "tomorrow", "-1wd", "-1wd 24:00", "due", "1wd 09:00", "passed "]
)
def test_a_rung_that_names_no_time_is_refused(at):
    with pytest.raises(ValueError, match="deadline"):
        Rung("remind", at)


def test_another_calendar_moves_what_runs_and_marks_what_stands():
    closed = Calendar({**CALENDAR.days, date(2020, 5, 21): False}, "v2", CALENDAR.known_years)
    running = begin(REVIEW, noon("2020-05-20"), CALENDAR)
    moved = recount(running, REVIEW, closed)
    assert (moved.last_day, moved.calendar_version) == (date(2020, 5, 25), "v2")
    paused = pause(running, REVIEW, noon("2020-05-21"), CALENDAR)
    assert recount(paused, REVIEW, closed) == replace(paused, calendar_version="v2")


def test_a_due_day_in_a_year_without_notice_is_marked():
    assert begin(REVIEW, noon("2026-12-30"), CALENDAR).estimated
    assert not begin(REVIEW, noon("2026-12-29"), CALENDAR).estimated


@given(MOMENTS, st.integers(0, 30), st.integers(0, 30))
def test_a_pause_of_one_moment_changes_nothing_while_in_time(received, days, after):
    some = rule(days, "workdays", pauses=("correction",))
    running = begin(some, received, CALENDAR)
    asked = received + timedelta(days=after)
    if asked < running.due_at and CALENDAR.is_working((asked + timedelta(hours=8)).date()):
        paused = pause(running, some, asked, CALENDAR)
        assert resume(paused, some, asked, CALENDAR).due_at == running.due_at


@given(MOMENTS, st.integers(1, 20), st.integers(0, 30), st.integers(0, 60))
def test_a_pause_never_brings_the_deadline_forward(received, days, after, away):
    some = rule(days, "workdays", pauses=("correction",))
    running = begin(some, received, CALENDAR)
    asked = received + timedelta(days=after)
    paused = pause(running, some, asked, CALENDAR)
    back = resume(paused, some, asked + timedelta(days=away), CALENDAR)
    assert back.last_day >= min(running.last_day, (asked + timedelta(hours=8)).date())
    assert 0 <= paused.remaining <= days
