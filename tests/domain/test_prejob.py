"""New employees trained before the job: a year's contract, insurance, and the year to train in."""

from datetime import date

import pytest

from service.domain.prejob import long_enough, missing, obstacle, one_year_end
from tests.domain.standing import cases, day

SOUND = {"contract_from": "2020-04-01", "contract_to": "2021-03-31", "insured": True}


def test_the_year_ends_on_the_same_day_though_it_is_a_holiday():
    worked = cases()["JN-2w"]
    ends = one_year_end(day(worked["input"]["contract"]))
    assert ends == day(worked["expected"]["one_year_end"])
    line = {"contract_from": day("2019-05-01"), "insured": True}
    assert obstacle(line, day("2020-05-15")) == "outside_the_year"
    assert obstacle(line, day("2020-05-02")) == "outside_the_year"
    assert obstacle(line, ends) == ""


@pytest.mark.parametrize(
    ("until", "enough"),
    [("2021-03-30", False), ("2021-03-31", True), ("2021-04-01", True), (None, True)],
)
def test_a_contract_of_one_year_ends_on_the_day_before_its_birthday(until, enough):
    assert long_enough(date(2020, 4, 1), day(until) if until else None) is enough


@pytest.mark.parametrize(
    ("changes", "starts_on", "found"),
    [
        ({}, "2020-05-11", ""),
        ({"contract_to": "2020-12-31"}, "2020-05-11", "contract_too_short"),
        ({}, "2021-04-01", ""),
        ({}, "2021-04-02", "outside_the_year"),
        ({}, "2020-03-31", "outside_the_year"),
    ],
)
def test_a_line_earns_nothing_outside_its_year_or_on_a_short_contract(changes, starts_on, found):
    assert obstacle({**SOUND, **changes}, day(starts_on)) == found


@pytest.mark.parametrize(
    ("line", "lacking"),
    [
        (SOUND, ()),
        ({**SOUND, "insured": False}, ("insured",)),
        ({}, ("contract_from", "insured", "contract_to")),
        ({**SOUND, "contract_to": None}, ("contract_to",)),
        ({**SOUND, "contract_to": None, "contract_open_ended": True}, ()),
    ],
)
def test_a_line_says_what_it_does_not_prove(line, lacking):
    assert missing(line) == lacking
