"""The promises of the outbox: who is to be told, which tries are due, what has come of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from service.records.case import Case
from service.records.outbox import Delivery, InboxItem, OutboxMessage
from service.records.person import Person, holders

IN_APP, EMAIL = "in_app", "email"
# A message that committed late may have a lower number than one already told.
LOOK_BACK = 1000
MOST_TRIES = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
GIVEN_UP = "undeliverable"


def untold_after(session: Session, after: int) -> OutboxMessage | None:
    """The next message nobody was told of, held so that no other worker takes it."""
    told = select(Delivery.id).where(Delivery.message_id == OutboxMessage.id).exists()
    return session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.id > after, ~told)
        .order_by(OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def first_to_look_at(session: Session) -> int:
    """From which message on there may be some that nobody was told of."""
    newest: int = session.execute(
        select(func.coalesce(func.max(Delivery.message_id), 0))
    ).scalar_one()
    return max(newest - LOOK_BACK, 0)


def recipients(session: Session, message: OutboxMessage) -> Sequence[Person]:
    """The people a message is for, as the grants stand now."""
    case = session.get_one(Case, message.case_id)
    person_id = message.audience.get("person")
    if person_id is not None:
        return [session.get_one(Person, person_id)]
    lane = str(message.audience.get("lane", ""))
    return holders(
        session,
        lane,
        jurisdiction=case.jurisdiction,
        region=str(message.audience.get("region") or case.region),
        institution_id=message.audience.get("institution"),
    )


def tell(session: Session, message: OutboxMessage, person: Person, *, now: datetime) -> None:
    """Put the message into the person's inbox, and note that it is there."""
    session.add(InboxItem(person_id=person.id, message_id=message.id))
    session.add(_try(message.id, person.id, channel=IN_APP, try_no=1, at=now, ok=True))


def intend_mail(session: Session, message: OutboxMessage, person: Person, *, now: datetime) -> None:
    """Note that the person is also to get an e-mail; try 0 is the intention."""
    session.add(
        _try(message.id, person.id, channel=EMAIL, try_no=0, at=now, ok=False, code="intended")
    )


def open_tries(session: Session, *, after: int, limit: int = 100) -> list[Delivery]:
    """The latest try of every e-mail that has not arrived and is not given up."""
    later = aliased(Delivery)
    repeated = (
        select(later.id)
        .where(
            and_(
                later.message_id == Delivery.message_id,
                later.channel == Delivery.channel,
                later.recipient_id == Delivery.recipient_id,
                later.try_no > Delivery.try_no,
            )
        )
        .exists()
    )
    found = (
        select(Delivery)
        .where(~Delivery.ok, ~repeated, Delivery.id > after, Delivery.try_no < MOST_TRIES)
        .where(Delivery.error_code.is_distinct_from(GIVEN_UP))
        .order_by(Delivery.id)
        .limit(limit)
    )
    return list(session.scalars(found))


def is_time(tried: Delivery, now: datetime) -> bool:
    """Whether it is time for the next try: later every time."""
    if tried.try_no == 0:
        return True
    return now >= tried.at + min(FIRST_WAIT * (1 << (tried.try_no - 1)), LONGEST_WAIT)


def next_try(tried: Delivery, *, now: datetime, ok: bool, code: str | None) -> Delivery:
    """The row of the try that follows."""
    return _try(
        tried.message_id,
        tried.recipient_id,
        channel=tried.channel,
        try_no=tried.try_no + 1,
        at=now,
        ok=ok,
        code=code,
    )


def _try(
    message_id: int,
    recipient_id: int,
    *,
    channel: str,
    try_no: int,
    at: datetime,
    ok: bool,
    code: str | None = None,
) -> Delivery:
    return Delivery(
        message_id=message_id,
        channel=channel,
        recipient_id=recipient_id,
        try_no=try_no,
        at=at,
        ok=ok,
        error_code=code,
    )
