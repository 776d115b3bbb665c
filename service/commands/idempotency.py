"""The same key with the same order is carried out once and answered the same."""

from dataclasses import asdict, replace

from sqlalchemy.orm import Session

from service.commands.receipt import Receipt, StepNow
from service.domain.orders import KeyedRequest
from service.domain.refusals import KeyReused
from service.records.database import database_now
from service.records.idempotency import Answered, answered


def earlier(session: Session, keyed: KeyedRequest | None) -> Receipt | None:
    """The answer given to this key before."""
    if keyed is None:
        return None
    found = answered(session, keyed.key, keyed.person_id)
    if found is None:
        return None
    if found.order_digest != keyed.digest:
        raise KeyReused
    steps = tuple(StepNow(**step) for step in found.body.pop("steps"))
    return replace(Receipt(**found.body), steps=steps, repeated=True)


def remember(session: Session, keyed: KeyedRequest | None, receipt: Receipt) -> None:
    """Keep the answer in the order's own transaction: both stand or neither does."""
    if keyed is None:
        return
    session.add(
        Answered(
            key=keyed.key,
            person_id=keyed.person_id,
            order_digest=keyed.digest,
            status=200,
            body=asdict(receipt),
            at=database_now(session),
        )
    )
