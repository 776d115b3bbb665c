"""Class hours from the minutes of a specialty's videos, and the fewest a course must have."""

import pytest

from service.domain.class_hours import class_hours
from service.domain.minimum_hours import MinimumHours, Shortfall, shortfall
from tests.domain.standing import named

STARTUP = MinimumHours(online=24, practical=12)


@pytest.mark.parametrize("case", named("JN-H"), ids=lambda case: case["id"])
def test_a_rest_of_twenty_minutes_is_a_class_hour_and_nineteen_are_none(case):
    assert class_hours(case["input"]["minutes"]) == case["expected"]["class_hours"]


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(0, 0), (39, 1), (40, 1), (59, 1), (60, 2), (620, 16), (619, 15), (1180, 30), (1179, 29)],
)
def test_hours_are_counted_on_the_total(minutes, hours):
    assert class_hours(minutes) == hours


@pytest.mark.parametrize(
    ("online", "practical", "short"),
    [
        (24, 12, Shortfall()),
        (23, 12, Shortfall(online=1)),
        (24, 11, Shortfall(practical=1)),
        (20, 0, Shortfall(online=4, practical=12)),
        (60, 60, Shortfall()),
    ],
)
def test_a_plan_is_told_by_how_many_hours_it_falls_short(online, practical, short):
    found = shortfall(STARTUP, online=online, practical=practical)
    assert found == short
    assert bool(found) == (short != Shortfall())
