"""One person given the same twice, or in two places at once, is found; others are not."""

from datetime import date, time

import pytest

from service.records import AttendanceDay, ClaimLine, blind_index
from service.records.duplicates import elsewhere_meanwhile, known_elsewhere, subsidised_before

from .conftest import WANG
from .test_classes import opening, record, two_classes  # noqa: F401 - a fixture

DAY = date(2020, 6, 10)


def claimed(session, *cases, verdict=None):
    for case_id in cases:
        session.add(opening(case_id))
        session.flush()
        session.add(ClaimLine(case_id=case_id, line=1, amount_fen=150_000, verdict=verdict))
    session.flush()


def lines(found):
    return [(one.line, one.case_id) for one in found]


@pytest.mark.parametrize("verdict", ["approved", "cut"])
def test_whoever_was_granted_it_is_found_in_the_other_class(session, two_classes, verdict):  # noqa: F811
    first, second = two_classes
    claimed(session, first, second, verdict=verdict)
    assert lines(subsidised_before(session, second)) == [(1, first)]


def test_of_two_claims_nobody_judged_the_earlier_class_goes_before(session, two_classes):  # noqa: F811
    first, second = two_classes
    claimed(session, first, second)
    assert lines(subsidised_before(session, first)) == []
    assert lines(subsidised_before(session, second)) == [(1, first)]


def test_a_removed_line_stands_against_nobody(session, two_classes):  # noqa: F811
    first, second = two_classes
    claimed(session, first, second, verdict="removed")
    assert subsidised_before(session, second) == []


def test_another_occupation_is_another_subsidy(session, two_classes):  # noqa: F811
    first, second = two_classes
    other = opening(first)
    other.specialty_code = "6-18-01-01"
    session.add_all([other, opening(second)])
    session.flush()
    session.add(ClaimLine(case_id=first, line=1, amount_fen=1, verdict="approved"))
    assert subsidised_before(session, second) == []


@pytest.mark.parametrize(
    ("hours", "found"),
    [((9, 11), True), ((10, 12), True), ((11, 12), False), ((8, 9), False), (None, True)],
)
def test_signed_in_at_two_classes_at_once(session, two_classes, hours, found):  # noqa: F811
    first, second = two_classes
    began, ended = (time(hours[0]), time(hours[1])) if hours else (None, None)
    here = {"attended_from": time(9), "attended_to": time(11)}
    there = {"attended_from": began, "attended_to": ended}
    session.add(record(first, "B", 1, attended_on=DAY, **here))
    session.add(record(second, "B", 1, attended_on=DAY, **there))
    session.flush()
    assert lines(elsewhere_meanwhile(session, second)) == ([(1, first)] if found else [])


def test_a_day_in_the_classroom_meets_an_hour_elsewhere(session, two_classes):  # noqa: F811
    first, second = two_classes
    session.add(AttendanceDay(case_id=first, line=1, day=DAY, batch_ref="B"))
    session.add(record(second, "B", 1, attended_on=DAY))
    session.flush()
    assert lines(elsewhere_meanwhile(session, second)) == [(1, first)]


def test_another_place_says_only_whether(session, two_classes):  # noqa: F811
    assert not known_elsewhere(session, blind_index(WANG), beyond="chongqing")
    assert known_elsewhere(session, blind_index(WANG), beyond="guizhou")
