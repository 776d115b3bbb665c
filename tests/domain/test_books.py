"""A case's books read from the first entry: what was changed, added or taken out is named."""

from dataclasses import replace

import pytest

from service.domain import ledger
from service.domain.books import as_acts, of_payment, of_recovery, wrong_entries
from service.domain.ledger import Entry

OPENING = Entry("OPENING", "fund", "CQ-30")
ADVANCE = Entry("ADVANCE", "fund", "CQ-30")
EXPECTED = {("COMMIT", "OPENING", 1): 600} | of_payment("ADVANCE", 1, state="paid", fen=300)


@pytest.fixture
def entries():
    told = (
        *ledger.commit(600, OPENING),
        *ledger.instruct(300, ADVANCE),
        *ledger.post_paid(300, ADVANCE),
    )
    return list(enumerate(told, start=7))


def test_honest_books_fit(entries):
    assert wrong_entries(entries, EXPECTED) == ()


def test_a_changed_sum_is_named_by_its_entry(entries):
    number, advance = entries[2]
    entries[2] = number, replace(advance, fen=299)
    assert wrong_entries(entries, EXPECTED) == ("entry 9 moves 299 fen (ADVANCE), not 300 fen",)


def test_an_entry_nobody_ordered_is_named(entries):
    (again,) = ledger.instruct(100, replace(ADVANCE, attempt=2))
    assert wrong_entries([*entries, (10, again)], EXPECTED) == (
        "entry 10 moves 100 fen (INSTRUCT), not nothing",
    )


def test_the_first_entry_that_spends_what_is_not_there_is_named(entries):
    (lapsed,) = ledger.lapse(301, OPENING)
    assert wrong_entries([*entries, (10, lapsed)], EXPECTED) == (
        "entry 10 leaves committed below zero",
    )


def test_an_entry_that_was_taken_out_is_missed(entries):
    assert wrong_entries(entries[:2], EXPECTED) == ("an entry is missing: ADVANCE of ADVANCE",)


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("reviewed", set()),
        ("instructed", {"INSTRUCT"}),
        ("paid", {"INSTRUCT", "FINAL"}),
        ("returned", {"INSTRUCT", "RETURNED"}),
    ],
)
def test_a_payment_leaves_the_entries_of_its_state(state, kinds):
    left = of_payment("FINAL", 1, state=state, fen=5)
    assert {kind for kind, _, _ in left} == kinds
    assert set(left.values()) <= {5}


def test_a_payment_to_persons_leaves_each_his_own_entries():
    persons = Entry("LIVING", "fund", "GZ-19")
    told = [
        transfer
        for line, fen in ((1, 30), (2, 40))
        for event in (ledger.commit, ledger.instruct, ledger.post_paid)
        for transfer in event(fen, replace(persons, line=line))
    ]
    parts = of_payment("LIVING", 1, state="paid", fen=70, parts={1: 30, 2: 40})
    assert wrong_entries(list(enumerate(told)), parts) == ()
    assert wrong_entries(list(enumerate(told[:-1])), parts) == (
        "an entry is missing: LIVING of LIVING",
    )


def test_each_part_leaves_the_entries_of_what_the_bank_said_of_it():
    parts, said = {1: 30, 2: 40, 3: 50}, {1: "paid", 2: "returned", 3: "held"}
    left = of_payment("LIVING", 1, state="returned", fen=120, parts=parts, results=said)
    kinds = {line: {kind for kind, *_, at in left if at == line} for line in parts}
    assert kinds == {
        1: {"COMMIT", "INSTRUCT", "LIVING"},
        2: {"COMMIT", "INSTRUCT", "RETURNED"},
        3: {"COMMIT"},
    }


def test_what_is_set_off_was_paid_and_what_was_dropped_never_left():
    assert set(of_payment("FINAL", 1, state="offset", fen=5)) == {
        ("INSTRUCT", "FINAL", 1),
        ("FINAL", "FINAL", 1),
    }
    assert set(of_payment("LIVING", 1, state="dropped", fen=5, parts={3: 5})) == {
        ("COMMIT", "LIVING", 1, 3)
    }


@pytest.fixture
def debt():
    """What was advanced, and the debt called for it, ended in every way there is."""
    called = replace(ADVANCE, stage="SHORTFALL")
    return (
        *ledger.recovery_due(300, called),
        *ledger.recovered(100, called),
        *ledger.recovered(20, replace(called, attempt=2)),
        *ledger.offset(80, called),
        *ledger.waived(40, called, source="advance"),
        *ledger.write_off(60, called),
    )


def test_a_debt_is_followed_from_its_call_to_its_last_fen(debt):
    before = (
        *ledger.commit(300, OPENING),
        *ledger.instruct(300, ADVANCE),
        *ledger.post_paid(300, ADVANCE),
    )
    expected = of_payment("ADVANCE", 1, state="paid", fen=300) | {("COMMIT", "OPENING", 1): 300}
    expected |= of_recovery((one.kind, one.stage, one.fen) for one in debt)
    assert wrong_entries(list(enumerate((*before, *debt))), expected) == ()
    assert wrong_entries(list(enumerate((*before, *debt[:-1]))), expected) == (
        "an entry is missing: WRITE_OFF of SHORTFALL",
    )
    assert ledger.balances((*before, *debt))["recoverable"] == 0


def test_what_another_case_was_paid_is_waived_back_to_its_budget():
    debt = replace(ADVANCE, stage="FRAUD")
    told = (
        *ledger.recovery_due(300, debt, source="budget"),
        *ledger.waived(300, debt, source="budget"),
    )
    assert set(ledger.balances(told).values()) == {0}


@pytest.fixture
def of_two_funds():
    """A debt of two funds, paid back in two receipts: the first one reaches into the second."""
    zz = replace(ADVANCE, stage="FRAUD", fund="ZZ")
    jybz = replace(zz, fund="JYBZ", attempt=2)
    return [
        (1, 7, *ledger.recovery_due(100, zz, source="budget")),
        (2, 7, *ledger.recovery_due(20, jybz, source="budget")),
        (3, 8, *ledger.recovered(100, zz)),
        (4, 8, *ledger.recovered(5, jybz)),
        (5, 9, *ledger.recovered(15, replace(jybz, attempt=3))),
    ]


def test_one_receipt_for_two_funds_is_read_as_one_receipt(of_two_funds):
    acts = [("RECOVERY_DUE", "FRAUD", 120), ("RECOVERED", "FRAUD", 105), ("RECOVERED", "FRAUD", 15)]
    assert wrong_entries(as_acts(of_two_funds), of_recovery(acts)) == ()


def test_a_part_that_was_changed_does_not_fit_its_receipt(of_two_funds):
    number, act, part = of_two_funds[3]
    of_two_funds[3] = (number, act, replace(part, fen=4))
    acts = [("RECOVERY_DUE", "FRAUD", 120), ("RECOVERED", "FRAUD", 105), ("RECOVERED", "FRAUD", 15)]
    assert wrong_entries(as_acts(of_two_funds), of_recovery(acts)) == (
        "entry 3 moves 104 fen (RECOVERED), not 105 fen",
    )
