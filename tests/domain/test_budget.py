"""What a transfer draws from a budget, and what is left of it."""

import pytest

from service.domain.budget import Drawn, Standing, drawn, drawn_by
from service.domain.ledger import Entry, commit, instruct, lapse, void_returned

HALF = Entry("ADVANCE", "fund", "c")


@pytest.mark.parametrize(
    ("debit", "credit", "changed"),
    [
        ("committed", "budget", Drawn(committed_fen=5)),
        ("budget", "committed", Drawn(committed_fen=-5)),
        ("in_payment", "committed", Drawn(committed_fen=-5, spent_fen=5)),
        ("committed", "in_payment", Drawn(committed_fen=5, spent_fen=-5)),
        ("paid", "in_payment", Drawn()),
        ("recoverable", "advance", Drawn()),
        ("recovered", "recoverable", Drawn(recovered_fen=5)),
        ("lapsed", "committed", Drawn(committed_fen=-5, lapsed_fen=5)),
    ],
)
def test_each_transfer_changes_what_the_budget_says_of_it(debit, credit, changed):
    assert drawn(debit, credit, 5) == changed


def test_a_returned_payment_is_set_aside_again():
    events = [*commit(9, HALF), *instruct(6, HALF), *void_returned(6, HALF), *lapse(1, HALF)]
    assert drawn_by(events) == Drawn(committed_fen=8, lapsed_fen=1)


def test_what_is_set_aside_may_be_paid_but_not_promised_again():
    standing = Standing(appropriated_fen=100, committed_fen=30, spent_fen=50, recovered_fen=7)
    assert standing.spendable_fen() == 50
    assert standing.available_fen() == 20
    assert standing.available_fen(with_recovered=True) == 27


def test_promises_not_carried_over_yet_are_no_money_to_spend():
    assert Standing(appropriated_fen=100, committed_fen=-30, spent_fen=30).available_fen() == 70
