"""What platforms and schools reported about each learner while the class ran."""

from datetime import datetime
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
    at: Mapped[datetime]


class LearningTotal(NamedTuple):
    """What one learner has done altogether."""

    line: int
    minutes: int
    face_checks: int
    random_checks: int
    images: int
    offline_in_city: bool


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
        )
        .where(record.case_id == case_id)
        .group_by(record.line)
    )
    return {
        line: LearningTotal(line, minutes, faces, randoms, images, offline > 0)
        for line, minutes, faces, randoms, images, offline in rows
    }


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
