"""Which processes of the house are at work: their tables' step, their keys, when last seen."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, JsonList
from service.records.database import database_now

# A process tells of itself every half minute; what is silent for longer has ended.
SILENT = timedelta(minutes=2)


class RunningProcess(Base):
    """One process of the house."""

    __tablename__ = "running_process"

    place: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    revision: Mapped[str]
    keys: Mapped[JsonList]
    seen_at: Mapped[datetime]


class OldestCode(Base):
    """The one row that says which step of the tables code must know to work on them."""

    __tablename__ = "oldest_code"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    revision: Mapped[str]


def at_work(session: Session) -> list[RunningProcess]:
    """Every process that was seen a short while ago."""
    since = database_now(session) - SILENT
    asked = select(RunningProcess).where(RunningProcess.seen_at > since)
    return list(session.scalars(asked.order_by(RunningProcess.place)))


def lacking_key(session: Session, number: int) -> list[str]:
    """The processes at work that could not open what key `number` seals."""
    return [one.place for one in at_work(session) if number not in one.keys]


def behind(session: Session, revision: str) -> list[str]:
    """The processes at work whose code was written for tables before that step."""
    return [one.place for one in at_work(session) if one.revision < revision]
