"""What waited for money and fits by now goes on, also where nobody was there to let it go on."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.commands.budgets import waiting
from service.commands.carry_out import carry_out
from service.commands.clocks import FixedClock
from service.domain.calendar import beijing_date
from service.domain.permissions import CLOCK_ACTOR
from service.records.payment_hold import budgets_waited_for


def sweep(session: Session, now: datetime) -> int:
    """Once a night: whoever changed a budget may have been cut off; how many payments go on."""
    let_go, year = 0, beijing_date(now).year
    for budget_id in budgets_waited_for(session):
        for order in waiting.fitting(session, budget_id, year):
            carry_out(order, actor=CLOCK_ACTOR, session=session, clock=FixedClock(now))
            let_go += 1
    session.rollback()
    return let_go
