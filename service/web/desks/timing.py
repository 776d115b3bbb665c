"""The rules and working days of each place, asked for once a request, and how long is left."""

from datetime import datetime

from flask import g
from sqlalchemy.orm import Session

from service.commands.library import LIBRARY, RuleBook
from service.domain.calendar import Calendar
from service.web.due import Due, due
from service.web.front import now


def in_force(session: Session, jurisdiction: str) -> tuple[RuleBook, Calendar]:
    """The newest rule book and the calendar of a place."""
    known: dict[str, tuple[RuleBook, Calendar]] = g.setdefault("in_force", {})
    if jurisdiction not in known:
        known[jurisdiction] = LIBRARY.in_force(session, jurisdiction)
    return known[jurisdiction]


def calendar_of(session: Session, jurisdiction: str) -> Calendar:
    """The working days of a place."""
    return in_force(session, jurisdiction)[1]


def left(session: Session, jurisdiction: str, due_at: datetime | None) -> Due | None:
    """What is left until then; nothing where nothing is due."""
    return due(due_at, now(), calendar_of(session, jurisdiction)) if due_at else None
