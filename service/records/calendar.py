"""The working days as the State Council's notices named them."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, PersonRef, RowId


class CalendarDay(Base):
    """One day and the notice that says whether it is worked."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    notice: Mapped[str]


class CalendarVersion(Base):
    """That days were loaded; the newest row is the version deadlines name."""

    __tablename__ = "calendar_version"

    id: Mapped[RowId]
    version: Mapped[str] = mapped_column(unique=True)
    loaded_at: Mapped[datetime]
    person_id: Mapped[PersonRef | None]


def calendar_days(session: Session) -> list[CalendarDay]:
    """Every day a notice names."""
    return list(session.scalars(select(CalendarDay).order_by(CalendarDay.day)))


def calendar_version(session: Session) -> str | None:
    """The version loaded last."""
    return session.scalar(
        select(CalendarVersion.version).order_by(CalendarVersion.id.desc()).limit(1)
    )
