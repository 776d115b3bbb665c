"""What a column adds up to while it is typed, and what its definition may not say."""

import pytest

from forms import BadForm, read_form

HOURS = {"id": "hours", "type": "hours", "zh": "课时", "en": "Hours"}
KIND = {**HOURS, "id": "kind", "type": "text"}
TABLE = {"id": "lessons", "type": "table", "zh": "课程表", "en": "Plan", "column": [HOURS, KIND]}
TALLY = {"field": "total", "table": "lessons", "column": "hours", "where": {"kind": ["a"]}}


def form(**changes):
    tally = {**TALLY, **changes}
    field = [{**HOURS, "id": "total"}, TABLE]
    return read_form({"name": "f", "zh": "表", "en": "F", "field": field, "tally": [tally]})


def test_rows_that_count_are_added_as_they_are_typed():
    rows = [{"kind": "a", "hours": "４"}, {"kind": "a", "hours": "x"}, {"kind": "b", "hours": "8"}]
    assert form().tallies[0].of(rows) == 4
    assert form(where={}).tallies[0].of(rows) == 12


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"column": "nowhere"}, "没有栏目“nowhere”"),
        ({"field": "nowhere"}, "没有栏目“nowhere”"),
        ({"where": {"nowhere": ["a"]}}, "没有栏目“nowhere”"),
        ({"where": ["a"]}, "“where”应为一张表"),
        ({"strange": 1}, "不认识的键“strange”"),
    ],
)
def test_a_tally_that_cannot_be_added_is_complained_of(changes, said):
    with pytest.raises(BadForm, match=said):
        form(**changes)


@pytest.mark.parametrize("tally", ["x", ["x"]])
def test_a_tally_is_a_table(tally):
    with pytest.raises(BadForm):
        read_form({"name": "f", "zh": "表", "en": "F", "field": [HOURS], "tally": tally})


def test_a_long_form_is_filled_in_page_by_page():
    sections = {name: ["甲", "A"] for name in "abcd"}
    raw = {"name": "f", "zh": "表", "en": "F", "field": [{**HOURS, "section": "a"}]}
    assert read_form({**raw, "sections": sections}).in_parts
    assert read_form({**raw, "sections": {"a": ["甲", "A"]}, "in_parts": True}).in_parts
    assert not read_form({**raw, "sections": {"a": ["甲", "A"]}}).in_parts
