"""What platforms and schools reported about each learner while the class ran."""

from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseRef, RowId


class LearningRecord(Base):
    """One learner's line of one reported batch; a batch reported twice is refused."""

    __tablename__ = "learning_record"
    __table_args__ = (
        UniqueConstraint("case_id", "batch_ref", "line"),
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
        Index(None, "case_id", "line"),
    )

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    batch_ref: Mapped[str]
    line: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=0)
    face_checks: Mapped[int] = mapped_column(default=0)
    random_checks: Mapped[int] = mapped_column(default=0)
    images: Mapped[int] = mapped_column(default=0)
    offline_in_city: Mapped[bool] = mapped_column(default=False)
    learned_on: Mapped[date | None]
    sign_ins: Mapped[int] = mapped_column(default=0, server_default="0")
    qa: Mapped[int] = mapped_column(default=0, server_default="0")
    tests: Mapped[int] = mapped_column(default=0, server_default="0")
    theory_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    practical_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    training_days: Mapped[int] = mapped_column(default=0, server_default="0")
    # The lessons of the plan that were followed, as the platform lists them: 1、2、5-8.
    lesson_nos: Mapped[str | None]
    # The platform's own record and its digest, so that nobody can change either unseen.
    platform_ref: Mapped[str | None]
    platform_hash: Mapped[str | None]
    at: Mapped[datetime]
    # When on which day somebody was there, where the place's form asks for it.
    attended_on: Mapped[date | None]
    attended_from: Mapped[time | None]
    attended_to: Mapped[time | None]


_ADDED_UP = ("sign_ins", "qa", "tests", "theory_hours", "practical_hours", "training_days")


class LearningTotal(NamedTuple):
    """What one learner has done altogether."""

    line: int
    minutes: int
    face_checks: int
    random_checks: int
    images: int
    offline_in_city: bool
    sign_ins: int = 0
    qa: int = 0
    tests: int = 0
    theory_hours: int = 0
    practical_hours: int = 0
    training_days: int = 0


def learning_totals(session: Session, case_id: int) -> dict[int, LearningTotal]:
    """The sums by roster line; a learner without any record is missing."""
    record = LearningRecord
    rows = session.execute(
        select(
            record.line,
            func.sum(record.minutes),
            func.sum(record.face_checks),
            func.sum(record.random_checks),
            func.sum(record.images),
            func.count().filter(record.offline_in_city),
            *(func.sum(getattr(record, name)) for name in _ADDED_UP),
        )
        .where(record.case_id == case_id)
        .group_by(record.line)
    )
    return {
        line: LearningTotal(line, minutes, faces, randoms, images, offline > 0, *more)
        for line, minutes, faces, randoms, images, offline, *more in rows
    }


def lessons_followed(session: Session, case_id: int) -> dict[int, list[str]]:
    """The lists of lessons that were reported for each learner."""
    rows = session.execute(
        select(LearningRecord.line, LearningRecord.lesson_nos).where(
            LearningRecord.case_id == case_id, LearningRecord.lesson_nos.is_not(None)
        )
    )
    found: dict[int, list[str]] = {}
    for line, listed in rows:
        found.setdefault(line, []).append(str(listed))
    return found


def has_batch(session: Session, case_id: int, batch_ref: str) -> bool:
    """Whether this batch was already taken in."""
    return (
        session.scalar(
            select(LearningRecord.id)
            .where(LearningRecord.case_id == case_id, LearningRecord.batch_ref == batch_ref)
            .limit(1)
        )
        is not None
    )
