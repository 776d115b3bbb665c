"""The training plan of a class, lesson by lesson."""

from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey


class Lesson(Base):
    """One lesson of the plan."""

    __tablename__ = "lesson"

    case_id: Mapped[CaseKey]
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    date: Mapped[date]
    start: Mapped[time]
    end: Mapped[time]
    hours: Mapped[int]
    kind: Mapped[str]
    delivery: Mapped[str]
    method: Mapped[str | None]
    home_practice: Mapped[bool] = mapped_column(default=False)
    content: Mapped[str]
    teacher: Mapped[str]
    room: Mapped[str | None]


def lessons_of(session: Session, case_id: int) -> list[Lesson]:
    """The lessons of a class, by number."""
    return list(
        session.scalars(select(Lesson).where(Lesson.case_id == case_id).order_by(Lesson.no))
    )


def online_lessons(session: Session, case_id: int) -> frozenset[int]:
    """The numbers of the lessons that learners follow from elsewhere."""
    return frozenset(
        session.scalars(
            select(Lesson.no).where(Lesson.case_id == case_id, Lesson.delivery == "online")
        )
    )
