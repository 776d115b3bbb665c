"""How long there is left: in working days, as the office counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.calendar import BEIJING, Calendar, beijing_date

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due and what is left until then."""

    when: str
    days: int
    overdue: bool = False
    paused: bool = False
    estimated: bool = False


def due(due_at: datetime, now: datetime, calendar: Calendar) -> Due:
    """The last day in time, and the working days left after today; overdue ones the other way."""
    last = beijing_date(due_at) - ONE_DAY
    if due_at.astimezone(BEIJING).timetz().replace(tzinfo=None) != datetime.min.time():
        last = beijing_date(due_at)
    today = beijing_date(now)
    overdue = now >= due_at
    days = (
        calendar.workdays_between(last, today)
        if overdue
        else calendar.workdays_between(today, last)
    )
    return Due(last.isoformat(), days, overdue=overdue, estimated=calendar.is_estimated(last))
