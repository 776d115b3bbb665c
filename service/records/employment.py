"""Who of a class has found work, the evidence handed in for it, and what was found of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey, CaseRef, RowId
from service.records.columns import Fen, Sealed


def _of_a_learner() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"])


class EmploymentStatus(Base):
    """How one learner stood when the class reported who has work; a later report replaces it."""

    __tablename__ = "employment_status"
    __table_args__ = (_of_a_learner(),)

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str]
    employer: Mapped[str | None] = mapped_column(Sealed("employment_status.employer"))
    started_on: Mapped[date | None]
    proof: Mapped[str | None]
    reported_at: Mapped[datetime]


class EmploymentSpell(Base):
    """One time of work that was handed in as evidence."""

    __tablename__ = "employment_spell"
    __table_args__ = (
        _of_a_learner(),
        Index(None, "case_id", "line"),
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("income_fen > 0", name="income"),
    )

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    line: Mapped[int]
    employer: Mapped[str] = mapped_column(Sealed("employment_spell.employer"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    income_fen: Mapped[int] = mapped_column(Fen)
    proof: Mapped[str]
    handed_in_at: Mapped[datetime]
    handed_in_by: Mapped[str]


class EmploymentProof(Base):
    """What was found of one learner's evidence: open, reviewed, confirmed by another, cleared."""

    __tablename__ = "employment_proof"
    __table_args__ = (_of_a_learner(),)

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(default="open")
    verdict: Mapped[str | None]
    reason: Mapped[str | None]
    days: Mapped[int | None]
    months: Mapped[int | None]
    reviewed_at: Mapped[datetime | None]


def statuses_of(session: Session, case_id: int) -> list[EmploymentStatus]:
    """The first report of who has found work, by line."""
    return list(
        session.scalars(
            select(EmploymentStatus)
            .where(EmploymentStatus.case_id == case_id)
            .order_by(EmploymentStatus.line)
        )
    )


def spells_of(session: Session, case_id: int) -> list[EmploymentSpell]:
    """The times of work handed in for a class, in the order they came."""
    return list(
        session.scalars(
            select(EmploymentSpell)
            .where(EmploymentSpell.case_id == case_id)
            .order_by(EmploymentSpell.id)
        )
    )


def proofs_of(session: Session, case_id: int) -> list[EmploymentProof]:
    """What was found of the evidence, by line."""
    return list(
        session.scalars(
            select(EmploymentProof)
            .where(EmploymentProof.case_id == case_id)
            .order_by(EmploymentProof.line)
        )
    )
