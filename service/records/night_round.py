"""The rounds of the night: which process has taken one, and whether it was walked to its end."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base
from service.records.transaction import write_transaction

# Whoever dies on the round, or could not finish it, leaves it to the others after this time.
LEASE = timedelta(hours=1)


class NightRound(Base):
    """One night."""

    __tablename__ = "night_round"

    day: Mapped[date] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


def take(session: Session, day: date, now: datetime) -> bool:
    """Take the round of that night, if nobody walks it; of two who ask at once, one does."""
    found = session.get(NightRound, day)
    begun = found.begun_at if found else None
    free = found is None or (found.done_at is None and found.begun_at <= now - LEASE)
    session.rollback()
    if not free:
        return False
    try:
        with write_transaction(session):
            if begun is None:
                session.add(NightRound(day=day, begun_at=now))
                session.flush()
                return True
            this = (NightRound.day == day, NightRound.begun_at == begun)
            taken = session.execute(update(NightRound).where(*this).values(begun_at=now))
            return bool(taken.rowcount)  # type: ignore[attr-defined]
    except IntegrityError:
        return False


def last_done(session: Session) -> datetime | None:
    """When a round was last walked to its end, if ever one was."""
    return session.scalar(select(func.max(NightRound.done_at)))
