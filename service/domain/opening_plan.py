"""What the dates and the plan of a request must satisfy."""

from collections.abc import Iterator
from datetime import timedelta

from service.domain.opening_request import HOURS, OpeningRequest, OpeningRules
from service.domain.plan import (
    PlanFigures,
    figures,
    kinds_not_allowed,
    missing_theory_hours,
    overlaps,
    theory_share_ok,
    unflagged_practical,
)
from service.domain.problem import Problem

_HOURS_ZH = {
    "total": "总课时",
    "theory": "理论课时",
    "practical": "实操课时",
    "online_theory": "线上理论课时",
    "online_practical": "线上实操课时",
}
_SHARED = {"teacher": ("教师", "teacher"), "room": ("教室", "room")}


def problems(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """What is wrong with the dates, the lessons, the hours and what is online."""
    yield from _dates(request, rules)
    if not request.lessons:
        yield Problem("lessons", "required", "请填写培训计划课程表。", "The plan has no lessons.")
        return
    plan = figures(request.lessons)
    yield from _hours(request, plan)
    yield from _lessons(request)
    if plan.online:
        yield from _online(request, rules, plan)


def _dates(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    if request.ends_on <= request.starts_on:
        yield Problem(
            "ends_on",
            "dates_reversed",
            f"结业日期 {request.ends_on} 应晚于开班日期 {request.starts_on}。",
            f"The class ends on {request.ends_on}, not after its start on {request.starts_on}.",
        )
    earliest = request.filed_on + timedelta(days=rules.number("start_lead_days"))
    if request.starts_on < earliest:
        yield Problem(
            "starts_on",
            "too_early",
            f"开班日期 {request.starts_on} 不得早于 {earliest}。",
            f"The class cannot start on {request.starts_on}; the earliest day is {earliest}.",
            rules.clause("start_lead_days"),
        )
    exams = (("theory_exam_on", request.theory_exam_on), ("skill_exam_on", request.skill_exam_on))
    for name, day in exams:
        if day is not None and day <= request.starts_on:
            yield Problem(
                name,
                "before_start",
                f"考试日期 {day} 应晚于开班日期 {request.starts_on}。",
                f"The exam on {day} must be after the start on {request.starts_on}.",
            )


def _hours(request: OpeningRequest, plan: PlanFigures) -> Iterator[Problem]:
    for name in HOURS:
        stated, planned = request.hours.get(name, 0), int(getattr(plan, name))
        if stated != planned:
            yield Problem(
                f"{name}_hours",
                "not_the_plan",
                f"{_HOURS_ZH[name]}填写 {stated}，课程表合计 {planned}，两者应一致。",
                f"{name}_hours says {stated}, the lessons add up to {planned}.",
            )


def _lessons(request: OpeningRequest) -> Iterator[Problem]:
    for place, lesson in enumerate(request.lessons):
        if lesson.end <= lesson.start:
            yield Problem(
                f"lessons[{place}].end",
                "times_reversed",
                f"第 {place + 1} 课的结束时间应晚于开始时间。",
                f"Lesson {place + 1} ends before it begins.",
            )
        if not request.starts_on <= lesson.day <= request.ends_on:
            yield Problem(
                f"lessons[{place}].date",
                "outside_class",
                f"第 {place + 1} 课（{lesson.day}）不在开班至结业日期之内。",
                f"Lesson {place + 1} on {lesson.day} lies outside the class.",
            )
    for clash in overlaps(request.lessons):
        zh, en = _SHARED[clash.what]
        yield Problem(
            f"lessons[{clash.second}].start",
            f"{clash.what}_overlap",
            f"第 {clash.first + 1} 课与第 {clash.second + 1} 课时间重叠，{zh}相同。",
            f"Lessons {clash.first + 1} and {clash.second + 1} overlap with the same {en}.",
        )


def _online(request: OpeningRequest, rules: OpeningRules, plan: PlanFigures) -> Iterator[Problem]:
    if request.platform_kind == "none":
        yield Problem(
            "platform_kind",
            "required",
            "课程表有线上课，请选择线上平台。",
            "Some lessons are online: name the platform.",
        )
    if rules.is_on("offline_suspended"):
        if rules.has("theory_share_min_bp"):
            yield from _while_suspended(request, rules, plan)
    elif rules.has("online_kinds"):
        yield from _after_resumption(request, rules)
    if rules.is_on("shutdown_required") and request.trains_employees:
        yield from _in_shutdown(request, rules)


def _while_suspended(
    request: OpeningRequest, rules: OpeningRules, plan: PlanFigures
) -> Iterator[Problem]:
    min_bp = rules.number("theory_share_min_bp")
    clause = rules.clause("theory_share_min_bp")
    if not theory_share_ok(plan, min_bp):
        missing = missing_theory_hours(plan, min_bp)
        yield Problem(
            "theory_hours",
            "theory_below_share",
            f"暂停线下集中培训期间，理论课不得低于总课时的 {min_bp / 100:g}%："
            f"总课时 {plan.total}，理论 {plan.theory}，还差 {missing} 课时。",
            f"While offline training is suspended theory must be {min_bp / 100:g}% of all hours: "
            f"{plan.theory} of {plan.total}, {missing} hours short.",
            clause,
        )
    for place in unflagged_practical(request.lessons):
        yield Problem(
            f"lessons[{place}].home_practice",
            "practical_not_flagged",
            f"第 {place + 1} 课是线上实训课，须注明可线上授课或居家练习。",
            f"Lesson {place + 1} is practical and online: mark it as fit for home practice.",
            clause,
        )


def _after_resumption(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    for place in kinds_not_allowed(request.lessons, rules.words("online_kinds")):
        yield Problem(
            f"lessons[{place}].delivery",
            "kind_not_online",
            f"线下培训恢复后，第 {place + 1} 课的类型不能线上进行。",
            f"Offline training is back: lesson {place + 1} is of a kind that cannot be online.",
            rules.clause("online_kinds"),
        )


def _in_shutdown(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    if not request.starts_in_shutdown:
        yield Problem(
            "starts_on",
            "outside_shutdown",
            "企业职工线上培训须在受疫情影响停工期间开班，以开班日期为准；"
            f"开班日期 {request.starts_on} 不在所填停工期间内。",
            "Employees' online training must start while the enterprise is shut down; "
            f"{request.starts_on} is not in the shutdown stated.",
            rules.clause("shutdown_required"),
        )
