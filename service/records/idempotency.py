"""What a request with this key was answered, so that its repeat gets the same answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, PersonRef
from service.records.columns import SealedJson


class Answered(Base):
    """One answered request of one person."""

    __tablename__ = "answered"

    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[PersonRef] = mapped_column(primary_key=True)
    order_digest: Mapped[str]
    status: Mapped[int]
    body: Mapped[Any] = mapped_column(SealedJson("answered.body"))
    etag: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(index=True)


def answered(session: Session, key: str, person_id: int) -> Answered | None:
    """The answer this key was given before."""
    return session.get(Answered, (key, person_id))


def forget_answers(session: Session, *, before: datetime) -> int:
    """Drop the answers older than the office keeps keys; how many there were."""
    gone = delete(Answered).where(Answered.at < before).returning(Answered.key)
    return len(session.scalars(gone).all())
