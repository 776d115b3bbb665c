"""Taking papers in at the counter: a case on behalf of an institution, from their true receipt."""

from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.commands.library import LIBRARY
from service.commands.opening import opening_a_class
from service.commands.receipt import Receipt
from service.domain.calendar import beijing_date
from service.domain.counter import counter_problems
from service.domain.orders import FileAtCounter
from service.domain.permissions import Actor
from service.domain.refusals import AnswersWrong
from service.records.counter import CounterFiling


def take_in(order: FileAtCounter, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Open the case; its form and the scanned proof follow, and only then it is filed."""
    now = clock.now(session)
    opening_a_class.require_may(order, actor=actor)
    policy = LIBRARY.in_force(session, order.jurisdiction)[0].policy
    days = int(str(policy.value("counter_days", beijing_date(now)).value))
    problems = counter_problems(
        received_at=order.received_at, now=now, days=days, reason=order.reason, note=order.note
    )
    if wrong := list(problems):
        raise AnswersWrong(wrong)
    told = {"counter_reason": order.reason, "papers_received": order.received_at.isoformat()}
    receipt = opening_a_class.begin(order, told, actor=actor, session=session, now=now)
    session.add(
        CounterFiling(
            case_id=receipt.case_id,
            clerk_id=actor.person_id,
            received_at=order.received_at,
            taken_in_at=now,
            reason=order.reason,
            note=order.note.strip() or None,
        )
    )
    return receipt
