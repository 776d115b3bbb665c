"""Batches of payments as tables: state × act, who is barred by what he did, what is signed."""

from dataclasses import replace

import pytest

from service.domain.batch import (
    ACTS,
    ALLOWED,
    APPROVE,
    CHECK,
    DRAW,
    HOLD,
    LINES,
    REASONS,
    RELEASE,
    STATES,
    TAKE_BACK,
    THREE_HANDS,
    Hand,
    Item,
    after,
    barred_by,
    batch_number,
    digest,
    is_account,
    is_possible,
    voucher_number,
)

POSSIBLE = {
    "drawn": {"check", "hold", "take_back", "drop"},
    "checked": {"check", "hold", "take_back", "approve", "drop"},
    "approved": {"release", "drop"},
    "releasing": set(),
    "released": set(),
    "settled": set(),
    "dropped": set(),
}
LI, WANG, ZHAO = "li", "wang", "zhao"
LINE = Item(1, 7, 0, 150000, "index")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ALLOWED)
def test_a_batch_can_be_worked_only_before_it_is_approved(state, act):
    assert is_possible(act, state) == (act in POSSIBLE[state])


@pytest.mark.parametrize(
    ("act", "state", "then"),
    [
        (CHECK, "drawn", "checked"),
        (HOLD, "checked", "checked"),
        (TAKE_BACK, "checked", "drawn"),
        (APPROVE, "checked", "approved"),
        (RELEASE, "approved", "releasing"),
        ("drop", "approved", "dropped"),
    ],
)
def test_what_is_put_in_anew_has_to_be_checked_anew(act, state, then):
    assert after(act, state) == then


def hand(act, *persons):
    return Hand(act, frozenset(persons))


@pytest.mark.parametrize(
    ("act", "hands", "who", "bar"),
    [
        (APPROVE, 2, {LI}, DRAW),
        (APPROVE, 2, {WANG}, None),
        # Whoever stands in for the drawer approves in the drawer's name.
        (APPROVE, 2, {ZHAO, LI}, DRAW),
        (RELEASE, 2, {LI}, None),
        (RELEASE, 2, {WANG}, APPROVE),
        (RELEASE, 2, {ZHAO}, None),
        (RELEASE, 3, {LI}, DRAW),
        (RELEASE, 3, {WANG}, APPROVE),
        (RELEASE, 3, {ZHAO}, None),
        (CHECK, 3, {LI}, None),
    ],
)
def test_who_drew_never_approves_nor_who_approved_releases_and_a_third_where_asked(
    act, hands, who, bar
):
    done = [hand(DRAW, LI), hand(CHECK, ZHAO), hand(HOLD, ZHAO), hand(APPROVE, WANG)]
    assert barred_by(act, done, who, hands=hands) == bar


def test_who_took_a_line_back_in_has_drawn_as_well():
    done = [hand(DRAW, LI), hand(TAKE_BACK, WANG)]
    assert barred_by(APPROVE, done, {WANG}) == TAKE_BACK
    assert barred_by(RELEASE, done, {WANG}, hands=THREE_HANDS) == TAKE_BACK


@pytest.mark.parametrize(
    "changed", [{"fen": 150001}, {"account": "other"}, {"payment": 8}, {"line": 3}, {"no": 2}]
)
def test_another_amount_or_account_is_another_signature(changed):
    assert digest([LINE]) != digest([replace(LINE, **changed)])


def test_the_order_of_the_lines_is_not_signed():
    other = replace(LINE, no=2, payment=8)
    assert digest([LINE, other]) == digest([other, LINE]) != digest([LINE])


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        *(("622202000000", True), ("6222020000000000000", True), ("62220200000", False)),
        *(("", False), (None, False), ("62220200000a", False), ("６２２２０２００００００", False)),
    ],
)
def test_an_account_has_12_to_19_digits(number, fits):
    assert is_account(number) == fits


def test_batches_and_vouchers_are_numbered_as_forms_take_them():
    number = batch_number("SF", "20200720", 12)
    assert (number, voucher_number(number, 3)) == ("SF-P20200720-12", "SF-P20200720-12-00003")


@pytest.mark.parametrize("words", [STATES, ACTS, LINES, REASONS])
def test_everything_has_its_words_in_both_languages(words):
    assert all(one[0] and one[1] for one in words.values())
