"""When training in class may be held again: what the place's switch says, today and next."""

from datetime import date, datetime, time, timedelta

from service.commands.dossier import Dossier
from service.domain.calendar import beijing_time

SUSPENDED, WAIT = "offline_suspended", "offline_wait"
# A date nobody has named yet may be published any day: it is looked for once a week.
LOOK_AGAIN = timedelta(days=7)


def allowed(dossier: Dossier, on: date) -> bool:
    """Whether classes may meet that day in the region of the case."""
    found = dossier.policy.find(SUSPENDED, on, region=dossier.case.region)
    return found is None or found.value is not True


def allowed_from(dossier: Dossier) -> date | None:
    """The next day from which classes may meet; None where no such day is known."""
    if not dossier.policy.has(SUSPENDED):
        return None
    days = dossier.policy.changes(SUSPENDED, region=dossier.case.region)
    ahead = (day for day in days if day > dossier.today and allowed(dossier, day))
    return next(ahead, None)


def waits(dossier: Dossier) -> bool:
    """Whether hours in class are still to be held and have to wait."""
    opening = dossier.opening
    online = (opening.online_theory_hours or 0) + (opening.online_practical_hours or 0)
    in_class = (opening.total_hours or 0) - online
    if not dossier.is_on("offline_after_reopening") or in_class <= 0:
        return False
    return not allowed(dossier, dossier.today)


def look_at(dossier: Dossier) -> datetime:
    """When to look again: the day classes resume, or in a week."""
    known = allowed_from(dossier)
    soon = dossier.today + LOOK_AGAIN
    return beijing_time(soon if known is None else min(known, soon), time())


def overdue(dossier: Dossier) -> bool:
    """Whether the class has waited as long as the place lets it."""
    row = dossier.deadlines.running(WAIT)
    return row is not None and row.due_at is not None and row.due_at <= dossier.now
