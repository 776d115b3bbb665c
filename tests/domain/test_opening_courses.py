"""What a request for an online course is told: hours, the enterprise, its new people, the term."""

import tomllib

import pytest

from service.domain import opening_employees, opening_hours, opening_term
from service.domain.minimum_hours import MinimumHours
from service.domain.opening import opening_rules
from service.domain.policy import Policy
from service.domain.roster import RosterLine
from tests.domain.standing import ROOT, day, request

JINAN = Policy(tomllib.loads((ROOT / "workflows/bpmn/jinan/policy.toml").read_text("utf-8")))
CHECKS = (opening_hours, opening_employees, opening_term)
HOURS = {"total": 31, "theory": 31, "practical": 0, "online_theory": 31, "online_practical": 0}
SOFT = MinimumHours(online=30, hard=False, clause="JN-29")
HARD = MinimumHours(online=24, practical=12, clause="JN-26")
PROVEN = {"contract_from": "2020-04-01", "contract_open_ended": True, "insured": True}


def asked(hours=31, starts_on="2020-05-28", roster=(), applicant="enterprise", **particulars):
    stated = {**HOURS, "total": hours, "theory": hours, "online_theory": hours}
    said = {"video_minutes": hours * 40, "registered_here": True, "fits_main_business": True}
    return request(
        hours=stated,
        applicant_type=applicant,
        starts_on=day(starts_on),
        roster=roster,
        particulars={**said, **particulars},
    )


def codes(one, policy=JINAN, **decided):
    rules = opening_rules(policy, one, region="370102", advance_eligible=False, advance_max_bp=0)
    for name, value in decided.items():
        object.__setattr__(rules, name, value)
    return [problem.code for check in CHECKS for problem in check.problems(one, rules)]


@pytest.mark.parametrize(
    ("hours", "particulars", "minimum", "found"),
    [
        (31, {}, None, []),
        (31, {"video_minutes": 1219}, None, ["not_the_videos"]),
        (31, {"video_minutes": 1220}, None, []),
        (30, {}, SOFT, []),
        (29, {}, SOFT, ["short_hours_reason"]),
        (29, {"short_hours_reason": "另有辅导"}, SOFT, []),
        (24, {"offline_practical_hours": 12}, HARD, []),
        (23, {"offline_practical_hours": 12}, HARD, ["too_few_hours"]),
        (24, {"offline_practical_hours": 11}, HARD, ["too_few_hours"]),
        (23, {"short_hours_reason": "另有辅导"}, HARD, ["too_few_hours"]),
    ],
)
def test_hours_follow_the_videos_and_stay_above_the_minimum(hours, particulars, minimum, found):
    assert codes(asked(hours, **particulars), minimum=minimum) == found


def test_a_plan_that_falls_short_is_told_by_how_many_hours():
    one = asked(20, offline_practical_hours=4)
    rules = opening_rules(JINAN, one, region="370102", advance_eligible=False, advance_max_bp=0)
    object.__setattr__(rules, "minimum", HARD)
    told = [problem.zh for problem in opening_hours.problems(one, rules)]
    assert told == ["线上课时还差 4 课时、实操课时还差 8 课时。"]


@pytest.mark.parametrize(
    ("starts_on", "found"),
    [
        ("2020-04-08", ["online_policy_ended"]),
        ("2020-04-09", []),
        ("2020-06-29", []),
        ("2020-06-30", []),
        ("2020-07-01", ["online_policy_ended"]),
    ],
)
def test_online_classes_start_while_the_rules_are_in_force(starts_on, found):
    assert codes(asked(starts_on=starts_on)) == found


@pytest.mark.parametrize(
    ("track", "particulars", "found"),
    [
        ("ent_onjob", {}, []),
        ("ent_onjob", {"registered_here": False}, ["not_registered_here"]),
        ("ent_onjob", {"fits_main_business": False}, ["not_main_business"]),
        ("platform", {}, ["track_of_another"]),
        ("", {"registered_here": False}, []),
    ],
)
def test_an_enterprise_is_of_the_city_and_teaches_its_own_business(track, particulars, found):
    assert codes(asked(track=track, **particulars)) == found


def test_new_employees_prove_contract_and_insurance_line_by_line():
    lacking = {**PROVEN, "insured": False}
    roster = (
        RosterLine(1, "张三", "500103199206153031", particulars=PROVEN),
        RosterLine(2, "李小四", "52010219850112202X", particulars=lacking),
    )
    assert codes(asked(track="ent_prejob", roster=roster)) == ["proof_missing"]
    assert codes(asked(track="ent_onjob", roster=roster)) == []


def test_a_payee_that_the_tables_refuse_is_told():
    assert codes(asked(track="ent_onjob"), payee_refused="JN-15") == ["payee_not_foreseen"]


def test_an_offline_class_has_no_videos_and_no_term():
    offline = request(lessons=(), hours=dict.fromkeys(HOURS, 0), starts_on=day("2020-07-13"))
    assert codes(offline) == []
