"""The promises of the outbox: who is to be told, which tries are due, what has come of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.clock.incidents import growing
from service.records.case import Case
from service.records.outbox import (
    Delivery,
    InboxItem,
    OutboxMessage,
    Undelivered,
    next_undelivered,
    tries_of,
)
from service.records.person import Person, holders

IN_APP, EMAIL = "in_app", "email"
MOST_TRIES = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
# A worker that dies with a promise in its hands leaves it to the others after this time.
LEASE = timedelta(minutes=3)
INTENDED, GIVEN_UP = "intended", "undeliverable"


def take(session: Session, now: datetime) -> int | None:
    """Take the promise whose turn it is out of the others' sight for a while."""
    waiting = next_undelivered(session, now)
    if waiting is None:
        return None
    waiting.retry_at = now + LEASE
    return waiting.message_id


def put_off(session: Session, message_id: int, now: datetime) -> None:
    """It could not be kept: its next turn comes later every time."""
    waiting = session.get(Undelivered, message_id, with_for_update=True)
    if waiting is not None:
        waiting.tries += 1
        waiting.retry_at = now + growing(waiting.tries, first=FIRST_WAIT, longest=LONGEST_WAIT)


def kept(session: Session, message_id: int) -> int:
    """Everybody was told who could be told; how often it had been put off before."""
    row = delete(Undelivered).where(Undelivered.message_id == message_id)
    return session.execute(row.returning(Undelivered.tries)).scalar() or 0


def due_again(session: Session, message_id: int, at: datetime) -> None:
    """Somebody's e-mail is to be tried again then."""
    row = update(Undelivered).where(Undelivered.message_id == message_id)
    session.execute(row.values(retry_at=at))


def is_told(session: Session, message_id: int) -> bool:
    """Whether the message is in the inboxes already."""
    found = select(Delivery.id).where(Delivery.message_id == message_id).limit(1)
    return session.scalar(found) is not None


def recipients(session: Session, message: OutboxMessage) -> Sequence[Person]:
    """The people a message is for, as the grants stand now."""
    case = session.get_one(Case, message.case_id)
    person_id = message.audience.get("person")
    if person_id is not None:
        return [session.get_one(Person, person_id)]
    return holders(
        session,
        lane_of(message),
        jurisdiction=case.jurisdiction,
        region=str(message.audience.get("region") or case.region),
        institution_id=message.audience.get("institution"),
    )


def lane_of(message: OutboxMessage) -> str:
    """The role a message is for."""
    return str(message.audience.get("lane", ""))


def tell(session: Session, message: OutboxMessage, person: Person, *, now: datetime) -> None:
    """Put the message into the person's inbox, and note that it is there."""
    session.add(InboxItem(person_id=person.id, message_id=message.id))
    session.add(_try(message.id, person.id, channel=IN_APP, try_no=1, at=now, ok=True))


def intend_mail(session: Session, message: OutboxMessage, person: Person, *, now: datetime) -> None:
    """Note that the person is also to get an e-mail; try 0 is the intention."""
    session.add(
        _try(message.id, person.id, channel=EMAIL, try_no=0, at=now, ok=False, code=INTENDED)
    )


def open_mails(session: Session, message_id: int) -> list[Delivery]:
    """The latest try of every e-mail that has not arrived and is not given up."""
    latest: dict[int, Delivery] = {}
    for tried in tries_of(session, [message_id]):
        if tried.channel == EMAIL:
            latest[tried.recipient_id] = tried
    return [
        tried
        for tried in latest.values()
        if not tried.ok and tried.error_code != GIVEN_UP and tried.try_no < MOST_TRIES
    ]


def next_turn(tried: Delivery) -> datetime:
    """When an e-mail is to be tried next: at once, then later every time."""
    if tried.try_no == 0:
        return tried.at
    return tried.at + growing(tried.try_no, first=FIRST_WAIT, longest=LONGEST_WAIT)


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
