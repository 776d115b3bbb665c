"""Numbers that name a person, a body or an account, and what is wrong with one that does not."""

from __future__ import annotations

import re
from datetime import date

from stdnum import luhn
from stdnum.cn import uscc as credit_code

from forms.problems import Refused
from forms.typed_text import compact

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_EARLIEST_BIRTH = date(1900, 1, 1)
_ID_LENGTH = 18


def resident_id(text: str, today: date) -> str:
    """An identity number by GB 11643, whatever region it begins with.

    Old county codes, residence permits (81, 82, 83) and permanent residents (9…) are people
    too, so the region is not looked up.
    """
    number = compact(text).upper()
    _refuse_bad_id_shape(number)
    born = birth_date(number)
    if born is None or born < _EARLIEST_BIRTH:
        raise Refused("id_birth")
    if born > today:
        raise Refused("id_future")
    if number[17] != _check_character(number):
        raise Refused("id_lost_digits" if number.endswith("000") else "id_check")
    return number


def birth_date(number: str) -> date | None:
    """The day of birth that an identity number states, if there is such a day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def uscc(text: str) -> str:
    """A unified social credit code by GB 32100.

    The shape is checked here because the library refuses a letter among the first eight,
    with which the codes of rural collectives begin (N2).
    """
    code = compact(text).upper().replace("-", "")
    if _CREDIT_CODE.fullmatch(code) is None:
        raise Refused("uscc_shape")
    if credit_code.calc_check_digit(code) != code[-1]:
        raise Refused("uscc_check")
    return code


def mobile(text: str) -> str:
    """A mobile number of eleven digits, with or without the country in front."""
    number = compact(text).replace("-", "")
    number = re.sub(r"^(\+|00)86", "", number)
    if _MOBILE.fullmatch(number) is None:
        raise Refused("mobile")
    return number


def bank_account(text: str) -> str:
    """An account number of 12 to 19 digits."""
    number = compact(text).replace("-", "")
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]+", number):
        raise Refused("lost_digits")
    if re.fullmatch(r"[0-9]{12,19}", number) is None:
        raise Refused("bank_account")
    return number


def bank_account_doubtful(number: str) -> bool:
    """Whether a card check digit fails: a reason to look again, not to refuse.

    Accounts of companies carry no such digit.
    """
    return not luhn.is_valid(number)


def _refuse_bad_id_shape(number: str) -> None:
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", number):
        raise Refused("id_lost_digits")
    if re.fullmatch(r"[0-9]{15}", number):
        raise Refused("id_15")
    if len(number) != _ID_LENGTH:
        raise Refused("id_length", count=len(number))
    if re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) is None:
        raise Refused("id_shape")


def _check_character(number: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_CHARACTERS[total % 11]
