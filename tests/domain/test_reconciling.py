"""Closing a day: ledger, payment papers and bank side by side, every difference with its name."""

import pytest

from service.domain.reconciling import (
    AMOUNTS_DIFFER,
    BANK,
    BY_HAND,
    LEDGER,
    NOT_IN_LEDGER,
    NOT_IN_PAPERS,
    OFFSET,
    PAID,
    PAPERS,
    RETURNED,
    SENT,
    SUMS_DIFFER,
    Difference,
    Move,
    reconcile,
    sums_differ,
)

FIRST, SECOND = (1, "FINAL", 1, 0), (2, "ADVANCE", 1, 0)
PERSON = (3, "LIVING", 1, 7)


def day(odd=(), **sides):
    return reconcile(
        {
            side: [Move(key, what, "ZZ", fen) for key, what, fen in said]
            for side, said in sides.items()
        },
        odd,
    )


@pytest.mark.parametrize(
    ("what", "ledger", "papers", "bank", "kind"),
    [
        (SENT, 100, 100, None, None),
        (SENT, 100, None, None, NOT_IN_PAPERS),
        (SENT, None, 100, None, NOT_IN_LEDGER),
        (SENT, 100, 90, None, AMOUNTS_DIFFER),
        (PAID, 100, 100, 100, None),
        (PAID, 100, 100, None, BY_HAND),
        (PAID, None, None, 100, NOT_IN_LEDGER),
        (PAID, 100, None, 100, NOT_IN_PAPERS),
        (PAID, 100, 100, 90, AMOUNTS_DIFFER),
        (RETURNED, 100, 100, 100, None),
        (RETURNED, None, 100, 100, NOT_IN_LEDGER),
        (RETURNED, 100, 100, None, BY_HAND),
        (OFFSET, 100, 100, None, None),
        (OFFSET, 100, None, None, NOT_IN_PAPERS),
    ],
)
def test_every_way_in_which_the_sides_differ_has_its_name(what, ledger, papers, bank, kind):
    said = {LEDGER: ledger, PAPERS: papers, BANK: bank}
    found = day(**{side: [(FIRST, what, fen)] for side, fen in said.items() if fen})
    assert [one.kind for one in found.differences] == ([kind] if kind else [])


def test_a_difference_says_what_each_side_has():
    found = day(ledger=[(FIRST, PAID, 100)], papers=[(FIRST, PAID, 100)], bank=[(FIRST, PAID, 90)])
    assert found.differences == [Difference(AMOUNTS_DIFFER, PAID, "ZZ", FIRST, 100, 100, 90)]


def test_sides_meet_line_by_line_however_many_cases_lie_between():
    found = day(
        ledger=[(FIRST, SENT, 100), (PERSON, SENT, 30)],
        papers=[(FIRST, SENT, 100), (SECOND, SENT, 50), (PERSON, SENT, 30)],
    )
    assert [(one.kind, one.key) for one in found.differences] == [(NOT_IN_LEDGER, SECOND)]


def test_what_a_side_has_of_one_line_twice_is_added():
    found = day(ledger=[(FIRST, SENT, 100)], papers=[(FIRST, SENT, 60), (FIRST, SENT, 40)])
    assert found.differences == []


def test_the_totals_are_counted_by_fund_movement_and_side():
    found = day(ledger=[(FIRST, SENT, 100), (SECOND, SENT, 50)], papers=[(FIRST, SENT, 100)])
    assert found.funds == ["ZZ"]
    assert found.figures() == [["ZZ", SENT, LEDGER, 2, 150], ["ZZ", SENT, PAPERS, 1, 100]]
    assert found.total("ZZ", SENT, LEDGER).fen == 150
    assert found.total("ZZ", PAID, BANK).count == 0


def test_a_result_by_hand_is_listed_and_needs_no_reason():
    by_hand = day(ledger=[(FIRST, PAID, 1)], papers=[(FIRST, PAID, 1)])
    assert by_hand.differences
    assert not by_hand.needs_reason


def test_an_odd_row_of_the_bank_needs_a_reason():
    assert day([Difference("unknown", bank_fen=100, ref="V-9")]).needs_reason


def test_another_figure_makes_another_digest():
    assert day(ledger=[(FIRST, SENT, 100)]).digest() == day(ledger=[(FIRST, SENT, 100)]).digest()
    assert day(ledger=[(FIRST, SENT, 100)]).digest() != day(ledger=[(FIRST, SENT, 101)]).digest()


def test_a_sum_that_is_not_what_its_entries_come_to_is_named():
    pair = ("committed", "budget")
    assert sums_differ({("ZZ", pair): 5}, {("ZZ", pair): 5}) == []
    assert sums_differ({("ZZ", pair): 5}, {("ZZ", pair): 4}) == [
        Difference(SUMS_DIFFER, fund="ZZ", ledger_fen=5, papers_fen=4, ref="committed/budget")
    ]
    assert sums_differ({}, {("JYBZ", pair): 4})[0].ledger_fen is None
