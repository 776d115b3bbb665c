"""The deadlines of the cases: their clause, their state, and the rung that comes next."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseRef, JsonList, RowId

OPEN = ("running", "paused", "passed")


class Deadline(Base):
    """One period that runs, is paused, was met, has passed and is still open, or was met late."""

    __tablename__ = "deadline"
    __table_args__ = (
        Index(None, "case_id", "state"),
        Index(
            "ix_deadline_paused",
            "case_id",
            postgresql_where=text("state = 'paused'"),
            sqlite_where=text("state = 'paused'"),
        ),
        CheckConstraint("state in ('running', 'paused', 'met', 'passed', 'late')", name="state"),
    )

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    rule: Mapped[str]
    step_path: Mapped[str]
    kind: Mapped[str]
    clause: Mapped[str]
    source: Mapped[str]
    starts_on: Mapped[date]
    due_at: Mapped[datetime | None]
    remaining: Mapped[int | None]
    calendar_version: Mapped[str]
    state: Mapped[str] = mapped_column(default="running")
    rung: Mapped[int] = mapped_column(default=0)
    next_rung_at: Mapped[datetime | None]
    pauses: Mapped[JsonList] = mapped_column(default=list)


def deadlines_of(session: Session, case_id: int) -> list[Deadline]:
    """Every deadline a case has had."""
    return list(
        session.scalars(select(Deadline).where(Deadline.case_id == case_id).order_by(Deadline.id))
    )


def open_deadlines_of(session: Session, case_id: int) -> list[Deadline]:
    """The deadlines of a case that are not over and done with, however many it has had."""
    return list(
        session.scalars(
            select(Deadline)
            .where(Deadline.case_id == case_id, Deadline.state.in_(OPEN))
            .order_by(Deadline.id)
        )
    )


def counted_otherwise(
    session: Session, version: str, *, after: int = 0, limit: int = 500
) -> list[int]:
    """The cases with a running deadline that was counted under another calendar, in pages."""
    return list(
        session.scalars(
            select(Deadline.case_id)
            .where(Deadline.state == "running", Deadline.calendar_version != version)
            .where(Deadline.case_id > after)
            .distinct()
            .order_by(Deadline.case_id)
            .limit(limit)
        )
    )
