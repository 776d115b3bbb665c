"""What a request to open a class is told, all at once, on both sides of every boundary."""

from dataclasses import replace
from datetime import date, time

import pytest

from service.domain.opening import opening_problems, opening_request
from service.domain.opening_conduct import parties
from service.domain.plan import Lesson
from service.domain.roster import RosterLine
from tests.domain.standing import (
    LESSONS,
    ROSTER,
    SOUND,
    cases,
    codes,
    day,
    lesson,
    request,
    rules,
)

# After offline training is back, nobody's enterprise stands still and the action is over.
LATER = {
    "filed_on": day("2020-07-20"),
    "starts_on": day("2020-08-03"),
    "ends_on": day("2020-08-20"),
    "credit_on": day("2020-07-20"),
    "applicant_type": "school",
    "training_mode": "project",
    "commitment_by": frozenset({"school", "platform"}),
    "lessons": (lesson("2020-08-03", "09:00", "12:00"),),
}


def plan(theory: int, practical: int) -> tuple[Lesson, ...]:
    return (
        lesson("2020-05-28", "09:00", "12:00", hours=theory),
        lesson(
            "2020-05-29", "09:00", "12:00", hours=practical, kind="practice", home_practice=True
        ),
    )


def test_a_sound_request_has_no_problem():
    assert codes(SOUND) == []
    assert codes(request(**LATER)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_on": day("2020-05-28")}, "dates_reversed"),
        ({"filed_on": day("2020-05-29")}, "too_early"),
        ({"theory_exam_on": day("2020-05-28")}, "before_start"),
        ({"skill_exam_on": day("2020-05-27")}, "before_start"),
        ({"lessons": ()}, "required"),
        ({"hours": {**SOUND.hours, "total": 21}}, "not_the_plan"),
        ({"hours": {}}, "not_the_plan"),
        ({"lessons": (replace(LESSONS[0], end=time(9)), *LESSONS[1:])}, "times_reversed"),
        ({"ends_on": day("2020-05-31")}, "outside_class"),
        ({"lessons": (*LESSONS, LESSONS[0])}, "teacher_overlap"),
        ({"platform_kind": "none"}, "required"),
        ({"planned_heads": 51}, "heads_out_of_range"),
        ({"planned_heads": 0}, "heads_out_of_range"),
        ({"planned_heads": 1}, "more_than_planned"),
        ({"roster": ()}, "required"),
        ({"roster": (ROSTER[0], replace(ROSTER[0], line=2))}, "duplicate_person"),
        ({"roster": (replace(ROSTER[0], relation="none"),)}, "relation_required"),
        ({"commitment_by": frozenset({"enterprise"})}, "commitment_platform"),
        ({"commitment_by": frozenset({"platform"})}, "commitment_enterprise"),
        ({"credit_result": "bad"}, "credit_not_good"),
        ({"credit_result": "none"}, "credit_not_good"),
        ({"credit_on": None}, "required"),
        ({"credit_on": day("2020-05-21")}, "in_future"),
        ({"credit_on": day("2020-05-23"), "handed_in_on": day("2020-05-22")}, "in_future"),
        ({"credit_on": day("2020-04-19")}, "credit_too_old"),
        ({"fee_to_learner_fen": 1}, "must_be_free"),
        ({"advance_rate_bp": 5001}, "advance_above_cap"),
        ({"advance_rate_bp": 0}, "required"),
        ({"shutdown_kind": "none"}, "outside_shutdown"),
    ],
)
def test_what_is_wrong_is_told(changes, code):
    assert code in codes(request(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"filed_on": day("2020-05-28")},
        {"theory_exam_on": day("2020-05-29"), "skill_exam_on": day("2020-06-20")},
        {"planned_heads": 50},
        {"planned_heads": 2},
        {"credit_on": day("2020-04-20")},  # thirty days before the filing
        {"credit_on": day("2020-05-20")},
        {"credit_on": day("2020-05-22"), "handed_in_on": day("2020-05-22")},  # corrected
        {"advance_rate_bp": 5000},
        {"advance_rate_bp": 1},
        {"advance_requested": False, "advance_rate_bp": 9999},
        {"platform_kind": "own_enterprise"},
    ],
)
def test_the_boundary_itself_is_allowed(changes):
    assert codes(request(**changes)) == []


@pytest.mark.parametrize(("theory", "practical", "ok"), [(18, 42, True), (17, 43, False)])
def test_theory_is_thirty_percent_while_offline_is_suspended(theory, practical, ok):
    asked = request(lessons=plan(theory, practical))
    found = opening_problems(asked, rules(asked))
    assert [problem.code for problem in found] == ([] if ok else ["theory_below_share"])
    assert ok or ("还差 1 课时" in found[0].zh and found[0].clause == "CQ-02")


def test_online_practice_is_marked_while_offline_is_suspended():
    lessons = tuple(replace(one, home_practice=False) for one in plan(30, 30))
    assert codes(request(lessons=lessons)) == ["practical_not_flagged"]


def test_after_resumption_only_some_lessons_are_online_and_no_share_is_asked():
    one = lesson("2020-08-03", "09:00", "12:00", kind="practice", home_practice=True)
    assert codes(request(**{**LATER, "lessons": (one,)})) == ["kind_not_online"]
    simulated = replace(one, kind="simulation")
    assert codes(request(**{**LATER, "lessons": (simulated,)})) == []


def test_a_plan_without_online_lessons_is_not_asked_about_them():
    lessons = tuple(replace(one, delivery="offline") for one in LESSONS)
    asked = request(lessons=lessons, platform_kind="none", shutdown_kind="none")
    assert codes(asked) == []


def test_only_online_training_is_free_of_charge():
    lessons = tuple(replace(one, delivery="offline") for one in LESSONS)
    asked = request(lessons=lessons, platform_kind="none", fee_to_learner_fen=30000)
    assert codes(asked) == []
    assert (asked.is_online, SOUND.is_online) == (False, True)


def test_the_worked_enterprise_class_starts_within_its_shutdown():
    case = cases()["CQ-8a"]
    begins, ends = map(day, case["input"]["shutdown"])
    asked = request(
        shutdown_from=begins, shutdown_to=ends, starts_on=day(case["input"]["class_start"])
    )
    assert asked.starts_in_shutdown is case["expected"]["eligible"]
    assert "outside_shutdown" not in codes(asked)


@pytest.mark.parametrize(
    ("begins", "ends", "inside"),
    [
        ("2020-05-28", "2020-05-28", True),
        ("2020-05-29", "2020-06-30", False),
        ("2020-02-10", "2020-05-27", False),
        ("2020-02-10", None, True),  # still standing still
        (None, "2020-06-30", False),
    ],
)
def test_the_start_of_the_class_decides_about_the_shutdown(begins, ends, inside):
    asked = request(
        shutdown_kind="partial",
        shutdown_from=begins and day(begins),
        shutdown_to=ends and day(ends),
    )
    assert asked.starts_in_shutdown is inside
    assert ("outside_shutdown" not in codes(asked)) is inside


def test_a_commissioned_class_trains_employees_too():
    asked = request(applicant_type="school", training_mode="enterprise_commissioned")
    assert asked.trains_employees
    assert parties(asked) == ("school", "enterprise", "platform")


@pytest.mark.parametrize(
    ("applicant", "platform", "signed"),
    [
        ("school", "none", ("school",)),
        ("college", "own_school", ("school", "platform")),
        ("technical_school", "third_party", ("school", "platform")),
        ("platform", "none", ("platform",)),
        ("enterprise", "third_party", ("enterprise", "platform")),
    ],
)
def test_everybody_answerable_signs_a_letter(applicant, platform, signed):
    asked = request(applicant_type=applicant, training_mode="ordinary", platform_kind=platform)
    assert parties(asked) == signed


def test_a_learner_of_a_running_class_is_named():
    found = opening_problems(SOUND, rules(SOUND, enrolled=frozenset({1})))
    assert [(one.field, one.code) for one in found] == [("roster[1].id_no", "enrolled_elsewhere")]
    assert found[0].zh.startswith("第 2 行的学员正在另一未结束的班次培训")


def test_an_advance_is_for_those_the_table_allows():
    assert codes(SOUND, advance_eligible=False) == ["advance_not_eligible"]
    assert codes(SOUND, advance_max_bp=4000) == ["advance_above_cap"]
    asked = rules(SOUND, advance_eligible=False, advance_clause="CQ-13/2")
    assert opening_problems(SOUND, asked)[0].clause == "CQ-13/2"


def test_the_worked_institution_outside_a_project_has_no_advance():
    allowed = cases()["CQ-5"]["expected"]["advance_eligible"]
    asked = request(**{**LATER, "training_mode": "ordinary"})
    assert codes(asked, advance_eligible=allowed) == ["advance_not_eligible"]


def test_before_the_notice_its_duties_are_not_imposed():
    early = request(
        filed_on=day("2020-04-30"),
        starts_on=day("2020-05-06"),
        lessons=(lesson("2020-05-06", "09:00", "12:00", kind="general"),),
        commitment_by=frozenset(),
        credit_on=None,
        shutdown_kind="none",
        advance_requested=False,
    )
    assert codes(early) == []


def test_a_value_that_is_one_word_reads_as_a_list_of_one():
    made = rules(SOUND)
    one = replace(made.values["online_kinds"], value="theory")
    assert replace(made, values={"online_kinds": one}).words("online_kinds") == ("theory",)


def test_every_problem_says_what_and_where_in_two_languages():
    bad = request(credit_on=None, commitment_by=frozenset(), roster=(), ends_on=day("2020-05-01"))
    for problem in opening_problems(bad, rules(bad)):
        assert all((problem.field, problem.code, problem.zh, problem.en))


def test_the_answers_of_the_form_become_the_request():
    row = {"name": "张三", "id_no": "500103199206153031", "relation": "labour"}
    answers = {
        "applicant_type": "enterprise",
        "training_mode": "enterprise_own",
        "planned_heads": 1,
        "starts_on": date(2020, 5, 28),
        "ends_on": date(2020, 6, 20),
        "total_hours": 6,
        "roster": [row],
        "advance_rate": 5000,
        "commitment_by": ["enterprise"],
    }
    asked = opening_request(answers, filed_on=date(2020, 5, 20))
    assert asked.roster == (RosterLine(1, "张三", "500103199206153031", relation="labour"),)
    assert (asked.hours["total"], asked.hours["theory"], asked.advance_rate_bp) == (6, 0, 5000)
    assert (asked.platform_kind, asked.lessons, asked.advance_requested) == ("none", (), False)
