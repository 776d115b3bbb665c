"""What was checked of the online part of a request, and what whoever decides is reminded of."""

from collections.abc import Iterator, Mapping

from service.records.opening import ClassOpening
from service.web.basis import Rules
from service.web.language import say

Found = Iterator[tuple[str, str, str]]

MODULES: Mapping[str, str] = {
    "conduct": "通用职业素质",
    "law": "法律法规",
    "career": "职业指导",
    "safety": "安全生产",
    "fire_environment": "消防环保",
    "health": "健康卫生",
    "epidemic": "疫病防控",
    "ethics": "职业道德规范",
    "craft": "工匠精神",
    "quality": "质量意识",
    "innovation": "新知识、新技术、新工艺",
}


def found(opening: ClassOpening, rules: Rules) -> Found:
    """The value asked, the outcome (ok, failed, note) and what to tell of it."""
    online = (opening.online_theory_hours or 0) + (opening.online_practical_hours or 0)
    if online:
        yield from _platform(opening, rules)
    yield from _modules(opening, rules)
    yield from _action(opening, rules)


def _platform(opening: ClassOpening, rules: Rules) -> Found:
    if rules.find("platforms_allowed"):
        code = str(opening.particulars.get("platform_code") or "")
        text = say("线上课时从管理平台 {code} 登陆", code=code or "—")
        yield "platforms_allowed", _held(rules, "platforms_allowed", code.upper()), text
    if rules.find("platform_origins"):
        origin = str(opening.particulars.get("platform_origin") or "")
        outcome = _held(rules, "platform_origins", origin)
        known = say("线上平台的来源可以使用") if outcome == "ok" else say("线上平台的来源不能使用")
        yield "platform_origins", outcome, known


def _modules(opening: ClassOpening, rules: Rules) -> Found:
    """Contents that should run through every class: missing ones are told, never refused."""
    value = rules.find("general_modules")
    if value is None:
        return
    listed = value.value if isinstance(value.value, tuple) else (str(value.value),)
    named = set(opening.particulars.get("general_modules") or ())
    lacking = [say(MODULES[one]) for one in listed if one not in named]
    if lacking:
        text = say("通用内容还缺：{lacking}", lacking=say("、").join(lacking))
        yield "general_modules", "note", text
    else:
        yield "general_modules", "ok", say("通用内容各项齐全")


def _action(opening: ClassOpening, rules: Rules) -> Found:
    if rules.find("action_window") is None:
        return
    counts = opening.in_action
    if counts is None:
        counts = rules.is_on("action_window")
    text = say("列入免费线上培训行动") if counts else say("不在免费线上培训行动期内")
    yield "action_window", "ok" if counts else "note", text


def _held(rules: Rules, key: str, word: str) -> str:
    value = rules.find(key)
    listed = value.value if value is not None and isinstance(value.value, tuple) else ()
    return "ok" if word in listed else "failed"
