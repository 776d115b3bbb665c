"""How long what is known of people is kept: the folder's word, and ours where it is silent."""

from copy import deepcopy
from datetime import date

import pytest

from service.domain.policy import Policy
from service.domain.retention import KINDS, Rule, rule
from tests.domain.standing import POLICY, raw_policy

ENDED = date(2020, 8, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_chongqing_says_how_long_each_kind_is_kept(kind):
    said = rule(POLICY, kind, ENDED)
    assert (said.length, said.unit) == KINDS[kind][2:0:-1]
    assert said.source == "default"


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_does_not_say_has_the_default(kind):
    silent = deepcopy(raw_policy())
    for key, _, _ in KINDS.values():
        del silent["value"][key]
    assert rule(Policy(silent), kind, ENDED) == Rule(
        kind, KINDS[kind][2], KINDS[kind][1], "", "default"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_before_the_folder_speaks_the_default_holds(kind):
    assert rule(POLICY, kind, date(2018, 12, 31)).length == KINDS[kind][2]


@pytest.mark.parametrize(
    ("ended", "length", "unit", "due"),
    [
        (ENDED, 10, "years", date(2030, 8, 4)),
        (ENDED, 30, "days", date(2020, 9, 3)),
        (date(2020, 2, 29), 10, "years", date(2030, 3, 1)),
        (date(2020, 2, 29), 4, "years", date(2024, 3, 1)),
    ],
)
def test_data_goes_on_the_day_after_its_time(ended, length, unit, due):
    assert Rule("identity", length, unit, "", "default").due_on(ended) == due
