"""What failed on a case and how often: shown until it is mended, tried again later every time."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.domain.refusals import Refusal
from service.records.incident import Incident, open_incident_of


def note(session: Session, case_id: int, kind: str, *, detail: str, now: datetime) -> Incident:
    """Note that it failed, or failed again."""
    incident = open_incident_of(session, case_id, kind)
    if incident is None:
        incident = Incident(case_id=case_id, at=now, kind=kind, detail=detail, tries=0)
        session.add(incident)
    incident.tries += 1
    incident.detail = detail
    return incident


def mended(session: Session, case_id: int, kind: str, *, now: datetime) -> None:
    """It went well again."""
    incident = open_incident_of(session, case_id, kind)
    if incident is not None:
        incident.closed_at = now


def name_of(failure: Exception) -> str:
    """What may be kept of a failure; its message may hold what somebody typed."""
    return failure.code if isinstance(failure, Refusal) else type(failure).__name__


def growing(tries: int, *, first: timedelta, longest: timedelta) -> timedelta:
    """How long to rest after so many tries: twice as long each time, up to a limit."""
    return min(first * (1 << min(max(tries - 1, 0), 12)), longest)
