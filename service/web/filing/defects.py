"""What the office asked to have corrected, put beside the fields it speaks of."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from forms import Form
from service.records.answer import Answer, answers_of
from service.records.case import Case
from service.records.step import OpenStep
from service.web.language import either

CORRECTION = "_correct"
# A defect that names no field of the form stands here, and on the page where a correction begins.
ELSEWHERE = ""


def remarks(
    session: Session, case: Case, form: Form, step: OpenStep | None
) -> Mapping[str, Sequence[str]]:
    """Field → what the latest notice says of it; nothing where no correction is being made."""
    if step is None or not step.element.endswith(CORRECTION):
        return {}
    found: dict[str, list[str]] = {}
    for name, reason in latest(answers_of(session, case.id)):
        where = field_named(form, name)
        found.setdefault(where, []).append(reason if where else f"{name}：{reason}")
    return found


def latest(answers: Sequence[Answer]) -> list[tuple[str, str]]:
    """What the latest notice asks for: what it is about, and why."""
    told = [one.body.get("defects") for one in answers if isinstance(one.body, Mapping)]
    defects: Sequence[Mapping[str, str]] = next((one for one in reversed(told) if one), [])
    return [(str(one.get("field") or ""), str(one.get("reason") or "")) for one in defects]


def field_named(form: Form, words: str) -> str:
    """The field somebody means: its name, or words that its label holds; else nowhere."""
    tight = words.strip(" 「」“”：:")
    if not tight:
        return ELSEWHERE
    for f in form.fields:
        if tight in (f.id, f.label.zh, f.label.en):
            return f.id
    for f in form.fields:
        if tight in f.label.zh or f.label.zh in tight:
            return f.id
    sections = {name for name in form.sections if tight == either(form.sections[name])}
    return next((f.id for f in form.fields if f.section in sections), ELSEWHERE)
