"""Counting open deadlines again after a notice: one order a case, taken up again if interrupted."""

from sqlalchemy.orm import Session

from service.commands.carry_out import carry_out
from service.commands.clocks import Clock
from service.commands.receipt import Receipt
from service.domain.orders import LoadCalendar, RecountDeadlines
from service.domain.permissions import CLOCK_ACTOR, Actor
from service.records.calendar import calendar_version
from service.records.deadline import counted_otherwise


def load_calendar(order: LoadCalendar, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Put the notice in force, then count every case again; says how many deadlines moved."""
    carry_out(order, actor=actor, session=session, clock=clock)
    return Receipt(note=f"{recount(session, clock=clock)} deadlines moved")


def recount(session: Session, *, clock: Clock) -> int:
    """Count again what was counted under another calendar; how many deadlines moved."""
    moved, after = 0, 0
    version = calendar_version(session)
    while page := counted_otherwise(session, version or "", after=after):
        after = page[-1]
        for case_id in page:
            done = carry_out(
                RecountDeadlines(case_id=case_id), actor=CLOCK_ACTOR, session=session, clock=clock
            )
            moved += int(done.note or 0)
    session.rollback()
    return moved
