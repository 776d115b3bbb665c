"""The chain over what happened: written one way, broken by any change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.calendar import BEIJING
from service.domain.history import canonical, entry_digest, first_broken

PAYLOADS = st.dictionaries(
    st.text(max_size=5), st.one_of(st.integers(), st.text(max_size=5), st.booleans(), st.none())
)


def chain(*payloads):
    entries, head = [], ""
    for payload in payloads:
        digest = entry_digest(head, payload)
        entries.append((head, payload, digest))
        head = digest
    return entries


def test_order_of_names_and_zone_of_an_instant_do_not_matter():
    at = datetime(2020, 5, 20, 10, tzinfo=BEIJING)
    one = canonical({"at": at, "on": date(2020, 5, 20), "who": "张"})
    other = canonical({"who": "张", "on": date(2020, 5, 20), "at": at.astimezone(UTC)})
    assert one == other
    assert "张".encode() in one


@pytest.mark.parametrize("value", [datetime(2020, 5, 20), object(), {1, 2}])  # noqa: DTZ001
def test_what_cannot_be_read_back_has_no_place_in_history(value):
    with pytest.raises(TypeError, match="no place in history"):
        canonical({"x": value})


def test_a_number_that_is_none_has_no_place_in_history():
    with pytest.raises(ValueError, match="JSON"):
        canonical({"x": float("nan")})


def test_a_sound_chain_has_no_break():
    assert first_broken(chain({"a": 1}, {"a": 2}, {"a": 3})) is None
    assert first_broken([]) is None


@given(st.lists(PAYLOADS, min_size=1, max_size=6), st.data())
def test_any_change_is_found_where_it_was_made(payloads, data):
    entries = chain(*payloads)
    place = data.draw(st.integers(0, len(entries) - 1))
    previous, payload, digest = entries[place]
    entries[place] = (previous, {**payload, "changed": str(timedelta(1))}, digest)
    assert first_broken(entries) == place


def test_an_entry_taken_out_is_found():
    entries = chain({"a": 1}, {"a": 2}, {"a": 3})
    assert first_broken([entries[0], entries[2]]) == 1
