"""Failed tries at the door, by keyed digests of whom and from where; no name and no address."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Index, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, RowId

LOCK_BYTES = 8


class FailedTry(Base):
    """One try that was begun and has not succeeded."""

    __tablename__ = "failed_try"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[RowId]
    kind: Mapped[str]
    subject: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


def take_turns(session: Session, subjects: Sequence[str]) -> None:
    """Two tries at one subject come one after the other, in whatever process they are made."""
    if session.get_bind().dialect.name != "postgresql":
        return  # there one transaction writes at a time anyway
    for subject in sorted(subjects):
        raw = sha256(subject.encode()).digest()[:LOCK_BYTES]
        session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(raw, signed=True))))


def count_since(session: Session, subject: str, since: datetime) -> int:
    """How often it was tried in vain."""
    found = select(func.count()).where(FailedTry.subject == subject, FailedTry.at > since)
    return session.scalar(found) or 0


def forget_subject(session: Session, subject: str) -> None:
    """Start afresh."""
    session.execute(delete(FailedTry).where(FailedTry.subject == subject))


def forget_tries(session: Session, ids: Sequence[int]) -> None:
    """Strike tries that succeeded."""
    session.execute(delete(FailedTry).where(FailedTry.id.in_(ids)))


def sweep(session: Session, before: datetime) -> int:
    """Strike what no limit looks at any more; how many there were."""
    gone = delete(FailedTry).where(FailedTry.at < before).returning(FailedTry.id)
    return len(session.scalars(gone).all())
