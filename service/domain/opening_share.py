"""How much of a class may be online, and whether its plan has an online and an offline part."""

from collections.abc import Iterator

from service.domain.opening_request import OpeningRequest, OpeningRules
from service.domain.plan import PlanFigures, figures
from service.domain.problem import Problem

WHOLE_BP = 10_000


def problems(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """What is wrong with the share that is online; some courses are online by nature."""
    if not request.lessons or _exempt(request, rules):
        return
    plan = figures(request.lessons)
    yield from _theory(rules, plan)
    yield from _practical(rules, plan)
    yield from _both(request, rules)


def hours_over(online: int, total: int, max_bp: int) -> int:
    """By how many hours too much is online; the exact share is still within it."""
    return max(online - total * max_bp // WHOLE_BP, 0)


def _exempt(request: OpeningRequest, rules: OpeningRules) -> bool:
    own = {
        "online_share_exempt": request.particulars.get("course_kind"),
        "online_share_exempt_processes": request.process,
    }
    return any(rules.has(key) and word in rules.words(key) for key, word in own.items())


def _theory(rules: OpeningRules, plan: PlanFigures) -> Iterator[Problem]:
    if not rules.has("online_theory_max_bp"):
        return
    max_bp = rules.number("online_theory_max_bp")
    over = hours_over(plan.online_theory, plan.total, max_bp)
    if over:
        yield Problem(
            "online_theory_hours",
            "online_theory_above_share",
            f"线上理论课时不得超过总课时的 {max_bp / 100:g}%：总课时 {plan.total}，"
            f"线上理论 {plan.online_theory}，超出 {over} 课时。",
            f"Online theory is at most {max_bp / 100:g}% of all hours: {plan.online_theory} of "
            f"{plan.total} are {over} too many.",
            rules.clause("online_theory_max_bp"),
        )


def _practical(rules: OpeningRules, plan: PlanFigures) -> Iterator[Problem]:
    if rules.is_on("practice_offline_only") and plan.online_practical:
        yield Problem(
            "online_practical_hours",
            "practice_not_offline",
            f"实际操作部分只能线下进行，课程表有线上实操 {plan.online_practical} 课时。",
            f"Practice is held in class only; {plan.online_practical} hours of it are online.",
            rules.clause("practice_offline_only"),
        )


def _both(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    if not rules.is_on("both_schedules_required"):
        return
    held = {lesson.is_online for lesson in request.lessons}
    if held != {True, False}:
        yield Problem(
            "lessons",
            "one_schedule_missing",
            "培训计划应当分别安排线上课程和线下课程，缺少其中一部分。",
            "A plan holds an online and an offline part; one of them is missing.",
            rules.clause("both_schedules_required"),
        )
