"""What is evaluated for a catalogue, and how each expert scored it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseKey, JsonList


class Evaluation(Base):
    """One application: a platform, a course, a specialty or an institution for the catalogue."""

    __tablename__ = "evaluation"

    case_id: Mapped[CaseKey]
    kind: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    audience: Mapped[str]
    origin: Mapped[str]
    is_free: Mapped[bool] = mapped_column(default=False)
    # What the platform can do, of the functions the place asks for.
    functions: Mapped[JsonList] = mapped_column(default=list)
    filed_on: Mapped[date]
    qualified: Mapped[bool | None]
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None]
    decision_no: Mapped[str | None]
    filing_no: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    entry_id: Mapped[int | None] = mapped_column(BigId)


class EvaluationScore(Base):
    """What one expert gave for each criterion; who he is stays in the sealed answers."""

    __tablename__ = "evaluation_score"

    case_id: Mapped[CaseKey]
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    legality: Mapped[int]
    reputation: Mapped[int]
    service: Mapped[int]
    at: Mapped[datetime]


def scores_of(session: Session, case_id: int) -> list[EvaluationScore]:
    """The scores of an evaluation, expert by expert."""
    row = EvaluationScore
    return list(session.scalars(select(row).where(row.case_id == case_id).order_by(row.no)))
