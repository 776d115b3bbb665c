"""The work queue: what waits for whom, the soonest due first, page by page."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from service.records.step import Scope, queue, step_of, steps_of

from .conftest import NOON, open_step

YUBEI = Scope("county_reviewer", "chongqing", region="渝北区")


@pytest.fixture
def case_id(add_case):
    return add_case()


@pytest.fixture
def busy(session, case_id):
    """Seven steps: five dated, two of them at one moment, and two undated."""
    for number, days in enumerate([3, 1, 1, 5, 2, None, None]):
        due = None if days is None else NOON + timedelta(days=days)
        open_step(session, case_id, f"s{number}", due_at=due)
    open_step(session, case_id, "far", region="万州区", due_at=NOON)
    open_step(session, case_id, "pay", lane="finance_payer", due_at=NOON)
    session.commit()
    return session


def keys(lines):
    return [line.step.key for line in lines]


def test_soonest_due_comes_first_and_undated_last(busy):
    assert keys(queue(busy, [YUBEI])) == ["s1", "s2", "s4", "s0", "s3", "s5", "s6"]


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 7])
def test_pages_show_everything_once(busy, limit):
    seen, after = [], None
    while page := queue(busy, [YUBEI], after=after, limit=limit):
        assert len(page) <= limit
        seen += keys(page)
        after = page[-1].place
    assert seen == ["s1", "s2", "s4", "s0", "s3", "s5", "s6"]


def test_page_goes_on_although_its_last_line_was_finished_meanwhile(busy):
    last = queue(busy, [YUBEI], limit=2)[-1]
    place = last.place
    busy.delete(last.step)
    busy.commit()
    assert keys(queue(busy, [YUBEI], after=place, limit=2)) == ["s4", "s0"]


def test_scopes_that_overlap_show_a_step_once(busy):
    everywhere = Scope("county_reviewer", "chongqing")
    found = keys(queue(busy, [YUBEI, everywhere, Scope("finance_payer", "chongqing")]))
    assert found == ["far", "pay", "s1", "s2", "s4", "s0", "s3", "s5", "s6"]


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope("county_reviewer", "chongqing", region="万州区"), ["far"]),
        (Scope("county_reviewer", "guizhou"), []),
        (Scope("finance_payer", institution_id=1), ["pay"]),
        (Scope("finance_payer", institution_id=2), []),
    ],
)
def test_nothing_is_shown_beyond_the_scope(busy, scope, found):
    assert keys(queue(busy, [scope])) == found


def test_whoever_has_no_scope_sees_nothing(busy):
    assert queue(busy, []) == []


def test_line_says_which_case_and_whose(busy):
    line = queue(busy, [YUBEI], limit=1)[0]
    assert (line.number, line.institution) == ("CQ-2020-00001", "渝北技校")


def test_page_costs_one_question_and_the_last_page_two(busy):
    asked = []
    event.listen(busy.get_bind(), "before_cursor_execute", lambda *a: asked.append(a[2]))
    busy.connection()
    asked.clear()
    queue(busy, [YUBEI, Scope("county_reviewer", "chongqing")], limit=2)
    assert len(asked) == 1
    queue(busy, [YUBEI])
    assert len(asked) == 3


def test_steps_of_a_case_are_listed_as_they_were_opened(busy, case_id):
    assert keys_of(steps_of(busy, case_id))[:2] == ["s0", "s1"]
    found = step_of(busy, case_id, "pay")
    assert found is not None
    assert found.lane == "finance_payer"
    assert step_of(busy, case_id, "gone") is None


def keys_of(steps):
    return [step.key for step in steps]
