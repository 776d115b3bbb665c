"""The same key with the same order is carried out once and answered the same."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.commands.receipt import Receipt, StepNow
from service.domain.orders import KeyedRequest
from service.domain.refusals import KeyReused
from service.records.database import database_now
from service.records.idempotency import Answered, forget_answers
from service.records.transaction import write_transaction
from service.records.writing import write_down

KEPT = timedelta(days=30)


def repeated(answered: Answered, keyed: KeyedRequest) -> Receipt:
    """The answer given to this key before."""
    if answered.order_digest != keyed.digest:
        raise KeyReused
    body = dict(answered.body)
    at = datetime.fromisoformat(body.pop("at")) if body["at"] else body.pop("at")
    steps = tuple(StepNow(**step) for step in body.pop("steps"))
    return Receipt(**{**body, "at": at, "steps": steps, "repeated": True})


def remember(session: Session, keyed: KeyedRequest, receipt: Receipt) -> None:
    """Keep the answer in the order's own transaction: both stand or neither does."""
    write_down(
        session,
        [
            Answered(
                key=keyed.key,
                person_id=keyed.person_id,
                order_digest=keyed.digest,
                status=200,
                body=asdict(receipt),
                at=receipt.at or database_now(session),
            )
        ],
    )


def sweep(session: Session, now: datetime) -> int:
    """Forget answers so old that nobody repeats their request."""
    with write_transaction(session):
        return forget_answers(session, before=now - KEPT)
