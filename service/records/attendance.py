"""Who sat in the classroom on which day, and who studied online for how long on which day."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.calendar import beijing_date
from service.records.base import Base, CaseKey
from service.records.learning import LearningRecord


class AttendanceDay(Base):
    """One learner in the classroom on one day; the same day reported twice is one day."""

    __tablename__ = "attendance_day"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    batch_ref: Mapped[str]


def attended_days(session: Session, case_id: int) -> dict[int, set[date]]:
    """The days each learner attended, by roster line, however they were reported."""
    found: dict[int, set[date]] = {}
    reported = select(LearningRecord.line, LearningRecord.attended_on).where(
        LearningRecord.case_id == case_id, LearningRecord.attended_on.is_not(None)
    )
    listed = select(AttendanceDay.line, AttendanceDay.day).where(AttendanceDay.case_id == case_id)
    for line, day in (*session.execute(listed), *session.execute(reported)):
        found.setdefault(line, set()).add(day)
    return found


def studied_minutes(session: Session, case_id: int) -> dict[int, list[tuple[date, int]]]:
    """The minutes each learner studied online, by roster line and day.

    A record that names no day counts on the day it was handed in.
    """
    record = LearningRecord
    asked = (
        select(record.line, record.learned_on, record.at, func.sum(record.minutes))
        .where(record.case_id == case_id, record.minutes > 0, record.attended_on.is_(None))
        .group_by(record.line, record.learned_on, record.at)
    )
    found: dict[int, list[tuple[date, int]]] = {}
    for line, day, at, minutes in session.execute(asked):
        found.setdefault(line, []).append((day or beijing_date(at), int(minutes)))
    return found
