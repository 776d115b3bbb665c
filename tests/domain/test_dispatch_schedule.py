"""When dispatch reports are due: on days of the month with a shift, or every other Sunday."""

from datetime import date

import pytest

from service.domain.calendar import notice_calendar
from service.domain.dispatch_schedule import read_schedule

MONTHLY = {
    "since": date(2020, 5, 18),
    "until": date(2020, 6, 30),
    "days_of_month": [12, 25],
    "shift": "previous",
    "remind_workdays": 1,
    "clause": "CQ-31",
}
TURNING = {
    "since": date(2020, 4, 1),
    "until": date(2020, 6, 30),
    "anchor": date(2020, 4, 12),
    "every_days": 14,
    "shift": "none",
    "remind_workdays": 1,
    "clause": "HLJ-23",
    "defaults": ["anchor"],
}


def due(raw, **changed):
    days = read_schedule({**raw, **changed}).due_dates(notice_calendar())
    return [f"{day:%m-%d}" for day in days]


@pytest.mark.parametrize(
    ("shift", "last"), [("previous", "06-24"), ("next", "06-28"), ("none", "06-25")]
)
def test_a_report_due_on_the_dragon_boat_holiday_gives_way_as_the_place_says(shift, last):
    assert due(MONTHLY, shift=shift) == ["05-25", "06-12", last]


def test_no_report_is_due_before_the_notice_or_after_its_end():
    assert due(MONTHLY, since=date(2020, 5, 26), until=date(2020, 6, 12)) == ["06-12"]


def test_every_other_sunday_counts_from_its_anchor():
    assert due(TURNING) == ["04-12", "04-26", "05-10", "05-24", "06-07", "06-21"]


def test_an_anchor_before_the_first_day_keeps_its_rhythm():
    assert due(TURNING, anchor=date(2020, 3, 29))[0] == "04-12"
    assert due(TURNING, anchor=date(2020, 6, 28)) == ["06-28"]


def test_what_the_document_does_not_say_is_named():
    assert read_schedule(TURNING).defaults == ("anchor",)
