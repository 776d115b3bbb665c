"""Sittings: from signing in to signing out; the browser holds a token, only its digest is kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, PersonRef, RowId
from service.records.database import DatabaseTime
from service.records.factor import SecondFactor
from service.records.person import Grant, Person


class Sitting(Base):
    """One person at one browser, until they leave or stay away too long."""

    __tablename__ = "sitting"

    id: Mapped[RowId]
    digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    begun_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    how: Mapped[str]
    agent: Mapped[str]
    proved_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits there, what they may do, whether they have a second factor, and what time it is."""

    sitting: Sitting
    person: Person
    grants: list[Grant]
    has_factor: bool
    now: datetime


def by_digest(session: Session, digest: str) -> Seat | None:
    """The sitting nobody has ended of an active account, in one question."""
    rows = session.execute(_behind_digest(), {"digest": digest}).all()
    if not rows:
        return None
    sitting, person, confirmed_at, _, now = rows[0]
    held: list[Grant | None] = [row[3] for row in rows]
    grants = [grant for grant in held if grant is not None]
    return Seat(sitting, person, grants, confirmed_at is not None, now)


@cache
def _behind_digest() -> Select[Sitting, Person, datetime | None, Grant, datetime]:
    return (
        select(Sitting, Person, SecondFactor.confirmed_at, Grant, DatabaseTime())
        .join(Person, Person.id == Sitting.person_id)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .outerjoin(Grant, Grant.person_id == Person.id)
        .where(Sitting.digest == bindparam("digest"), Sitting.ended_at.is_(None), Person.active)
        .order_by(Grant.id)
    )


def open_sittings(session: Session, person_id: int) -> list[Sitting]:
    """A person's sittings that nobody has ended, the one seen last first."""
    return list(
        session.scalars(
            select(Sitting)
            .where(Sitting.person_id == person_id, Sitting.ended_at.is_(None))
            .order_by(Sitting.last_seen_at.desc(), Sitting.id.desc())
        )
    )
