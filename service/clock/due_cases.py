"""Passing what is due, one case at a time; one that fails rests and never holds up the others."""

from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from service.clock import incidents
from service.clock.house import House
from service.commands import carry_out, log_lines
from service.domain.orders import PassDeadlines
from service.domain.permissions import CLOCK_ACTOR
from service.records.case import Case, due_case
from service.records.incident import open_incident_of
from service.records.transaction import write_transaction

KIND = "deadline"
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=6)
log = structlog.get_logger("kaiban.clock")


def pass_due(house: House, *, most: int = 1000) -> int:
    """Pass the deadlines of every case that is due; how many cases were looked at."""
    for done in range(most):
        with house.sessions() as session:
            case_id = due_case(session, house.clock.now(session))
            session.rollback()
            if case_id is None:
                return done
            _pass_one(house, session, case_id)
    return most


def _pass_one(house: House, session: Session, case_id: int) -> None:
    # Between the look and the lock another worker may pass it; then there is nothing left to do.
    order = PassDeadlines(case_id=case_id)
    log_lines.begin()
    try:
        receipt = carry_out(order, actor=CLOCK_ACTOR, session=session, clock=house.clock)
    except Exception as failure:  # noqa: BLE001 - one broken case must not stop the clock
        session.rollback()
        rest(session, house, case_id, failure)
    else:
        log.info("case passed", seq=receipt.seq, finished=receipt.finished)
        _recover(session, house, case_id)


def rest(session: Session, house: House, case_id: int, failure: Exception) -> None:
    """Record that the case failed and when it is tried again: later every time."""
    detail = incidents.name_of(failure)
    with write_transaction(session):
        now = house.clock.now(session)
        incident = incidents.note(session, case_id, KIND, detail=detail, now=now)
        tries = incident.tries
        incident.retry_at = now + incidents.growing(tries, first=FIRST_REST, longest=LONGEST_REST)
        log_lines.about(session.get_one(Case, case_id).number)
    log.error("case rests", failure=detail, tries=tries)


def _recover(session: Session, house: House, case_id: int) -> None:
    session.rollback()
    if open_incident_of(session, case_id, KIND) is None:
        return
    with write_transaction(session):
        incidents.mended(session, case_id, KIND, now=house.clock.now(session))
