"""How long there is left, place by place: each place's calendar is asked for once a request."""

from datetime import datetime

from flask import g
from sqlalchemy.orm import Session

from service.commands.library import LIBRARY
from service.domain.calendar import Calendar
from service.web.due import Due, due
from service.web.front import now


def calendar_of(session: Session, jurisdiction: str) -> Calendar:
    """The working days of a place."""
    known: dict[str, Calendar] = g.setdefault("calendars", {})
    if jurisdiction not in known:
        known[jurisdiction] = LIBRARY.in_force(session, jurisdiction)[1]
    return known[jurisdiction]


def left(session: Session, jurisdiction: str, due_at: datetime | None) -> Due | None:
    """What is left until then; nothing where nothing is due."""
    return due(due_at, now(), calendar_of(session, jurisdiction)) if due_at else None
