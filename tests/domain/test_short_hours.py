"""What a lower level pays by the day where hours lack, up to its share of the standard."""

import pytest

from service.domain.short_hours import short_fen
from tests.domain.standing import cases


@pytest.mark.parametrize("case", ["JX-3-6", "JX-3-9", "JX-3-12"])
def test_days_are_paid_up_to_a_share_of_the_standard(case):
    given, expected = cases()[case]["input"], cases()[case]["expected"]
    paid = short_fen(given["std"] * 100, days=given["days_trained"], day_fen=10_000, cap_bp=6_000)
    assert paid == expected["payable"] * 100
