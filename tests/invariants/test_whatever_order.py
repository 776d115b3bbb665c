"""Random orders over every place's policies: what §3.12 says of the money holds after each."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.invariants.disorder import Disorder
from tests.invariants.town import Kept, empty_at, keep, stories
from tests.jurisdictions.telling import FOLDERS

# Where a short run gets to money at once, and by different ways; `bench orders` runs them all.
STORIES = {
    "chongqing": {"payment-returned", "recovery-never-paid", "cancelled-while-bank-pays"},
    "guizhou": {"living-worked-case", "evidence-in-two-rounds", "direct-flat-subsidy"},
    "heilongjiang": {"n6-cancelled-after-advance", "living-by-its-own-groups"},
    "jiangxi": {"n12-payment-returned", "living-by-its-own-groups"},
    "jinan": {"objection-and-returned-payment", "employee-double-benefit"},
    "sample": {"too-few-certified-advance-comes-back", "proof-on-the-last-day"},
}
# The same runs every time, and told in full when one fails: shortening it takes minutes.
SHORT = settings(
    max_examples=8,
    stateful_step_count=20,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def kept(key_ring, tmp_path) -> Callable[[Path], list[Kept]]:
    return cache(partial(keep, empty=empty_at(tmp_path / "empty.db"), folder=tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("place", sorted(FOLDERS))
def test_whatever_is_done_in_whatever_order_the_money_is_right(kept, place):
    told = [partial(kept, file) for file in stories(place, STORIES[place])]
    run_state_machine_as_test(lambda: Disorder(told), settings=SHORT)  # type: ignore[arg-type]
