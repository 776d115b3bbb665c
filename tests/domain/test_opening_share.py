"""How much of a class may be online where the place caps it, both sides of the limit."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from service.domain import opening_share
from service.domain.opening_request import OpeningRules
from service.domain.opening_share import hours_over
from service.domain.policy_values import Value
from tests.domain.standing import SOUND, lesson

CASES = {
    one["id"]: one for one in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))
}


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("GZ-S-")])
def test_worked_cases_of_the_online_share(name):
    given, wanted = CASES[name]["input"], CASES[name]["expected"]
    over = hours_over(given["online_theory"], given["total"], 3000)
    assert (over == 0) is wanted["ok"]


@pytest.mark.parametrize(
    ("online", "total", "over"), [(30, 100, 0), (31, 100, 1), (28, 90, 1), (20, 64, 1), (0, 0, 0)]
)
def test_it_is_said_by_how_many_hours_too_much_is_online(online, total, over):
    assert hours_over(online, total, 3000) == over


def rules(**values) -> OpeningRules:
    since = date(2020, 4, 30)
    kept = {key: Value(key, value, "X-1", "", "X", since) for key, value in values.items()}
    return OpeningRules(values=kept, advance_eligible=False, advance_max_bp=0)


def hours(theory: tuple[int, str], practice: tuple[int, str]):
    (first, how), (second, where) = theory, practice
    return (
        lesson("2020-05-28", "09:00", "12:00", hours=first, delivery=how),
        lesson("2020-05-29", "09:00", "12:00", hours=second, kind="practice", delivery=where),
    )


CAPPED = rules(
    online_theory_max_bp=3000,
    practice_offline_only=True,
    both_schedules_required=True,
    online_share_exempt=("online_startup",),
    online_share_exempt_processes=("key_enterprises",),
)


@pytest.mark.parametrize(
    ("lessons", "codes"),
    [
        (hours((30, "online"), (70, "offline")), []),
        (hours((31, "online"), (69, "offline")), ["online_theory_above_share"]),
        (hours((30, "online"), (70, "online")), ["practice_not_offline", "one_schedule_missing"]),
        (hours((30, "offline"), (70, "offline")), ["one_schedule_missing"]),
        ((), []),
    ],
)
def test_theory_is_capped_practice_is_offline_and_both_parts_are_planned(lessons, codes):
    asked = replace(SOUND, lessons=lessons)
    assert [problem.code for problem in opening_share.problems(asked, CAPPED)] == codes


def test_a_course_that_is_online_by_nature_is_exempt():
    startup = replace(
        SOUND,
        lessons=hours((31, "online"), (69, "online")),
        particulars={"course_kind": "online_startup"},
    )
    assert list(opening_share.problems(startup, CAPPED)) == []
    assert len(list(opening_share.problems(replace(startup, particulars={}), CAPPED))) == 3


def test_a_kind_of_case_that_the_share_does_not_bind_is_exempt():
    employees = replace(SOUND, lessons=hours((40, "online"), (60, "online")))
    exempt = replace(employees, process="key_enterprises")
    assert list(opening_share.problems(exempt, CAPPED)) == []
    assert len(list(opening_share.problems(employees, CAPPED))) == 3


def test_where_the_place_caps_nothing_anything_goes():
    asked = replace(SOUND, lessons=hours((60, "online"), (40, "online")))
    assert list(opening_share.problems(asked, rules())) == []
