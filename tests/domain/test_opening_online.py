"""Where online lessons come from, how they are held, and how much of the practice may be online."""

from dataclasses import replace

import pytest

from service.domain.opening_online import problems
from service.domain.plan import OnlineShare
from service.domain.policy import Value
from tests.domain.standing import SOUND, cases, day, rules

PRE_JOB, SIMULATION, PRACTICE = OnlineShare(10_000), OnlineShare(5_000), OnlineShare(0)


def value(*words):
    return Value("words", words, "X-1", "二", "X", day("2020-01-01"))


def said(changes, *, share=None, **values):
    asked = replace(rules(SOUND), values=values, online_share=share)
    return [one.code for one in problems(replace(SOUND, **changes), asked)]


def hours(practical, online):
    return {"hours": {"practical": practical, "online_practical": online}}


@pytest.mark.parametrize(
    ("practical", "online", "share", "wrong"),
    [
        (60, 30, SIMULATION, []),
        (60, 31, SIMULATION, ["online_practical_above"]),
        (61, 30, SIMULATION, []),
        (61, 31, SIMULATION, ["online_practical_above"]),
        (20, 20, PRE_JOB, []),
        (20, 0, PRACTICE, []),
        (20, 1, PRACTICE, ["online_practical_above"]),
        (20, 20, None, []),
    ],
)
def test_practice_online_keeps_to_its_share(practical, online, share, wrong):
    assert said(hours(practical, online), share=share) == wrong


def test_the_worked_case_says_by_how_many_hours():
    given = cases()["JX-1b"]["input"]
    asked = replace(rules(SOUND), values={}, online_share=SIMULATION)
    request = replace(SOUND, **hours(given["practical"], given["practical_online"]))
    (problem,) = problems(request, asked)
    assert "超出 1 课时" in problem.zh


@pytest.mark.parametrize(("code", "wrong"), [("prov", []), ("other", ["platform_not_allowed"])])
def test_online_hours_count_only_on_the_platform_prescribed(code, wrong):
    changes = {"particulars": {"platform_code": code}}
    assert said(changes, platforms_allowed=value("PROV")) == wrong


@pytest.mark.parametrize(
    ("origin", "wrong"), [("municipal", []), ("other", ["origin_not_eligible"])]
)
def test_a_platform_is_of_one_of_the_origins_listed(origin, wrong):
    changes = {"particulars": {"platform_origin": origin}}
    assert said(changes, platform_origins=value("national", "municipal")) == wrong


@pytest.mark.parametrize(("method", "wrong"), [("live", False), ("", True), ("radio", True)])
def test_an_online_lesson_is_held_in_one_of_the_ways_listed(method, wrong):
    changes = {"lessons": (replace(SOUND.lessons[0], method=method),)}
    assert said(changes, lesson_methods=value("live")) == ["method_not_listed"] * wrong


def test_a_class_without_online_lessons_needs_no_platform():
    changes = {"lessons": tuple(replace(one, delivery="offline") for one in SOUND.lessons)}
    assert said(changes, platforms_allowed=value("PROV"), share=PRACTICE) == []
