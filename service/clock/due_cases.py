"""Passing what is due, one case at a time; one that fails rests and never holds up the others."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from service.clock.house import House
from service.commands import carry_out
from service.domain.orders import PassDeadlines
from service.domain.permissions import CLOCK_ACTOR
from service.domain.refusals import Refusal
from service.records.case import due_case
from service.records.incident import Incident, open_incident_of
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
    order = PassDeadlines(case_id=case_id)
    try:
        carry_out(order, actor=CLOCK_ACTOR, session=session, clock=house.clock)
    except Exception as failure:  # noqa: BLE001 - one broken case must not stop the clock
        session.rollback()
        rest(session, house, case_id, failure)
    else:
        _recover(session, house, case_id)


def rest(session: Session, house: House, case_id: int, failure: Exception) -> None:
    """Record that the case failed and when it is tried again: later every time."""
    # The message of an error may hold what somebody typed; its name and our own codes do not.
    detail = failure.code if isinstance(failure, Refusal) else type(failure).__name__
    with write_transaction(session):
        now = house.clock.now(session)
        incident = open_incident_of(session, case_id, KIND)
        if incident is None:
            incident = Incident(case_id=case_id, at=now, kind=KIND, detail=detail, tries=0)
            session.add(incident)
        incident.tries += 1
        incident.detail = detail
        incident.retry_at = now + _wait(incident.tries)
        tries = incident.tries
    log.error("case rests", case=case_id, failure=detail, tries=tries)


def _recover(session: Session, house: House, case_id: int) -> None:
    session.rollback()
    if open_incident_of(session, case_id, KIND) is None:
        return
    with write_transaction(session):
        incident = open_incident_of(session, case_id, KIND)
        if incident is not None:
            incident.closed_at = _now(session, house)


def _now(session: Session, house: House) -> datetime:
    return house.clock.now(session)


def _wait(tries: int) -> timedelta:
    return min(FIRST_REST * (1 << min(tries - 1, 12)), LONGEST_REST)
