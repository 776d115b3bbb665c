"""The advance and the standard it is a share of, to the fen."""

import json
from pathlib import Path

import pytest

from service.domain.advance import AboveCap, advance_fen, base_fen
from service.domain.money import fen
from service.domain.standard import DaysMissing, standard_fen

CASES = {
    case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text())
}


@pytest.mark.parametrize(
    ("case", "heads", "each_fen"), [("CQ-1", 40, 150_000), ("CQ-3", 25, 390_000)]
)
def test_half_of_what_the_worked_class_may_earn_is_paid_first(case, heads, each_fen):
    paid_first = advance_fen(base_fen(heads, each_fen), 5000, cap_bp=5000)
    assert paid_first == fen(CASES[case]["expected"]["advance"])


def test_an_advance_above_the_cap_is_refused():
    assert advance_fen(4_500_000, 5000, cap_bp=5000) == 2_250_000
    with pytest.raises(AboveCap):
        advance_fen(4_500_000, 5001, cap_bp=5000)


@pytest.mark.parametrize(
    ("flat", "per_day", "cap", "days", "each"),
    [
        (150_000, 0, 150_000, 0, 150_000),
        (0, 13_000, 390_000, 30, 390_000),
        (0, 13_000, 390_000, 31, 390_000),
        (0, 13_000, 390_000, 29, 377_000),
        (0, 20_000, 0, 40, 800_000),
    ],
)
def test_the_standard_is_flat_or_by_the_day_up_to_its_cap(flat, per_day, cap, days, each):
    assert standard_fen(flat, per_day_fen=per_day, cap_fen=cap, days=days) == each


def test_a_standard_by_the_day_needs_the_days():
    with pytest.raises(DaysMissing):
        standard_fen(0, per_day_fen=13_000, cap_fen=390_000)
