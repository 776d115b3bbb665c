"""Identity numbers, credit codes, mobiles and accounts: who is let in and who is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.uscc import calc_check_digit

from forms import identifiers
from forms.problems import Refused
from tests.forms.standing import TODAY

FIRST_17 = r"[1-9][0-9]{5}19[5-9][0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}"
WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]


def with_check_character(first_17: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return first_17 + "10X98765432"[total % 11]


def refusal_of(read: object, *given: object) -> str:
    with pytest.raises(Refused) as refused:
        read(*given)  # type: ignore[operator]
    return refused.value.code


@pytest.mark.parametrize(
    "number",
    [
        "520102199003071017",
        "52010219850112202X",
        "500103199206153031",
        "370102199508204040",
        "36010219881001505X",
        "230102197904306065",
        with_check_character("81000019900101001"),
        with_check_character("82000019900101001"),
        with_check_character("83000019900101001"),
        with_check_character("91115619900101001"),
        with_check_character("51020219600229001"),
    ],
)
def test_everybody_with_a_sound_number_is_a_person(number):
    assert identifiers.resident_id(number, TODAY) == number


def test_a_number_typed_wide_spaced_and_in_small_letters_is_the_same_person():
    assert identifiers.resident_id("５２０１０２ 19850112 202ｘ", TODAY) == "52010219850112202X"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("520102199003071018", "id_check"),
        ("520102900307101", "id_15"),
        ("52010219900307101", "id_length"),
        ("5201021990030710170", "id_length"),
        ("52010219900307101A", "id_shape"),
        ("X20102199003071017", "id_shape"),
        ("020102199003071017", "id_shape"),
        (with_check_character("52010219900230101"), "id_birth"),
        (with_check_character("52010218991231101"), "id_birth"),
        (with_check_character("52010220200521101"), "id_future"),
        ("5.20102199003071E+17", "id_lost_digits"),
        ("520102199003071000", "id_lost_digits"),
        ("五二零一零二一九九零零三零七一零", "id_length"),
        ("²²0102199003071017", "id_shape"),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong_with_it(number, code):
    assert refusal_of(identifiers.resident_id, number, TODAY) == code


def test_who_is_born_today_is_a_person():
    number = with_check_character("52010220200520101")
    assert identifiers.resident_id(number, date(2020, 5, 20)) == number


@given(st.from_regex(FIRST_17, fullmatch=True))
def test_exactly_one_last_character_fits_any_first_seventeen(first_17):
    fitting = []
    for last in "0123456789X":
        try:
            fitting.append(identifiers.resident_id(first_17 + last, TODAY))
        except Refused:
            continue
    assert fitting == [with_check_character(first_17)]


@pytest.mark.parametrize(
    "code", ["91520000000000019A", "52500103000000027E", "913701020000000359", "91350100M000100Y43"]
)
def test_a_sound_credit_code_is_taken(code):
    assert identifiers.uscc(code.lower()) == code


def test_a_rural_collective_has_a_credit_code_too():
    first_17 = "N2500103MF0000001"
    assert identifiers.uscc(first_17 + calc_check_digit(first_17))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("91520000000000019B", "uscc_check"),
        ("9152000000000001", "uscc_shape"),
        ("91520000I00000019A", "uscc_shape"),
        ("", "uscc_shape"),
    ],
)
def test_a_wrong_credit_code_is_refused(code, why):
    assert refusal_of(identifiers.uscc, code) == why


@pytest.mark.parametrize(
    "typed", ["13812345678", "+86 138-1234-5678", "1381234 5678", "008613812345678"]
)
def test_a_mobile_is_taken_however_it_is_spaced(typed):
    assert identifiers.mobile(typed) == "13812345678"


@pytest.mark.parametrize("typed", ["12812345678", "1381234567", "023-12345678", "138123456789"])
def test_what_is_no_mobile_is_refused(typed):
    assert refusal_of(identifiers.mobile, typed) == "mobile"


def test_an_account_that_fails_the_card_check_is_taken_but_doubtful():
    number = identifiers.bank_account("6222 0210 0000 0000 018")
    assert identifiers.bank_account_doubtful(number)
    assert not identifiers.bank_account_doubtful("6222021000000000017")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("12345678901", "bank_account"),
        ("12345678901234567890", "bank_account"),
        ("6.22202E+18", "lost_digits"),
        ("621700000000000002O", "bank_account"),
    ],
)
def test_a_wrong_account_is_refused(typed, why):
    assert refusal_of(identifiers.bank_account, typed) == why
