"""Beginning, noticing and ending sittings, by the database's own time."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from service.commands.people import security
from service.domain.door import HALF_WAY, TOUCH, ran_out
from service.domain.permissions import Actor
from service.records.database import DatabaseTime, database_now
from service.records.factor import has_factor
from service.records.person import Person
from service.records.sitting import Seat, Sitting, by_digest
from service.records.transaction import write_transaction

TOKEN_BYTES = 32
LONGEST_TOKEN = 100
KEPT = timedelta(days=90)


def begin(session: Session, person_id: int, *, how: str, agent: str, proved: bool = False) -> str:
    """Sit down; the token is new each time, so that nobody can have laid it out beforehand."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with write_transaction(session):
        now = database_now(session)
        taken = Sitting(
            digest=digest(token),
            person_id=person_id,
            begun_at=now,
            last_seen_at=now,
            how=how,
            agent=agent,
            proved_at=now if proved else None,
        )
        session.add(taken)
        session.flush()
        if proved or how == "demo" or not has_factor(session, person_id):
            about = {"person": person_id, "how": how, "sitting": taken.id}
            security.note(session, "signed_in", actor=_actor(session, person_id), about=about)
    return token


def prove_within(session: Session, sitting_id: int, now: datetime) -> str:
    """The second factor was shown: the sitting goes on under a new token."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    sitting = session.get_one(Sitting, sitting_id)
    sitting.digest, sitting.proved_at, sitting.last_seen_at = digest(token), now, now
    return token


def find(session: Session, token: object) -> Seat | None:
    """The sitting behind a browser's token, if nobody has ended it."""
    if not isinstance(token, str) or not token.isascii() or len(token) > LONGEST_TOKEN:
        return None
    return by_digest(session, digest(token))


def is_over(seat: Seat, idle: timedelta) -> bool:
    """Whether the person stayed away too long, sat too long, or stopped half-way at the door."""
    sitting = seat.sitting
    if ran_out(sitting.begun_at, sitting.last_seen_at, now=seat.now, idle=idle):
        return True
    half_way = seat.has_factor and sitting.proved_at is None and sitting.how != "demo"
    return half_way and seat.now - sitting.begun_at >= HALF_WAY


def touch(session: Session, seat: Seat) -> None:
    """The person is there; written at most once a minute."""
    sitting_id, now = seat.sitting.id, seat.now
    if now - seat.sitting.last_seen_at < TOUCH:
        return
    with write_transaction(session):
        session.execute(
            update(Sitting)
            .where(Sitting.id == sitting_id, Sitting.last_seen_at < now)
            .values(last_seen_at=now)
        )


def end(session: Session, sitting_id: int, *, actor: Actor) -> bool:
    """End one of one's own sittings; whether there was one to end."""
    with write_transaction(session):
        person_id = actor.person_id
        ended = _end(session, Sitting.id == sitting_id, Sitting.person_id == person_id) == 1
        if ended:
            about = {"person": person_id, "sitting": sitting_id}
            security.note(session, "signed_out", actor=actor, about=about)
        return ended


def end_all(session: Session, actor: Actor, *, but: int | None = None) -> int:
    """End one's own sittings everywhere, except the one here where it is named."""
    with write_transaction(session):
        ended = end_all_within(session, actor.person_id or 0, but=but)
        about = {"person": actor.person_id, "sittings": ended}
        security.note(session, "signed_out_everywhere", actor=actor, about=about)
        return ended


def end_all_within(session: Session, person_id: int, *, but: int | None = None) -> int:
    """The same inside a transaction that was opened above."""
    others = [] if but is None else [Sitting.id != but]
    return _end(session, Sitting.person_id == person_id, *others)


def sweep(session: Session, now: datetime) -> int:
    """Forget sittings nobody has sat in for long.

    The newest stays: a number that came back would bring the reasons given under it.
    """
    newest = select(func.max(Sitting.id)).scalar_subquery()
    gone = delete(Sitting).where(Sitting.last_seen_at < now - KEPT, Sitting.id < newest)
    with write_transaction(session):
        return len(session.scalars(gone.returning(Sitting.id)).all())


def _actor(session: Session, person_id: int) -> Actor:
    person = session.get_one(Person, person_id)
    return Actor(person_id, person.natural_person, ())


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode("ascii")).hexdigest()


def _end(session: Session, *which: ColumnElement[bool]) -> int:
    ended = session.execute(
        update(Sitting)
        .where(Sitting.ended_at.is_(None), *which)
        .values(ended_at=DatabaseTime())
        .returning(Sitting.id)
    )
    return len(ended.all())
