"""What the bank answered, line by line of a batch, and the end of a batch that has no line left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.commands.dossier import Dossier
from service.domain.batch import PAID, RELEASED, RETURNED, SENT, SETTLED
from service.records import payment_batch as records
from service.records.payment_batch import living_items
from service.records.transaction import write_transaction


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank said of one line."""

    paid: bool
    code: str | None = None
    on: date | None = None


def answered(dossier: Dossier, payment_id: int, answers: Mapping[int, Answer]) -> None:
    """The bank has answered for these lines of a payment, if it went with a batch."""
    for item in living_items(dossier.session, payment_id):
        said = answers.get(item.line)
        if said is not None and item.state == SENT:
            item.state = PAID if said.paid else RETURNED
            item.result_code, item.result_on = said.code, said.on or dossier.today


def settle(session: Session, clock: Clock) -> int:
    """Close every released batch that the bank has answered for, line by line; how many."""
    waiting = [one.number for one in records.under_way(session) if one.state == RELEASED]
    session.rollback()
    return sum(_settle(session, clock, number) for number in waiting)


def _settle(session: Session, clock: Clock, number: str) -> bool:
    with write_transaction(session):
        batch = records.hold_numbered(session, number)
        if batch is None or batch.state != RELEASED:
            return False
        if records.items_of(session, batch.id, states=(SENT,), limit=1):
            return False
        batch.state, batch.settled_at = SETTLED, clock.now(session)
        return True
