"""The forms of the office, and a filled-in opening request to spoil."""

import copy
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import forms

FOLDERS = Path(__file__).parents[2] / "workflows" / "bpmn"
TODAY = date(2020, 5, 20)
PEOPLE = ("520102199003071017", "52010219850112202X", "500103199206153031")

Answers = dict[str, Any]


def form_files() -> list[Path]:
    return sorted(FOLDERS.glob("*/forms/*.toml"))


def form_at(name: str) -> forms.Form:
    return forms.read_form(tomllib.loads((FOLDERS / name).read_text("utf-8")))


def form_of(*fields: Answers, **more: Any) -> forms.Form:
    words = {"zh": "栏目", "en": "Field"}
    asked = [words | {"id": "answer"} | field for field in fields]
    return forms.read_form({"name": "sheet", "zh": "表", "en": "Sheet", "field": asked} | more)


def codes(form: forms.Form, answers: object, today: date = TODAY) -> dict[str, str]:
    """What is refused, by field; nothing when the answers are accepted."""
    try:
        form.check(answers, today=today)  # type: ignore[arg-type]
    except forms.AnswersRefused as refused:
        return {problem.field: problem.code for problem in refused.problems}
    return {}


LESSON: Answers = {
    "date": "2020-05-28",
    "start": "09:00",
    "end": "12:00",
    "hours": "4",
    "kind": "theory",
    "delivery": "online",
    "content": "安全用电",
    "teacher": "周老师",
    "teacher_id": "370102199508204040",
}
LEARNER: Answers = {
    "name": "张三",
    "id_no": PEOPLE[0],
    "category": "企业职工",
    "phone": "13812345678",
    "relation": "labour",
}
OPENING: Answers = {
    "class_name": "2020渝电工中级01班",
    "applicant_type": "enterprise",
    "training_mode": "enterprise_own",
    "platform_kind": "own_enterprise",
    "platform_name": "渝育在线",
    "specialty_code": "6-31-01-03",
    "specialty_name": "电工",
    "specialty_class": "off_catalogue",
    "level": "intermediate",
    "cert_kind": "skill_level",
    "planned_heads": "40",
    "starts_on": "2020-05-28",
    "ends_on": "2020-06-20",
    "site": "渝中区某路1号",
    "contact": "李四",
    "mobile": "13812345678",
    "total_hours": "60",
    "theory_hours": "18",
    "practical_hours": "42",
    "online_theory_hours": "18",
    "online_practical_hours": "0",
    "commitment_by": ["enterprise", "platform"],
    "commitment_text": "对线上培训的真实性负责。",
    "credit_result": "good",
    "credit_on": "2020-05-18",
    "advance_requested": "on",
    "advance_rate": "50",
    "shutdown_kind": "whole",
    "shutdown_from": "2020-02-10",
    "shutdown_to": "2020-05-31",
    "payee_name": "渝某制造有限公司",
    "payee_bank": "某银行渝中支行",
    "payee_account": "6222021000000000017",
    "lessons": [LESSON],
    "roster": [LEARNER, LEARNER | {"name": "王五", "id_no": PEOPLE[1], "phone": "13912345678"}],
}


def opening() -> forms.Form:
    return form_at("chongqing/forms/opening_fill.toml")


def filed(**other: object) -> Answers:
    """The filled-in request, with other answers in some places."""
    return copy.deepcopy(OPENING) | other
