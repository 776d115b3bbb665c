"""Counting open deadlines again after a notice about working days was loaded."""

from sqlalchemy.orm import Session

from service.commands import engine_room
from service.commands.clocks import Clock
from service.commands.locking import open_dossier
from service.domain.permissions import CLOCK_ACTOR
from service.records.deadline import running_deadlines


def recount(session: Session, *, clock: Clock) -> int:
    """Recount every running deadline, case by case; how many moved."""
    moved, after, seen = 0, 0, set()
    while page := running_deadlines(session, after=after):
        after = page[-1].id
        for case_id in dict.fromkeys(row.case_id for row in page):
            if case_id not in seen:
                seen.add(case_id)
                moved += _recount_case(session, case_id, clock=clock)
    return moved


def _recount_case(session: Session, case_id: int, *, clock: Clock) -> int:
    dossier = open_dossier(session, case_id, actor=CLOCK_ACTOR, clock=clock)
    moved = dossier.deadlines.recount()
    if moved:
        progress = engine_room.retime(dossier)
        dossier.case.state = progress.state
        times = (progress.next_due, dossier.deadlines.next_rung_at)
        dossier.case.next_due = min((time for time in times if time is not None), default=None)
        session.flush()
    return moved
