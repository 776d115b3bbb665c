"""What is asked for and when, how often, in which order: the parts a form is built from."""

import pytest

import forms
from tests.forms.standing import TODAY, codes, form_of, opening

COUNTED = {
    "type": "table",
    "minimum": 2,
    "maximum": 3,
    "column": [{"id": "line", "type": "integer", "zh": "号", "en": "No"}],
}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (0, {}),
        (1, {"answer": "too_few_rows"}),
        (2, {}),
        (3, {}),
        (4, {"answer": "too_many_rows"}),
        (2000, {"answer": "too_many_rows"}),
    ],
)
def test_a_table_is_held_to_its_number_of_rows(rows, told):
    assert codes(form_of(COUNTED), {"answer": [{"line": 1}] * rows}) == told


def test_a_field_may_hang_on_a_number_or_on_one_of_several_ticks():
    form = form_of(
        {"id": "hours", "type": "hours"},
        {"id": "by", "type": "choices", "choices": [["a", "甲", "A"], ["b", "乙", "B"]]},
        {"id": "where", "type": "text", "when": {"field": "hours", "above": 0}, "required": True},
        {"id": "why", "type": "text", "required_when": {"field": "by", "is": ["b"]}},
    )
    assert codes(form, {"hours": "0", "by": "a"}) == {}
    assert codes(form, {"hours": "1", "by": ["a", "b"]}) == {"where": "required", "why": "required"}
    told = form.json_schema()["properties"]
    assert "Asked only when hours > 0." in told["where"]["description"]
    assert "Required when by is b." in told["why"]["description"]


def test_a_column_may_hang_on_the_form_around_it():
    relation = {"id": "relation", "type": "text", "zh": "关系", "en": "Relation"}
    hangs = relation | {"required_when": {"field": "kind", "is": ["enterprise"]}}
    form = form_of(
        {"id": "kind", "type": "text"},
        {"type": "table", "column": [hangs, relation | {"id": "name"}]},
    )
    rows = {"answer": [{"name": "张三"}]}
    assert codes(form, rows | {"kind": "school"}) == {}
    assert codes(form, rows | {"kind": "enterprise"}) == {"answer[0].relation": "required"}


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("time", "10:00", "9:59"),
        ("instant", "2020-06-01T09:00+08:00", "2020-06-01T00:59Z"),
        ("money", "2", "1.99"),
        ("percent", "50.01", "50"),
    ],
)
def test_what_can_be_compared_is_compared_by_its_value(kind, first, second):
    words = {"zh": "先后", "en": "Order"}
    rule = words | {"kind": "not_after", "first": "a", "second": "b"}
    form = form_of({"id": "a", "type": kind}, {"id": "b", "type": kind}, rule=[rule])
    assert codes(form, {"a": first, "b": second}) == {"b": "not_after"}
    assert codes(form, {"a": first, "b": first}) == {}
    assert codes(form, {"a": second, "b": first}) == {}


def test_what_the_office_fills_in_itself_is_not_taken_from_anybody():
    form = form_of({"type": "text", "read_only": True, "default": "系统"})
    assert form.check({"answer": "别的"}, today=TODAY) == {"answer": "系统"}
    assert form.json_schema()["properties"]["answer"]["readOnly"]


def test_words_come_in_the_language_asked_for():
    title = opening().title
    assert (title["zh-CN"], title["en"]) == (title.zh, title.en)
    assert title
    assert not forms.Words("", "")


def test_a_unit_stands_behind_what_is_counted():
    units = {field.id: field.unit for field in opening().fields}
    assert units["fee_to_learner_fen"] == "元"
    assert units["total_hours"] == "学时"
    assert units["site"] == ""
