"""Whatever people do on a class, in whatever order: history and books stay whole."""

import pytest

from service.commands.verifying import broken_books, broken_histories
from tests.commands.standing import office
from tests.commands.walking import Walk

BEGINNINGS = {
    "filed": ("filed",),
    "approved": ("filed", "approved"),
    "trained": ("filed", "approved", "advance", "started", "trained"),
    "published": (
        *("filed", "approved", "advance", "started"),
        *("trained", "certified", "claimed", "published"),
    ),
}
SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_whatever_is_done_history_and_books_stay_whole(session, beginning, seed):
    at = office(session, *BEGINNINGS[beginning])
    before = at.case.history_seq
    Walk(at, seed).go(50)
    assert at.case.history_seq > before
    assert [*broken_histories(session), *broken_books(session)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_class_that_has_ended_owes_nothing_to_the_clock(session, seed):
    at = office(session, *BEGINNINGS["published"])
    Walk(at, seed).go(50)
    case = at.case
    assert (case.finished is None) or (case.next_due is None and not at.open_steps())
