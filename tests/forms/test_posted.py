"""What a page posts, put back into the shape of its form."""

from hypothesis import given
from hypothesis import strategies as st

import forms


def test_cells_become_rows_in_the_order_of_their_numbers():
    posted = [("roster-7-name", "王五"), ("decision", "accept"), ("roster-0-name", "张三")]
    assert forms.unflatten([*posted, ("roster-7-id_no", "1")]) == {
        "decision": "accept",
        "roster": [{"name": "张三"}, {"name": "王五", "id_no": "1"}],
    }


def test_several_ticks_of_one_name_are_a_list():
    posted = [("by", "school"), ("by", "enterprise"), ("by", "platform")]
    assert forms.unflatten(posted) == {"by": ["school", "enterprise", "platform"]}


def test_a_number_too_long_is_no_row():
    assert forms.unflatten([("roster-9999999-name", "x")]) == {"roster-9999999-name": "x"}


@given(st.lists(st.tuples(st.text(), st.text())))
def test_whatever_is_posted_nothing_is_lost(posted):
    answers = forms.unflatten(posted)
    assert sum(len(v) if isinstance(v, list) else 1 for v in answers.values()) == len(posted)
