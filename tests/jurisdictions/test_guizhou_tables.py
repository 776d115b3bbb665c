"""Guizhou: what a trained learner is worth, which enterprises may ask, whose money it is."""

import pytest

from tests.jurisdictions.telling import BUNDLES
from workflows import decide

BUNDLE = BUNDLES["guizhou"]


def decided(table, **facts):
    return decide(BUNDLE, table, facts=lambda name, _: facts[name])


@pytest.mark.parametrize(
    ("course_kind", "level", "fen"),
    [
        ("skill", "junior", 120_000),
        ("skill", "intermediate", 180_000),
        ("skill", "technician", 240_000),
        ("online_startup", "intermediate", 150_000),
        ("policy", "certificate", 0),
    ],
)
def test_standard_of_a_learner(course_kind, level, fen):
    found = decided("training_standard", course_kind=course_kind, level=level)
    assert found.values["flat_fen"] == fen
    assert not found.clause


@pytest.mark.parametrize(
    ("process", "applicant", "industry", "ok", "clause"),
    [
        ("gz_main", "school", "none", True, ""),
        ("gz_main", "enterprise", "none", True, ""),
        ("gz_enterprise", "enterprise", "epidemic_supplies", True, "GZ-05"),
        ("gz_enterprise", "enterprise", "qualified", True, "GZ-05"),
        ("gz_enterprise", "enterprise", "none", False, "GZ-05"),
        ("gz_enterprise", "school", "none", False, ""),
    ],
)
def test_who_may_ask_as_a_key_enterprise(process, applicant, industry, ok, clause):
    found = decided(
        "industry_eligible", process=process, applicant_type=applicant, industry_class=industry
    )
    assert (found.values["ok"], found.clause) == (ok, clause)


@pytest.mark.parametrize("stage", ["STAGE1", "STAGE2", "FINAL"])
def test_training_is_paid_from_the_account_set_aside_for_it(stage):
    assert decided("fund_source", stage=stage).values["fund"] == "ZZ"
