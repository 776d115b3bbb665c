"""One answer of each type: what is taken, as what, and what is refused."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.forms.standing import TODAY, codes, form_of

LIMITS: dict[str, Any] = {
    "text": {"max_length": 6},
    "integer": {"minimum": 1, "maximum": 50},
    "choice": {"choices": [["enterprise", "企业", "Enterprise"], ["school", "培训机构", "School"]]},
    "choices": {"choices": [["a", "甲", "A"], ["b", "乙", "B"]]},
}


def sheet(kind, **more):
    return form_of({"type": kind} | LIMITS.get(kind, {}) | more)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "　 渝中　区 ", "渝中 区"),
        ("text", "第１２班ＡＢ", "第12班AB"),
        ("text", "a < b", "a < b"),
        ("long_text", " 一\r\n二　\n", "一\n二"),
        ("integer", "３０", 30),
        ("integer", 30, 30),
        ("hours", " 60 ", 60),
        ("money", "1500.00", 150000),
        ("money", "30,000.5", 3000050),
        ("money", "￥１５００元", 150000),
        ("money", "0.05", 5),
        ("percent", "50", 5000),
        ("percent", "12.5%", 1250),
        ("percent", 33, 3300),
        ("date", "2020-05-28", date(2020, 5, 28)),
        ("date", "2020年5月28日", date(2020, 5, 28)),
        ("date", "２０２０／５／２８", date(2020, 5, 28)),
        ("date", "20200528", date(2020, 5, 28)),
        ("date", date(2020, 5, 28), date(2020, 5, 28)),
        ("time", "9：00", "09:00"),
        ("time", "23:59:00", "23:59"),
        ("instant", "2020-06-01T09:00+08:00", datetime(2020, 6, 1, 1, tzinfo=UTC)),
        ("instant", "2020-06-01 01:00Z", datetime(2020, 6, 1, 1, tzinfo=UTC)),
        ("boolean", "on", True),
        ("boolean", "否", False),
        ("boolean", True, True),
        ("choice", "enterprise", "enterprise"),
        ("choice", " 企业 ", "enterprise"),
        ("choices", ["b", "a", "b"], ["a", "b"]),
        ("choices", "乙", ["b"]),
        ("file", "d-12", "d-12"),
        ("mobile", "138 1234 5678", "13812345678"),
    ],
)
def test_an_answer_becomes_its_value(kind, typed, value):
    assert sheet(kind).check({"answer": typed}, today=TODAY) == {"answer": value}


@pytest.mark.parametrize(
    ("kind", "nothing"),
    [("text", None), ("integer", None), ("boolean", False), ("choices", []), ("date", None)],
)
@pytest.mark.parametrize("typed", [None, "", "　\u200b ", []])
def test_a_blank_is_nothing(kind, nothing, typed):
    assert sheet(kind).check({"answer": typed}, today=TODAY) == {"answer": nothing}


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("text", "一二三四五六七", "too_long"),
        ("text", "x" * 200_000, "too_long"),
        ("text", "<b>x</b>", "markup"),
        ("long_text", "<script src=x>alert(1)</script>", "markup"),
        ("long_text", "好<img/src=x onerror=alert(1)>", "markup"),
        ("text", "a\x00b", "control_character"),
        ("text", "\ud800", "control_character"),
        ("text", "\u202egnp.exe", "control_character"),
        ("text", 12, "number_not_text"),
        ("text", ["甲"], "not_text"),
        ("text", {"a": 1}, "not_text"),
        ("text", True, "not_text"),
        ("integer", "3.0", "not_integer"),
        ("integer", 3.0, "not_integer"),
        ("integer", True, "not_integer"),
        ("integer", "0", "too_small"),
        ("integer", "51", "too_large"),
        ("integer", 10**30, "too_large"),
        ("integer", "9" * 5000, "not_integer"),
        ("integer", "٣٠", "not_integer"),
        ("money", 1500, "money_number"),
        ("money", 1500.5, "money_number"),
        ("money", "1500.005", "money_decimals"),
        ("money", "一千五", "not_money"),
        ("money", "1,50", "not_money"),
        ("money", "-1", "too_small"),
        ("money", "9" * 30, "not_money"),
        ("money", "NaN", "not_money"),
        ("percent", "12.345", "percent_decimals"),
        ("percent", "101", "too_large"),
        ("percent", 0.5, "not_percent"),
        ("date", "2020-02-30", "not_date"),
        ("date", "28/05/2020", "not_date"),
        ("date", "0000-01-01", "not_date"),
        ("date", "1899-12-31", "too_early"),
        ("date", datetime(2020, 5, 28, tzinfo=UTC), "not_date"),
        ("date", 43979, "not_date"),
        ("time", "24:00", "not_time"),
        ("instant", "2020-06-01T09:00", "no_offset"),
        ("instant", datetime(2020, 6, 1, 9, tzinfo=UTC).replace(tzinfo=None), "no_offset"),
        ("instant", 1590973200, "not_instant"),
        ("instant", "tomorrow", "not_instant"),
        ("instant", "0001-01-01T00:00+08:00", "not_instant"),
        ("instant", "9999-12-31T23:59-08:00", "not_instant"),
        ("boolean", "maybe", "not_boolean"),
        ("boolean", 2, "not_boolean"),
        ("choice", "factory", "unknown_choice"),
        ("choice", ["enterprise"], "not_text"),
        ("choices", ["a", ["b"]], "not_text"),
        ("choices", {"a": True}, "not_a_list"),
        ("choices", 5, "not_a_list"),
        ("id_no", 520102199003071017, "id_lost_digits"),
        ("mobile", 13812345678, "number_not_text"),
        ("bank_account", 6222021000000000017, "number_not_text"),
        ("file", 7, "file"),
    ],
)
def test_a_wrong_answer_is_told_why(kind, typed, code):
    assert codes(sheet(kind), {"answer": typed}) == {"answer": code}


def test_a_day_that_has_not_come_is_refused_where_only_the_past_can_be():
    form = sheet("date", maximum="today")
    assert codes(form, {"answer": "2020-05-20"}) == {}
    assert codes(form, {"answer": "2020-05-21"}) == {"answer": "too_late"}


def test_a_code_of_the_wrong_shape_is_shown_an_example():
    form = sheet("text", max_length=30, pattern="[A-Z]{2}[0-9]{3}", example="AB123")
    assert form.check({"answer": "Ａ B123"}, today=TODAY) == {"answer": "AB123"}
    assert codes(form, {"answer": "AB12"}) == {"answer": "pattern"}


def test_a_name_set_apart_to_fill_a_column_is_closed_up():
    form = sheet("text", close_up=True)
    assert form.check({"answer": "张　三"}, today=TODAY) == {"answer": "张三"}
