"""A whole form checked: conditions, tables, rules, and every problem told at once."""

from typing import Any

import pytest

import forms
from tests.forms.standing import LEARNER, LESSON, PEOPLE, TODAY, codes, filed, form_at, opening

ACCEPT = "_shared/forms/opening_accept.toml"
VERIFY = "chongqing/forms/certificate_verify.toml"


def read(answers) -> dict[str, Any]:
    return opening().check(answers, today=TODAY)


def test_a_sound_request_is_read_into_values():
    values = read(filed())
    assert values["advance_rate"] == 5000
    assert values["fee_to_learner_fen"] == 0
    assert values["delegate_uscc"] is None
    assert values["roster"][0] | {"name": "张三", "out_of_city": False} == values["roster"][0]
    assert [field.id for field in opening().fields] == list(values)


def test_everything_wrong_is_told_at_once_in_the_order_of_the_form():
    wrong = filed(class_name="", mobile="1", total_hours="59", roster=[LEARNER | {"id_no": "1"}])
    with pytest.raises(forms.AnswersRefused) as refused:
        opening().check(wrong | {"colour": "red"}, today=TODAY)
    assert [(told.field, told.code) for told in refused.value.problems] == [
        ("class_name", "required"),
        ("mobile", "mobile"),
        ("total_hours", "sum"),
        ("roster[0].id_no", "id_length"),
        ("colour", "unknown_field"),
    ]


def test_a_problem_says_where_and_what_to_do_in_both_languages():
    rows = [LEARNER, LEARNER | {"id_no": "52010219850112202Y"}]
    with pytest.raises(forms.AnswersRefused) as refused:
        opening().check(filed(roster=rows), today=TODAY)
    (told,) = refused.value.problems
    assert told.zh == (
        "「学员花名册 第 2 行 身份证号」前 17 位应为数字，末位为数字或 X，请对照证件核对。"
    )
    assert told.en == "Roster, row 2, Identity number: must be 17 digits and a last digit or X."
    assert told.clause == "CQ-19"


def test_no_sentence_repeats_what_was_typed():
    wrong = filed(payee_account="6222-SECRET", roster=[LEARNER | {"id_no": "SECRET"}])
    with pytest.raises(forms.AnswersRefused) as refused:
        opening().check(wrong, today=TODAY)
    told = str(refused.value) + "".join(each.zh + each.en for each in refused.value.problems)
    assert "SECRET" not in told


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"ends_on": "2020-05-28"}, {"ends_on": "before"}),
        ({"ends_on": "2020-05-01"}, {"ends_on": "before"}),
        ({"theory_exam_on": "2020-05-28"}, {"theory_exam_on": "before"}),
        ({"shutdown_to": "2020-02-09"}, {"shutdown_to": "not_after"}),
        ({"shutdown_to": "2020-02-10"}, {}),
        ({"online_theory_hours": "19"}, {"online_theory_hours": "at_most"}),
        ({"online_practical_hours": "43"}, {"online_practical_hours": "at_most"}),
        ({"total_hours": "61"}, {"total_hours": "sum"}),
        ({"planned_heads": "1"}, {"roster": "rows_at_most"}),
        ({"planned_heads": "1001"}, {"planned_heads": "too_large"}),
        ({"credit_on": "2020-05-21"}, {"credit_on": "too_late"}),
        ({"advance_rate": "50.01"}, {"advance_rate": "too_large"}),
        ({"advance_rate": ""}, {"advance_rate": "required"}),
        ({"commitment_by": []}, {"commitment_by": "required"}),
        ({"roster": []}, {"roster": "required"}),
        ({"roster": [{}, {"name": " "}]}, {"roster": "required"}),
        ({"roster": "张三"}, {"roster": "not_table"}),
        ({"roster": ["张三"]}, {"roster[0]": "not_row"}),
        ({"lessons": [LESSON | {"end": "09:00"}]}, {"lessons[0].end": "before"}),
        ({"lessons": [LESSON | {"end": "10:00", "start": "9:30"}]}, {}),
    ],
)
def test_a_spoilt_request_is_refused_where_it_is_spoilt(other, told):
    assert codes(opening(), filed(**other)) == told


@pytest.mark.parametrize(("heads", "told"), [(30, {}), (31, {"roster": "rows_at_most"})])
def test_the_thirty_first_learner_is_one_too_many_for_thirty_places(heads, told):
    rows = [LEARNER | {"id_no": None, "name": f"学员{place}"} for place in range(heads)]
    refused = codes(opening(), filed(planned_heads=30, roster=rows))
    assert {field: code for field, code in refused.items() if "id_no" not in field} == told


def test_a_person_twice_on_the_roster_is_told_at_the_later_row():
    rows = [LEARNER, {}, LEARNER | {"name": "别名", "id_no": PEOPLE[0].replace("1", "１")}]
    assert codes(opening(), filed(roster=rows)) == {"roster[2].id_no": "duplicate"}


def test_blank_rows_are_dropped_and_problems_keep_their_place():
    rows = [{}, LEARNER, {"name": "", "relation": "none", "out_of_city": "false"}, None]
    assert len(read(filed(roster=rows))["roster"]) == 1
    rows[3] = LEARNER | {"id_no": PEOPLE[1], "phone": ""}
    assert codes(opening(), filed(roster=rows)) == {"roster[3].phone": "required"}


def test_a_column_nobody_knows_is_refused_by_name():
    rows = [LEARNER | {"colour": "red"}]
    assert codes(opening(), filed(roster=rows)) == {"roster[0].colour": "unknown_field"}


def test_a_field_not_asked_for_is_left_out_whatever_it_holds():
    answers = {"decision": "accept", "defects": "x", "not_accept_reason": "<b>"}
    values = form_at(ACCEPT).check(answers, today=TODAY)
    assert (values["defects"], values["not_accept_reason"]) == ([], None)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, {"decision": "required"}),
        ({"decision": "approve"}, {"decision": "unknown_choice"}),
        ({"decision": "correction"}, {"defects": "required"}),
        (
            {"decision": "correction", "defects": [{"field": "承诺书"}]},
            {"defects[0].reason": "required"},
        ),
        ({"decision": "not_accept"}, {"not_accept_reason": "required"}),
        ({"decision": "accept"}, {}),
        ({"decision": "accept", "opinion": "长" * 501}, {"opinion": "too_long"}),
    ],
)
def test_what_an_acceptance_asks_for_follows_its_decision(answers, told):
    assert codes(form_at(ACCEPT), answers) == told


def test_nothing_is_demanded_by_a_decision_that_cannot_be_read():
    assert codes(form_at(ACCEPT), {"decision": ["x"], "defects": [{}]}) == {"decision": "not_text"}


def test_a_certificate_is_asked_for_in_the_rows_that_have_one():
    rows = [
        {"line": 1, "verdict": "accepted"},
        {"line": 2, "verdict": "not_obtained"},
        {"line": 2, "verdict": "refused"},
    ]
    assert codes(form_at(VERIFY), {"certificates": rows}) == {
        "certificates[0].cert_type": "required",
        "certificates[0].cert_no": "required",
        "certificates[0].issued_on": "required",
        "certificates[0].issuer": "required",
        "certificates[2].line": "duplicate",
        "certificates[2].reason": "required",
    }


@pytest.mark.parametrize("answers", [None, [], "x", 5, [("decision", "accept")]])
def test_what_is_no_form_at_all_is_refused_as_such(answers):
    assert codes(form_at(ACCEPT), answers) == {"": "not_a_form"}


def test_an_unticked_declaration_holds_the_claim_back():
    form = form_at("_shared/forms/claim_fill.toml")
    account = {"payee_name": "甲", "payee_bank": "乙", "payee_account": "6222021000000000017"}
    assert codes(form, account) == {"declaration": "must_tick"}
    assert codes(form, account | {"declaration": "on"}) == {}


def test_values_shown_again_are_read_back_as_they_were():
    values = opening().check(filed(), today=TODAY)
    assert opening().check(opening().shown(values), today=TODAY) == values
