"""What class hours must come to: those the videos make, and no fewer than the course needs."""

from collections.abc import Iterator

from service.domain.class_hours import class_hours
from service.domain.minimum_hours import MinimumHours, Shortfall, shortfall
from service.domain.opening_request import OpeningRequest, OpeningRules
from service.domain.problem import Problem


def problems(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """Hours that the videos do not make, and hours that are too few."""
    if rules.has("class_hour_minutes") and request.is_online:
        yield from _by_video(request, rules)
    if rules.minimum is not None:
        yield from _too_few(request, rules.minimum)


def online_hours(request: OpeningRequest) -> int:
    """The class hours online, theory and practice together."""
    return request.hours.get("online_theory", 0) + request.hours.get("online_practical", 0)


def practical_hours(request: OpeningRequest) -> int:
    """The hours of offline practice, in this class or planned after it."""
    here = request.hours.get("practical", 0) - request.hours.get("online_practical", 0)
    return here + int(request.particulars.get("offline_practical_hours") or 0)


def _by_video(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    minutes = int(request.particulars.get("video_minutes") or 0)
    counted = class_hours(
        minutes,
        hour=rules.number("class_hour_minutes"),
        counts_from=rules.number("class_hour_rounds_from"),
    )
    stated = online_hours(request)
    if stated != counted:
        yield Problem(
            "video_minutes",
            "not_the_videos",
            f"线上教学视频共 {minutes} 分钟，折合 {counted} 课时；填写的线上课时为 {stated}。",
            f"The videos last {minutes} minutes, {counted} class hours; the plan says {stated}.",
            rules.clause("class_hour_minutes"),
        )


def _too_few(request: OpeningRequest, minimum: MinimumHours) -> Iterator[Problem]:
    short = shortfall(minimum, online=online_hours(request), practical=practical_hours(request))
    if not short or (not minimum.hard and request.particulars.get("short_hours_reason")):
        return
    zh, en = told(short)
    if minimum.hard:
        field = "total_hours" if short.online else "offline_practical_hours"
        yield Problem(field, "too_few_hours", f"{zh}。", f"{en}.", minimum.clause or None)
    else:
        yield Problem(
            "short_hours_reason",
            "short_hours_reason",
            f"{zh}；低于一般课时的，须写明理由，并经审批人同意。",
            f"{en}: say why; the approver has to consent.",
            minimum.clause or None,
        )


def told(short: Shortfall) -> tuple[str, str]:
    """By how many hours a plan falls short, in both languages."""
    parts = (("线上", "online", short.online), ("实操", "practical", short.practical))
    named = [(zh, en, hours) for zh, en, hours in parts if hours]
    return (
        "、".join(f"{zh}课时还差 {hours} 课时" for zh, _, hours in named),
        ", ".join(f"{hours} {en} class hours short" for _, en, hours in named),
    )
