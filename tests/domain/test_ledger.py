"""The books of a case: what each event moves, and what no order of events may break."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from service.domain import ledger
from service.domain.ledger import (
    ACCOUNTS,
    CertificateUse,
    Entry,
    PaymentAct,
    Transfer,
    balances,
    broken_invariants,
)

ADVANCE = Entry("ADVANCE", "ZZ", "CQ-13")
FINAL = Entry("FINAL", "ZZ", "CQ-14")
CLASS = Entry("OPENING", "ZZ", "CQ-14")


def standing(*groups):
    found = balances(transfer for group in groups for transfer in group)
    return {account: fen for account, fen in found.items() if fen}


def paid_class():
    """CQ-1: 60,000 approved, 30,000 advanced, 57,000 earned, 27,000 paid at the end."""
    return (
        *ledger.commit(6_000_000, CLASS),
        *ledger.instruct(3_000_000, ADVANCE),
        *ledger.post_paid(3_000_000, ADVANCE),
        *ledger.settle_advance(3_000_000, CLASS),
        *ledger.release(300_000, CLASS),
        *ledger.instruct(2_700_000, FINAL),
        *ledger.post_paid(2_700_000, FINAL),
    )


def test_a_class_paid_in_two_stages_leaves_nothing_open():
    assert standing(paid_class()) == {"budget": -5_700_000, "paid": 5_700_000}
    assert broken_invariants(paid_class(), approved_fen=6_000_000, advance_cap_fen=3_000_000) == ()


def test_a_cancelled_class_owes_its_whole_advance():
    cancelled = (
        *ledger.commit(9_750_000, CLASS),
        *ledger.instruct(4_875_000, ADVANCE),
        *ledger.post_paid(4_875_000, ADVANCE),
        *ledger.recovery_due(4_875_000, CLASS),
        *ledger.release(4_875_000, CLASS),
    )
    assert standing(cancelled) == {"budget": -4_875_000, "recoverable": 4_875_000}
    back = ledger.recovered(4_875_000, CLASS)
    assert standing(cancelled, back) == {"budget": -4_875_000, "recovered": 4_875_000}


def test_a_returned_payment_is_set_aside_again_and_paid_once():
    again = replace(FINAL, attempt=2)
    books = (
        *ledger.commit(100, CLASS),
        *ledger.instruct(100, FINAL),
        *ledger.void_returned(100, FINAL),
        *ledger.instruct(100, again),
        *ledger.post_paid(100, again),
    )
    assert standing(books) == {"budget": -100, "paid": 100}
    assert broken_invariants(books, approved_fen=100) == ()


def test_what_can_no_longer_be_earned_lapses():
    books = (*ledger.commit(100, CLASS), *ledger.lapse(100, CLASS))
    assert standing(books) == {"budget": -100, "lapsed": 100}


def test_a_paid_sum_can_be_called_back():
    books = (*paid_class(), *ledger.recovery_due(150_000, CLASS, source="paid"))
    assert balances(books)["recoverable"] == 150_000


def test_nothing_moves_where_there_is_nothing_to_move():
    assert ledger.commit(0, CLASS) == ()


@pytest.mark.parametrize(
    "changes",
    [{"fen": 0}, {"fen": -1}, {"debit": "budget"}, {"credit": "pocket"}, {"kind": "GIFT"}],
)
def test_a_transfer_that_is_none_is_refused(changes):
    sound = ledger.commit(100, CLASS)[0]
    with pytest.raises(ValueError, match=r"transfer|kind"):
        replace(sound, **changes)


@pytest.mark.parametrize(
    ("books", "limits", "says"),
    [
        (ledger.instruct(1, FINAL), {}, "committed stands below zero"),
        (ledger.commit(1, CLASS) * 2, {}, "stands 2 times"),
        (paid_class(), {"approved_fen": 5_699_999}, "more than the approved"),
        (paid_class(), {"advance_cap_fen": 2_999_999}, "above its cap"),
        (ledger.recovered(1, CLASS), {}, "more was recovered"),
        (
            (
                *ledger.recovery_due(1, CLASS, source="budget"),
                *ledger.recovered(1, replace(CLASS, fund="JYBZ")),
            ),
            {},
            "more of JYBZ was ended than called",
        ),
    ],
)
def test_a_broken_book_is_named(books, limits, says):
    assert any(says in line for line in broken_invariants(books, **limits))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"paid_by": "A"}, "by the one who approved"),
        ({"frozen": True}, "while frozen"),
        ({"all_registered": False}, "not registered by real name"),
    ],
)
def test_a_payment_against_the_rules_is_named(changes, says):
    sound = PaymentAct("FINAL", "A", "B")
    assert broken_invariants((), payments=[sound]) == ()
    assert says in broken_invariants((), payments=[replace(sound, **changes)])[0]


def test_a_certificate_counts_once_a_stage_and_claim_kind():
    use = CertificateUse("Z1", "FINAL", "training")
    assert broken_invariants((), certificates=[use, replace(use, stage="OTHER")]) == ()
    assert "counted 2 times" in broken_invariants((), certificates=[use, use])[0]


@given(st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(1, 9))))
def test_whatever_moves_the_books_balance(moves):
    made = [
        Transfer(debit, credit, fen, "COMMIT", "", 0, 1, "ZZ", "")
        for debit, credit, fen in moves
        if debit != credit
    ]
    assert sum(balances(made).values()) == 0


class Books(RuleBasedStateMachine):
    """Any order of events in which each amount is there: no invariant may break."""

    def __init__(self):
        super().__init__()
        self.made: list[Transfer] = []
        self.attempt = 0

    def next_entry(self, stage):
        self.attempt += 1
        return Entry(stage, "ZZ", "", attempt=self.attempt)

    def on(self, account):
        return balances(self.made)[account]

    @precondition(lambda self: not self.made)
    @rule(fen=st.integers(1, 10**9))
    def approve(self, fen):
        self.approved, self.cap = fen, fen // 2
        self.made += ledger.commit(fen, self.next_entry("OPENING"))

    @precondition(lambda self: not ledger.paid_out(self.made) and self.on("committed") > 1)
    @rule(data=st.data())
    def advance(self, data):
        fen = data.draw(st.integers(1, min(self.cap, self.on("committed"))))
        entry = self.next_entry("ADVANCE")
        self.made += ledger.instruct(fen, entry) + ledger.post_paid(fen, entry)

    @precondition(lambda self: self.on("committed") > 0)
    @rule(data=st.data(), came_back=st.booleans())
    def pay(self, data, came_back):
        fen = data.draw(st.integers(1, self.on("committed")))
        entry = self.next_entry("FINAL")
        answer = ledger.void_returned if came_back else ledger.post_paid
        self.made += ledger.instruct(fen, entry) + answer(fen, entry)

    @precondition(lambda self: self.on("advance") > 0)
    @rule(data=st.data(), earned=st.booleans())
    def settle(self, data, earned):
        fen = data.draw(st.integers(1, self.on("advance")))
        move = ledger.settle_advance if earned else ledger.recovery_due
        self.made += move(fen, self.next_entry("SETTLEMENT"))

    @precondition(lambda self: self.on("recoverable") > 0)
    @rule(data=st.data())
    def repay(self, data):
        fen = data.draw(st.integers(1, self.on("recoverable")))
        self.made += ledger.recovered(fen, self.next_entry("RECOVERY"))

    @precondition(lambda self: self.on("committed") > 0)
    @rule(gone=st.booleans())
    def close(self, gone):
        move = ledger.lapse if gone else ledger.release
        self.made += move(self.on("committed"), self.next_entry("CLOSE"))

    @rule()
    def wait(self):
        """A day on which nothing happens to the books."""

    @invariant()
    def nothing_is_broken(self):
        if self.made:
            limits = {"approved_fen": self.approved, "advance_cap_fen": self.cap}
            assert broken_invariants(self.made, **limits) == ()


TestBooks = Books.TestCase
TestBooks.settings = settings(max_examples=50, stateful_step_count=25)
