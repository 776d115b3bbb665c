"""Where online lessons may come from, how they are held, and how much of the practice may be so."""

from collections.abc import Iterator

from service.domain.opening_request import OpeningRequest, OpeningRules
from service.domain.plan import most_online
from service.domain.problem import Problem


def problems(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """What is wrong with the platform, the ways of teaching and the share that is online."""
    if not request.is_online:
        return
    yield from _platform(request, rules)
    yield from _methods(request, rules)
    yield from _practical(request, rules)


def _platform(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    if rules.has("platforms_allowed"):
        allowed = rules.words("platforms_allowed")
        if str(request.particulars.get("platform_code") or "").upper() not in allowed:
            yield Problem(
                "platform_code",
                "platform_not_allowed",
                f"线上课时须统一从规定的管理平台登陆学习，平台代码为 {'、'.join(allowed)}。",
                f"Online hours count only on the platform prescribed: {', '.join(allowed)}.",
                rules.clause("platforms_allowed"),
            )
    origins = rules.words("platform_origins") if rules.has("platform_origins") else ()
    if origins and request.particulars.get("platform_origin") not in origins:
        yield Problem(
            "platform_origin",
            "origin_not_eligible",
            "线上平台不是国家遴选或省市征集的，不能用于补贴培训。",
            "The platform was selected neither by the state nor by province or city.",
            rules.clause("platform_origins"),
        )


def _methods(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    if not rules.has("lesson_methods"):
        return
    for place, lesson in enumerate(request.lessons):
        if lesson.is_online and lesson.method not in rules.words("lesson_methods"):
            yield Problem(
                f"lessons[{place}].method",
                "method_not_listed",
                f"第 {place + 1} 课是线上课，请注明规定的授课方式。",
                f"Lesson {place + 1} is online: say in which of the ways listed it is held.",
                rules.clause("lesson_methods"),
            )


def _practical(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    share = rules.online_share
    if share is None:
        return
    practical, online = request.hours["practical"], request.hours["online_practical"]
    most = most_online(practical, share.practical_max_bp)
    if online > most:
        yield Problem(
            "online_practical_hours",
            "online_practical_above",
            f"实操课时 {practical}，线上实操最多 {most} 课时，填写 {online}，"
            f"超出 {online - most} 课时。",
            f"Of {practical} practical hours at most {most} may be online; "
            f"{online} are {online - most} too many.",
            share.clause or None,
        )
