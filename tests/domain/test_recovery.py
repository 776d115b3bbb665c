"""Money that comes back in parts or against another payment: which plans hold, what is next."""

from datetime import date

import pytest

from service.domain.recovery import (
    Part,
    Plan,
    apportioned,
    next_part,
    offset_problem,
    plan_problems,
)

TODAY = date(2020, 7, 1)
ALLOWED = Plan(most=3, days=90)
JULY, AUGUST, SEPTEMBER = date(2020, 7, 31), date(2020, 8, 31), date(2020, 9, 29)
PARTS = (Part(JULY, 100), Part(AUGUST, 100), Part(SEPTEMBER, 50))


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (PARTS, []),
        ((Part(JULY, 250),), []),
        (PARTS[:2], ["not_the_debt"]),
        ((*PARTS[:2], Part(date(2020, 9, 30), 50)), ["too_late"]),
        ((Part(TODAY, 250),), ["out_of_order"]),
        ((Part(AUGUST, 100), Part(JULY, 150)), ["out_of_order"]),
        ((Part(JULY, 100), Part(JULY, 150)), ["out_of_order"]),
        (tuple(Part(date(2020, 7, day), 50) for day in (6, 7, 8, 9, 10)), ["too_many"]),
        ((), ["not_the_debt"]),
    ],
)
def test_a_plan_is_the_debt_in_few_parts_on_days_in_order(parts, found):
    problems = plan_problems(parts, 250, today=TODAY, allowed=ALLOWED)
    assert [one.code for one in problems] == found


@pytest.mark.parametrize(("paid", "at"), [(0, 0), (99, 0), (100, 1), (240, 2), (250, None)])
def test_what_comes_in_pays_the_earliest_part_first(paid, at):
    assert next_part(PARTS, paid) == at


@pytest.mark.parametrize(("fen", "refused"), [(300, False), (301, True), (500, True)])
def test_no_more_is_set_off_than_is_owed_and_payable(fen, refused):
    assert (offset_problem(fen, owed_fen=300, payable_fen=400) is not None) is refused


@pytest.mark.parametrize(
    ("fen", "parts"),
    [(0, {}), (60, {"ZZ": 60}), (100, {"ZZ": 100}), (110, {"ZZ": 100, "JYBZ": 10})],
)
def test_what_comes_back_fills_the_fund_called_first(fen, parts):
    assert apportioned({"ZZ": 100, "JYBZ": 20}, fen) == parts
