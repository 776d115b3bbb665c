"""The living allowance to the day and the fen: hours that make a day, and the cap of the year."""

from datetime import date, timedelta

import pytest

from service.domain.allowance import Rates, Units, earned, within_cap
from service.domain.money import fen

from .standing import cases

CAPPED = Rates(45, 6, 3000, 4000, cap_days=30)
BEST = Rates(45, 6, 3000, 4000, cap_days=30, order="best")
BY_THE_HOUR = Rates(45, 1, 100, 2500)
NEW_YEAR = date(2021, 1, 1)


def days(number: int, since: date = date(2020, 6, 1)) -> list[date]:
    return [since + timedelta(n) for n in range(number)]


@pytest.mark.parametrize("case", ["GZ-3", "GZ-4", "GZ-4b", "GZ-5"])
def test_worked_cases_come_out_to_the_fen(case):
    given, wanted = cases()[case]["input"], cases()[case]["expected"]
    rates = BEST if given.get("order") == "offline first" else CAPPED
    studied = [(day, 45) for day in days(given["online_hours"])]
    units = earned(studied, days(given["offline_days"]), rates).get(2020, Units())
    paid = within_cap(units, given["used_days"], rates)
    assert units.online == wanted["online_days"]
    assert (paid.online, paid.offline) == (wanted["online_paid_days"], wanted["offline_paid_days"])
    assert paid.fen(rates) == fen(str(wanted["amount"]))
    assert given["used_days"] + paid.total == wanted["days_used_after"]


@pytest.mark.parametrize(
    ("used", "attended", "paid"),
    [(0, 29, 29), (0, 30, 30), (0, 31, 30), (29, 1, 1), (30, 1, 0), (31, 1, 0)],
)
def test_the_year_has_room_for_thirty_days(used, attended, paid):
    assert within_cap(Units(0, attended), used, CAPPED).total == paid


@pytest.mark.parametrize(
    ("hours", "whole_days"), [(5, 0), (6, 1), (11, 1), (12, 2)], ids="{0} hours".format
)
def test_six_class_hours_are_a_day_and_the_rest_is_dropped(hours, whole_days):
    units = earned([(date(2020, 6, 1), hours * 45)], [], CAPPED)
    assert units == ({2020: Units(whole_days)} if whole_days else {})


def test_hours_of_several_days_add_up():
    assert earned([(day, 90) for day in days(4)], [], CAPPED) == {2020: Units(1)}


def test_a_day_belongs_to_the_year_in_which_it_was_filled():
    studied = [(NEW_YEAR - timedelta(1), 269), (NEW_YEAR, 1)]
    assert earned(studied, [], CAPPED) == {2021: Units(1)}


def test_days_attended_count_in_their_own_year_and_once():
    attended = [NEW_YEAR - timedelta(1), NEW_YEAR, NEW_YEAR]
    assert earned([], attended, CAPPED) == {2020: Units(0, 1), 2021: Units(0, 1)}


def test_a_reason_lifts_the_cap():
    assert within_cap(Units(10, 25), 20, CAPPED, cap_lifted=True) == Units(10, 25)


def test_where_nothing_is_said_of_a_cap_all_is_paid():
    units = earned([(date(2020, 6, 1), 45 * 40)], days(35), BY_THE_HOUR)[2020]
    assert within_cap(units, 300, BY_THE_HOUR) == Units(40, 35)
    assert units.fen(BY_THE_HOUR) == 40 * 100 + 35 * 2500


def test_best_for_the_learner_takes_the_dearer_days_first():
    dearer_online = Rates(45, 6, 5000, 4000, cap_days=10, order="best")
    assert within_cap(Units(8, 8), 0, BEST) == Units(8, 8)
    assert within_cap(Units(8, 8), 20, BEST) == Units(2, 8)
    assert within_cap(Units(8, 8), 0, dearer_online) == Units(8, 2)
