"""What the office asked to have corrected, put beside the fields it speaks of."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from forms import Form
from service.records.answer import answers_of
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
    told = [one.body.get("defects") for one in answers_of(session, case.id)]
    latest: Sequence[Mapping[str, str]] = next((one for one in reversed(told) if one), [])
    found: dict[str, list[str]] = {}
    for defect in latest:
        name, reason = str(defect.get("field") or ""), str(defect.get("reason") or "")
        where = field_named(form, name)
        found.setdefault(where, []).append(reason if where else f"{name}：{reason}")
    return found


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
