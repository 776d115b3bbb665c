"""The plan's hours and lessons that cannot both be held."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.plan import (
    KINDS,
    Lesson,
    Overlap,
    PlanFigures,
    figures,
    kinds_not_allowed,
    missing_theory_hours,
    overlaps,
    theory_share_ok,
    unflagged_practical,
)
from tests.domain.standing import LESSONS, lesson, named

DAY = "2020-06-01"
LESSON = st.builds(
    Lesson,
    day=st.sampled_from([date(2020, 6, 1), date(2020, 6, 2)]),
    start=st.integers(8, 12).map(time),
    end=st.integers(13, 16).map(time),
    hours=st.integers(1, 8),
    kind=st.sampled_from(KINDS),
    delivery=st.sampled_from(["online", "offline"]),
    teacher=st.sampled_from(["", "周敏", "吴强"]),
    room=st.sampled_from(["", "101"]),
)


def hours(total: int, theory: int) -> PlanFigures:
    return PlanFigures(total, theory, total - theory, theory, 0)


@pytest.mark.parametrize("case", named("CQ-H-"), ids=lambda case: case["id"])
def test_the_exact_share_of_theory_is_enough(case):
    plan = hours(case["input"]["total_hours"], case["input"]["theory_hours"])
    ok = case["expected"]["theory_ge_30pct"]
    assert theory_share_ok(plan, 3000) is ok
    assert (missing_theory_hours(plan, 3000) == 0) is ok


@pytest.mark.parametrize(("total", "theory", "missing"), [(60, 17, 1), (61, 18, 1), (100, 0, 30)])
def test_missing_theory_is_said_in_whole_hours(total, theory, missing):
    assert missing_theory_hours(hours(total, theory), 3000) == missing


def test_hours_are_added_up_by_kind_and_delivery():
    assert figures(LESSONS) == PlanFigures(20, 12, 8, 12, 0)
    assert figures(()).online == 0


def test_general_knowledge_counts_as_theory_and_simulation_as_practice():
    plan = figures(
        [
            lesson(DAY, "09:00", "10:00", kind="general", hours=1),
            lesson(DAY, "10:00", "11:00", kind="simulation", hours=2),
            lesson(DAY, "11:00", "12:00", kind="video_demo", hours=3, delivery="offline"),
        ]
    )
    assert plan == PlanFigures(6, 1, 5, 1, 2)


def test_online_practice_must_be_marked():
    lessons = [
        lesson(DAY, "09:00", "10:00", kind="practice"),
        lesson(DAY, "10:00", "11:00", kind="practice", home_practice=True),
        lesson(DAY, "11:00", "12:00", kind="practice", delivery="offline"),
        lesson(DAY, "13:00", "14:00", kind="theory"),
    ]
    assert unflagged_practical(lessons) == [0]


def test_only_some_kinds_may_be_online_after_resumption():
    lessons = [
        lesson(DAY, "09:00", "10:00", kind="practice"),
        lesson(DAY, "10:00", "11:00", kind="practice", delivery="offline"),
        lesson(DAY, "11:00", "12:00", kind="simulation"),
    ]
    assert kinds_not_allowed(lessons, ("theory", "simulation")) == [0]


def test_one_teacher_cannot_hold_two_lessons_at_once():
    lessons = [lesson(DAY, "09:00", "11:00"), lesson(DAY, "10:59", "12:00")]
    assert overlaps(lessons) == [Overlap(0, 1, "teacher")]


def test_lessons_may_follow_one_another_without_a_break():
    assert overlaps([lesson(DAY, "10:00", "12:00"), lesson(DAY, "08:00", "10:00")]) == []


def test_one_room_cannot_hold_two_lessons_at_once():
    lessons = [
        lesson(DAY, "09:00", "11:00", teacher="周敏", room="101"),
        lesson(DAY, "10:00", "12:00", teacher="吴强", room="101"),
        lesson("2020-06-02", "10:00", "12:00", teacher="吴强", room="101"),
    ]
    assert overlaps(lessons) == [Overlap(0, 1, "room")]


def test_a_long_lesson_is_found_to_overlap_every_short_one_within():
    lessons = [
        lesson(DAY, "08:00", "12:00"),
        lesson(DAY, "09:00", "09:30"),
        lesson(DAY, "10:00", "10:30"),
    ]
    assert overlaps(lessons) == [Overlap(0, 1, "teacher"), Overlap(0, 2, "teacher")]


def test_two_teachers_of_one_name_are_told_apart_by_their_number():
    lessons = [
        lesson(DAY, "09:00", "11:00", teacher_id="500103199206153031"),
        lesson(DAY, "09:00", "11:00", teacher_id="52010219850112202X"),
    ]
    assert overlaps(lessons) == []


def test_a_row_of_the_form_becomes_a_lesson():
    row = {
        "date": date(2020, 6, 1),
        "start": "09:00",
        "end": time(10),
        "hours": 1,
        "kind": "theory",
        "delivery": "online",
        "content": None,
    }
    assert Lesson.of(row) == Lesson(date(2020, 6, 1), time(9), time(10), 1, "theory", "online")


@given(st.lists(LESSON, max_size=12))
def test_a_plan_overlaps_exactly_where_two_lessons_meet(lessons):
    def meet(one: Lesson, other: Lesson) -> bool:
        together = one.day == other.day and one.start < other.end and other.start < one.end
        shared = (one.teacher and one.teacher == other.teacher) or (one.room and other.room)
        return together and bool(shared)

    anywhere = any(
        meet(one, other) for at, one in enumerate(lessons) for other in lessons[at + 1 :]
    )
    assert bool(overlaps(lessons)) == anywhere
    assert all(meet(lessons[clash.first], lessons[clash.second]) for clash in overlaps(lessons))


@given(st.lists(LESSON, max_size=12))
def test_the_parts_of_a_plan_make_its_whole(lessons):
    plan = figures(lessons)
    assert plan.total == plan.theory + plan.practical == sum(one.hours for one in lessons)
    assert plan.online <= plan.total
