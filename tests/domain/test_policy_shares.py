"""Shares that decision tables give: none above its cap, and no course above the whole."""

import tomllib
from copy import deepcopy

import pytest

from service.domain.policy_course import course_problems
from service.domain.policy_shares import share_problems
from service.domain.stage import share_fen
from tests.domain.standing import ROOT, cases

RAW = tomllib.loads((ROOT / "workflows/bpmn/jinan/policy.toml").read_text("utf-8"))


def judged(share_bp, changes=()):
    raw = deepcopy(RAW)
    for path, value in changes:
        *where, last = path
        table = raw
        for name in where:
            table = table[name]
        table[last] = value
    return share_problems(raw, {"practical_ratio": [{"share_bp": share_bp}, {"other": 1}]})


@pytest.mark.parametrize(("share_bp", "wrong"), [(7000, 0), (8000, 0), (8001, 2), (8500, 2)])
def test_a_practical_share_above_eighty_percent_is_refused(share_bp, wrong):
    assert len(judged(share_bp)) == wrong


def test_the_worked_ratio_of_eighty_five_percent_is_refused():
    asked = cases()["JN-1b"]
    ratio = round(float(asked["input"]["practical_ratio"]) * 10_000)
    assert (not judged(ratio)) is asked["expected"]["config_valid"]


def test_online_and_practical_together_stay_within_the_whole():
    dearer = (("value", "online_share_bp", "version"), [{"value": 3001}])
    found = judged(7000, [dearer])
    assert len(found) == 1
    assert "100.01%" in found[0]


def test_the_worked_class_earns_its_shares_to_the_fen():
    worked = cases()["JN-1"]
    given, wanted = worked["input"], worked["expected"]
    each = given["std"] * 100
    online, offline = share_fen(each, 2000), share_fen(each, 7000)
    assert f"{online / 100:.2f}" == wanted["online_per_head"]
    assert f"{offline / 100:.2f}" == wanted["offline_per_head"]
    assert f"{online * given['online_passed'] / 100:.2f}" == wanted["online_total"]
    assert f"{offline * given['certified'] / 100:.2f}" == wanted["offline_total"]
    assert online + offline <= each


def test_a_cap_names_a_share():
    raw = deepcopy(RAW)
    raw["stage"]["OFFLINE"]["cap"] = "prejob_fen"
    assert any("stage.OFFLINE.cap" in one for one in course_problems(raw))
