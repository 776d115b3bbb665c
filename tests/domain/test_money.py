"""Amounts: read, written, written out in capitals, and shared half up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.money import (
    LARGEST_FEN,
    AmountTooLarge,
    NotAnAmount,
    capital,
    fen,
    share,
    within,
    yuan,
)
from tests.domain.standing import named

AMOUNTS = st.integers(0, LARGEST_FEN)


@pytest.mark.parametrize("case", named("RMB-"), ids=lambda case: case["id"])
def test_an_amount_is_written_out_as_the_worked_case_says(case):
    assert capital(fen(case["input"]["amount"])) == case["expected"]["upper"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("10.05", "壹拾元零伍分"),
        ("1005", "壹仟零伍元整"),
        ("1050", "壹仟零伍拾元整"),
        ("100000005", "壹亿零伍元整"),
        ("100050000", "壹亿零伍万元整"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ],
)
def test_zeros_are_written_where_the_bank_wants_them(amount, words):
    assert capital(fen(amount)) == words


@pytest.mark.parametrize(
    ("text", "amount"),
    [("30,000.00", 3_000_000), ("30000", 3_000_000), ("0.5", 50), (" 1500.05 ", 150_005)],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert fen(text) == amount


@pytest.mark.parametrize("text", ["", "1.999", "-1", "1e3", "3,00", "1.", ".5", "１０", "1 000"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NotAnAmount):
        fen(text)


def test_an_amount_below_zero_is_shown_with_its_sign():
    assert (yuan(-150_005), capital(-5)) == ("-1,500.05", "负伍分")


@pytest.mark.parametrize("ask", [within, yuan, capital, lambda much: share(much, 1)])
def test_more_than_ten_trillion_yuan_is_refused(ask):
    ask(LARGEST_FEN)
    with pytest.raises(AmountTooLarge):
        ask(LARGEST_FEN + 1)
    with pytest.raises(AmountTooLarge):
        fen("10000000000000.01")


@pytest.mark.parametrize(
    ("amount", "bp", "part"),
    [(3_333_500, 5000, 1_666_750), (1, 5000, 1), (1, 4999, 0), (3, 5000, 2), (97_500, 0, 0)],
)
def test_half_a_fen_is_rounded_up(amount, bp, part):
    assert share(amount, bp) == part


@pytest.mark.parametrize(("amount", "bp"), [(-1, 5000), (1, -1)])
def test_there_is_no_share_of_a_debt(amount, bp):
    with pytest.raises(NotAnAmount):
        share(amount, bp)


@given(AMOUNTS)
def test_what_is_written_is_read_back(amount):
    assert fen(yuan(amount)) == amount


@given(AMOUNTS)
def test_every_amount_in_capitals_ends_as_the_bank_wants(amount):
    words = capital(amount)
    assert "零零" not in words
    assert words.endswith("分" if amount % 10 else "整")


@given(AMOUNTS, AMOUNTS)
def test_two_amounts_never_share_their_words(one, other):
    assert (capital(one) == capital(other)) == (one == other)


@given(st.integers(0, 10**13), st.integers(0, 10_000))
def test_a_share_and_the_rest_make_the_whole_within_a_fen(amount, bp):
    parts = share(amount, bp) + share(amount, 10_000 - bp)
    assert amount <= parts <= amount + 1
