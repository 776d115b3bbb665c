"""Advance, standard, evidence and settlement: the worked classes of Chongqing to the fen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.advance import AboveCap, advance_fen, base_fen
from service.domain.evidence import Counts, judge
from service.domain.money import capital, fen
from service.domain.settlement import Outcome, line_pay, settle
from service.domain.standard import DaysMissing, standard_fen
from tests.domain.standing import CALENDAR, cases, day

SOUND = Outcome(line=1, standard_fen=150_000, certified=True)
OUTCOMES = st.lists(
    st.builds(
        Outcome,
        line=st.integers(1, 99),
        standard_fen=st.integers(1, 10**6),
        certified=st.booleans(),
        removed=st.booleans(),
    )
)


def klass(heads: int, certified: int, each_fen: int) -> list[Outcome]:
    return [
        Outcome(line=line, standard_fen=each_fen, certified=line <= certified)
        for line in range(1, heads + 1)
    ]


def test_the_worked_enterprise_class_is_advanced_half_and_paid_the_rest():
    case = cases()["CQ-1"]
    heads, each = case["input"]["headcount"], case["input"]["std"] * 100
    total = base_fen(heads, each)
    paid_first = advance_fen(total, 5000, cap_bp=5000)
    settled = settle(klass(heads, case["input"]["certified"], each), advance_net_fen=paid_first)
    assert total == case["expected"]["approved_total"] * 100
    assert paid_first == fen(case["expected"]["advance"])
    assert settled.payable_fen == case["expected"]["payable"] * 100
    assert (settled.final_fen, settled.recover_fen) == (fen(case["expected"]["final"]), 0)
    assert (capital(paid_first), capital(settled.final_fen)) == ("叁万元整", "贰万柒仟元整")


@pytest.mark.parametrize("name", ["CQ-1", "CQ-3"])
def test_the_worked_classes_are_due_in_two_working_days(name):
    case = cases()[name]
    due = CALENDAR.add_workdays(day(case["input"]["filed"]), 2)
    assert due == day(case["expected"]["due"])


def test_the_worked_cancelled_class_pays_its_whole_advance_back():
    case = cases()["CQ-3"]
    each = standard_fen(0, per_day_fen=13_000, cap_fen=390_000, days=30)
    total = base_fen(case["input"]["headcount"], each)
    paid_first = advance_fen(total, 5000, cap_bp=5000)
    settled = settle((), advance_net_fen=paid_first)
    assert paid_first == fen(case["expected"]["advance"])
    assert settled.recover_fen == fen(case["expected"]["recover"])


def test_an_advance_above_the_cap_is_refused():
    assert advance_fen(4_500_000, 5000, cap_bp=5000) == 2_250_000
    with pytest.raises(AboveCap):
        advance_fen(4_500_000, 5001, cap_bp=5000)


@pytest.mark.parametrize(
    ("flat", "per_day", "cap", "days", "each"),
    [
        (150_000, 0, 0, 0, 150_000),
        (0, 13_000, 390_000, 29, 377_000),
        (0, 13_000, 390_000, 31, 390_000),
        (0, 13_000, 0, 31, 403_000),
    ],
)
def test_the_standard_is_flat_or_by_the_day(flat, per_day, cap, days, each):
    assert standard_fen(flat, per_day_fen=per_day, cap_fen=cap, days=days) == each


def test_a_standard_by_the_day_needs_the_days():
    with pytest.raises(DaysMissing):
        standard_fen(0, per_day_fen=13_000, cap_fen=390_000)


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({}, ""),
        ({"certified": False}, "not_certified"),
        ({"certificate_accepted": False}, "certificate_not_accepted"),
        ({"evidence_ok": False}, "evidence_missing"),
        ({"out_of_city": True}, "offline_not_in_city"),
        ({"out_of_city": True, "offline_in_city": True}, ""),
        ({"removed": True}, "removed"),
    ],
)
def test_a_learner_is_paid_when_every_gate_is_open(changes, obstacle):
    pay = line_pay(replace(SOUND, **changes))
    assert (pay.obstacle, pay.fen) == (obstacle, 0 if obstacle else 150_000)


@pytest.mark.parametrize(
    ("certified", "final", "recover"),
    [(40, 3_000_000, 0), (20, 0, 0), (19, 0, 150_000), (0, 0, 3_000_000)],
)
def test_net_settlement_pays_the_rest_or_calls_back_the_difference(certified, final, recover):
    settled = settle(klass(40, certified, 150_000), advance_net_fen=3_000_000)
    assert (settled.final_fen, settled.recover_fen) == (final, recover)
    assert settled.net_fen == final - recover


def test_gross_settlement_goes_seat_by_seat_to_the_same_total():
    settled = settle(klass(40, 38, 150_000), advance_net_fen=3_000_000, mode="gross")
    assert (settled.final_fen, settled.recover_fen) == (2_850_000, 150_000)
    assert settled.net_fen == 2_700_000
    fewer = settle(klass(39, 38, 150_000), advance_net_fen=3_000_000, mode="gross", seats=40)
    assert fewer.recover_fen == 150_000


def test_a_class_without_seats_calls_everything_back():
    assert settle((), advance_net_fen=5, mode="gross").recover_fen == 5


@given(OUTCOMES, st.integers(0, 10**7), st.sampled_from(["net", "gross"]))
def test_both_ways_of_settling_come_to_the_same(outcomes, advance, mode):
    settled = settle(outcomes, advance_net_fen=advance, mode=mode)
    assert settled.final_fen >= 0
    assert settled.recover_fen >= 0
    assert settled.final_fen - settled.recover_fen == settled.net_fen
    assert advance - settled.recover_fen + settled.final_fen == settled.payable_fen


@pytest.mark.parametrize(
    ("counted", "ok"),
    [
        (Counts(1, 2, 3), True),
        (Counts(0, 2, 3), False),
        (Counts(1, 1, 3), False),
        (Counts(1, 2, 2), False),
    ],
)
def test_evidence_is_enough_at_its_threshold(counted, ok):
    assert judge(counted, Counts(1, 2, 3)).ok is ok


def test_evidence_of_several_batches_adds_up():
    assert Counts(1, 0, 2) + Counts(0, 2, 1) == Counts(1, 2, 3)
