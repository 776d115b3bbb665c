"""On which days a switch of a place may turn, and what stands before its first day."""

from copy import deepcopy

import pytest

from service.domain.policy import Policy
from tests.domain.standing import POLICY, YUZHONG, day, raw_policy

KEY = "offline_suspended"


def with_own(region):
    raw = deepcopy(raw_policy())
    own = {"since": day("2020-06-15"), "until": day("2020-06-30"), "value": True}
    table = raw["value"][KEY]
    table["delegable"] = True
    table["version"].append({**own, "source": "default", "region": region})
    return Policy(raw)


def test_a_value_turns_on_the_first_day_of_each_version():
    turns = (day("2019-01-01"), day("2020-01-24"), day("2020-06-01"))
    assert POLICY.changes(KEY, region=YUZHONG) == turns


@pytest.mark.parametrize("region", [YUZHONG, "500100"])
def test_a_regions_own_version_turns_it_there_and_its_end_turns_it_back(region):
    turns = with_own(region).changes(KEY, region=YUZHONG)
    assert {day("2020-06-15"), day("2020-07-01")} <= set(turns)


def test_a_value_not_yet_in_force_is_not_found():
    assert POLICY.find(KEY, day("2018-12-31")) is None
    found = POLICY.find(KEY, day("2020-02-01"))
    assert found is not None
    assert found.value is True
