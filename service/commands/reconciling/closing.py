"""Closing a day: the three sides compared, every difference kept, one person who answers for it."""

from dataclasses import replace
from datetime import time

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.commands.receipt import Receipt
from service.domain.calendar import beijing_date, beijing_time, day_end
from service.domain.orders import CloseDay
from service.domain.permissions import Actor, Scope, covers_for
from service.domain.problem import Problem
from service.domain.reconciling import (
    BANK,
    LEDGER,
    PAPERS,
    Day,
    Difference,
    reconcile,
    sums_differ,
)
from service.domain.refusals import AnswersWrong, Forbidden, NotNow, TryAgain
from service.records import reconciling as records
from service.records.day_close import DayClose, DayDifference, OfDay, closings_of
from service.records.reconciling import OneDay

LONGEST = 300


def looked_at(session: Session, of: OfDay) -> Day:
    """What the day comes to on every side as the records have it now."""
    day = OneDay(*of, since=beijing_time(of.day, time()), until=day_end(of.day))
    ledger, papers = records.ledger_and_papers(session, day)
    papers += records.never_posted(session, day)
    papers.sort(key=lambda move: move.key[0])
    found = reconcile(
        {LEDGER: ledger, PAPERS: papers, BANK: records.bank_moves(session, day)},
        records.odd_rows(session, day),
    )
    return replace(
        found,
        differences=[*found.differences, *sums_differ(*records.day_sums(session, day))],
    )


def close_day(order: CloseDay, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """The day is closed as it was looked at; what comes later is a closing of its own."""
    of = OfDay(order.jurisdiction, order.region, order.day)
    covers = covers_for(actor, order.name, Scope(of.jurisdiction, of.region))
    if not covers:
        raise Forbidden(
            "日终对账由本地财政审核人员办理。", "A day is closed by the finance reviewer there."
        )
    now = clock.now(session)
    if of.day > beijing_date(now):
        raise NotNow("这一天还没有到。", "That day has not come yet.")
    before = closings_of(session, of)
    last = before[-1] if before else None
    if last is not None and last.digest == order.digest:
        return Receipt(seq=last.seq, at=last.at, repeated=True)
    day = looked_at(session, of)
    _as_looked_at(order, day, last)
    if day.needs_reason and not order.reason.strip():
        raise AnswersWrong([_problem("有差异，请写明原因。", "There are differences: say why.")])
    if len(order.reason) > LONGEST:
        raise AnswersWrong([_problem(f"原因最多 {LONGEST} 字。", f"At most {LONGEST} signs.")])
    who = covers[0].actor
    if who.person_id is None:
        raise Forbidden("日终对账由人办理。", "A day is closed by people.")
    closed = DayClose(
        **of._asdict(),
        seq=order.seq + 1,
        digest=day.digest(),
        figures=day.figures(),
        differences=len(day.differences),
        reason=order.reason.strip() or None,
        person_id=who.person_id,
        natural_person=who.natural_person,
        at=now,
    )
    return _write(session, closed, day.differences)


def _as_looked_at(order: CloseDay, day: Day, last: DayClose | None) -> None:
    if (last.seq if last else 0) != order.seq:
        raise NotNow(
            "您打开之后，这一天已由他人结账，请刷新后核对。",
            "Somebody has closed the day since you opened it: load it again.",
        )
    if day.digest() != order.digest:
        raise NotNow(
            "您打开之后，这一天的账目又有变动，请刷新后核对。",
            "The day's figures have changed since you opened it: load it again.",
        )


def _write(session: Session, closed: DayClose, differences: list[Difference]) -> Receipt:
    session.add(closed)
    try:
        session.flush()
    except IntegrityError as somebody_else:
        raise TryAgain from somebody_else
    session.add_all(_row(closed.id, no, one) for no, one in enumerate(differences, start=1))
    return Receipt(seq=closed.seq, at=closed.at)


def _row(close_id: int, no: int, one: Difference) -> DayDifference:
    case_id, stage, attempt, line = one.key if one.key is not None else (None,) * 4
    return DayDifference(
        close_id=close_id,
        no=no,
        kind=one.kind,
        what=one.what,
        fund=one.fund,
        case_id=case_id,
        stage=stage,
        attempt=attempt,
        line=line,
        ledger_fen=one.ledger_fen,
        papers_fen=one.papers_fen,
        bank_fen=one.bank_fen,
        ref=one.ref,
    )


def _problem(zh: str, en: str) -> Problem:
    return Problem("reason", "required", zh, en)
