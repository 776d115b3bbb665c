"""The days on the demo's stage: closed in the evening by the reviewer, the last ones still open."""

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from service.commands.carry_out import carry_out
from service.commands.clocks import FixedClock
from service.commands.desk import person_and_actor
from service.commands.reconciling.closing import looked_at
from service.commands.staging.stage import HOME, LOGIN, REGION
from service.domain.calendar import BEIJING
from service.domain.orders import CloseDay
from service.records.day_close import OfDay, last_closings
from service.records.person import by_login
from service.records.statement import days_moved
from service.records.step import Scope

KEEPER = f"{LOGIN}finance-reviewer"
OPEN_FROM, EVENING = date(2020, 7, 10), time(17, 30)


def close_days(session: Session) -> None:
    """Close what is not closed yet, each on its own evening."""
    moved = days_moved(session, (Scope("", HOME, REGION),), before=OPEN_FROM)
    days = [OfDay(place, region, day) for place, region, day, _ in reversed(moved)]
    closed = last_closings(session, days)
    for of in days:
        if of not in closed:
            _close(session, of)


def _close(session: Session, of: OfDay) -> None:
    day = looked_at(session, of)
    keeper = by_login(session, KEEPER)
    found = person_and_actor(session, keeper.id) if keeper else None
    session.rollback()
    if found is None:
        raise LookupError(KEEPER)
    order = CloseDay(**of._asdict(), digest=day.digest())
    evening = FixedClock(datetime.combine(of.day, EVENING, BEIJING))
    carry_out(order, actor=found[1], session=session, clock=evening)
