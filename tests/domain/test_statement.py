"""Statements: movements by their names, the trial balance, months and the middle of a count."""

from datetime import date

import pytest

from service.domain.ledger import ACCOUNTS
from service.domain.statement import (
    MOVEMENTS,
    OTHER,
    Account,
    Period,
    balanced,
    by_movement,
    median,
    month_of,
    movement_of,
    read_month,
    trial_balance,
    year_of,
)

APPROVED = {("committed", "budget"): 6_000_000}
PAID = {("in_payment", "committed"): 3_000_000, ("advance", "in_payment"): 3_000_000}


def test_an_advance_and_a_balance_are_both_paid():
    pairs = {("paid", "in_payment"): 27, ("advance", "in_payment"): 30, ("budget", "committed"): 3}
    assert by_movement(pairs) == {"paid": 57, "set_free": 3}


def test_a_correction_between_accounts_of_no_name_is_another_movement():
    assert movement_of(("in_payment", "paid")) == OTHER


def test_no_two_movements_share_their_accounts():
    pairs = [pair for pairs in MOVEMENTS.values() for pair in pairs]
    assert len(pairs) == len(set(pairs))


def test_the_trial_balance_says_where_each_account_stood_and_stands():
    rows = trial_balance(ACCOUNTS, APPROVED, PAID)
    assert rows == [
        Account("budget", -6_000_000, 0, 0),
        Account("committed", 6_000_000, 0, 3_000_000),
        Account("in_payment", 0, 3_000_000, 3_000_000),
        Account("advance", 0, 3_000_000, 0),
    ]
    assert [row.after for row in rows] == [-6_000_000, 3_000_000, 0, 3_000_000]
    assert balanced(rows)


def test_an_account_left_out_of_the_list_unbalances_it():
    assert not balanced(trial_balance(("committed",), {}, APPROVED))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2020-09", Period(date(2020, 9, 1), date(2020, 10, 1))),
        ("2020-12", Period(date(2020, 12, 1), date(2021, 1, 1))),
        ("2020-13", None),
        ("1999-01", None),
        ("2020-9", None),
        ("", None),
    ],
)
def test_a_month_is_read_or_is_none(text, month):
    assert read_month(text) == month


def test_a_month_and_a_year_end_where_the_next_begins():
    assert month_of(date(2020, 9, 18)) == Period(date(2020, 9, 1), date(2020, 10, 1))
    assert year_of(2020) == Period(date(2020, 1, 1), date(2021, 1, 1))


@pytest.mark.parametrize(
    ("counts", "middle"),
    [({}, None), ({5: 1}, 5), ({5: 1, 9: 1}, 5), ({5: 1, 7: 1, 9: 1}, 7), ({3: 10, 90: 2}, 3)],
)
def test_the_median_is_the_middle_one(counts, middle):
    assert median(counts) == middle
