"""A form definition with a mistake in it is refused, and told where and how to mend it."""

import copy
from datetime import date
from typing import Any

import pytest

import forms

SOUND: Any = {
    "name": "sheet",
    "zh": "表",
    "en": "Sheet",
    "sections": {"one": ["一", "One"]},
    "field": [
        {
            "id": "decision",
            "type": "choice",
            "zh": "决定",
            "en": "Decision",
            "section": "one",
            "choices": [["yes", "是", "Yes"], ["no", "否", "No"]],
        },
        {"id": "first", "type": "date", "zh": "始", "en": "From", "minimum": "2020-01-01"},
        {"id": "second", "type": "date", "zh": "终", "en": "Until", "maximum": date(2021, 1, 1)},
        {"id": "count", "type": "integer", "zh": "数", "en": "Count"},
        {
            "id": "rows",
            "type": "table",
            "zh": "行",
            "en": "Rows",
            "column": [{"id": "line", "type": "integer", "zh": "号", "en": "No", "unique": True}],
        },
    ],
    "rule": [{"kind": "before", "first": "first", "second": "second", "zh": "先后", "en": "Order"}],
}


def sentences(raw):
    with pytest.raises(forms.BadForm) as bad:
        forms.read_form(raw)
    return "\n".join(bad.value.sentences)


def spoilt(place, other):
    raw = copy.deepcopy(SOUND)
    inside = raw
    for key in place[:-1]:
        inside = inside[key]
    if other is None:
        del inside[place[-1]]
    else:
        inside[place[-1]] = other
    return raw


def test_a_sound_definition_is_read():
    form = forms.read_form(SOUND)
    assert [field.id for field in form.fields] == ["decision", "first", "second", "count", "rows"]
    assert form.fields[2].maximum == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("place", "other", "said"),
    [
        (("name",), None, "'name' is missing"),
        (("en",), None, "'en' is missing"),
        (("zh",), 5, "'zh' must be text"),
        (("colour",), "red", "unknown key 'colour'"),
        (("sections",), [], "must be id = [zh, en]"),
        (("sections", "one"), ["一"], "must be [zh, en]"),
        (("field",), [], "has no fields"),
        (("field",), {"id": "x"}, "has no fields"),
        (("field", 0), "x", "must be a table"),
        (("field", 0, "id"), "Decision", "a-z, 0-9 and _ only"),
        (("field", 0, "id"), None, "'id' is missing"),
        (("field", 0, "section"), "two", "no section 'two'"),
        (("field", 0, "type"), "chioce", "type 'chioce' not usable"),
        (("field", 0, "choices"), None, "needed there"),
        (("field", 0, "choices"), [["yes", "是"]], "a choice is [id, zh, en]"),
        (("field", 0, "choices"), [["a", "甲", "A"], ["a", "乙", "B"]], "repeats the id"),
        (("field", 0, "default"), "maybe", "default does not fit"),
        (("field", 1, "id"), "decision", "repeats the id of an earlier field"),
        (("field", 1, "choices"), [["a", "甲", "A"]], "are for the types choice"),
        (("field", 1, "minimum"), "someday", "'minimum' does not fit"),
        (("field", 3, "minimum"), 9_000_000_000, "minimum is above maximum"),
        (("field", 3, "maximum"), "many", "'maximum' does not fit"),
        (("field", 3, "max_length"), 0, "must be a positive number"),
        (("field", 3, "required"), "yes", "must be true or false"),
        (("field", 3, "unique"), True, "unique is for columns"),
        (("field", 3, "pattern"), "[", "no regular expression"),
        (("field", 3, "pattern"), "[0-9]", "a pattern needs an example"),
        (("field", 3, "column"), [], "only a table has columns"),
        (("field", 3, "when"), {"field": "later", "is": [1]}, "no earlier field 'later'"),
        (("field", 3, "when"), {"field": "decision", "is": ["maybe"]}, "unknown choice"),
        (("field", 3, "when"), {"field": "decision"}, "when must be"),
        (("field", 3, "required_when"), "always", "when must be"),
        (("field", 4, "column"), None, "has no fields"),
        (("field", 4, "default"), [], "takes no default"),
        (("field", 4, "column", 0, "type"), "table", "type 'table' not usable"),
        (("rule",), {"kind": "before"}, "must be written [[rule]]"),
        (("rule", 0), "before", "must be a table"),
        (("rule", 0, "kind"), "after", "kind must be one of"),
        (("rule", 0, "first"), None, "'first' is missing"),
        (("rule", 0, "first"), "third", "no field 'third'"),
        (("rule", 0, "first"), "decision", "cannot be compared"),
        (("rule", 0, "first"), "count", "of different types"),
        (("rule", 0, "table"), "count", "no table 'count'"),
        (("rule", 0, "parts"), [1], "must be a list of texts"),
        (("rule", 0), {"kind": "sum", "zh": "和", "en": "Sum", "total": "count"}, "'parts'"),
    ],
)
def test_a_mistake_is_told(place, other, said):
    assert said in sentences(spoilt(place, other))


def test_every_mistake_is_told_at_once_and_names_its_field():
    raw = spoilt(("field", 0, "type"), "chioce")
    raw["field"][3]["required"] = "yes"
    told = sentences(raw)
    assert "栏目 field decision" in told
    assert "栏目 field count" in told


@pytest.mark.parametrize("raw", [None, [], "name = 'x'", {1: 2}, {"field": [None, {}]}])
def test_what_is_no_definition_is_refused(raw):
    assert sentences(raw)
