"""The invented cast: valid to every checker, never the same twice, the same from one seed."""

import pytest
from stdnum import luhn
from stdnum.cn import uscc

from service.domain.invented import (
    BANK_ACCOUNTS,
    CREDIT_CODES,
    RESIDENT_IDS,
    Invented,
    bank_account,
    credit_code,
    id_number,
)


@pytest.mark.parametrize("number", RESIDENT_IDS)
def test_the_identifiers_of_the_worked_examples_are_valid(number):
    assert id_number(number[:17]) == number


def test_the_bodies_of_the_worked_examples_are_valid():
    assert [credit_code(code[:17]) for code in CREDIT_CODES] == list(CREDIT_CODES)
    assert [bank_account(account[:-1]) for account in BANK_ACCOUNTS] == list(BANK_ACCOUNTS)


def test_a_thousand_people_are_a_thousand_different_people():
    people = Invented(1).people(1000)
    assert len({one.id_no for one in people}) == len({one.phone for one in people}) == 1000
    for one in people:
        assert id_number(one.id_no[:17]) == one.id_no
        assert one.id_no[6:14] == f"{one.birth:%Y%m%d}"
        assert luhn.is_valid(one.account)
        assert len(one.phone) == 11


@pytest.mark.parametrize("kind", ["school", "enterprise", "platform"])
def test_an_institution_has_a_valid_credit_code(kind):
    one = Invented(2, region="500105").institution(kind)
    assert uscc.is_valid(one.uscc)
    assert luhn.is_valid(one.account)
    assert (one.kind, one.region, one.uscc[2:8]) == (kind, "500105", "500105")


def test_one_seed_draws_the_same_cast():
    assert Invented(3).people(5) == Invented(3).people(5)
    assert Invented(3).people(5) != Invented(4).people(5)


def test_what_was_drawn_before_is_drawn_anew():
    cast = Invented(5)
    drawn = iter(["7", "7", "8"])
    assert [cast._fresh(lambda: next(drawn)) for _ in range(2)] == ["7", "8"]
