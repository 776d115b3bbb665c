"""The calendar, the policy, the cast and one sound request that the tests of the domain share."""

import json
import tomllib
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from service.domain.calendar import BEIJING, notice_calendar
from service.domain.opening import OpeningRequest, OpeningRules, opening_problems, opening_rules
from service.domain.plan import Lesson, figures
from service.domain.policy import Policy
from service.domain.roster import RosterLine

ROOT = Path(__file__).resolve().parents[2]
CALENDAR = notice_calendar()
YUZHONG = "500103"


@cache
def raw_policy() -> dict[str, Any]:
    text = (ROOT / "workflows/bpmn/chongqing/policy.toml").read_text("utf-8")
    return tomllib.loads(text)


POLICY = Policy(raw_policy())


@cache
def cases() -> dict[str, dict[str, Any]]:
    listed = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))
    return {case["id"]: case for case in listed}


def named(start: str) -> list[dict[str, Any]]:
    return [case for key, case in cases().items() if key.startswith(start)]


def day(text: str) -> date:
    return date.fromisoformat(text)


def noon(text: str) -> datetime:
    return datetime.combine(day(text), time(12), BEIJING)


def lesson(on: str, start: str, end: str, **changes: Any) -> Lesson:
    asked = {"hours": 6, "kind": "theory", "delivery": "online", "teacher": "周敏", **changes}
    return Lesson(day(on), time.fromisoformat(start), time.fromisoformat(end), **asked)


LESSONS = (
    lesson("2020-05-28", "09:00", "12:00", hours=6),
    lesson("2020-05-29", "09:00", "12:00", hours=6),
    lesson("2020-06-01", "09:00", "12:00", hours=8, kind="practice", delivery="offline"),
)
ROSTER = (
    RosterLine(1, "张三", "500103199206153031", relation="labour"),
    RosterLine(2, "李小四", "52010219850112202X", relation="dispatched"),
)
SOUND = OpeningRequest(
    filed_on=day("2020-05-20"),
    applicant_type="enterprise",
    training_mode="enterprise_own",
    platform_kind="third_party",
    planned_heads=40,
    starts_on=day("2020-05-28"),
    ends_on=day("2020-06-20"),
    hours={"total": 20, "theory": 12, "practical": 8, "online_theory": 12, "online_practical": 0},
    lessons=LESSONS,
    roster=ROSTER,
    commitment_by=frozenset({"enterprise", "platform"}),
    credit_result="good",
    credit_on=day("2020-05-10"),
    advance_requested=True,
    advance_rate_bp=5000,
    shutdown_kind="whole",
    shutdown_from=day("2020-02-10"),
    shutdown_to=day("2020-05-31"),
)


def request(**changes: Any) -> OpeningRequest:
    asked = replace(SOUND, **changes)
    if "lessons" in changes and "hours" not in changes:
        plan = figures(asked.lessons)
        asked = replace(asked, hours={name: getattr(plan, name) for name in SOUND.hours})
    return asked


def rules(asked: OpeningRequest, **changes: Any) -> OpeningRules:
    decided = {"advance_eligible": True, "advance_max_bp": 5000, **changes}
    return opening_rules(POLICY, asked, region=YUZHONG, **decided)


def codes(asked: OpeningRequest, **changes: Any) -> list[str]:
    return [problem.code for problem in opening_problems(asked, rules(asked, **changes))]
