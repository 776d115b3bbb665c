"""The dispatch reports on the demo's stage: sent, late, amended, and one still a draft."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from service.commands.carry_out import carry_out
from service.commands.clocks import FixedClock
from service.commands.desk import person_and_actor
from service.commands.dispatch.dispatch_desk import standing
from service.commands.staging.stage import HOME, LOGIN, NEXT_REGION, REGION
from service.domain.calendar import BEIJING
from service.domain.dispatch_layout import Unit
from service.domain.orders import ConfirmReport, PrepareReport
from service.domain.permissions import Actor
from service.records.dispatch import Asked
from service.records.person import by_login

REPORT, CITY = "dispatch", "500000"
FIRST, SECOND = date(2020, 5, 25), date(2020, 6, 12)
# Which office, for which day, by whose hands, when, and why it is amended.
SENT = (
    (REGION, FIRST, ("reviewer", "approver"), (25, 10), ""),
    (NEXT_REGION, FIRST, ("reviewer-2", "approver-2"), (27, 9), ""),
    (CITY, FIRST, ("city", "city"), (28, 9), ""),
    (REGION, FIRST, ("reviewer", "approver"), (29, 15), "漏报一个班"),
)


def fill_reports(session: Session) -> None:
    """Send what is not there yet, as it would have been sent in those days."""
    there = standing(session, _asked(REGION, FIRST), Unit(REGION, "", "", 0), _at(31, 0))
    session.rollback()
    if there.newest is not None:
        return
    seq: dict[str, int] = {}
    for unit, day, (hand, second), (may, hour), reason in SENT:
        asked, at = _asked(unit, day), FixedClock(_at(may, hour))
        prepared = PrepareReport(**asked._asdict(), seq=seq.get(unit, 0), reason=reason)
        carry_out(prepared, actor=_actor(session, hand), session=session, clock=at)
        why = "其余区县本期未开班" if unit == CITY else ""
        confirmed = ConfirmReport(**asked._asdict(), seq=prepared.seq + 1, reason=why)
        carry_out(confirmed, actor=_actor(session, second), session=session, clock=at)
        seq[unit] = confirmed.seq + 1
    draft = PrepareReport(**_asked(REGION, SECOND)._asdict())
    clock = FixedClock(datetime(2020, 6, 12, 9, tzinfo=BEIJING))
    carry_out(draft, actor=_actor(session, "reviewer"), session=session, clock=clock)


def _asked(unit: str, day: date) -> Asked:
    return Asked(HOME, REPORT, unit, day)


def _at(may: int, hour: int) -> datetime:
    return datetime(2020, 5, may, hour, tzinfo=BEIJING)


def _actor(session: Session, login: str) -> Actor:
    person = by_login(session, LOGIN + login)
    found = person_and_actor(session, person.id) if person else None
    session.rollback()
    if found is None:
        raise LookupError(login)
    return found[1]
