"""Dispatch reports: prefilled from the records, corrected with a reason, confirmed, amended."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.commands.dispatch.dispatch_figures import FIGURES, Question
from service.commands.library import LIBRARY, RuleBook
from service.commands.receipt import Receipt
from service.domain import permissions
from service.domain.calendar import Calendar
from service.domain.dispatch_layout import Layout, Unit, read_layout
from service.domain.dispatch_sheet import Line, summed
from service.domain.orders import ConfirmReport, PrepareReport
from service.domain.permissions import Actor, Cover, Scope, persons_of
from service.domain.problem import Problem
from service.domain.refusals import (
    AnswersWrong,
    Forbidden,
    NotNow,
    NotVisible,
    SeparationOfDuties,
    TryAgain,
)
from service.records import dispatch as records
from service.records.bundle import published_jurisdictions
from service.records.dispatch import CONFIRMED, DRAFT, Asked, DispatchReport

COUNTY = frozenset({"county_reviewer", "county_approver", "county_head"})
MOST, LONGEST, MOST_NAMES = 1_000_000_000, 300, 200


def layout_of(book: RuleBook, report: str) -> Layout:
    """The layout of a report of a rule book."""
    raw = book.bundle.reports.get(report)
    if raw is None:
        raise NotVisible
    return read_layout(raw, book.bundle.policy["jurisdiction"]["region"])


def found(session: Session, asked: Asked) -> tuple[RuleBook, Calendar, Layout, Unit]:
    """The rules, the calendar, the layout and the office of one report; no such day, no report."""
    if asked.jurisdiction not in published_jurisdictions(session):
        raise NotVisible
    book, calendar = LIBRARY.in_force(session, asked.jurisdiction)
    layout = layout_of(book, asked.report)
    unit = layout.unit(asked.unit)
    if unit is None or asked.due_on not in layout.schedule.due_dates(calendar):
        raise NotVisible
    return book, calendar, layout, unit


def covers(actor: Actor, order: str, jurisdiction: str, unit: Unit) -> tuple[Cover, ...]:
    """How the actor may give the order: a district's is for its own office, what lies above it
    for the level above."""
    scope = Scope(jurisdiction, unit.code)
    all_covers = permissions.covers_for(actor, order, scope)
    return tuple(one for one in all_covers if (one.grant.role in COUNTY) == (unit.level == 0))


def prepare(order: PrepareReport, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Count or state the figures of a report; once it was confirmed, of a new version of it."""
    asked = Asked(order.jurisdiction, order.report, order.unit, order.due_on)
    book, _, layout, unit = found(session, asked)
    cover = _cover(actor, order.name, asked, unit)
    last = _as_drawn(session, asked, order.seq)
    amends = last is not None and last.state == CONFIRMED
    if amends and not order.reason.strip():
        raise AnswersWrong([_problem("reason", "更正须写明原因。", "Say why it is amended.")])
    kept = None if last is None or amends or order.recount else last
    told = _prefilled(session, asked, layout, unit) if kept is None else _of(kept)
    if problems := list(_problems(order, layout, told["figures"])):
        raise AnswersWrong(problems)
    report = DispatchReport(
        **asked._asdict(),
        seq=order.seq + 1,
        version=(last.version + amends) if last else 1,
        state=DRAFT,
        **_stated(order, told),
        reason=order.reason.strip() or (kept.reason if kept else None),
    )
    return _write(session, report, cover.actor, clock=clock, book=book)


def confirm(order: ConfirmReport, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """The office answers for its report; two hands, and who has not reported below is named."""
    asked = Asked(order.jurisdiction, order.report, order.unit, order.due_on)
    book, _, _, unit = found(session, asked)
    cover = _cover(actor, order.name, asked, unit)
    last = _as_drawn(session, asked, order.seq)
    if last is None or last.state != DRAFT:
        raise NotNow("本期没有待确认的草稿。", "There is no draft to confirm.")
    prepared = {
        person
        for one in records.states_of(session, asked)
        if one.version == last.version
        for person in (one.natural_person, one.acting_for)
    }
    if unit.level == 0 and prepared & persons_of(cover.actor):
        raise SeparationOfDuties(
            "您（或同一自然人）填报了本期调度表，须由另一人确认。",
            "Whoever prepared the report may not confirm it: two hands.",
        )
    if last.missing and not order.reason.strip():
        raise AnswersWrong(
            [
                _problem(
                    "reason",
                    "尚有单位未报，请写明原因。",
                    "Some have not reported: say why it goes on.",
                )
            ]
        )
    report = DispatchReport(
        **asked._asdict(),
        seq=order.seq + 1,
        version=last.version,
        state=CONFIRMED,
        **_of(last),
        reason=order.reason.strip() or last.reason,
    )
    return _write(session, report, cover.actor, clock=clock, book=book)


def _cover(actor: Actor, order: str, asked: Asked, unit: Unit) -> Cover:
    possible = covers(actor, order, asked.jurisdiction, unit)
    if not possible:
        raise Forbidden("您的角色不能办理这一事项。", "This is not for your role.")
    return possible[0]


def _as_drawn(session: Session, asked: Asked, seq: int) -> DispatchReport | None:
    last = records.newest(session, asked)
    if (last.seq if last else 0) != seq:
        raise NotNow(
            "您打开之后，本表已由他人更新，请刷新后核对。",
            "The report has been changed since you opened it: load it again.",
        )
    return last


def _prefilled(session: Session, asked: Asked, layout: Layout, unit: Unit) -> dict[str, Any]:
    below = layout.below(unit)
    if below:
        return _merged(session, asked, layout, [one.code for one in below])
    question = Question(session, asked.jurisdiction, [unit.code], asked.due_on)
    counted = {one.id: FIGURES[one.figure].count(question) for one in layout.counted}
    return {
        "figures": {column: _figure(one.number) for column, one in counted.items()},
        "annex": {one.id: list(counted[one.id].names) for one in layout.counted if one.annex},
        "merged": [],
        "missing": [],
    }


def _merged(session: Session, asked: Asked, layout: Layout, below: list[str]) -> dict[str, Any]:
    """The sums over the confirmed reports below; who is missing stays named."""
    place = asked.jurisdiction, asked.report
    confirmed = records.newest_of_units(session, *place, below, confirmed=True)
    there = {
        code: confirmed[code, asked.due_on] for code in below if (code, asked.due_on) in confirmed
    }
    lines = [Line({}, numbers_of(one)) for one in there.values()]
    names: dict[str, set[str]] = {one.id: set() for one in layout.counted if one.annex}
    for report in there.values():
        for column, annexed in report.annex.items():
            names.setdefault(column, set()).update(annexed)
    return {
        "figures": {column: _figure(total) for column, total in summed(layout, lines).items()},
        "annex": {column: sorted(annexed) for column, annexed in names.items()},
        "merged": [
            {"unit": code, "version": one.version, "numbers": numbers_of(one)}
            for code, one in there.items()
        ],
        "missing": [code for code in below if code not in there],
    }


def numbers_of(report: DispatchReport) -> dict[str, int]:
    """What a report states, by column."""
    return {column: figure["stated"] for column, figure in report.figures.items()}


def _of(report: DispatchReport) -> dict[str, Any]:
    return {
        "figures": report.figures,
        "annex": report.annex,
        "merged": report.merged,
        "missing": report.missing,
    }


def _figure(counted: int) -> dict[str, Any]:
    return {"counted": counted, "stated": counted, "reason": ""}


def _stated(order: PrepareReport, told: Mapping[str, Any]) -> dict[str, Any]:
    """The counted figures with what a hand has made of them; both stay."""
    figures = {}
    for column, figure in told["figures"].items():
        stated, reason = order.stated.get(column), order.reasons.get(column, "").strip()
        if stated is None:
            figures[column] = figure
        else:
            changed = stated != figure["counted"]
            figures[column] = {**figure, "stated": stated, "reason": reason if changed else ""}
    annex = {
        column: [name.strip() for name in order.annex.get(column, names) if name.strip()]
        for column, names in told["annex"].items()
    }
    return {**told, "figures": figures, "annex": annex}


def _problems(
    order: PrepareReport, layout: Layout, figures: Mapping[str, Any]
) -> Iterator[Problem]:
    known = {one.id for one in layout.counted}
    for column in sorted({*order.stated, *order.reasons, *order.annex} - known):
        yield _problem(column, f"没有“{column}”这一栏。", f"There is no column {column}.")
    for column, stated in order.stated.items():
        if column in known and not 0 <= stated <= MOST:
            yield _problem(column, "应为不小于 0 的整数。", "Must be a whole number from 0 on.")
        elif column in known and stated != figures[column]["counted"]:
            yield from _why(column, order.reasons.get(column, ""))
    for column, names in order.annex.items():
        if len(names) > MOST_NAMES or any(len(name) > LONGEST for name in names):
            yield _problem(column, "附页过长。", "The annex is too long.")


def _why(column: str, reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield _problem(
            column, "与系统数不同，请写明原因。", "It differs from what was counted: say why."
        )
    elif len(reason) > LONGEST:
        yield _problem(column, f"原因最多 {LONGEST} 字。", f"A reason has at most {LONGEST} signs.")


def _problem(field: str, zh: str, en: str) -> Problem:
    return Problem(field, "report", zh, en)


def _write(
    session: Session, report: DispatchReport, actor: Actor, *, clock: Clock, book: RuleBook
) -> Receipt:
    if actor.person_id is None:
        raise Forbidden("调度表由人填报和确认。", "A report is prepared and confirmed by people.")
    report.person_id, report.natural_person = actor.person_id, actor.natural_person
    report.acting_for = actor.acting_for
    report.at, report.bundle_hash = clock.now(session), book.hash
    session.add(report)
    try:
        session.flush()
    except IntegrityError as somebody_else:
        raise TryAgain from somebody_else
    return Receipt(seq=report.seq, at=report.at, note=report.state)
