"""What was looked for is understood however it was typed."""

import pytest

from service.domain.search import grams, grams_sought, highlighted, letters, read


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("CQ-2020-000012", "CQ-2020-000012"),
        (" cq-2020-0000 ", "CQ-2020-0000"),
        ("ＣＱ－２０２０－００００１２", "CQ-2020-000012"),
        ("CQ—2020—000012-b", "CQ-2020-000012-B"),
        ("cq - 2020 - 000012", "CQ-2020-000012"),
        ("CQ-", ""),
        ("电工", ""),
    ],
)
def test_a_number_is_read_however_it_was_typed(typed, number):
    assert read(typed).number == number


@pytest.mark.parametrize(("typed", "tail"), [("12", 12), ("０００１２", 12), ("1234567", None)])
def test_a_running_number_alone_is_read(typed, tail):
    assert read(typed).tail == tail


@pytest.mark.parametrize(
    ("typed", "code"),
    [("91500103ma5u0bxn4p", "91500103MA5U0BXN4P"), ("91500103", "91500103"), ("9150010", "")],
)
def test_a_credit_code_or_its_beginning_is_read(typed, code):
    assert read(typed).code == code


@pytest.mark.parametrize(
    ("typed", "empty", "too_short"),
    [("", True, False), (None, True, False), ("  ", True, False), ("电", False, True)],
)
def test_too_little_to_look_for_is_told(typed, empty, too_short):
    sought = read(typed)
    assert (sought.empty, sought.too_short) == (empty, too_short)


def test_a_name_is_its_neighbouring_letters_each_once():
    assert letters("电工（Ａ班） 01") == "电工a班01"
    assert grams("电工电工班") == ["电工", "工电", "工班"]
    assert grams("电") == []
    assert grams_sought("职业 （培训）") == ["职业", "培训"]
    assert grams_sought("1 班") == ["1班"]
    spread = grams_sought("一二三四五六七八九十甲乙丙丁戊")
    assert (len(spread), spread[0], spread[-1]) == (8, "一二", "丁戊")


@pytest.mark.parametrize(
    ("text", "sought", "shown"),
    [
        ("渝北电工Ａ班", "a班", ("渝北电工", "Ａ班", "")),
        ("渝北电工班", "焊工", ("渝北电工班", "", "")),
        ("渝北电工班", "", ("渝北电工班", "", "")),
        ("渝北电工班", "渝北 电工", ("", "渝北", "电工班")),
        ("渝北（电工）班", "渝北(焊工)", ("", "渝北", "（电工）班")),
        ("㍿电工班", "电工", ("㍿", "电工", "班")),
    ],
)
def test_what_was_looked_for_is_marked(text, sought, shown):
    assert highlighted(text, sought) == shown
