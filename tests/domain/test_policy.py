"""Chongqing's dated values, and how each is chosen by its day."""

from copy import deepcopy
from datetime import date

import pytest

from service.domain.policy import NotInForce, Policy, UnknownValue, problems
from service.domain.policy_words import VALUES
from tests.domain.standing import POLICY, YUZHONG, cases, day, raw_policy
from workflows import jurisdictions, read_folder

ISSUED, DAY_BEFORE = date(2020, 5, 18), date(2020, 5, 17)


def test_chongqing_has_no_problem():
    assert problems(raw_policy()) == []


def test_every_value_that_python_knows_is_said_by_some_place():
    said = {
        key for folder in jurisdictions().values() for key in read_folder(folder).policy["value"]
    }
    assert said == set(VALUES)


def test_two_working_days_bind_from_the_day_of_the_notice():
    before, after = (POLICY.deadline("opening_review", on) for on in (DAY_BEFORE, ISSUED))
    assert (before.days, before.kind, before.source) == (5, "internal", "default")
    assert (after.days, after.kind, after.clause, after.article) == (
        2,
        "statutory",
        "CQ-21",
        "二（六）",
    )
    assert after.source == "渝人社发〔2020〕46号"


def test_a_filing_of_april_is_not_under_the_rule():
    case = cases()["CQ-4"]
    rule = POLICY.deadline("opening_review", day(case["input"]["filed"]))
    assert (rule.kind == "statutory") is case["expected"]["rule_in_force"]


@pytest.mark.parametrize(
    ("key", "on", "value"),
    [
        ("offline_suspended", "2020-01-23", False),
        ("offline_suspended", "2020-01-24", True),
        ("offline_suspended", "2020-05-31", True),
        ("offline_suspended", "2020-06-01", False),
        ("free_of_charge", "2020-03-20", False),
        ("free_of_charge", "2020-03-21", True),
        ("free_of_charge", "2020-06-30", True),
        ("free_of_charge", "2020-07-01", False),
    ],
)
def test_a_switch_turns_on_its_day(key, on, value):
    assert POLICY.is_on(key, day(on), region=YUZHONG) is value


@pytest.mark.parametrize(
    ("key", "value", "clause"),
    [
        ("advance_cap", 5000, "CQ-13"),
        ("theory_share_min_bp", 3000, "CQ-02"),
        ("publicity_workdays", 5, ""),
        ("credit_valid_days", 30, ""),
        ("max_heads", 50, ""),
        ("recovery_days", 15, ""),
    ],
)
def test_each_number_cites_its_clause_or_is_a_default(key, value, clause):
    found = POLICY.value(key, ISSUED)
    assert (found.value, found.clause, found.is_default) == (value, clause, clause == "")
    assert POLICY.number(key, ISSUED) == value


def test_the_policy_says_which_date_chooses():
    assert POLICY.choose_by("opening_workdays") == "filed_on"
    assert POLICY.choose_by("offline_suspended") == "class_start"
    assert POLICY.deadline_basis("opening_review") == "filed_on"


def test_every_deadline_has_a_rule_and_a_name():
    for name in POLICY.deadlines:
        rule = POLICY.deadline(name, ISSUED)
        assert rule.days > 0
        assert dict(rule.label)["zh"]


def test_words_and_names_are_read():
    assert POLICY.words("nonworking_receipt", ISSUED) == ("strict",)
    assert "general" in POLICY.words("online_kinds", ISSUED)
    assert POLICY.label("advance_cap") == {"zh": "预拨比例上限", "en": "Largest advance"}
    assert [one.since for one in POLICY.versions("opening_workdays")] == [date(2019, 1, 1), ISSUED]


def test_the_place_is_named_with_its_districts():
    place = POLICY.jurisdiction
    assert (place.code, place.main, place.names["zh"]) == ("500000", "cq_main", "重庆市")
    assert {"500103", "500105"} <= {region.code for region in place.regions}


@pytest.mark.parametrize("ask", ["value", "deadline"])
def test_what_the_policy_does_not_name_is_unknown(ask):
    with pytest.raises(UnknownValue):
        getattr(POLICY, ask)("nothing", ISSUED)


@pytest.mark.parametrize("ask", ["versions", "choose_by", "label"])
def test_what_is_asked_about_an_unknown_value_is_refused(ask):
    with pytest.raises(UnknownValue):
        getattr(POLICY, ask)("nothing")


def test_before_its_first_day_a_value_is_not_in_force():
    with pytest.raises(NotInForce):
        POLICY.value("advance_cap", date(2018, 12, 31))


@pytest.mark.parametrize(
    ("ask", "key"), [("number", "asked_day_used"), ("is_on", "max_heads"), ("words", "max_heads")]
)
def test_a_value_of_another_kind_is_refused(ask, key):
    with pytest.raises(TypeError, match=key):
        getattr(POLICY, ask)(key, ISSUED)


def test_a_region_may_have_its_own_version():
    raw = deepcopy(raw_policy())
    raw["value"]["offline_suspended"]["version"].append(
        {"since": date(2020, 5, 20), "value": False, "source": "default", "region": YUZHONG}
    )
    policy = Policy(raw)
    assert problems(raw) == []
    assert not policy.is_on("offline_suspended", date(2020, 5, 28), region=YUZHONG)
    assert policy.is_on("offline_suspended", date(2020, 5, 19), region=YUZHONG)
    assert policy.is_on("offline_suspended", date(2020, 5, 28), region="500105")


def test_a_value_may_end():
    raw = deepcopy(raw_policy())
    raw["value"]["max_heads"]["version"][0]["until"] = date(2020, 6, 30)
    policy = Policy(raw)
    assert policy.number("max_heads", date(2020, 6, 30)) == 50
    with pytest.raises(NotInForce):
        policy.value("max_heads", date(2020, 7, 1))


def test_a_day_off_may_be_the_day_of_receipt_of_the_next_working_day():
    raw = deepcopy(raw_policy())
    assert not POLICY.deadline("opening_review", ISSUED).receipt_rolls
    raw["value"]["nonworking_receipt"]["version"][0]["value"] = "rolled"
    assert Policy(raw).deadline("opening_review", ISSUED).receipt_rolls
    del raw["value"]["nonworking_receipt"]
    assert not Policy(raw).deadline("opening_review", ISSUED).receipt_rolls
