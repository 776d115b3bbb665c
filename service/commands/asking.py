"""Questions that need no case: when a filing would be due, and under which clause."""

from datetime import datetime
from typing import Any

from service.domain import deadline as period
from service.domain.calendar import BEIJING, Calendar, beijing_date
from service.domain.policy import Policy


def count_deadline(
    policy: Policy, calendar: Calendar, name: str, received: datetime
) -> dict[str, Any]:
    """The deadline that would run from a filing received then."""
    rule = policy.deadline(name, beijing_date(received))
    running = period.begin(rule, received, calendar)
    due_at = running.due_at
    return {
        "deadline": name,
        "label": dict(rule.label),
        "received_at": received.astimezone(BEIJING).isoformat(),
        "days": rule.days,
        "count": rule.count,
        "kind": rule.kind,
        "last_day": running.last_day.isoformat() if running.last_day else None,
        "due_at": due_at.astimezone(BEIJING).isoformat() if due_at else None,
        "clause": rule.clause or None,
        "article": rule.article or None,
        "source": rule.source,
        "calendar_version": running.calendar_version,
        "estimated": running.estimated,
    }
