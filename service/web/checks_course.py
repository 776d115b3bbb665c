"""What an officer is told of a course: its hours, and whom it cannot pay for."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from service.commands.library import RuleBook
from service.commands.opening import course_rules
from service.domain import prejob, track
from service.domain.class_hours import class_hours
from service.domain.minimum_hours import shortfall
from service.records.case import Case
from service.records.opening import ClassOpening
from service.records.roster import roster_of
from service.web.basis import Rules, rules_of
from service.web.checks import MOST_TOLD, Check
from service.web.language import say


def course_checks(
    session: Session, case: Case, opening: ClassOpening, *, newest: RuleBook, today: date
) -> list[Check]:
    """The checks that only courses of some places have."""
    rules = rules_of(case, opening, newest.policy, today)
    return [*_hours(opening, rules, newest), *_new_employees(session, case, opening, rules)]


def _hours(opening: ClassOpening, rules: Rules, newest: RuleBook) -> Iterator[Check]:
    online = (opening.online_theory_hours or 0) + (opening.online_practical_hours or 0)
    minutes, rule = opening.particulars.get("video_minutes"), rules.find("class_hour_minutes")
    if rule is not None and minutes is not None and online:
        counted = class_hours(
            int(minutes),
            hour=rules.number("class_hour_minutes") or 1,
            counts_from=rules.number("class_hour_rounds_from") or 0,
        )
        text = say("线上视频 {minutes} 分钟，折合 {hours} 课时", minutes=minutes, hours=counted)
        yield Check(text, "ok" if counted == online else "failed", rule.clause)
    kind = str(opening.particulars.get("course_kind") or "")
    minimum = course_rules.minimum_of(newest.bundle, kind)
    if minimum is None or not online:
        return
    short = shortfall(minimum, online=online, practical=minimum.practical).online
    if not short:
        text = say("线上 {n} 课时，不低于 {least} 课时", n=online, least=minimum.online)
        yield Check(text, "ok", minimum.clause, is_default=not minimum.clause)
        return
    reason = opening.particulars.get("short_hours_reason") or "—"
    text = say("线上课时比一般要求少 {n}，须明示同意；理由：{reason}", n=short, reason=reason)
    yield Check(text, "failed" if minimum.hard else "note", minimum.clause)


def _new_employees(
    session: Session, case: Case, opening: ClassOpening, rules: Rules
) -> Iterator[Check]:
    """Who sits in the class but earns nothing, before anybody approves so many heads."""
    rule, years = rules.find("prejob_contract_years"), rules.number("prejob_contract_years")
    if rule is None or years is None or opening.particulars.get("track") != track.PREJOB:
        return
    left_out = [
        row.line
        for row in roster_of(session, case.id)
        if prejob.missing(row.particulars)
        or prejob.obstacle(row.particulars, opening.starts_on, years)
    ]
    if left_out:
        lines = say("、").join(map(str, islice(left_out, MOST_TOLD)))
        text = say("第 {lines} 行合同不足一年或已过参训期限，不计补贴", lines=lines)
        yield Check(text, "note", rule.clause)
    else:
        yield Check(say("岗前培训学员的合同、参保和参训期限均符合"), "ok", rule.clause)
