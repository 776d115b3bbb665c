"""An institution's own desk: what is asked of it now, its drafts, its cases, where its money is."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.library import RuleBook
from service.records.answer import answers_of
from service.records.case import Case
from service.records.database import db
from service.records.draft import OF_AN_ORDER, Draft, drafts_by
from service.records.opening import class_names
from service.records.step import OpenStep, QueueLine, steps_of_cases
from service.web.case import may_open, step_title
from service.web.desks.timing import calendar_of, in_force, left
from service.web.due import Due, due
from service.web.filing.defects import CORRECTION, latest
from service.web.filing.where_money import Sum, money_of
from service.web.front import actor, minute, now, person, role_name
from service.web.language import say
from service.web.naming import process_name
from service.web.words import AWAITED, ENDS, word

INSTITUTION = "institution"
MOST_TASKS, MOST_DRAFTS, MOST_CASES = 50, 20, 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked of the institution."""

    href: str
    number: str
    title: str
    class_name: str
    due: Due | None
    reasons: Sequence[str]
    begun: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """One draft."""

    href: str
    number: str
    at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One case: where it stands in a sentence, and its money."""

    number: str
    class_name: str
    sentence: str
    ended: bool
    money: Sequence[Sum]


def is_home() -> bool:
    """Whether the visitor comes for an institution and for nothing else."""
    roles = {grant.role for grant in actor().grants}
    return roles == {INSTITUTION}


def home() -> str:
    """The desk."""
    session = db.session()
    lines = desk.work(session, actor(), limit=MOST_TASKS)
    drafts = drafts_by(session, person().id, MOST_DRAFTS)
    return render_template(
        "filing_home.html",
        asked=_asked(session, lines, {(one.case_id, one.step_key) for one, _ in drafts}),
        begun=[_begun(draft, number) for draft, number in drafts],
        cases=_cases(session),
        may_open=may_open(),
        most=MOST_CASES,
    )


def _asked(
    session: Session, lines: Sequence[QueueLine], begun: set[tuple[int, str]]
) -> list[Asked]:
    """Corrections first: there the clock of the office stands still and ours runs."""
    if not lines:
        return []
    names = class_names(session, [line.step.case_id for line in lines])
    found = [
        Asked(
            url_for("web.step", number=line.number, key=line.step.key),
            line.number,
            step_title(_policy_book(session, line.step.jurisdiction), line.step),
            names.get(line.step.case_id, "")
            or process_name(_policy_book(session, line.step.jurisdiction).policy, line.process),
            left(session, line.step.jurisdiction, line.step.due_at),
            _reasons(session, line.step),
            (line.step.case_id, line.step.key) in begun,
        )
        for line in lines
    ]
    return sorted(found, key=lambda one: not one.reasons)


def _policy_book(session: Session, jurisdiction: str) -> RuleBook:
    return in_force(session, jurisdiction)[0]


def _reasons(session: Session, step: OpenStep) -> list[str]:
    if not step.element.endswith(CORRECTION):
        return []
    return [f"{name}：{reason}" for name, reason in latest(answers_of(session, step.case_id))]


def _begun(draft: Draft, number: str) -> Begun:
    name = draft.step_key.removeprefix(OF_AN_ORDER)
    href = (
        url_for("web.order", number=number, name=name)
        if name != draft.step_key
        else url_for("web.step", number=number, key=draft.step_key)
    )
    return Begun(href, number, minute(draft.at))


def _cases(session: Session) -> list[Standing]:
    lines = desk.visible_cases(session, actor(), limit=MOST_CASES)
    steps = steps_of_cases(session, [line.case.id for line in lines])
    money = money_of(session, [line.case for line in lines])
    return [
        Standing(
            line.case.number,
            line.class_name
            or process_name(
                _policy_book(session, line.case.jurisdiction).policy, line.case.process
            ),
            _sentence(session, line.case, steps[line.case.id]),
            line.case.finished is not None,
            money[line.case.id],
        )
        for line in lines
    ]


def _sentence(session: Session, case: Case, steps: Sequence[OpenStep]) -> str:
    """Where a case stands, as one would tell a visitor."""
    if case.finished is not None:
        return word(ENDS, case.finished)
    book = desk.rule_book(session, case)
    for step in steps:
        if step.lane == INSTITUTION:
            return say("等您办理“{title}”。", title=step_title(book, step))
    for step in steps:
        values = {"title": step_title(book, step), "who": role_name(step.lane)}
        if step.due_at is None:
            return say("“{title}”由{who}办理中。", **values)
        last = due(step.due_at, now(), calendar_of(session, case.jurisdiction)).when
        return say("“{title}”由{who}办理中，最迟 {day}。", day=last, **values)
    waits = [word(AWAITED, message) for message, _ in case.waits if message in AWAITED]
    return say("等待：{what}。", what=say("、").join(waits)) if waits else say("办理中。")
